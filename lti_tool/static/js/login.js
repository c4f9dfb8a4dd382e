// The page before a launch, in a frame: finds out what the browser keeps, and goes on by it.
// Whatever fails leads to the button that opens a new window.

import { putWord } from "./storage.js";

const PATIENCE = 5000; // milliseconds for our own server
const ways = document.querySelector("[data-login]");
const { address, cookie, origin, frame, key, word } = ways.dataset;
const form = ways.querySelector("form");

/** Which cookie came back: `ours`, `another` (of a second tab that began just now) or `none`. */
async function keptCookie() {
  const signal = AbortSignal.timeout?.(PATIENCE);
  const answer = await fetch(cookie, { cache: "no-store", signal });
  return (await answer.json()).cookie;
}

async function findWay() {
  const kept = await keptCookie().catch(() => "none");
  if (kept === "ours") return goOn();
  if (kept === "another") return beginAgain();
  if (!frame) throw new Error("no storage offered");
  await putWord({ origin: new URL(origin).origin, frame, key }, word);
  return goOn();
}

/** On to the platform, without leaving this page in the history: going back to it leads nowhere. */
function goOn() {
  window.location.replace(address);
}

/** The same login once more, with the cookie that the browser has by now. */
function beginAgain() {
  form.removeAttribute("target");
  form.submit();
}

function offerWindow() {
  const heading = document.querySelector("[data-heading]");
  heading.textContent = heading.dataset.heading;
  show("[data-trying]", false);
  show("[data-here]", false); // it would end in the same place
  show("[data-failed]");
  ways.hidden = false;
}

/** The platform lets the same login through once: the button has done its work. */
function closeWays() {
  show("[data-trying]", false);
  show("[data-failed]", false);
  show("[data-opened]");
  ways.hidden = true;
}

function show(selector, shown = true) {
  document.querySelector(selector).hidden = !shown;
}

form.addEventListener("submit", () => setTimeout(closeWays)); // after the form has gone
ways.hidden = true;
findWay().catch(offerWindow);
