// A survey on a phone: what is filled stays on the device until it has arrived, and is sent when the network is
// back. The pages are whole without this script, and a shared screen never has it.
(() => {
  const form = document.querySelector("[data-survey]");
  if (!form) return;
  const key = `marchepied:${form.dataset.survey}`;
  const find = (part) => form.querySelector(`[data-${part}]`);
  const nonce = form.elements.envoi;
  const own = new Set(["envoi", "page", "deja", "vers"]);

  const read = () => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const write = (draft) => { try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* storage refused: the page still works */ } };
  const carried = () => { try { return JSON.parse(form.elements.deja.value || "{}"); } catch { return {}; } };
  const here = () => Object.fromEntries([...new FormData(form)].filter(([name, value]) => !own.has(name) && value));
  const keep = () => {
    const values = { ...carried(), ...here() };
    if (Object.keys(values).length) write({ nonce: nonce.value, values });
    else try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
    find("device").hidden = !Object.keys(values).length;
  };

  // What was begun comes back on the page where one arrives; the pages that follow get it as they always do.
  const restore = ({ nonce: number, values }) => {
    const names = new Set([...form.elements].map((field) => field.name));
    for (const [name, value] of Object.entries(values)) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
        else field.value = value;
      }
    }
    form.elements.deja.value = JSON.stringify(Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name))));
    nonce.value = number;
  };

  const draft = read();
  const begun = draft.values && Object.keys(draft.values).length;
  if ("arrives" in form.dataset && begun) { restore(draft); find("again").hidden = false; }
  keep();

  let waiting = null;
  const go = (button) => { waiting = null; form.requestSubmit(button); };
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => {
    keep();
    if (navigator.onLine !== false) return;
    event.preventDefault();
    waiting = event.submitter;
    find("status").hidden = false;
    find("status").scrollIntoView({ block: "center" });
  });
  addEventListener("online", () => {
    find("status").hidden = true;
    if (waiting) go(waiting);
  });
  find("erase").addEventListener("click", () => {
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
    location.replace(location.pathname + location.search);
  });
})();
