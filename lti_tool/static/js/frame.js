// Manners in somebody else's page. Says whether we stand in a frame or in a window of our own
// (css/base.css hides "Open in a new window" where there is nothing to leave), asks the LMS for as
// much height as there is to show, and for its top after a step. After a form came back with
// problems, takes the reader to their list.

import { tell } from "./lms.js";

const LEAST = 400; // pixels
const MOST = 900; // of a page that scrolls by itself
const AROUND = 200; // what the LMS and the browser keep of a screen
const PAUSE = 100; // milliseconds
const CHASES = 10;

const framed = window.self !== window.top;
document.documentElement.classList.add(framed ? "in-frame" : "own-window");
document.querySelector("[data-focus]")?.focus();
if (framed) {
  fit();
  if (steppedHere()) tell({ subject: "lti.scrollToTop" });
}

/** Whether one of our own pages led here; the launch itself leaves the LMS's page as it lies. */
function steppedHere() {
  const how = performance.getEntriesByType("navigation")[0]?.type;
  const ours = document.referrer === `${window.location.origin}/`; // as the referrer policy cuts it
  return how === "navigate" && ours && !window.location.hash;
}

function fit() {
  // Panes that scroll apart, and a foot that stays in sight, need a frame that fits the screen.
  const fits = document.querySelector("[data-scrolls-itself]") !== null;
  const screenful = Math.min(MOST, Math.max(LEAST, window.screen.availHeight - AROUND));
  let asked = 0;
  let askedAt = 0;
  let chased = 0;
  let waiting = null;

  function ask() {
    // Of the body, not of the document: that is never less high than the frame.
    const content = Math.max(LEAST, Math.ceil(document.body.getBoundingClientRect().height));
    const height = fits ? screenful : content;
    if (Math.abs(height - asked) < 2) return;
    // Growing each time it got what it asked for, it would never stop.
    chased = height > asked && performance.now() - askedAt < 1000 ? chased + 1 : 0;
    if (chased > CHASES) return;
    asked = height;
    askedAt = performance.now();
    tell({ subject: "lti.frameResize", height });
  }

  new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  }).observe(document.body);
}
