// What a platform keeps for us in its own window, where the browser keeps nothing in ours
// (LTI Platform Storage, LTI Client Side postMessages). Apps may offer it and never answer.

const PATIENCE = 1000; // milliseconds
const AGAIN = 200; // the frame may still be loading: the same request is sent again

/**
 * @typedef {object} Place
 * @property {string} origin of the platform's log-in; nobody else is told or believed anything
 * @property {string} frame the name of the frame, `_parent` for the page around us
 * @property {string} key
 */

/** Keep a word. @param {Place} place @param {string} word */
export async function putWord(place, word) {
  const answer = await ask(place, "lti.put_data", { value: word });
  if (answer.value !== undefined && answer.value !== word) throw new Error("kept something else");
}

/** Read the word; empty where there is none. @param {Place} place @returns {Promise<string>} */
export async function getWord(place) {
  const { value } = await ask(place, "lti.get_data");
  return typeof value === "string" ? value : "";
}

/** Send a request and wait for its answer. Rejects on an error and when none comes in time. */
function ask({ origin, frame, key }, subject, more = {}) {
  const message = { subject, message_id: randomName(), key, ...more };
  return new Promise((resolve, reject) => {
    const end = (settle, value) => {
      clearInterval(repeating);
      clearTimeout(waiting);
      window.removeEventListener("message", listen);
      settle(value);
    };
    const listen = ({ data, origin: from }) => {
      if (from !== origin || data?.message_id !== message.message_id) return;
      if (data.subject !== `${subject}.response`) return;
      if (data.error) end(reject, new Error(`${data.error.code}: ${data.error.message}`));
      else end(resolve, data);
    };
    const send = () => target(frame)?.postMessage(message, origin);
    window.addEventListener("message", listen);
    const repeating = setInterval(send, AGAIN);
    const waiting = setTimeout(() => end(reject, new Error("no answer")), PATIENCE);
    send();
  });
}

/** Not `randomUUID`, which is missing where the page around us came without encryption. */
function randomName() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

/** The frame stands beside us, or beside the page that opened our window. */
function target(frame) {
  const around = window.parent === window ? window.opener : window.parent;
  if (frame === "_parent") return around;
  try {
    return around?.frames[frame];
  } catch {
    return undefined; // no such frame, in a page of another site
  }
}
