// Asks how far a report is, shows it, and opens the finished one. Without this there is a link.

import { send } from "./http.js";

const EVERY = 1500;
const AFTER_TROUBLE = 6000;

const box = document.querySelector("[data-report-state]");

async function look() {
  const answer = await send(box.dataset.reportState).catch(() => null);
  if (answer && [401, 403, 404].includes(answer.status)) return;
  if (!answer?.body?.state) {
    setTimeout(look, AFTER_TROUBLE);
    return;
  }
  show(answer.body);
  if (["ready", "failed"].includes(answer.body.state)) location.replace(location.pathname);
  else setTimeout(look, EVERY);
}

function show({ state, progress, text, said }) {
  box.querySelector("progress").value = progress;
  box.querySelector(".count").textContent = text;
  if (state === box.dataset.state) return;
  box.dataset.state = state;
  box.querySelector("[data-said]").textContent = said;
}

if (box) setTimeout(look, EVERY);
