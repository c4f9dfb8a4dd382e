// Puts steps in order with buttons and arrow keys. The lists to choose a place from stay in the
// form, unseen, and say what is sent; without this script they are what the reader uses.

for (const list of document.querySelectorAll("[data-order]")) arrange(list);

function arrange(list) {
  const said = list.parentElement.querySelector("[data-order-said]");
  const steps = () => [...list.children];
  const words = (step) => step.querySelector("[data-text]").textContent;

  /** The places follow from where the steps stand. */
  function number() {
    steps().forEach((step, place) => {
      step.querySelector("select").value = place;
      const [up, down] = step.querySelectorAll("button");
      // Not `disabled`: the focus would be lost at either end.
      up.setAttribute("aria-disabled", place === 0);
      down.setAttribute("aria-disabled", place === list.children.length - 1);
    });
  }

  function move(step, by, pressed) {
    const place = steps().indexOf(step) + by;
    if (place < 0 || place >= list.children.length) return;
    list.insertBefore(step, by < 0 ? list.children[place] : list.children[place].nextSibling);
    step.querySelector(".why")?.remove(); // it was said of another place
    number();
    pressed.focus();
    said.textContent = list.dataset.moved.replace("{place}", place + 1).replace("{step}", words(step));
  }

  function button(step, word, by) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = word;
    const label = list.dataset.label.replace("{way}", word).replace("{step}", words(step));
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => move(step, by, made));
    return made;
  }

  for (const step of steps()) {
    const place = step.querySelector(".place");
    place.hidden = true;
    const pair = document.createElement("span");
    pair.className = "movers";
    pair.append(button(step, list.dataset.up, -1), button(step, list.dataset.down, 1));
    pair.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      move(step, by, event.target);
    });
    place.after(pair);
  }
  list.parentElement.querySelector("[data-order-hint]").hidden = false;
  number();
}
