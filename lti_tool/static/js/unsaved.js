// Warns before work is left that is saved nowhere: on our own page, and through the LMS around it,
// whose links take the frame away without asking us.

import { tell } from "./lms.js";

let held = false;

function ask(event) {
  event.preventDefault();
}

/**
 * Say whether there is unsaved work on the page.
 *
 * @param {boolean} unsaved
 * @param {string} [message] what the LMS may show
 */
export function hold(unsaved, message = "") {
  if (unsaved === held) return;
  held = unsaved;
  if (held) {
    window.addEventListener("beforeunload", ask);
    tell({ subject: "lti.setUnloadMessage", message });
  } else {
    window.removeEventListener("beforeunload", ask);
    tell({ subject: "lti.removeUnloadMessage" });
  }
}

/** Follow a form that is saved as a whole: from its first change until it is sent. */
export function holdForm(form) {
  const message = form.dataset.unsaved;
  form.addEventListener("input", () => hold(true, message));
  form.addEventListener("submit", () => hold(false));
  // It came back with problems: what is in it was not saved.
  if (document.querySelector("[data-focus]")) hold(true, message);
}

window.addEventListener("pagehide", () => hold(false)); // the reader chose to go: the LMS asks no more
