// Sends the form of a page that only passes a person on.
document.getElementById("onward").submit();
