// Puts one of the writer's notes into a reflection: where the cursor stood last, or else at the end
// of the first part. What follows (saving, counting) is the page's own, as if it had been typed.

const list = document.querySelector("[data-quotes]");
const said = document.querySelector("[data-quoted]");
const form = list.closest("form");
const parts = [...form.querySelectorAll("textarea[data-part]")];
let last = parts[0];

function put(field, words) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  // A note is a thought of its own: it stands apart from the words before and after it.
  const before = start > 0 && !/\s$/.test(value.slice(0, start)) ? " " : "";
  const after = end < value.length && !/^\s/.test(value.slice(end)) ? " " : "";
  field.focus();
  field.setRangeText(before + words + after, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function label(field) {
  return field.labels[0].textContent.trim();
}

form.addEventListener("focusin", (event) => {
  if (parts.includes(event.target)) last = event.target;
});
list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-quote]");
  if (!button) return;
  put(last, button.closest("li").querySelector("[data-quote-words]").textContent);
  said.textContent = list.dataset.said.replace("{part}", label(last));
});
if (last) for (const button of list.querySelectorAll("[data-quote]")) button.hidden = false;
