// How players in frames talk, each as its own site's script would hear it. `read` turns a message
// into {second, runs, over, fault}, each only where the message says so; null where it is no message
// of that player.

const ENDED = 0;
const PLAYING = 1;
const PAUSED = 2;

/** YouTube: it speaks once somebody says to be listening. */
const youtube = {
  greet: (send) => send(JSON.stringify({ event: "listening", id: 1, channel: "widget" })),
  read(message) {
    if (!message || typeof message.event !== "string") return null;
    if (message.event === "onError") return { fault: true };
    if (message.event === "onStateChange") return stateOf(message.info);
    const info = message.info;
    if (info === null || typeof info !== "object") return {};
    return { ...stateOf(info.playerState), ...(isTime(info.currentTime) && { second: info.currentTime }) };
  },
  commands: {
    play: (send) => command(send, "playVideo"),
    pause: (send) => command(send, "pauseVideo"),
    seek: (send, second) => command(send, "seekTo", [second, true]),
  },
};

function command(send, func, args = []) {
  send(JSON.stringify({ event: "command", func, args, id: 1, channel: "widget" }));
}

/** Buffering is neither: it goes on by itself, at the place where it is. */
function stateOf(state) {
  if (state === PLAYING) return { runs: true, over: false };
  if (state === ENDED) return { runs: false, over: true };
  return state === PAUSED ? { runs: false, over: false } : {};
}

/** Vimeo, and what several other hosts agreed on: the same events, a little differently wrapped. */
const EVENTS = ["timeupdate", "seeked", "play", "pause", "ended", "error"];

const vimeo = {
  greet(send) {
    EVENTS.forEach((value) => send({ method: "addEventListener", value }));
    send({ method: "getCurrentTime" }); // it may have said to be ready before we listened
  },
  read(message) {
    if (!message || (typeof message.event !== "string" && typeof message.method !== "string")) {
      return null;
    }
    if (message.method === "getCurrentTime" && isTime(message.value)) {
      return { second: message.value };
    }
    return happened(message.event, message.data?.seconds);
  },
  commands: {
    play: (send) => send({ method: "play" }),
    pause: (send) => send({ method: "pause" }),
    seek: (send, second) => send({ method: "setCurrentTime", value: second }),
  },
};

const OPEN = { context: "player.js", version: "0.0.11" };

function open(send, method, more = {}) {
  send(JSON.stringify({ ...OPEN, method, ...more }));
}

const agreed = {
  greet: (send) =>
    EVENTS.forEach((value) => open(send, "addEventListener", { value, listener: value })),
  read(message) {
    if (message?.context !== OPEN.context || typeof message.event !== "string") return null;
    return happened(message.event, message.value?.seconds);
  },
  commands: {
    play: (send) => open(send, "play"),
    pause: (send) => open(send, "pause"),
    seek: (send, second) => open(send, "setCurrentTime", { value: second }),
  },
};

function happened(event, seconds) {
  const second = isTime(seconds) && { second: seconds };
  if (event === "timeupdate" || event === "seeked") return { ...second };
  if (event === "play") return { ...second, runs: true, over: false };
  if (event === "pause") return { ...second, runs: false };
  if (event === "ended") return { ...second, runs: false, over: true };
  return event === "error" ? { fault: true } : {};
}

function isTime(value) {
  return typeof value === "number" && Number.isFinite(value);
}

export const SPEECHES = { youtube, vimeo, "player.js": agreed };
