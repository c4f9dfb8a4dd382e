// Keeps words that are not sent yet in this window, where the browser lets us, so that a visit that
// has ended or a slip of the finger loses none. A field says under which name (`data-keep`), and
// with which notice the page comes back when its words have arrived (`data-keep-done`). On a page
// that came back with problems nothing has arrived, though it shows the words (`data-keep-refused`).

const PREFIX = "reciprocal:words:";

/** Storage may be forbidden in a frame of another site: then there is none. */
function attempt(work) {
  try {
    return work(window.sessionStorage);
  } catch {
    return null;
  }
}

/** Forget a field's words: they have arrived. */
export function forget(field) {
  attempt((storage) => storage.removeItem(PREFIX + field.dataset.keep));
}

function keep(field, sent = false) {
  const words = field.value;
  const isSaved = words === field.defaultValue && !("keepRefused" in field.dataset);
  if (isSaved && !sent) return forget(field);
  attempt((storage) =>
    storage.setItem(PREFIX + field.dataset.keep, JSON.stringify({ words, sent })),
  );
}

/** Whether words that were sent have arrived: they are what the page shows, or it says so. */
function arrived(field, kept) {
  const done = new URLSearchParams(window.location.search).get("done");
  return kept.sent && (kept.words.trim() === field.defaultValue.trim() || done === field.dataset.keepDone);
}

function restore(field) {
  if ("keepRefused" in field.dataset) return keep(field);
  const kept = attempt((storage) => JSON.parse(storage.getItem(PREFIX + field.dataset.keep)));
  if (typeof kept?.words !== "string") return;
  if (arrived(field, kept) || kept.words === field.defaultValue) return forget(field);
  field.value = kept.words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const line = document.createElement("p");
  line.className = "hint";
  line.setAttribute("role", "status");
  field.after(line);
  line.textContent = field.dataset.kept;
}

for (const field of document.querySelectorAll("textarea[data-keep]")) {
  restore(field);
  field.addEventListener("input", () => keep(field));
  field.form.addEventListener("submit", () => keep(field, true));
}
