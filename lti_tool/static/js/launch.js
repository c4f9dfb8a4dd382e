// A launch that came without our cookie: the platform's storage may know whose browser this is.
// Without an answer the form goes all the same, and the next page says what helps.

import { getWord } from "./storage.js";

const form = document.querySelector("[data-launch]");
const { origin, frame, key } = form.dataset;

/** Not by the form: it would leave this page in the history, and going back would send it again. */
async function goIn() {
  form.elements.stored_word.value = await getWord({ origin: new URL(origin).origin, frame, key });
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.redirected) throw new Error("refused");
  window.location.replace(answer.url);
}

goIn().catch(() => form.submit());
