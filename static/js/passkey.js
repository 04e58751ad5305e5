// A passkey that gives no answer, because somebody stopped or it is another device: the page says so.
//
// What lives here: showing what the page has ready for that. What does not: asking the passkey (django-allauth's scripts).
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const trouble of document.querySelectorAll("[data-passkey-trouble]")) trouble.hidden = false;
});
