// Notes beside a section: saved without leaving the page, so that a film goes on; on the film's
// present second if one was running; and kept in this window until they are saved.

import { send } from "./http.js";
import { forget } from "./keep.js";

const form = document.querySelector("form[data-note]");
if (form) follow(form);

function follow(form) {
  const { words, slot, at } = form.elements;
  const button = form.querySelector("button");
  const said = form.querySelector("[data-note-said]");
  const plain = button.textContent;
  let running = null; // the film that played last on this page
  let chosen = Boolean(slot?.value); // what the note is about was chosen by hand
  let sending = false;

  const second = (name) =>
    document.querySelector(`.film[data-slot="${CSS.escape(name)}"]`)?.dataset.second;

  function time(seconds) {
    return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  }

  function take(name) {
    const now = second(name);
    slot.value = name;
    at.value = now === undefined ? "" : time(Number(now));
    label();
  }

  /** The button says which second the note will be on. */
  function label() {
    const about = slot?.value && at.value.trim();
    button.textContent = about ? form.dataset.at.replace("{time}", about) : plain;
  }

  function say(sentence) {
    said.textContent = sentence;
  }

  function showErrors(errors) {
    for (const line of form.querySelectorAll("[data-error]")) {
      const sentence = errors[line.dataset.error];
      const field = form.elements[line.dataset.error];
      line.hidden = !sentence;
      line.querySelector("span:last-child").textContent = sentence ?? "";
      if (sentence) {
        field.setAttribute("aria-invalid", "true");
        field.focus();
      } else field.removeAttribute("aria-invalid");
    }
  }

  function show(html, id) {
    const list = document.querySelector("[data-notes]");
    list.insertAdjacentHTML("beforeend", html);
    return document.getElementById(`note-${id}`);
  }

  async function save(event) {
    event.preventDefault();
    if (sending) return;
    sending = true;
    say("");
    const answer = await send(form.action, new FormData(form)).catch(() => null);
    sending = false;
    if (answer?.ok) {
      if (!document.getElementById(`note-${answer.body.id}`)) show(answer.body.html, answer.body.id);
      forget(words);
      words.value = words.defaultValue = "";
      if (slot?.value) take(slot.value);
      showErrors({});
      say(answer.body.text);
      words.focus();
    } else if (answer?.status === 422) showErrors(answer.body.errors);
    else if (answer) say(answer.body?.message ?? form.dataset.gone);
    else say(form.dataset.offline);
  }

  form.addEventListener("submit", save);
  if (!slot) return;
  new MutationObserver((changes) => {
    for (const { target, oldValue } of changes) {
      // A film that plays goes on by a second or two; a leap is where it resumes.
      const step = Number(target.dataset.second) - Number(oldValue ?? Infinity);
      if (step > 0 && step <= 2) running = target.dataset.slot;
    }
  }).observe(document.body, {
    subtree: true,
    attributeFilter: ["data-second"],
    attributeOldValue: true,
  });
  words.addEventListener("focus", () => {
    if (running && !chosen && !words.value) take(running);
  });
  slot.addEventListener("change", () => {
    chosen = true;
    take(slot.value);
  });
  at.addEventListener("input", () => {
    chosen = true;
    label();
  });
  label();
}
