// The contact form: tells the server which day it is here. The course's own zone may be hours off.

const now = new Date();
const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
  .map((number) => String(number).padStart(2, "0"))
  .join("-");

for (const field of document.querySelectorAll("[data-local-day]")) field.value = day;
