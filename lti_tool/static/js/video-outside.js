// A film in another site's frame: where it stands and what was seen, from the messages that its
// player sends of itself. No script of theirs runs here, and nothing they say is believed further
// than it can be true: only the frame itself is listened to, only numbers are taken, and no more
// seconds count than passed on our clock.

import { SPEECHES } from "./outside-speech.js";
import { whole } from "./video-native.js";

const KNOCK = 250; // milliseconds between two attempts to be heard
const KNOCKS = 60;
const FASTEST = 2; // times as fast as spoken
const BREATH = 4; // seconds that one message may be behind another
const TOO_LONG = 100_000; // characters of a message that no player sends

/**
 * @param {HTMLElement} place the film's section
 * @param {HTMLIFrameElement} frame
 * @param {number} seconds how long the unit says it is
 * @returns {import("./video-native.js").Film}
 */
export function outsideFilm(place, frame, seconds) {
  const { speech, origin } = frame.dataset;
  const { greet, read, commands } = SPEECHES[speech];
  const heard = { time: [], play: [], pause: [] };
  const seen = counter();
  const state = { second: null, runs: false, over: false, known: false };

  const send = (message) => frame.contentWindow?.postMessage(message, origin);
  const emit = (name) => heard[name].forEach((hear) => hear());

  window.addEventListener("message", ({ data, origin: from, source }) => {
    if (source !== frame.contentWindow || from !== origin) return;
    const said = read(object(data));
    if (!said) return;
    if (!state.known) meet();
    take(said);
  });

  function meet() {
    state.known = true;
    clearInterval(knocking);
    greet(send);
    if (speech !== "player.js") relieve();
  }

  /** It tells how much was seen, so the reader need not. */
  function relieve() {
    place.querySelector("[data-unmeasured]")?.setAttribute("hidden", "");
  }

  function take({ second, runs, over, fault }) {
    const ran = state.runs;
    if (runs !== undefined) state.runs = runs;
    if (over !== undefined) state.over = over;
    if (isSecond(second, seconds)) {
      if (speech === "player.js") relieve();
      state.second = second;
      seen.note(second, state.runs || ran);
      emit("time");
    }
    if (state.over) seen.finish(seconds);
    if (state.runs !== ran) emit(state.runs ? "play" : "pause");
    if (fault) tell(place);
  }

  let knocks = 0;
  const knocking = setInterval(() => {
    if (knocks++ < KNOCKS) greet(send);
    else clearInterval(knocking);
  }, KNOCK);

  return {
    second: () => state.second,
    playing: () => state.runs,
    spans: () => whole(seen.spans(), NaN, seconds),
    position: () => (state.over ? 0 : Math.floor(state.second ?? 0)),
    seek: (second) => commands.seek(send, second),
    play: () => commands.play(send),
    pause: () => commands.pause(send),
    on: (name, hear) => heard[name].push(hear),
  };
}

/** A player's message as an object; null where it is none. */
function object(data) {
  if (typeof data === "string") {
    if (data.length > TOO_LONG) return null;
    try {
      data = JSON.parse(data);
    } catch {
      return null;
    }
  }
  return data !== null && typeof data === "object" && !Array.isArray(data) ? data : null;
}

function isSecond(second, seconds) {
  return typeof second === "number" && second >= 0 && second <= seconds * 2 + 60;
}

/** Counts what ran by, at no more than twice the pace of our own clock. */
function counter() {
  const spans = [];
  let last = null;
  let lastAt = 0;
  let allowance = 0;

  function note(second, runs) {
    const now = performance.now();
    const passed = ((now - lastAt) / 1000) * FASTEST;
    const moved = last === null ? 0 : second - last;
    allowance = last === null ? 0 : Math.min(allowance + passed, Math.max(BREATH, passed));
    if (runs && moved > 0 && moved <= allowance) {
      allowance -= moved;
      add(last, second);
    }
    [last, lastAt] = [second, now];
  }

  function add(from, to) {
    const open = spans.at(-1);
    if (open && open[1] === from) open[1] = to;
    else spans.push([from, to]);
  }

  /** A film a little shorter than its unit says is seen when it is over. */
  function finish(seconds) {
    const open = spans.at(-1);
    if (open && open[1] === last && last >= seconds / 2) open[1] = Math.max(open[1], seconds);
  }

  return { note, finish, spans: () => spans };
}

function tell(place) {
  const box = place.querySelector(".faults");
  if (box.querySelector("[data-said]")) return;
  const words = box.querySelector('template[data-fault="film"]').content.firstElementChild.cloneNode(true);
  words.dataset.said = "film";
  words.querySelector("button")?.remove(); // it is theirs to mend
  box.append(words);
  place.querySelector("details.transcript").open = true;
}
