// Marks a section as read once its end was in sight and a quick reader could have got there.
// The button under the text does the same, for everybody.

import { send } from "./http.js";

const TICK = 1000;
const QUICK = 4; // the quickest reader we believe is this many times as fast as the section says
const AT_LEAST = 15_000;

const form = document.querySelector("form[data-reading]");
const needed = Math.max(AT_LEAST, (Number(form.dataset.reading) * 60_000) / QUICK);
let passed = 0;
let endSeen = false;

const sight = new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting)) endSeen = true;
});
sight.observe(form);

const clock = setInterval(async () => {
  if (document.hidden) return; // a page behind another is not being read
  passed += TICK;
  if (!endSeen || passed < needed) return;
  clearInterval(clock);
  sight.disconnect();
  const answer = await send(form.action, new FormData(form)).catch(() => null);
  if (answer?.ok) say(answer.body.text);
}, TICK);

function say(text) {
  const badge = document.createElement("span");
  badge.className = "badge done";
  badge.textContent = text;
  document.getElementById("read-state").replaceChildren(badge);
}
