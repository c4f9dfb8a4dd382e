// Sends a page's one form by itself. Without this script its button does the same.

document.querySelector("form[data-post]")?.submit();
