// The page of a relay: what one person says is sealed to the server's key, kept on the device without a way to
// read it again, and sent once when there is a network. Without what sealing needs, the forms send at once.
{
  const root = document.querySelector("[data-relay]");
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const word = (name, n = "") => root.dataset[`word${name}`].replace("{n}", n);
  const key = `marchepied-relais-${root.dataset.relay}`;
  const forms = all("form[data-kind]");
  const PER_SENDING = 30;
  const PAD = 1024;

  // --- keeping: {next, entries: [{number, box}]} ------------------------------------------------------
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return Array.isArray(kept?.entries) ? kept : { next: 1, entries: [] };
    } catch {
      return { next: 1, entries: [] };
    }
  };
  const write = (kept) => localStorage.setItem(key, JSON.stringify(kept));
  const canKeep = () => {
    try {
      localStorage.setItem(`${key}-`, "");
      localStorage.removeItem(`${key}-`);
      return Boolean(crypto.subtle && root.dataset.key);
    } catch {
      return false;
    }
  };
  function count() {
    const n = read().entries.length;
    const panel = one("[data-waiting]");
    panel.hidden = n === 0;
    one("[data-waiting-count]").textContent = n === 1 ? word("One") : word("Many", n);
  }
  const say = (place, ...lines) =>
    one(place).replaceChildren(...lines.map((line) => {
      const told = document.createElement("p");
      told.className = "message";
      told.append(...[line].flat());
      return told;
    }));

  // --- sealing ----------------------------------------------------------------------------------------
  const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
  const toWide = (buffer) => {
    // A long text would be too many arguments at once.
    const bytes = new Uint8Array(buffer);
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  };
  async function seal(words) {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const theirs = await crypto.subtle.importKey("raw", toBytes(root.dataset.key), curve, false, []);
    const own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
    const shared = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
    const info = new TextEncoder().encode("marchepied.box");
    const rule = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
    const lock = await crypto.subtle.deriveKey(rule, shared, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    // Spaces at the end: the length tells little of what was said.
    const plain = new TextEncoder().encode(words + " ".repeat(PAD - (words.length % PAD)));
    const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, lock, plain);
    const point = await crypto.subtle.exportKey("raw", own.publicKey);
    return { point: toText(point), nonce: toText(nonce), text: toWide(text) };
  }

  // --- one part at a time -----------------------------------------------------------------------------
  const parts = all("[data-part]");
  function turn(focus) {
    const target = parts.find((part) => `#${part.id}` === location.hash) ?? parts[0];
    if (!target) return;
    for (const part of parts) part.hidden = part !== target;
    if (!focus) return;
    scrollTo(0, 0);
    one("[tabindex='-1']", target).focus({ preventScroll: true });
  }
  const filled = (form) =>
    all("input:not([type=hidden]), textarea", form).some((field) =>
      field.type === "radio" ? field.checked : field.value.trim() !== "");
  const clear = (form) => {
    form.reset();
    for (const details of all("details[open]", form)) details.open = false;
    one("[data-problem]", form).hidden = true;
  };
  function complain(form, words) {
    const problem = one("[data-problem]", form);
    problem.textContent = words;
    problem.hidden = false;
  }

  async function keep(form) {
    const missing = all("[required]", form).find((field) => !field.value.trim());
    if (missing) {
      missing.focus();
      missing.setAttribute("aria-invalid", "true");
      return;
    }
    if (!filled(form)) {
      complain(form, word("Empty"));
      return;
    }
    const button = one("button", form);
    button.disabled = true;
    try {
      const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
      const entry = { kind: form.dataset.kind, nonce: toText(crypto.getRandomValues(new Uint8Array(18))), fields };
      const box = await seal(JSON.stringify(entry));
      const kept = read();
      const number = kept.next;
      write({ next: number + 1, entries: [...kept.entries, { number, box }] });
      clear(form);
      for (const field of all("[aria-invalid]", form)) field.removeAttribute("aria-invalid");
      history.replaceState(null, "", "#accueil");
      turn(false);
      count();
      one("[data-sent]").replaceChildren();
      say("[data-kept]", word("Kept", number));
      scrollTo(0, 0);
      one("[data-kept]").focus({ preventScroll: true });
    } catch {
      complain(form, word("Full"));
    }
    button.disabled = false;
  }

  // --- sending once -----------------------------------------------------------------------------------
  const tellOutcome = ({ number, state, said, code }) => {
    if (state === "taken" && code) {
      const strong = document.createElement("strong");
      strong.className = "code";
      strong.textContent = code;
      return [`${word("Code", number)} `, strong];
    }
    if (state === "taken") return word("Arrived", number);
    return `${word(state === "later" ? "Later" : "Refused", number)} ${said}`;
  };
  async function send() {
    const button = one("[data-send]");
    button.disabled = true;
    one("[data-kept]").replaceChildren();
    const lines = [];
    let waiting = read().entries;
    while (waiting.length) {
      const some = waiting.slice(0, PER_SENDING);
      waiting = waiting.slice(PER_SENDING);
      let told = null;
      if (!navigator.onLine) {
        lines.push(word("Offline"));
        break;
      }
      try {
        const answer = await fetch(location.pathname, {
          method: "POST",
          headers: { "Content-Type": "application/json", Accept: "application/json" },
          body: JSON.stringify({ entries: some }),
        });
        told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      } catch {
        lines.push(word("Offline"));
        break;
      }
      if (!told.outcomes) {
        lines.push(told.error ?? word("Failed"));
        break;
      }
      const over = new Set(told.outcomes.filter(({ state }) => state !== "later").map(({ number }) => number));
      const kept = read();
      write({ ...kept, entries: kept.entries.filter(({ number }) => !over.has(number)) });
      lines.push(...told.outcomes.map(tellOutcome));
    }
    say("[data-sent]", ...lines);
    count();
    button.disabled = false;
  }

  // --- without network --------------------------------------------------------------------------------
  async function install() {
    if (!navigator.serviceWorker || !root.dataset.worker) return;
    try {
      await navigator.serviceWorker.register(root.dataset.worker);
      const ready = await navigator.serviceWorker.ready;
      const files = performance.getEntriesByType("resource").map(({ name }) => name);
      const channel = new MessageChannel();
      channel.port1.onmessage = ({ data }) => { one("[data-offline-ready]").hidden = data !== "kept"; };
      const page = location.origin + location.pathname;
      ready.active.postMessage({ page, files: files.filter((name) => name.startsWith(location.origin)) }, [channel.port2]);
    } catch { /* the page works as long as it stays open */ }
  }

  // --- opening ----------------------------------------------------------------------------------------
  one("[data-send]")?.addEventListener("click", send);
  one("[data-erase]")?.addEventListener("click", () => {
    if (!confirm(word("Erase"))) return;
    write({ ...read(), entries: [] });
    count();
    say("[data-sent]", word("Erased"));
  });
  if (one("[data-waiting]")) count();
  if (canKeep() && forms.length) {
    for (const form of forms) {
      one("button", form).textContent = one("button", form).dataset.label;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        keep(form);
      });
      one("[data-leave]", form).addEventListener("click", (event) => {
        if (filled(form) && !confirm(word("Leave"))) event.preventDefault();
        else clear(form);
      });
    }
    // A page shown again, by the browser's history, has nothing of the person before.
    addEventListener("pageshow", (event) => event.persisted && forms.forEach(clear));
    addEventListener("hashchange", () => turn(true));
    turn(false);
    install();
  } else if (forms.length) {
    one("[data-not-kept]").hidden = false;
  }
}
