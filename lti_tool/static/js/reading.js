// Counts the seconds that a section is in sight, and whether its end was. What that amounts to the
// server decides; the button under the text does the same for everybody.

import { report } from "./progress.js";

const TICK = 1000;
const LATE = 2 * TICK; // a clock that comes later was asleep, and so was the page

const end = document.getElementById("section-end");
const needed = Number(end.dataset.needed);
let passed = 0; // milliseconds
let endSeen = false;
let ticked = performance.now();

// More than reading takes is nobody's business.
const seconds = () => Math.min(needed, Math.floor(passed / 1000));

const sight = new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting)) endSeen = true;
});
sight.observe(end);

const clock = setInterval(() => {
  const now = performance.now();
  if (!document.hidden && now - ticked <= LATE) passed += now - ticked;
  ticked = now;
}, TICK);

report(
  "reading",
  () => (seconds() || endSeen ? { seconds: seconds(), end_seen: endSeen } : null),
  (answer) => answer.read && show(),
);

function show() {
  clearInterval(clock);
  sight.disconnect();
  const badge = document.getElementById("read-badge");
  for (const place of document.querySelectorAll("[data-read-state]")) {
    place.replaceChildren(badge.content.cloneNode(true));
  }
  const summary = document.querySelector("[data-when-read]");
  summary.textContent = summary.dataset.whenRead;
  document.getElementById("elsewhere").hidden = true;
}

// Measured here, the server need not guess from when the page was sent.
document.getElementById("go-on").addEventListener("submit", (event) => {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "seconds", value: seconds() });
  event.currentTarget.append(field);
});
