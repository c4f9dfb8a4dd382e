// Copy buttons. Where the frame or the browser forbids the clipboard, the text is selected instead,
// so that the keyboard can copy it. What happened stands in the button and is said aloud.

const status = document.getElementById("copied");
const SHOWN = 4000; // milliseconds

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

for (const field of document.querySelectorAll(".copy > input")) {
  field.addEventListener("focus", () => field.select());
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  let done = false;
  try {
    await navigator.clipboard.writeText(field.value);
    done = true;
  } catch {
    field.focus();
    field.select();
  }
  const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent ?? "";
  status.textContent = done ? `${status.dataset.copied}: ${label}` : status.dataset.selected;
  if (done) mark(button);
}

/** Let the button itself say "Copied" for a moment. */
function mark(button) {
  const word = button.firstChild;
  button.dataset.word ??= word.data;
  word.data = status.dataset.copied;
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = setTimeout(() => { word.data = button.dataset.word; }, SHOWN);
}
