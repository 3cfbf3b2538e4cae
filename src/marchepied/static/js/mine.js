// A person's own votes, kept on this device alone: the map of the result will show « you are here ».
(() => {
  // The result has no map: these votes serve nothing any more.
  const over = document.querySelector("[data-votes-over]");
  try { if (over) localStorage.removeItem(`votes:${over.dataset.votesOver}`); } catch { return; }
  const part = document.querySelector("[data-own-votes]");
  if (!part) return;
  const key = `votes:${part.dataset.ownVotes}`;
  const sides = { 1: 1, 2: 0, 3: -1 };
  // Nothing is voted yet by whoever is here: what was kept is somebody else's.
  try { if (part.dataset.voted === "0") localStorage.removeItem(key); } catch { return; }
  part.addEventListener("submit", (event) => {
    const form = event.target;
    const side = sides[event.submitter?.value];
    if (form.elements.geste?.value !== "voter" || side === undefined || part.dataset.busy) return;
    try {
      const votes = JSON.parse(localStorage.getItem(key)) || {};
      localStorage.setItem(key, JSON.stringify({ ...votes, [form.elements.phrase.value]: side }));
    } catch { /* A device that keeps nothing shows no « you are here ». */ }
  });
})();
