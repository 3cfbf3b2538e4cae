// The questionnaire, one question at a time. The page is whole without this script: it only turns the
// list into steps, keeps the answers on the device until they have arrived, and sends them when it can.
(() => {
  const form = document.querySelector("[data-sheet]");
  const again = document.querySelector("[data-replace]");
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  if (again) again.addEventListener("click", (event) => { event.preventDefault(); location.replace(again.href); });
  // A shared screen left alone goes back to its first page; before that it says so, and any touch stops it.
  const watch = (idle, begun, leave) => {
    let timers = [];
    const wake = () => {
      timers.forEach(clearTimeout);
      idle.hidden = true;
      timers = [setTimeout(warn, 100000)];
    };
    const warn = () => {
      if (!begun()) { wake(); return; }
      idle.hidden = false;
      timers = [setTimeout(leave, 20000)];
    };
    for (const sign of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(sign, wake, { passive: true });
    wake();
  };
  const idle = document.querySelector("[data-idle]");
  if (again && idle) watch(idle, () => true, () => location.replace(again.href));
  const over = document.querySelector("[data-forget]");
  if (over) try { localStorage.removeItem(`marchepied:${over.dataset.forget}`); } catch { /* nothing was kept */ }
  if (!form?.querySelector("[data-step=start]") || form.querySelector("[name=deja]")?.value) return;

  const say = form.dataset;
  const find = (part) => form.querySelector(`[data-${part}]`);
  const kiosk = "kiosk" in say;
  const total = Number(say.total);
  const key = `marchepied:${say.code}`;
  const nonce = form.elements.envoi;
  const start = form.querySelector("[data-step=start]");
  const ending = () => steps[steps.length - 1];
  let steps = [];
  let at = 0;
  let listed = false;
  let sending = false;

  // — What waits on the device (never on a shared screen) —
  const read = () => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const write = (draft) => { try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* storage refused: the page still works */ } };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };
  let draft = kiosk ? {} : read();
  if (draft.nonce) nonce.value = draft.nonce;

  const fields = () => {
    const values = {};
    for (const [name, value] of new FormData(form)) if (name !== "envoi" && name !== "deja" && value) values[name] = value;
    return values;
  };
  const keep = (more = {}) => {
    draft = { ...draft, nonce: nonce.value, values: fields(), at, ...more };
    const some = Object.keys(draft.values).length > 0;
    if (!kiosk && some) write(draft);
    find("device").hidden = kiosk || !some;
    find("erase").hidden = !some;
  };
  const restore = (values) => {
    for (const [name, value] of Object.entries(values || {})) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio") field.checked = field.value === value;
        else { field.value = value; const more = field.closest("details"); if (more) more.open = true; }
      }
    }
  };
  const erase = () => {
    forget();
    draft = {};
    form.reset();
    location.replace(location.pathname + location.search);
  };

  const tell = (text) => { find("status").textContent = text; find("status").hidden = !text; };

  // — One step at a time —
  const minutesFrom = (number) => Math.max(1, Math.ceil((total - number + 1) / 2));
  const fill = (text, values) => text.replace(/\{(\w)\}|\{total\}/g, (whole, name) => (name ? values[name] : total));
  const questionOf = (step) => (step.hasAttribute("data-question") ? steps.indexOf(step) : 0);
  const answered = (question) => question.querySelector("input:checked") || question.querySelector("textarea").value.trim();

  const summarise = () => {
    const questions = steps.slice(1, -1);
    const left = questions.filter((question) => !answered(question));
    const done = questions.length - left.length;
    const sentence = done === 0 ? say.sayNone : done === 1 && total > 1 ? say.sayOne : left.length ? say.saySome : say.sayAll;
    find("summary").textContent = fill(sentence, { n: done });
    find("summary").hidden = false;
    const links = left.slice(0, 12).map((question) => {
      const link = document.createElement("button");
      link.type = "button";
      link.className = "link";
      link.textContent = steps.indexOf(question);
      link.setAttribute("aria-label", fill(say.sayProgress, { n: steps.indexOf(question) }));
      link.addEventListener("click", () => show(steps.indexOf(question)));
      return link;
    });
    find("left").replaceChildren(find("left").firstElementChild, " ", ...links);
    find("left").hidden = !links.length;
  };
  const firstLeft = () => {
    const left = steps.findIndex((step) => step.hasAttribute("data-question") && !answered(step));
    return left < 0 ? steps.length - 1 : left;
  };
  const draw = (number) => {
    if (total > 12) return;
    const segments = Array.from({ length: total }, (_unused, rank) => Object.assign(document.createElement("i"), { className: rank < number ? "done" : "" }));
    find("bar").replaceChildren(...segments);
  };
  const label = () => {
    const step = steps[at];
    const number = questionOf(step);
    const begun = Object.keys(draft.values || {}).length > 0;
    const onward = number && !answered(step) ? say.saySkip : say.sayNext;
    find("next").textContent = at > 0 ? onward : begun ? say.sayResume : say.sayStart;
    find("clear").hidden = listed || !number || !step.querySelector("input:checked");
  };
  const render = () => {
    form.classList.toggle("sheet--steps", !listed);
    for (const step of steps) step.hidden = !listed && step !== steps[at];
    const last = at === steps.length - 1;
    find("nav").hidden = listed || last;
    find("nav").querySelector("[data-back]").hidden = at === 0;
    ending().querySelector("[data-back]").hidden = listed;
    find("view").textContent = listed ? say.saySteps : say.sayList;
    find("view").hidden = false;
    const number = listed ? 0 : questionOf(steps[at]);
    find("progress").hidden = !number;
    find("title").classList.toggle("visually-hidden", !listed && at > 0);
    if (last || listed) summarise();
    find("during").hidden = !listed && at === 0;
    if (last) document.title = `${ending().querySelector("h2").textContent} · ${say.organisation}`;
    if (number) {
      draw(number);
      const minutes = minutesFrom(number);
      const where = `${fill(say.sayProgress, { n: number })} · ${minutes === 1 ? say.sayMinute : fill(say.sayMinutes, { m: minutes })}`;
      find("where").textContent = where;
      find("announce").textContent = where.replace(" · ", ", ");
      document.title = `${fill(say.sayProgress, { n: number })} · ${say.organisation}`;
    }
    label();
  };
  const show = (step, { push = true } = {}) => {
    at = Math.min(Math.max(step, 0), steps.length - 1);
    listed = false;
    render();
    if (at < steps.length - 1) { keep({ pending: false }); tell(""); } else keep();
    if (push && !kiosk) history.pushState({ at }, "", `#${steps[at].id || "fin"}`);
    scrollTo(0, 0);
    (at ? steps[at].querySelector("h2") : find("title")).focus({ preventScroll: true });
    dispatchEvent(new Event("sheet:step"));
  };

  // — Sending, once, when the network allows —
  const refuse = (errors) => {
    const box = find("errors");
    box.querySelector("ul").replaceChildren(...errors.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    box.hidden = false;
    box.focus();
  };
  const send = async () => {
    if (sending) return;
    if (navigator.onLine === false) { keep({ pending: true }); tell(say.sayKept); return; }
    sending = true;
    find("errors").hidden = true;
    find("send").setAttribute("aria-disabled", "true");
    keep({ pending: true });
    tell(say.saySending);
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(30000) });
      const result = await answer.json();
      if (result.url) { forget(); form.reset(); location.replace(result.url); return; }
      keep({ pending: false });
      tell("");
      refuse(result.errors);
    } catch (trouble) {
      const cut = trouble instanceof TypeError;
      tell(cut ? say.sayKept : say.sayTrouble);
      if (cut) setTimeout(() => { if (draft.pending) send(); }, 20000);
    }
    find("send").removeAttribute("aria-disabled");
    sending = false;
  };

  // — A long form comes in parts: the others are fetched at once, so that it is whole on the device —
  const fetchParts = async () => {
    const parts = Number(say.parts);
    for (let part = 2; part <= parts; part += 1) {
      const page = await (await fetch(`?partie=${part}&autre`)).text();
      const other = new DOMParser().parseFromString(page, "text/html");
      find("questions").append(...other.querySelectorAll("[data-question]"));
      if (part === parts) form.insertBefore(other.querySelector("[data-step=end]"), find("aside"));
    }
    find("parts-nav")?.remove();
  };

  const begin = () => {
    steps = [start, ...form.querySelectorAll("[data-question]"), form.querySelector("[data-step=end]")];
    restore(draft.values);
    const facts = form.querySelector("#donnees");
    facts.open = false;
    form.querySelector("a[href='#donnees']")?.addEventListener("click", () => { facts.open = true; });
    form.addEventListener("input", () => { keep({ pending: false }); label(); if (listed) summarise(); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (listed || at === steps.length - 1) send(); else show(at > 0 ? at + 1 : firstLeft());
    });
    for (const back of form.querySelectorAll("button[type=button][data-back]")) back.addEventListener("click", () => show(at - 1));
    for (const link of form.querySelectorAll("[data-facts]")) {
      link.addEventListener("click", (event) => {
        if (listed) return;
        event.preventDefault();
        show(0);
      });
    }
    find("view").addEventListener("click", () => { listed = !listed; if (listed) { render(); find("title").focus(); } else show(at); });
    find("erase").addEventListener("click", erase);
    find("clear").addEventListener("click", () => {
      for (const field of steps[at].querySelectorAll("input:checked")) field.checked = false;
      keep();
      label();
      steps[at].querySelector("h2").focus();
    });
    addEventListener("popstate", (event) => show(event.state?.at ?? 0, { push: false }));
    addEventListener("online", () => { if (draft.pending) send(); });
    if (!kiosk) history.replaceState({ at: 0 }, "");
    else if (idle) watch(idle, () => at > 0 || listed || Object.keys(fields()).length > 0, erase);
    render();
    keep();
    if (draft.pending) { show(steps.length - 1); send(); }
  };
  if (Number(say.parts) > 1) fetchParts().then(begin, () => {}); else begin();
})();
