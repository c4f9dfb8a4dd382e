// Keeps words for tools, each tool's apart, for as long as the page is open.

(function () {
  const tools = document.currentScript.dataset.origins.split(" ");
  const kept = new Map();
  const MOST = 500; // words of one tool
  const LONGEST = 4096; // characters of a word

  window.addEventListener("message", ({ data, origin, source }) => {
    if (data?.subject !== "lti.put_data" && data?.subject !== "lti.get_data") return;
    const answer = { subject: `${data.subject}.response`, message_id: data.message_id };
    try {
      Object.assign(answer, { key: data.key }, serve(data, origin));
    } catch (error) {
      answer.error = { code: error.code ?? "unknown_error", message: error.message };
    }
    source.postMessage(answer, origin);
  });

  function serve(data, origin) {
    demand(tools.includes(origin), "wrong_origin", "No tool of this origin is known.");
    demand(typeof data.message_id === "string", "bad_request", "message_id is missing.");
    demand(typeof data.key === "string" && data.key, "bad_request", "key is missing.");
    const words = wordsOf(origin);
    if (data.subject === "lti.get_data") return { value: words.get(data.key) ?? null };
    if (data.value === null || data.value === undefined) {
      words.delete(data.key);
      return { value: null };
    }
    demand(typeof data.value === "string", "bad_request", "value is not a string.");
    const fits = data.value.length <= LONGEST && (words.size < MOST || words.has(data.key));
    demand(fits, "storage_exhaustion", "There is no room for more.");
    words.set(data.key, data.value);
    return { value: data.value };
  }

  function wordsOf(origin) {
    if (!kept.has(origin)) kept.set(origin, new Map());
    return kept.get(origin);
  }

  function demand(met, code, message) {
    if (!met) throw Object.assign(new Error(message), { code });
  }
})();
