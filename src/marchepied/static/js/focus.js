// Moves the focus to the summary of errors when a form comes back with some.
document.querySelector("[data-focus]")?.focus();
