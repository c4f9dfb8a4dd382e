// The contact form: tells the server which day it is here (the course's own zone may be hours
// off), and asks before what was filled in is left.

import { holdForm } from "./unsaved.js";

const now = new Date();
const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
  .map((number) => String(number).padStart(2, "0"))
  .join("-");

for (const field of document.querySelectorAll("[data-local-day]")) field.value = day;
for (const form of document.querySelectorAll("form[data-unsaved]")) holdForm(form);
