// A transcript that follows its film, and leads to each of its seconds. Its lines are links, which
// without this script load the page anew at their second.

import { enterSearch } from "./transcript-search.js";

const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");
const AWAY = ["wheel", "touchmove", "keydown", "pointerdown"]; // the reader's own hand moves the box

/** Bind the transcript and the chapters of a film. */
export function followFilm(place, film) {
  const transcript = place.querySelector("details.transcript");
  const box = transcript.querySelector(".said-lines");
  const again = transcript.querySelector('[data-do="follow"]');
  const lines = marks(box.querySelectorAll("[data-at]"));
  const chapters = marks(place.querySelectorAll(".chapters [data-at]"));
  let follows = true;
  let handAt = -Infinity;

  function update() {
    const second = film.second();
    if (second === null) return;
    chapters.mark(second);
    const line = lines.mark(second);
    if (line && follows) bringIntoSight(box, line);
  }

  function leave() {
    if (!follows || performance.now() - handAt > 1000) return;
    follows = isInSight(box, lines.marked());
    again.hidden = follows;
  }

  function goBack() {
    follows = true;
    handAt = -Infinity; // what moves now is our own doing
    again.hidden = true;
    const line = lines.marked();
    if (line) bringIntoSight(box, line);
  }

  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-at]");
    if (!link || !place.contains(link) || !isPlain(event)) return;
    event.preventDefault();
    film.seek(Number(link.dataset.at));
    lines.mark(Number(link.dataset.at));
    goBack();
  });
  for (const name of AWAY) {
    box.addEventListener(name, () => (handAt = performance.now()), { passive: true });
  }
  box.addEventListener("scroll", leave, { passive: true });
  again.addEventListener("click", goBack);
  transcript.addEventListener("toggle", () => transcript.open && goBack());
  film.on("time", update);
  walkByArrows(box, lines.all);
  enterSearch(transcript, box, () => {
    follows = false;
    again.hidden = lines.marked() === null;
  });
}

/** Links with their seconds, of which one is marked as the present one. */
function marks(found) {
  const all = [...found];
  const starts = all.map(({ dataset }) => Number(dataset.at));
  let marked = null;
  return {
    all,
    marked: () => marked,
    mark(second) {
      const at = starts.findLastIndex((start) => start <= second + 0.05);
      const line = all[at] ?? null;
      if (line !== marked) {
        marked?.removeAttribute("aria-current");
        line?.setAttribute("aria-current", "true");
        marked = line;
      }
      return marked;
    },
  };
}

function isPlain({ button, ctrlKey, metaKey, shiftKey, altKey }) {
  return button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey;
}

/** Where a line lies in the box, counted from what the box shows first. */
function topIn(box, line) {
  return line.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

function isInSight(box, line) {
  if (!line) return true;
  const top = topIn(box, line);
  return top >= 0 && top + line.offsetHeight <= box.clientHeight;
}

/** Never by scrollIntoView: that would move the page, and in a frame the LMS's page as well. */
export function bringIntoSight(box, line) {
  const top = topIn(box, line);
  const third = box.clientHeight / 3;
  if (top >= 0 && top + line.offsetHeight <= box.clientHeight - third / 2) return;
  box.scrollTo({ top: box.scrollTop + top - third, behavior: CALM.matches ? "instant" : "smooth" });
}

/** A stop for each of fifty lines would be a wall for the keyboard: arrows lead from line to line. */
function walkByArrows(box, lines) {
  const stop = (wanted) => lines.forEach((line) => (line.tabIndex = line === wanted ? 0 : -1));
  if (lines.length) stop(lines[0]);
  box.addEventListener("focusin", ({ target }) => lines.includes(target) && stop(target));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const next = lines[lines.indexOf(event.target) + step];
    if (!step || !lines.includes(event.target) || !next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    bringIntoSight(box, next);
  });
}
