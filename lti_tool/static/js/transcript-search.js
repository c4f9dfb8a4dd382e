// Search in a transcript: every place is marked, one of them is the present one.

import { bringIntoSight } from "./transcript.js";

const BLOCKS = "p, li, h2, h3, h4"; // what is searched in one piece: words may run over two lines

/** @param {() => void} leave called when the box is moved to a place that was found */
export function enterSearch(transcript, box, leave) {
  const bar = transcript.querySelector(".find");
  const field = bar.querySelector('input[type="search"]');
  const count = bar.querySelector('[role="status"]');
  const [previous, next] = ["previous", "next"].map((name) =>
    bar.querySelector(`[data-do="${name}"]`),
  );
  let found = []; // each the <mark>s of one place: more than one where it runs over two lines
  let at = 0;

  function search() {
    unmark(box);
    const words = plain(field.value).trim();
    found = words ? [...box.querySelectorAll(BLOCKS)].flatMap((block) => markIn(block, words)) : [];
    at = 0;
    show(words);
  }

  function show(words = field.value) {
    previous.disabled = next.disabled = found.length < 2;
    count.textContent = !words ? "" : found.length ? place() : count.dataset.none;
    box.querySelector("mark.here")?.classList.remove("here");
    if (!found.length) return;
    for (const mark of found[at]) mark.classList.add("here");
    leave();
    bringIntoSight(box, found[at][0]);
  }

  function place() {
    return count.dataset.words.replace("{at}", at + 1).replace("{all}", found.length);
  }

  function step(by) {
    box.querySelectorAll("mark.here").forEach((mark) => mark.classList.remove("here"));
    at = (at + by + found.length) % found.length;
    show();
  }

  bar.hidden = false;
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (found.length) step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && field.value) {
      event.preventDefault();
      event.stopPropagation();
      field.value = "";
      search();
    }
  });
  previous.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
}

/** Letters without case and accents, each still one character long. */
function plain(text) {
  return [...text.replace(/\s/g, " ")]
    .map((letter) => {
      const bare = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      return bare.length === letter.length ? bare : letter;
    })
    .join("");
}

function unmark(box) {
  for (const mark of box.querySelectorAll("mark")) {
    const around = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    around.normalize();
  }
}

/** Mark every place in one block; return the marks of each. */
function markIn(block, words) {
  const pieces = textsIn(block);
  const text = plain(pieces.map(({ data }) => data).join(""));
  const places = [];
  for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + words.length)) {
    places.push([from, from + words.length]);
  }
  // From the end, so that what lies before keeps its place.
  return places.reverse().map(([from, to]) => markPlace(pieces, from, to)).reverse();
}

function textsIn(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

function markPlace(pieces, from, to) {
  const marks = [];
  let start = 0;
  for (const piece of pieces) {
    const end = start + piece.data.length;
    const [first, last] = [Math.max(from, start), Math.min(to, end)];
    if (first < last) {
      const range = document.createRange();
      range.setStart(piece, first - start);
      range.setEnd(piece, last - start);
      const mark = document.createElement("mark");
      range.surroundContents(mark);
      marks.push(mark);
    }
    start = end;
  }
  return marks;
}
