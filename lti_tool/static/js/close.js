// Asks the LMS to close the frame or window that it opened for us (LTI Dynamic Registration
// 1.0, section 3.6). Without this script the page says that it can be closed.

import { tell } from "./lms.js";

const CLOSE = { subject: "org.imsglobal.lti.close" };
const button = document.querySelector("[data-close]");

if (button && (window.opener || window.parent !== window)) {
  button.hidden = false;
  button.nextElementSibling?.remove();
  button.addEventListener("click", () => {
    tell(CLOSE);
    const origins = button.dataset.close.split(" ").filter(Boolean);
    if (window.opener) for (const origin of origins) window.opener.postMessage(CLOSE, origin);
  });
}
