// The screen of a room: arrows, the timer's end, other devices, and a note that is never lost.
const page = document.body;

// Arrows turn the pages of a meeting, unless somebody is writing. A clicker sends Page Up and Page Down:
// those turn the page only where the whole screen of the room is in view.
const wholeStage = () => scrollY < 10 && document.querySelector(".stage").getBoundingClientRect().bottom <= innerHeight;
const turns = { ArrowRight: "next", ArrowLeft: "previous", PageDown: "next", PageUp: "previous" };
addEventListener("keydown", (event) => {
  const turn = turns[event.key];
  if (!turn || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, summary, [contenteditable]")) return;
  if (event.key.startsWith("Page") && !wholeStage()) return;
  const link = document.querySelector(`[data-turn="${turn}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});

// « + » and « − » change the number without asking the server.
for (const button of document.querySelectorAll(".stepper button")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const field = button.parentElement.querySelector("input");
    const step = button.value.startsWith("more") ? 1 : -1;
    field.value = Math.max(0, (Number.parseInt(field.value, 10) || 0) + step);
  });
}

// The timer says its end, once, and nothing before.
const ring = document.querySelector("[data-seconds]");
const seconds = Number(ring?.dataset.seconds || 0);
if (seconds > 0) setTimeout(() => { ring.textContent = ring.dataset.words; }, seconds * 1000);

// A note stays on this computer until the server has kept it: a session that ended or a network that fell
// loses nothing.
const noting = document.querySelector("[data-draft]");
const text = noting?.querySelector("textarea");
if (text) {
  const key = `note-${noting.dataset.draft}`;
  if ("kept" in noting.dataset) sessionStorage.removeItem(key);
  else if (!text.value) text.value = sessionStorage.getItem(key) || "";
  text.addEventListener("input", () => sessionStorage.setItem(key, text.value));
}

// Follows what another device does: the facilitator may lead from a second screen.
const beat = 3000;
const raised = document.querySelector("[data-raised]");
const busy = () => text?.value || document.activeElement?.closest(".hands, .noting, .decide");
const feel = async () => {
  if (!document.hidden) {
    try {
      const answer = await fetch(page.dataset.pulse, { headers: { Accept: "application/json" } });
      const pulse = answer.ok ? await answer.json() : {};
      if (raised && pulse.raised !== null && pulse.raised !== undefined) raised.textContent = pulse.raised;
      const moved = pulse.mark && pulse.url && pulse.mark.replace("r", "") !== page.dataset.mark.replace("r", "");
      if (moved && "follows" in page.dataset && !busy()) return location.assign(pulse.url);
    } catch { /* no network for a moment: the screen stays as it is */ }
  }
  setTimeout(feel, beat);
};
if (page.dataset.pulse) setTimeout(feel, beat);
