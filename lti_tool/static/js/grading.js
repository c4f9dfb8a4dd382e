// Grading by keyboard: 1 to 4 set the level of the criterion that has the focus, and go on
// to the next. Leaving with unsaved marks asks first.

import { holdForm } from "./unsaved.js";

const form = document.querySelector("[data-marking]");

function criterionAt(element) {
  return element?.closest?.("[data-criterion]");
}

function typing(element) {
  return element?.matches?.("textarea, input:not([type=radio])");
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (!/^[1-4]$/.test(event.key)) return;
  const current = criterionAt(event.target) ?? form.querySelector("[data-criterion]");
  const level = current?.querySelector(`input[type=radio][value="${event.key}"]`);
  if (!level) return;
  event.preventDefault();
  level.checked = true;
  form.dispatchEvent(new Event("input", { bubbles: true }));
  const next = current.nextElementSibling?.matches("[data-criterion]") ? current.nextElementSibling : current;
  const target = next.querySelector("input[type=radio]:checked") ?? next.querySelector("input[type=radio]");
  target.focus();
}

if (form) {
  holdForm(form);
  document.addEventListener("keydown", onKey);
}
