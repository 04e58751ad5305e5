// The plan of a case: printing it with all its parts open, and copying it.
//
// What lives here: those. What does not: folding, keeping and mailing, which need no script.
"use strict";
(() => {
  let closed = [];
  // Browsers that print what is folded by the style sheet alone find nothing to open that was not shown already.
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".vwnw-fold:not([open])")];
    for (const fold of closed) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of closed) fold.open = false;
  });

  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  document.addEventListener("click", async (event) => {
    const pressed = event.target.closest("[data-copy], [data-print]");
    if (!pressed) return;
    if ("print" in pressed.dataset) {
      event.preventDefault();
      return print();
    }
    const text = document.getElementById(pressed.dataset.copy);
    const told = pressed.parentElement.querySelector("[data-copied]");
    try {
      await navigator.clipboard.writeText(text.value);
      told.textContent = told.dataset.copied;
    } catch {
      text.closest("details").open = true; // to copy by hand
      text.select();
    }
  });
})();
