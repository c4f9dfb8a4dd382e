// What a tool in the frame may ask of the page around it: more height, its top, a word before
// somebody leaves (LTI Client Side postMessages; the subjects are Canvas's).

(function () {
  const tools = document.currentScript.dataset.origins.split(" ");
  const frames = [...document.querySelectorAll("main iframe")];
  const LEAST = 150; // pixels
  const MOST = 8000;
  const leaving = (event) => event.preventDefault();

  const services = {
    "lti.capabilities": () => ({
      supported_messages: Object.keys(services).map((subject) => ({ subject })),
    }),
    "lti.frameResize": (frame, { height }) => {
      const pixels = Number(height);
      if (!Number.isFinite(pixels)) throw new Error("height is not a number.");
      const border = frame.offsetHeight - frame.clientHeight;
      // Through the object model: the page's policy forbids style attributes.
      frame.style.blockSize = `${Math.min(Math.max(pixels, LEAST), MOST) + border}px`;
      return {};
    },
    "lti.scrollToTop": () => {
      window.scrollTo(0, 0);
      return {};
    },
    "lti.setUnloadMessage": () => {
      window.addEventListener("beforeunload", leaving);
      return {};
    },
    "lti.removeUnloadMessage": () => {
      window.removeEventListener("beforeunload", leaving);
      return {};
    },
  };

  window.addEventListener("message", ({ data, origin, source }) => {
    const frame = frames.find((each) => each.contentWindow === source);
    const message = read(data);
    const service = Object.hasOwn(services, message?.subject) && services[message.subject];
    if (!frame || !service || !tools.includes(origin)) return;
    const answer = { subject: `${message.subject}.response`, message_id: message.message_id };
    try {
      Object.assign(answer, service(frame, message));
    } catch (error) {
      answer.error = { code: "bad_request", message: error.message };
    }
    source.postMessage(answer, origin);
  });

  // Canvas takes a message as an object or as its text.
  function read(data) {
    if (typeof data !== "string") return data;
    try {
      return JSON.parse(data);
    } catch {
      return null;
    }
  }
})();
