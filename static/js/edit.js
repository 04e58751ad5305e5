// The form of a record: says that somebody is at work, keeps what is typed, and shows the public page beside the form.
//
// What lives here: those three. What does not: the form, which works without this file; then a button shows the page.
(() => {
  const form = document.querySelector("[data-edit] form");
  if (!form) return;
  const PRESENT_EACH_MS = 45000;
  const REST_MS = 1500;
  const aside = document.querySelector("[data-preview]");
  const present = document.querySelector("[data-presence]");
  const hasRoom = matchMedia("(min-width: 64rem)");
  let timer;
  let isSent = false;

  const post = (address, body) => fetch(address, { method: "POST", body, credentials: "same-origin" });

  async function sayThatSomebodyIsHere() {
    const token = new FormData();
    token.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await post(present.dataset.presence, token).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const { others } = await answer.json();
    const lines = others.map((text) => Object.assign(document.createElement("p"), { textContent: text }));
    if (present.textContent.trim() !== others.join("")) present.replaceChildren(...lines);
  }

  async function showPage() {
    if (!hasRoom.matches) return;
    const answer = await post(form.dataset.previewUrl, new FormData(form)).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const shown = page.querySelector("[data-preview-of]");
    if (!shown) return;
    // Its headings have names that the form may have too.
    for (const element of shown.querySelectorAll("[id], [aria-labelledby]")) {
      element.removeAttribute("id");
      element.removeAttribute("aria-labelledby");
    }
    aside.replaceChildren(shown);
    aside.hidden = false;
  }

  function keep() {
    if (form.dataset.autosave) post(form.dataset.autosave, new FormData(form)).catch(() => null);
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isSent) return;
      keep();
      showPage();
    }, REST_MS);
  });
  form.addEventListener("submit", () => {
    isSent = true;
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const button = { Enter: "bewaar", s: "concept" }[event.key];
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(`button[value="${button}"]`));
  });

  if (present.dataset.presence) {
    sayThatSomebodyIsHere();
    setInterval(() => document.hidden || sayThatSomebodyIsHere(), PRESENT_EACH_MS);
    showPage(); // of a new record there is nothing to show yet
  }
})();
