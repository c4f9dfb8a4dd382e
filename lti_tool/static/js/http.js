// Requests to our own pages. Each carries the page's CSRF token and asks for JSON.

/** The token of this launch; empty on a page without one. */
export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/**
 * Send a request and read the answer.
 *
 * @param {string} address
 * @param {FormData | URLSearchParams | object} [data] sent by POST: a form as it is, an object as JSON
 * @param {RequestInit} [options] e.g. keepalive, signal, method
 * @returns {Promise<{ok: boolean, status: number, body: any}>} `body` is null where the answer was
 *   not JSON. Rejects only when no answer came: the reader is offline, or `signal` ended it.
 */
export async function send(address, data, options = {}) {
  const headers = { Accept: "application/json", "X-CSRF-Token": csrfToken(), ...options.headers };
  const asForm = data instanceof FormData || data instanceof URLSearchParams;
  if (data && !asForm) headers["Content-Type"] = "application/json";
  const answer = await fetch(address, {
    method: data ? "POST" : "GET",
    body: !data || asForm ? data : JSON.stringify(data),
    ...options,
    headers,
  });
  return { ok: answer.ok, status: answer.status, body: await answer.json().catch(() => null) };
}
