// What a reader chose for one film holds for the next ones, where the browser keeps anything for us.

const STORE = "reciprocal:player";

/** Storage may be forbidden in a frame of another site: then each film begins as usual. */
function kept() {
  try {
    return JSON.parse(window.localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

/** What was chosen, if it is of the same type as the usual. */
export function choice(name, usual) {
  const value = kept()[name];
  return typeof value === typeof usual ? value : usual;
}

export function choose(name, value) {
  try {
    window.localStorage.setItem(STORE, JSON.stringify({ ...kept(), [name]: value }));
  } catch {
    // it holds for this film
  }
}
