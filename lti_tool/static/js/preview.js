/* The preview follows the files: a few times a second it asks which version they have, and
   loads the page anew when that is another one. The browser keeps the place in the page. */

const PAUSE = 250; // milliseconds
const shown = document.querySelector('meta[name="content-version"]').content;
const gone = document.querySelector("#preview-gone");

async function look() {
  try {
    const answer = await fetch("/changed", { cache: "no-store" });
    gone.hidden = true;
    if ((await answer.json()) !== shown) {
      location.reload();
      return;
    }
  } catch {
    gone.hidden = false; // ended, or about to be started again
  }
  setTimeout(look, PAUSE);
}

look();
