// Names of places while someone types: an ARIA 1.2 combobox with a listbox on every <input data-suggest-url="...">.
//
// What lives here: showing what that address answers to a POST of `q`, in JSON: `places` (texts), and in the reader's
// language `label` and `status`. What does not: finding places. Without this file the field is an ordinary one.
// By POST, so that a place never stands in an address.
(() => {
  const LEAST_LETTERS = 2;
  const PAUSE_MS = 150;

  function element(tag, attributes) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  function combobox(input) {
    const id = `${input.id}-suggesties`;
    const list = element("ul", { id, role: "listbox", class: "vwnw-suggest__list", hidden: "" });
    const status = element("div", { role: "status", class: "vwnw-visually-hidden" });
    const answers = new Map();
    let active = -1;
    let timer;
    let asked = "";

    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-controls": id,
      "aria-expanded": "false",
    })) {
      input.setAttribute(name, value);
    }
    input.parentElement.classList.add("vwnw-suggest");
    input.after(list, status);

    const isOpen = () => !list.hidden;

    function close() {
      clearTimeout(timer);
      asked = "";
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      point(-1);
    }

    /** Make one option the active one; -1 leaves the text field to itself. */
    function point(index) {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = index;
      const option = list.children[active];
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    }

    function choose(option) {
      input.value = option.textContent;
      status.textContent = "";
      close();
    }

    function show({ places, label, status: words }) {
      point(-1);
      list.setAttribute("aria-label", label);
      list.replaceChildren(
        ...places.map((place, index) => {
          const option = element("li", { id: `${id}-${index}`, role: "option", "aria-selected": "false" });
          option.textContent = place;
          return option;
        }),
      );
      list.hidden = !places.length;
      input.setAttribute("aria-expanded", String(isOpen()));
      status.textContent = isOpen() ? words : "";
    }

    async function ask() {
      const text = input.value.trim();
      asked = text;
      if (text.length < LEAST_LETTERS) return close();
      if (!answers.has(text)) {
        try {
          const body = new URLSearchParams({ q: text });
          const response = await fetch(input.dataset.suggestUrl, { method: "POST", body });
          if (response.ok) answers.set(text, await response.json());
        } catch {
          // Without a connection there are no suggestions; the field goes on as an ordinary one.
        }
      }
      // Someone who typed on, or left, is not interrupted by an answer that comes late.
      if (asked === text && answers.has(text) && document.activeElement === input) show(answers.get(text));
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE_MS);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const count = list.children.length;
      const steps = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in steps && isOpen()) {
        // From the field down to the first option, up to the last one, and on from the ends to the field.
        point(((active + 1 + steps[event.key] + count + 1) % (count + 1)) - 1);
      } else if (event.key === "ArrowDown") {
        ask();
      } else if (event.key === "Enter" && active >= 0) {
        choose(list.children[active]);
      } else if (event.key === "Escape" && isOpen()) {
        close();
      } else {
        return;
      }
      event.preventDefault();
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", ({ target }) => target !== list && choose(target));
  }

  for (const input of document.querySelectorAll("input[data-suggest-url]")) combobox(input);
})();
