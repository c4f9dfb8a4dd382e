// A film in the browser's own player, as the other scripts of a film see it. What a player in
// another site's frame offers (video-outside.js) has the same shape.

const ALMOST = 0.5; // seconds before the end that nobody hears

/**
 * @typedef {object} Film
 * @property {() => number | null} second where it stands; null while nobody knows
 * @property {() => boolean} playing
 * @property {() => number[][]} spans what was seen on this page, as [from, to] in whole seconds
 * @property {() => number} position the second to resume at
 * @property {(second: number) => void} seek
 * @property {() => void} play
 * @property {() => void} pause
 * @property {(name: "time" | "play" | "pause", hear: () => void) => void} on
 */

/**
 * @param {HTMLVideoElement} video
 * @param {number} seconds how long the unit says it is
 * @returns {Film}
 */
export function nativeFilm(video, seconds) {
  const before = []; // what was seen before the film had to be loaded again: it forgets then
  let played = [];
  video.addEventListener("timeupdate", () => (played = stretches(video.played)));
  video.addEventListener("emptied", () => {
    before.push(...whole(played, NaN, seconds));
    played = [];
  });

  const names = { time: ["timeupdate", "seeked"], play: ["play"], pause: ["pause", "ended"] };
  return {
    second: () => (video.readyState ? video.currentTime : null),
    playing: () => !video.paused && !video.ended,
    spans: () => [...before, ...whole(stretches(video.played), video.duration, seconds)],
    position: () => (video.ended ? 0 : Math.floor(video.currentTime)),
    seek: (second) => {
      video.currentTime = Math.max(0, second);
    },
    play: () => video.play().catch(() => {}), // the browser says why on the page
    pause: () => video.pause(),
    on: (name, hear) => names[name].forEach((event) => video.addEventListener(event, hear)),
  };
}

function stretches(ranges) {
  return Array.from({ length: ranges.length }, (_, at) => [ranges.start(at), ranges.end(at)]);
}

/** Stretches in whole seconds; the last one goes to the end that the film really has. */
export function whole(played, length, seconds) {
  return played
    .map(([from, to]) => [Math.floor(from), end(to, length, seconds)])
    .filter(([from, to]) => from < to);
}

function end(to, length, seconds) {
  if (!(to >= length - ALMOST)) return Math.floor(to); // also where nobody knows the length
  // A film that is a little shorter than its unit says is seen when it is over.
  return length >= seconds / 2 ? Math.max(seconds, Math.ceil(length)) : Math.ceil(length);
}
