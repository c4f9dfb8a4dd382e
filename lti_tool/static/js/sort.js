// Makes sorting quick with the keyboard: a digit chooses a group for the item in focus and goes on
// to the next item that has none. Without this script the chips work as radio buttons do.

for (const list of document.querySelectorAll("[data-sort]")) {
  list.parentElement.querySelector("[data-sort-hint]").hidden = false;
  list.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const item = event.target.closest("li");
    const chip = item?.querySelectorAll("input")[Number(event.key) - 1];
    if (!chip) return;
    event.preventDefault();
    chip.checked = true;
    chip.dispatchEvent(new Event("change", { bubbles: true }));
    (next(list, item) ?? chip).focus();
  });
  // What was said about an item was said of another group.
  list.addEventListener("change", (event) => event.target.closest("li").querySelector(".why")?.remove());
}

/** The first chip of the next item without a group, counted from this one round to it. */
function next(list, item) {
  const items = [...list.children];
  const at = items.indexOf(item);
  const round = [...items.slice(at + 1), ...items.slice(0, at)];
  return round.find((each) => !each.querySelector(":checked"))?.querySelector("input");
}
