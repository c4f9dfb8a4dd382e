// Goes back to the list of tools once the tool's own page says that it has finished.
const frame = document.getElementById("adding");

window.addEventListener("message", (event) => {
  const isTool = event.source === frame.contentWindow && event.origin === frame.dataset.origin;
  if (isTool && event.data?.subject === "org.imsglobal.lti.close") {
    window.location.assign(frame.dataset.list);
  }
});
