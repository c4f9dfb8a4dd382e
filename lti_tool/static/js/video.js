// Films on a page: what plays them, what their reader chose, how much of them was seen.

import { enterPlayer } from "./player.js";
import { report } from "./progress.js";
import { followFilm } from "./transcript.js";
import { nativeFilm } from "./video-native.js";

const films = new Map(); // by slot
const told = new Map(); // by slot, what was said about it last

for (const place of document.querySelectorAll(".film[data-slot]")) {
  const film = await enter(place);
  if (!film) continue;
  films.set(place.dataset.slot, film);
  film.on("play", () => quieten(film));
  film.on("time", () => write(place, film));
  followFilm(place, film);
}
if ([...films].some(([slot]) => placeOf(slot).dataset.recorded !== undefined)) {
  report("films", read, show);
}

async function enter(place) {
  const seconds = Number(place.dataset.seconds);
  const video = place.querySelector("video");
  const frame = place.querySelector("iframe[data-speech]");
  if (video) {
    const film = nativeFilm(video, seconds);
    enterPlayer(place, video, film);
    return film;
  }
  if (!frame) return null;
  const { outsideFilm } = await import("./video-outside.js"); // most pages never need it
  return outsideFilm(place, frame, seconds);
}

/** For whoever wants to know where the film stands, e.g. a note on its second. */
function write(place, film) {
  const second = film.second();
  if (second !== null) place.dataset.second = String(Math.floor(second));
}

/** Two films at once are none. */
function quieten(playing) {
  for (const film of films.values()) if (film !== playing && film.playing()) film.pause();
}

function placeOf(slot) {
  return document.getElementById(`video-${slot}`);
}

function read() {
  const seen = {};
  for (const [slot, film] of films) {
    const { recorded, film: id } = placeOf(slot).dataset;
    const spans = film.spans();
    if (recorded === undefined || !spans.length) continue;
    seen[slot] = { film: id, spans, position: film.position() };
  }
  return Object.keys(seen).length ? { films: seen } : null;
}

function show({ films: answers }) {
  for (const [slot, { seconds, text, done }] of Object.entries(answers ?? {})) {
    const bar = placeOf(slot)?.querySelector(".watched .progress");
    if (!bar || told.get(slot) === text) continue;
    told.set(slot, text);
    const line = bar.querySelector("progress");
    line.value = done ? line.max : seconds;
    bar.querySelector(".count").textContent = text;
  }
}
