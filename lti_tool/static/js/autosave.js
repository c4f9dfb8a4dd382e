// A reflection that saves itself: a short pause, then the draft goes to the server by a ticket that
// outlives the launch. Where the browser keeps anything for us, what is not saved yet is kept there
// too, and erased once the work is handed in. While anything is unsaved, leaving asks first.

import { hold } from "./unsaved.js";

const PAUSE = 1500; // milliseconds without a key
const LONGEST = 10000; // while somebody types without a pause
const RETRY = 5000;
const KEEPALIVE_LIMIT = 60000; // characters; browsers take at most 64 KiB from a page that closes

const store = (name) => `reciprocal:draft:${name}`;

/** Storage may be forbidden in a frame of another site: then there is none. */
function attempt(work) {
  try {
    return work(window.localStorage);
  } catch {
    return null;
  }
}

const sent = document.querySelector("[data-draft-sent]");
if (sent) attempt((storage) => storage.removeItem(store(sent.dataset.draftSent)));

const form = document.querySelector("[data-autosave]");
if (form) watch(form);

function watch(form) {
  const key = store(form.dataset.draft);
  const stateLine = document.getElementById("save-state");
  const help = document.getElementById("save-help");
  let revision = Number(form.dataset.revision);
  let saved = fingerprint();
  let waiting = null;
  let since = null;
  let sending = false;
  let closed = false;
  let refused = false;
  let handedOver = false;

  function parts() {
    const found = {};
    for (const field of form.querySelectorAll("[data-part]")) {
      const choice = field.type === "checkbox" || field.type === "radio";
      if (!choice) found[field.dataset.part] = field.value;
      else if (field.checked) found[field.dataset.part] = field.value;
      else found[field.dataset.part] ??= "";
    }
    return found;
  }

  function contacts() {
    const boxes = form.querySelectorAll('[name="contacts"]');
    return boxes.length ? [...boxes].filter((box) => box.checked).map((box) => Number(box.value)) : null;
  }

  /** One logged in another window since is not offered here, so it is left as it is. */
  function offered() {
    return [...form.querySelectorAll('[name="contacts"]')].map((box) => Number(box.value));
  }

  function fingerprint() {
    return JSON.stringify([parts(), contacts()]);
  }

  function body() {
    const choice = { contacts: contacts(), offered: offered() };
    return JSON.stringify({ revision, parts: parts(), ...choice, page: form.dataset.page });
  }

  function say(word, values = {}) {
    let text = form.dataset[`say${word}`];
    for (const [name, value] of Object.entries(values)) text = text.replace(`{${name}}`, value);
    if (stateLine.textContent !== text) stateLine.textContent = text;
    stateLine.classList.toggle("trouble", !["Saved", "Saving"].includes(word));
  }

  function explain(message) {
    help.hidden = !message;
    help.querySelector("[data-message]").textContent = message ?? "";
  }

  function clock(moment) {
    const options = { hour: "numeric", minute: "2-digit" };
    const language = document.documentElement.lang || undefined;
    try {
      return new Intl.DateTimeFormat(language, { ...options, timeZone: form.dataset.zone }).format(moment);
    } catch {
      return new Intl.DateTimeFormat(language, options).format(moment);
    }
  }

  function keepHere() {
    attempt((storage) =>
      storage.setItem(key, JSON.stringify({ revision, parts: parts(), page: form.dataset.page })),
    );
  }

  function forgetHere() {
    attempt((storage) => storage.removeItem(key));
  }

  function countWords() {
    const texts = [...form.querySelectorAll("textarea[data-part]")].map((field) => field.value);
    const words = texts.join("\n").match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
    const count = new Intl.NumberFormat(document.documentElement.lang || undefined).format(words.length);
    form.querySelector("[data-words]").textContent = form.dataset.sayWords.replace("{count}", count);
  }

  function holdUnsaved() {
    hold(!handedOver && (refused || fingerprint() !== saved), form.dataset.unsaved);
  }

  function changed() {
    countWords();
    holdUnsaved();
    if (closed || fingerprint() === saved) return;
    keepHere();
    if (!sending) say("Unsaved");
    since ??= Date.now();
    const pause = Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now()));
    later(pause);
  }

  function later(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(save, pause);
  }

  async function save() {
    clearTimeout(waiting);
    if (closed || sending || fingerprint() === saved) return;
    sending = true;
    since = null;
    const sending_now = fingerprint();
    say("Saving");
    let answer = null;
    try {
      answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: body(),
        credentials: "omit",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        signal: AbortSignal.timeout(20000),
      });
      const told = await answer.json();
      took(answer.status, told, sending_now);
    } catch {
      say("Offline");
      later(RETRY);
    } finally {
      sending = false;
    }
    holdUnsaved();
    if (!closed && answer?.ok && fingerprint() !== saved) changed();
  }

  function took(status, told, text) {
    if (status === 200) {
      revision = told.revision;
      form.elements.revision.value = revision;
      saved = text;
      refused = false;
      if (fingerprint() === saved) forgetHere();
      say("Saved", { time: clock(new Date(told.saved_at)) });
      showErrors({});
      explain(null);
    } else if (status === 409) {
      closed = true;
      say(told.state === "submitted" ? "Submitted" : "Stale");
      explain(told.message);
      if (told.state === "stale") {
        saved = text; // the server has put it aside
        forgetHere();
      }
    } else if (status === 422) {
      showErrors(told.fields ?? {});
      say("Refused");
      saved = text; // the same text would be refused again: the next change tries anew
      refused = true;
    } else if (status === 404 || status === 410) {
      closed = true;
      say("Gone");
      explain(told.message);
    } else if (status === 403) {
      closed = true; // the text stays on the page and on this device
      say("Closed");
      explain(told.message);
    } else {
      say("Offline");
      later(RETRY);
    }
  }

  function showErrors(fields) {
    for (const line of form.querySelectorAll("[data-error-of]")) {
      const message = fields[line.dataset.errorOf];
      line.hidden = !message;
      line.querySelector("span:last-child").textContent = message ?? "";
      const field = form.querySelector(`textarea[data-part="${CSS.escape(line.dataset.errorOf)}"]`);
      if (field && message) field.setAttribute("aria-invalid", "true");
      else field?.removeAttribute("aria-invalid");
    }
  }

  /** What this device kept and the server never got: put back, or, if older, sent to be kept aside. */
  function restore() {
    const kept = attempt((storage) => JSON.parse(storage.getItem(key)));
    if (!kept?.parts) return;
    if (kept.revision === revision) {
      for (const field of form.querySelectorAll("textarea[data-part]")) {
        const text = kept.parts[field.dataset.part];
        if (typeof text === "string") field.value = text;
      }
      if (fingerprint() !== saved) {
        changed();
        say("Restored");
      } else forgetHere();
    } else if (kept.revision < revision) {
      fetch(form.dataset.autosave, {
        method: "POST",
        body: JSON.stringify({ revision: kept.revision, parts: kept.parts, page: "" }),
        credentials: "omit",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
      })
        .then((answer) => (answer.status === 409 || answer.ok ? forgetHere() : null))
        .catch(() => null);
    }
  }

  function leave() {
    if (closed || fingerprint() === saved) return;
    keepHere();
    const text = body();
    if (text.length > KEEPALIVE_LIMIT) return;
    // The page's own word lets the next save of this page follow, should the answer be lost.
    fetch(form.dataset.autosave, {
      method: "POST",
      body: text,
      keepalive: true,
      credentials: "omit",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
    }).catch(() => null);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    closed = true; // the form itself saves now
    handedOver = true;
    clearTimeout(waiting);
    holdUnsaved();
  });
  window.addEventListener("online", save);
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload(); // from the history: its revision may be old
  });
  restore();
  countWords();
}
