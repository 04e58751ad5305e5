// A form that waits for a passkey, and a passkey that gives no answer, because somebody stopped or it is another device.
//
// What lives here: sending nothing before there is an answer, and showing what the page has ready for when none comes.
// What does not: asking the passkey and sending its answer (django-allauth's scripts).
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-passkey-form]")) event.preventDefault();
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const trouble of document.querySelectorAll("[data-passkey-trouble]")) trouble.hidden = false;
});
