// Keeps what is being typed until it is saved: a lost connection or a closed tab takes nothing away.
const form = document.querySelector("form[data-keep]");
const name = `pack:${location.pathname}`;
const mark = () => form.elements.read_at?.value ?? "";
const fields = () => [...form.querySelectorAll("textarea, input[type=text]")];

function keep() {
  const texts = Object.fromEntries(fields().map((field) => [field.name, field.value]));
  sessionStorage.setItem(name, JSON.stringify({ mark: mark(), texts }));
}

function giveBack() {
  const kept = JSON.parse(sessionStorage.getItem(name) ?? "null");
  // What was typed over another version is not put over this one.
  if (!kept || kept.mark !== mark()) return sessionStorage.removeItem(name);
  const changed = fields().filter((field) => field.name in kept.texts && kept.texts[field.name] !== field.value);
  for (const field of changed) field.value = kept.texts[field.name];
  if (changed.length) form.querySelector("[data-kept]").hidden = false;
}

if (form) {
  if (!document.querySelector("[data-focus]")) giveBack();
  form.addEventListener("input", keep);
  form.addEventListener("submit", () => sessionStorage.removeItem(name));
}
