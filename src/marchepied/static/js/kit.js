// The kit: a file opened from disk that keeps what is typed on the device, and sends it once later.
// Fields say where their value goes (data-at, a path), rows of a list too (data-rows, data-key): nothing
// here knows the questions. What is read back from a file is only ever put in fields, never in the page.
{
  const kit = JSON.parse(document.getElementById("kit-data").textContent);
  const key = `marchepied-kit-${kit.code}`;
  const form = document.getElementById("notes");
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const say = (words, values = {}) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
  const clock = (date) => date.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  // --- values ---------------------------------------------------------------------------------------
  const valueOf = (field) => {
    if (field.type === "checkbox") return field.checked;
    if (field.type === "number") return field.value === "" ? null : Number(field.value);
    return field.value;
  };
  const fill = (field, value) => {
    if (field.type === "checkbox") field.checked = value === true;
    else if (field.type === "radio") field.checked = field.value === value;
    else field.value = typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const get = (notes, path) =>
    path.split("/").reduce((part, name) => (part && Object.hasOwn(part, name) ? part[name] : undefined), notes);
  const put = (notes, path, value) => {
    const names = path.split("/");
    const last = names.pop();
    names.reduce((part, name) => (part[name] ??= {}), notes)[last] = value;
  };
  const rowsOf = (list) => all(":scope > [data-row]", list);
  const addRow = (list) => {
    const row = one("template", list).content.firstElementChild.cloneNode(true);
    list.append(row);
    return row;
  };

  function collect() {
    const notes = { format: kit.format, kit: kit.code, saved_at: new Date().toISOString() };
    for (const field of all("[data-at]", form))
      if (field.type !== "radio" || field.checked) put(notes, field.dataset.at, valueOf(field));
    for (const list of all("[data-rows]", form))
      put(notes, list.dataset.rows, rowsOf(list).map((row) =>
        Object.fromEntries(all("[data-key]", row).map((field) => [field.dataset.key, valueOf(field)]))));
    return notes;
  }

  function restore(notes) {
    for (const field of all("[data-at]", form)) {
      const value = get(notes, field.dataset.at);
      if (value !== undefined || field.type !== "radio") fill(field, value);
    }
    for (const list of all("[data-rows]", form)) {
      const found = get(notes, list.dataset.rows);
      const rows = Array.isArray(found) ? found.slice(0, kit.rows) : [];
      while (rowsOf(list).length < rows.length) addRow(list);
      rowsOf(list).forEach((row, place) => {
        for (const field of all("[data-key]", row)) {
          const value = get(rows[place] ?? {}, field.dataset.key);
          if (value !== undefined || field.type !== "hidden") fill(field, value);
        }
      });
    }
    refresh();
  }

  const written = () =>
    all("input, textarea", form).some((field) =>
      ["radio", "checkbox"].includes(field.type)
        ? field.checked && !field.defaultChecked
        : field.type !== "hidden" && field.value !== field.defaultValue);

  // --- keeping --------------------------------------------------------------------------------------
  let kept = true;
  let unsaved = false;
  let waiting = 0;
  function keep() {
    clearTimeout(waiting);
    waiting = 0;
    try {
      localStorage.setItem(key, JSON.stringify(collect()));
      kept = true;
      unsaved = false;
      one("[data-kept]").textContent = say(kit.words.kept, { time: clock(new Date()) });
    } catch {
      kept = false;
    }
    one("[data-not-kept]").hidden = kept;
  }
  const held = one("#held");
  const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const change = () => {
    unsaved = true;
    held.value ||= today();
    refresh();
    clearTimeout(waiting);
    waiting = setTimeout(keep, 250);
  };
  form.addEventListener("input", change);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("pagehide", () => waiting && keep());
  addEventListener("beforeunload", (event) => {
    if (waiting) keep();
    if (!kept && unsaved) event.preventDefault();
  });
  // Another window of the same kit wrote.
  addEventListener("storage", (event) => event.key === key && event.newValue && restore(JSON.parse(event.newValue)));

  // --- what follows from the values -----------------------------------------------------------------
  const totalOf = (fields) => fields.reduce((sum, field) => sum + (Number(field.value) || 0), 0);
  function refresh() {
    const present = totalOf(all("[data-rows=attendance] [data-key=count]", form));
    one("[data-present]").textContent = present ? say(kit.words.present, { n: present }) : "";
    for (const hands of all("[data-hands]", form)) {
      const raised = totalOf(all("input", hands));
      const words = present ? kit.words.raised_of : kit.words.raised;
      one("[data-total]", hands).textContent = raised ? say(words, { n: raised, present }) : "";
    }
    for (const before of all("[data-before]", form)) {
      const first = one(`[data-at="${before.dataset.before}"]`, form).value;
      before.textContent = first ? say(kit.words.before, { n: first }) : "";
    }
    for (const state of all("[data-state]")) {
      const question = one(`[data-question="${state.dataset.state}"]`);
      const progress = progressOf(question);
      state.textContent = kit.words[progress];
      one(`.kit__nav a[href="#${question.id}"]`).toggleAttribute("data-done", progress === "decided");
    }
    const begins = one("#starts").value;
    for (const place of all("[data-starts]")) place.textContent = timeOf(begins, place);
  }
  function progressOf(question) {
    const said = (name) => one(`[data-at$="/${name}"]:checked`, question);
    const answered = said("level") && (said("level").value !== "none" || one("[data-at$='/words']", question).value);
    if ((answered || one("[data-at$='/words']", question).value) && said("agreement")) return "decided";
    const begun = all("input, textarea", question).some((field) =>
      field.type === "radio" || field.type === "checkbox" ? field.checked : field.value !== field.defaultValue);
    return begun ? "begun" : "untouched";
  }
  function timeOf(begins, place) {
    if (!begins) return place.closest(".sheets") ? "" : say(kit.words.minutes, { n: place.dataset.starts });
    const [hours, minutes] = begins.split(":").map(Number);
    return clock(new Date(2000, 0, 1, hours, minutes + Number(place.dataset.starts)));
  }

  // --- lists ----------------------------------------------------------------------------------------
  form.addEventListener("click", (event) => {
    const adding = event.target.closest("[data-add]");
    const removing = event.target.closest("[data-remove]");
    if (adding) one("[data-key]:not([type=hidden])", addRow(one(`[data-rows="${adding.dataset.add}"]`))).focus();
    if (removing) {
      const list = removing.closest("[data-rows]");
      removing.closest("[data-row]").remove();
      one(`[data-add="${list.dataset.rows}"]`).focus();
      change();
    }
  });

  // --- one part at a time ---------------------------------------------------------------------------
  const pages = all("[data-page]");
  function turn(focus) {
    const target = pages.find((page) => `#${page.id}` === location.hash) ?? (focus ? null : pages[0]);
    if (!target) return;
    for (const page of pages) page.hidden = page !== target;
    for (const link of all(".kit__nav a"))
      if (link.hash === `#${target.id}`) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    if (!focus) return;
    scrollTo(0, 0);
    one("h2", target).focus({ preventScroll: true });
  }
  document.body.toggleAttribute("data-paged", true);
  addEventListener("hashchange", () => turn(true));

  // --- a timer that says only its end ---------------------------------------------------------------
  const bell = document.getElementById("bell");
  let rings = 0;
  let ringing = 0;
  function ring() {
    clearTimeout(ringing);
    if (!rings) return;
    if (Date.now() < rings) {
      ringing = setTimeout(ring, rings - Date.now());
      return;
    }
    rings = 0;
    tell(kit.words.over, true);
    navigator.vibrate?.([300, 150, 300]);
    sound();
  }
  function tell(words, rung) {
    bell.toggleAttribute("data-rung", rung);
    one("[data-bell]", bell).textContent = words;
    one("[data-bell-stop]", bell).hidden = !words;
  }
  let audio = null;
  function sound() {
    if (!audio) return;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.setValueAtTime(0.2, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 1.2);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 1.2);
  }
  for (const button of all("[data-timer]"))
    button.addEventListener("click", () => {
      const minutes = Math.min(Math.max(Number(document.getElementById(button.dataset.timer).value) || 1, 1), 60);
      // Only a gesture may open the sound; some devices have none.
      if (!audio && "AudioContext" in window) audio = new AudioContext();
      rings = Date.now() + minutes * 60_000;
      tell(say(kit.words.rings, { time: clock(new Date(rings)) }), false);
      ring();
    });
  one("[data-bell-stop]").addEventListener("click", () => {
    rings = 0;
    clearTimeout(ringing);
    tell("", false);
  });
  // A phone that slept wakes up late.
  document.addEventListener("visibilitychange", () => !document.hidden && ring());

  // --- sending, saving, opening again, erasing ------------------------------------------------------
  one("[data-send]").addEventListener("submit", (event) => {
    keep();
    if (!navigator.onLine) {
      event.preventDefault();
      one("[data-sent]").textContent = kit.words.offline;
      return;
    }
    event.target.elements.notes.value = JSON.stringify(collect());
    one("[data-sent]").textContent = say(kit.words.sent, { time: clock(new Date()) });
  });
  one("[data-save]").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(collect(), null, 1)], { type: "application/json" }));
    link.download = kit.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    unsaved = false;
  });
  one("[data-open]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    let notes = null;
    try {
      notes = file.size <= kit.bytes ? JSON.parse(await file.text()) : null;
    } catch { /* not ours */ }
    const ours = notes?.format === kit.format && notes.kit === kit.code;
    if (!ours) one("[data-opened]").textContent = kit.words.not_ours;
    else if (!written() || confirm(kit.words.replace)) {
      restore(notes);
      keep();
      one("[data-opened]").textContent = kit.words.opened;
    }
    event.target.value = "";
  });
  one("[data-erase]").addEventListener("click", () => {
    if (!confirm(kit.words.erase)) return;
    clearTimeout(waiting);
    waiting = 0;
    form.reset();
    for (const row of all("[data-row]:has([data-remove])", form)) row.remove();
    refresh();
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
    one("[data-kept]").textContent = kit.words.erased;
  });
  for (const button of all("[data-print]")) button.addEventListener("click", () => print());

  // --- opening --------------------------------------------------------------------------------------
  try {
    const before = localStorage.getItem(key);
    localStorage.setItem(`${key}-`, "");
    localStorage.removeItem(`${key}-`);
    if (before) restore(JSON.parse(before));
    else refresh();
  } catch {
    kept = false;
    one("[data-not-kept]").hidden = false;
    refresh();
  }
  turn(false);
}
