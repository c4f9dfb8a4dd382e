// Tells the server which seconds of a film were seen, and goes on where the reader stopped.
// The browser itself keeps what was played (`played`), so a report told twice changes nothing.

import { send } from "./http.js";

const EVERY = 15_000; // milliseconds between two reports while the film runs

/** What was played in this visit, as [from, to] in whole seconds. */
function seen(film) {
  return Array.from({ length: film.played.length }, (_, at) => {
    const end = film.played.end(at);
    const whole = end >= film.duration - 0.5 ? Math.ceil(film.duration) : Math.floor(end);
    return [Math.floor(film.played.start(at)), whole];
  }).filter(([from, to]) => from < to);
}

function show(film, { seconds, text }) {
  const bar = film.closest("section").querySelector(".progress");
  if (!bar || !text) return;
  bar.querySelector("progress").value = seconds;
  bar.querySelector(".count").textContent = text;
}

function resume(film) {
  const second = Number(film.dataset.resume);
  if (second > 0 && second < film.duration - 1) film.currentTime = second;
}

function follow(film) {
  let told = "";
  let toldAt = 0;

  async function report() {
    const message = { spans: seen(film), position: film.ended ? 0 : Math.floor(film.currentTime) };
    const words = JSON.stringify(message);
    if (!message.spans.length || words === told) return;
    told = words;
    toldAt = performance.now();
    const answer = await send(film.dataset.report, message, { keepalive: true }).catch(() => null);
    if (answer?.ok) show(film, answer.body);
    else told = ""; // lost on the way: the next report holds it again
  }

  film.addEventListener("play", () => (toldAt = performance.now()));
  film.addEventListener("timeupdate", () => {
    if (!film.paused && performance.now() - toldAt >= EVERY) report();
  });
  film.addEventListener("pause", report);
  film.addEventListener("ended", report);
  window.addEventListener("pagehide", report);
  document.addEventListener("visibilitychange", () => document.hidden && report());
}

for (const film of document.querySelectorAll("video[data-report]")) {
  if (film.readyState >= HTMLMediaElement.HAVE_METADATA) resume(film);
  else film.addEventListener("loadedmetadata", () => resume(film), { once: true });
  follow(film);
}
