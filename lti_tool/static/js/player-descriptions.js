// What the pictures show, for those who do not see them: each description appears when its time
// comes, in a line that screen readers read out. On request the film waits meanwhile.

import { choice, choose } from "./player-choices.js";

const A_WORD = 400; // milliseconds that it takes to hear one
const AT_LEAST = 2000;

/** Bind the button, if the film has descriptions. */
export function describePictures(place, player, video) {
  const button = player.querySelector('[data-do="describe"]');
  const track = [...video.textTracks].find(({ kind }) => kind === "descriptions");
  if (!button || !track) return;
  const line = player.querySelector(".described");
  const waits = player.querySelector('[data-do="wait"]');
  let on = false;
  let waiting = null;

  function set(wanted) {
    on = wanted;
    track.mode = on ? "hidden" : "disabled"; // hidden: told to us, and drawn by nobody
    button.setAttribute("aria-pressed", String(on));
    waits.closest("[data-waits]").hidden = !on;
    place.classList.toggle("describes", on);
    if (!on) end();
  }

  function end() {
    clearTimeout(waiting);
    waiting = null;
    line.textContent = "";
  }

  function tell() {
    const words = [...(track.activeCues ?? [])].map(textOf).join(" ");
    // Between two pictures the last words stay, so that a slow reader gets to their end.
    if (!on || !words || words === line.textContent) return;
    line.textContent = words;
    if (waits.checked && !video.paused) hold(words);
  }

  function hold(words) {
    video.pause();
    const time = Math.max(AT_LEAST, words.split(/\s+/).length * A_WORD);
    waiting = setTimeout(() => {
      waiting = null;
      if (video.paused) video.play().catch(() => {});
    }, time);
  }

  track.addEventListener("cuechange", tell);
  // Whoever goes on by themselves, or leaves, is not called back.
  for (const name of ["play", "seeking", "emptied"]) {
    video.addEventListener(name, () => {
      clearTimeout(waiting);
      waiting = null;
    });
  }
  window.addEventListener("pagehide", () => clearTimeout(waiting));
  button.addEventListener("click", () => {
    set(!on);
    choose("describe", on);
  });
  waits.checked = choice("describeWaits", false);
  waits.addEventListener("change", () => choose("describeWaits", waits.checked));
  set(choice("describe", false));
}

function textOf(cue) {
  const holder = document.createElement("div");
  holder.append(cue.getCueAsHTML());
  return holder.textContent.replace(/\s+/g, " ").trim();
}
