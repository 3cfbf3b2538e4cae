// Moves the focus to the summary of errors when a form comes back with some.
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();
