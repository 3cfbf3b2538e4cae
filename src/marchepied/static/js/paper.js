// Typing paper sheets: one key fills a question and goes to the next; Enter too, and sends at the end.
const keys = [...document.querySelectorAll("[data-paper]")];
if (keys.length && !document.querySelector("[role=alert]")) keys[0].focus();
keys.forEach((field, place) => {
  const next = () => (keys[place + 1] || document.querySelector("form .button")).focus();
  field.addEventListener("input", () => {
    const levels = Number(field.dataset.paper);
    const typed = field.value.trim().toLowerCase();
    const waits = levels > 9 && typed === "1";
    if (typed && !waits && (typed === "n" || /^\d+$/.test(typed))) next();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && place + 1 < keys.length) { event.preventDefault(); next(); }
  });
});
