// Asks again for a part of the page while something is under way on the server; says it once it is over.
(() => {
  const EVERY = 2000;
  const ask = async () => {
    const part = document.querySelector("[data-again]");
    if (!part) return;
    try {
      const answer = await fetch(part.dataset.again, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = answer.ok && page.getElementById(part.id);
      if (fresh) renew(part, fresh);
    } catch {
      // No network: the link of the page remains, and the next turn asks again.
    }
    setTimeout(ask, EVERY);
  };
  const renew = (part, fresh) => {
    const bar = part.querySelector("progress");
    const newer = fresh.querySelector("progress");
    if (bar && newer && fresh.hasAttribute("data-again")) {
      // The bar moves without a word: said every two seconds, it would cover everything else.
      bar.value = newer.value;
      const told = part.querySelector("label");
      if (told) told.textContent = fresh.querySelector("label").textContent;
      return;
    }
    const held = part.contains(document.activeElement);
    part.removeAttribute("data-again");
    part.replaceChildren(...fresh.childNodes);
    if (held) part.querySelector("a, button")?.focus();
  };
  setTimeout(ask, EVERY);
})();
