// What a page tells the LMS that frames it: nothing but to an origin that may frame us.

const named = document.querySelector('meta[name="frame-origins"]')?.content.split(" ").filter(Boolean) ?? [];

/** Whether an origin is meant by a source as the policy names it: "https://*.school.edu" is one, too. */
function meant(origin, source) {
  if (!source.includes("*")) return origin === source;
  const [scheme, host] = origin.split("://");
  return source.startsWith(`${scheme}://*.`) && Boolean(host?.endsWith(source.slice(`${scheme}://*`.length)));
}

function originOf(address) {
  return URL.canParse?.(address) ? new URL(address).origin : "";
}

/** The framing page's origin; where the browser does not say which it is, each that it may be. */
function listeners() {
  if (window.parent === window) return [];
  const allowed = (origin) => named.some((source) => meant(origin, source));
  const around = window.location.ancestorOrigins?.[0];
  if (around) return [around].filter(allowed);
  const from = [originOf(document.referrer)].filter(allowed);
  return [...new Set([...named.filter((source) => !source.includes("*")), ...from])];
}

/**
 * Say something to the LMS. It may well not understand.
 *
 * @param {{subject: string}} message
 */
export function tell(message) {
  for (const origin of listeners()) window.parent.postMessage(message, origin);
}
