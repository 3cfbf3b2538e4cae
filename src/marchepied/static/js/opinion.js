// « You are here » on the map of opinions: worked out on this device, from votes that it alone keeps.
(() => {
  const data = JSON.parse(document.getElementById("opinions-data")?.textContent || "null");
  const map = document.querySelector("[data-opinions]");
  if (!data || !map) return;
  const key = `votes:${data.topic}`;
  let votes;
  try { votes = JSON.parse(localStorage.getItem(key) || "null"); } catch { return; }
  if (!votes) return;
  let x = 0, y = 0, cast = 0;
  data.statements.forEach((number, place) => {
    if (!(number in votes)) return;
    const away = votes[number] - data.center[place];
    x += away * data.components[0][place];
    y += away * data.components[1][place];
    cast += 1;
  });
  if (!cast) return;
  // As on the map: whoever voted on few statements does not sink to the middle.
  const stretch = Math.sqrt(data.statements.length / cast) / data.scale;
  const within = (value) => Math.max(-105, Math.min(105, value * data.half));
  const here = map.querySelector("[data-here]");
  here.setAttribute("transform", `translate(${within(x * stretch).toFixed(1)} ${within(-y * stretch).toFixed(1)})`);
  const show = (shown) => map.querySelectorAll("[data-here], [data-here-words]").forEach((part) => part.toggleAttribute("hidden", !shown));
  show(true);
  map.querySelector("[data-forget]").addEventListener("click", () => { localStorage.removeItem(key); show(false); });
})();
