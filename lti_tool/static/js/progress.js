// Tells the server how far a reader has come on this page: small, seldom, and until it has arrived.
// What reads and watches hands over its present state, always all of it since the page was opened,
// so that a report sent twice or late changes nothing. Where the browser keeps anything for us, what
// did not arrive is kept there and goes with the next page, also under the next launch.

import { csrfToken, send } from "./http.js";

const EVERY = 15_000; // milliseconds between two requests, at least
const LONGEST = 60_000; // between two tries while nobody answers
const KEPT_AT_MOST = 20; // pages

const page = document.querySelector("[data-report]");
const address = page?.dataset.report ?? "";
const visit = page?.dataset.visit ?? "";
const launch = address.slice(0, address.indexOf("/units/")); // "/l/<launch>"
const store = `reciprocal:progress:${page?.dataset.keeper}`;

const parts = new Map();
const arrived = new Map(); // by visit, what the server has taken
let late = []; // visits of pages before this one whose reports did not arrive
let wait = EVERY;
let triedAt = -EVERY;
let sending = false;
let over = false; // the launch has ended: only the next one can send

/**
 * Let a part of the page take part in its reports.
 *
 * @param {string} part
 * @param {() => object | null} read what the part has to tell, e.g. `{seconds: 12, end_seen: false}`
 *   or `{films: {opening: {…}}}`; null while there is nothing
 * @param {(answer: {read: boolean, text: string, films: object}) => void} [told] gets each answer
 */
export function report(part, read, told = () => {}) {
  if (!parts.size && page) begin();
  parts.set(part, { read, told });
}

function begin() {
  late = Object.keys(kept()).filter((name) => name !== visit);
  setInterval(tell, 1000);
  window.addEventListener("online", () => (wait = EVERY));
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden && hide());
}

/** This page's report, or null where there is nothing new in it. */
function news() {
  const body = { visit };
  for (const { read } of parts.values()) {
    const { films, ...rest } = read() ?? {};
    Object.assign(body, rest);
    if (films) body.films = { ...body.films, ...films };
  }
  const words = JSON.stringify(body);
  return Object.keys(body).length === 1 || words === arrived.get(visit) ? null : words;
}

async function tell() {
  if (sending || over || performance.now() - triedAt < wait) return;
  const before = late.shift();
  if (before) {
    const { to, words } = kept()[before] ?? {};
    if (words) await pass(before, to, words);
    return;
  }
  const words = news();
  if (words) await pass(visit, address, words);
}

async function pass(name, to, words) {
  sending = true;
  triedAt = performance.now();
  const there = name === visit ? to : launch + to;
  const answer = await send(there, JSON.parse(words)).catch(() => null);
  sending = false;
  if (!answer || answer.status >= 500 || answer.status === 429) {
    wait = Math.min(wait * 2, LONGEST);
    keep(name, to, words);
    if (name !== visit) late.push(name);
    return;
  }
  wait = EVERY;
  // Of a page before this one 404 may say that there is no such section any more.
  if (answer.status === 401 || (name === visit && [403, 404].includes(answer.status))) {
    over = true;
    keep(name, to, words);
    return;
  }
  // Also what was refused is done with: it would be refused again.
  arrived.set(name, words);
  forget(name, words);
  if (answer.ok && name === visit) for (const { told } of parts.values()) told(answer.body);
}

/** Out of sight: it may be the last we see of this page, and it may be for a moment. */
function hide() {
  const words = news();
  if (!words) return;
  keep(visit, address, words);
  if (performance.now() - triedAt >= EVERY) beacon(words);
}

/** The page closes: a beacon outlives it. Whether it arrives nobody tells us. */
function leave() {
  const words = news();
  if (!words) return;
  if (!beacon(words) || !navigator.onLine || wait > EVERY) keep(visit, address, words);
  else forget(visit);
}

function beacon(words) {
  if (over) return false;
  const form = new FormData();
  form.set("csrf_token", csrfToken());
  form.set("report", words);
  triedAt = performance.now();
  const goes = navigator.sendBeacon(address, form);
  if (goes && navigator.onLine && wait === EVERY) arrived.set(visit, words);
  return goes;
}

/** Storage may be forbidden in a frame of another site: then there is none. */
function attempt(work) {
  try {
    return work(window.localStorage);
  } catch {
    return null;
  }
}

function kept() {
  return attempt((storage) => JSON.parse(storage.getItem(store) ?? "{}")) ?? {};
}

function write(all) {
  const newest = Object.fromEntries(Object.entries(all).slice(-KEPT_AT_MOST));
  attempt((storage) =>
    Object.keys(newest).length
      ? storage.setItem(store, JSON.stringify(newest))
      : storage.removeItem(store),
  );
}

/** Without the launch in the address: another one may send it. */
function keep(name, to, words) {
  write({ ...kept(), [name]: { to: to.startsWith(launch) ? to.slice(launch.length) : to, words } });
}

/** With `words`, not what was kept since, which says more. */
function forget(name, words) {
  const { [name]: gone, ...rest } = kept();
  if (gone && (!words || gone.words === words)) write(rest);
}
