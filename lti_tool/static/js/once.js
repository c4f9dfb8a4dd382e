// Lets a form be sent once: its invitation works once. Without this script the second answer
// says so.

document.querySelector("form[data-once]")?.addEventListener("submit", (event) => {
  const form = event.currentTarget;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  form.querySelector("button")?.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", () => {
  const form = document.querySelector("form[data-once]");
  if (form) delete form.dataset.sent;
});
