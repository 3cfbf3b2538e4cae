// A list of communes under each commune field: the ARIA combobox pattern, over a form that works without it.
for (const box of document.querySelectorAll("[data-commune]")) {
  const input = box.querySelector("input[type=text]");
  const code = box.querySelector("input[type=hidden]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let found = [];
  let active = -1;
  let timer = 0;
  let asked = null;

  list.id = `${input.id}_list`;
  list.className = "commune__list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  list.hidden = true;
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  box.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    input.value = found[index].label;
    code.value = found[index].code;
    status.textContent = "";
    close();
  };

  const point = (index) => {
    active = (index + found.length) % found.length;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    list.children[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[active].id);
  };

  const show = (communes) => {
    found = communes;
    list.replaceChildren(...found.map(({ label }, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}_${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = label;
      // Before the field loses the focus, which would close the list.
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(at); });
      return option;
    }));
    close();
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    const { none, one, many } = box.dataset;
    status.textContent = found.length === 0 ? none : found.length === 1 ? one : many.replace("NOMBRE", found.length);
  };

  const search = async () => {
    asked?.abort();
    asked = new AbortController();
    const address = `${box.dataset.commune}?q=${encodeURIComponent(input.value)}`;
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok) show((await answer.json()).communes);
    } catch {
      // No network, or a newer search: the form still finds the commune when it is sent.
    }
  };

  input.addEventListener("input", () => {
    code.value = "";
    clearTimeout(timer);
    if (input.value.trim().length < 2) { asked?.abort(); status.textContent = ""; close(); return; }
    timer = setTimeout(search, 180);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); point(active + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); point(active < 0 ? found.length - 1 : active - 1); }
    if (event.key === "Enter" && active >= 0) { event.preventDefault(); choose(active); }
  });
  input.addEventListener("blur", () => { clearTimeout(timer); asked?.abort(); close(); });
}
