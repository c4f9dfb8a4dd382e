// Says whether the page stands in another page's frame or in a window of its own: css/base.css
// hides "Open in a new window" where there is nothing to leave. And after a form came back
// with problems, takes the reader to their list.

document.documentElement.classList.add(window.self === window.top ? "own-window" : "in-frame");
document.querySelector("[data-focus]")?.focus();
