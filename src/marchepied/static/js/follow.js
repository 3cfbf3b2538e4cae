// A phone that follows the room asks every few seconds whether anything changed, and reads again only then.
// It stops while nobody looks at it, and waits longer when the network is poor.
const BEAT = 3000;
const SLOWEST = 30000;
const body = document.body;
const told = document.querySelector("[data-told]");
let wait = BEAT;
let timer = 0;

// Not all at once: two hundred phones hear of a change within three seconds, not within one.
const plan = () => { clearTimeout(timer); if (!document.hidden) timer = setTimeout(feel, wait * (0.8 + 0.4 * Math.random())); };

const read = async (mark) => {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!answer.ok) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [old, now] = [document, fresh].map((page) => page.getElementById("maintenant"));
  // From the whole agenda to one question, or back: the rest of the page goes with it.
  if (!now || !old.dataset.phase || !now.dataset.phase) return location.reload();
  const place = old.contains(document.activeElement) ? document.activeElement.id : null;
  const phase = old.dataset.phase;
  old.replaceWith(now);
  if (place !== null) {
    const again = (place && document.getElementById(place)) || now.querySelector("h1");
    if (!again.matches("a, button, input")) again.tabIndex = -1;
    again.focus({ preventScroll: true });
  }
  if (now.dataset.phase !== phase) told.textContent = now.dataset.phase;
  body.dataset.mark = fresh.body.dataset.mark || mark;
};

const feel = async () => {
  try {
    const answer = await fetch(body.dataset.pulse, { cache: "no-cache" });
    if (answer.status === 404) return location.reload();
    if (!answer.ok) throw new Error(answer.status);
    const { mark } = await answer.json();
    if (mark !== body.dataset.mark) await read(mark);
    wait = BEAT;
  } catch {
    wait = Math.min(wait * 2, SLOWEST);
  }
  plan();
};

document.addEventListener("visibilitychange", () => { if (document.hidden) clearTimeout(timer); else feel(); });
plan();
