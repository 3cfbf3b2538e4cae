// Arrows turn the pages of a meeting, unless somebody is writing. A clicker sends Page Up and Page Down:
// those turn the page only where there is nothing to scroll.
const turns = { ArrowRight: "next", ArrowLeft: "previous", PageDown: "next", PageUp: "previous" };
addEventListener("keydown", (event) => {
  const turn = turns[event.key];
  if (!turn || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, summary, [contenteditable]")) return;
  const page = document.documentElement;
  if (event.key.startsWith("Page") && page.scrollHeight > page.clientHeight) return;
  const link = document.querySelector(`[data-turn="${turn}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
