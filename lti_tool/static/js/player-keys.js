// The keys of a film. They work only while something in its player has the focus, and leave to a
// button, a list and the page what is theirs.

const STEP = 5; // seconds
const LEAP = 10;

/** Whether the control that has the focus needs this key itself. */
function isTaken({ target, key }) {
  if (target.matches("select")) return true; // it looks letters up, and walks by arrows
  if (target.matches('input[type="range"]')) return false; // arrows: five seconds here as elsewhere
  return key === " " && target.matches("button, summary, a, input");
}

/**
 * @param {HTMLElement} player
 * @param {object} does what the keys do: play, seek(by), captions, speed(step), mute, full, keys
 */
export function listenForKeys(player, does) {
  const keys = {
    " ": does.play,
    k: does.play,
    ArrowLeft: () => does.seek(-STEP),
    ArrowRight: () => does.seek(STEP),
    j: () => does.seek(-LEAP),
    l: () => does.seek(LEAP),
    c: does.captions,
    "<": () => does.speed(-1),
    ">": () => does.speed(1),
    m: does.mute,
    f: does.full,
    "?": does.keys,
  };
  player.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.altKey || event.metaKey || !(key in keys) || isTaken(event)) return;
    event.preventDefault();
    keys[key]();
  });
}
