// Organisations to compare: what is ticked stays ticked on the next page of the list, and no more than may be compared.
// On the page that compares them: copying its address, and printing it.
//
// What lives here: those. What does not: comparing itself, which is a form and a page of the server.
"use strict";
(() => {
  const KEY = "vergelijk";
  const form = document.getElementById("vergelijken");
  const boxes = [...document.querySelectorAll(`input[name=${KEY}][type=checkbox]`)];

  /** Return an address with the organisations that are chosen in it, instead of those that were. */
  function withChosen(address, chosen) {
    const url = new URL(address, location.href);
    url.searchParams.delete(KEY);
    if (chosen.length) url.searchParams.set(KEY, chosen.join(","));
    return url.href.replaceAll("%2C", ",");
  }

  function show() {
    const chosen = new FormData(form).getAll(KEY);
    for (const box of boxes) box.disabled = !box.checked && chosen.length >= Number(form.dataset.most);
    form.classList.toggle("vwnw-compare-bar--chosen", chosen.length > 0);
    return chosen;
  }

  if (form) {
    document.addEventListener("change", ({ target }) => {
      if (!boxes.includes(target)) return;
      const chosen = show();
      history.replaceState(history.state, "", withChosen(location.href, chosen));
      // The pages of the list, and the ways to change its question.
      for (const link of document.querySelectorAll('main a[href^="?"]')) link.href = withChosen(link.href, chosen);
    });
    show();
  }

  for (const button of document.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy], [data-print]");
    if (!button) return;
    if ("print" in button.dataset) return print();
    const told = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(location.href);
      told.textContent = told.dataset.done;
    } catch {
      told.textContent = location.href; // to copy by hand
    }
  });
})();
