// Lists of the desk by keyboard: j and k go from card to card and unfold it, Enter opens its record, and a key of a card
// presses what has it as its `data-key`: 1 says that the record still holds. Of a folded card a key presses nothing: it
// unfolds it, since nobody answers for what they do not see. z takes back what was done last.
//
// What lives here: keys, only while the list has the focus (WCAG 2.2, 2.1.4) and never while somebody types. What does
// not: the answers, which are forms that work without this file.
(() => {
  const list = document.querySelector("[data-work-list]");
  if (!list) return;
  const cards = [...list.querySelectorAll("[data-work]")];
  const types = (element) => element.closest("input:not([type=radio], [type=checkbox]), select, textarea") !== null;

  const show = (card) => {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: card.offsetHeight < innerHeight ? "nearest" : "start" });
  };
  const go = (from, step) => show(cards[Math.min(Math.max(cards.indexOf(from) + step, 0), cards.length - 1)]);
  const pressed = (card, key) => card?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const isFolded = (card) => card.querySelector("[data-fold]:not([open])") !== null;
  const unfold = (card) => card.querySelector("[data-fold]")?.setAttribute("open", "");

  list.addEventListener("focusin", ({ target }) => cards.includes(target) && unfold(target));
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || types(event.target)) return;
    const card = event.target.closest("[data-work]");
    if (event.key === "j") go(card, 1);
    else if (event.key === "k") go(card, -1);
    else if (event.key === "z") document.querySelector("[data-undo]")?.click();
    else if (event.key === "Enter" && event.target === card && card.querySelector("[data-open]"))
      card.querySelector("[data-open]").click();
    else if (event.key !== "Enter" && pressed(card, event.key))
      isFolded(card) ? unfold(card) : pressed(card, event.key).click();
    else return;
    event.preventDefault();
  });
  // After an answer the list comes back without that card: the next one is open, and is where the hands are. What is
  // wrong with an answer comes first.
  const next = cards.find((card) => card.querySelector("[data-fold][open]")) ?? cards[0];
  const isAnswer = document.referrer.startsWith(location.origin) && !location.hash;
  if (next && isAnswer && !document.querySelector("[autofocus]")) show(next);
})();

// A file that is read or taken back in steps: each press of the button goes on for some seconds, the next one follows.
// Who has no JavaScript presses it.
(() => {
  const form = document.querySelector("[data-goes-on]");
  if (!form) return;
  const [bar, told] = [form.querySelector("progress"), form.querySelector("[data-progress]")];

  // The last answer is shown as it came: asked for again, it would have forgotten what it had to say.
  const show = (page, url) => {
    document.title = page.title;
    history.replaceState(null, "", url);
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("main").focus();
  };

  const goOn = async () => {
    const before = bar.value;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-goes-on]");
    if (!answer.ok || !next) return show(page, answer.url);
    const [from, then] = [form.querySelector("[data-from]"), next.querySelector("[data-from]")];
    if (from && then) from.value = then.value;
    bar.value = next.querySelector("progress").value;
    told.textContent = next.querySelector("[data-progress]").textContent;
    // Somebody else reads on in this file, or a step was killed: it is free again in a while.
    setTimeout(goOn, bar.value === before ? 2000 : 0);
  };
  goOn().catch(() => form.querySelector("button").focus());
})();
