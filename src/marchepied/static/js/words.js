// Opens « Les mots de cette page » for a word that was followed, where the browser does not do it by itself,
// and for printing.
const words = document.querySelector("[data-words]");
const reveal = () => {
  const meant = location.hash && document.getElementById(location.hash.slice(1));
  if (!meant || !words.contains(meant)) return;
  words.open = true;
  meant.scrollIntoView();
  meant.focus({ preventScroll: true });
};
let closed = false;
addEventListener("hashchange", reveal);
addEventListener("beforeprint", () => { closed = !words.open; words.open = true; });
addEventListener("afterprint", () => { if (closed) words.open = false; });
reveal();
