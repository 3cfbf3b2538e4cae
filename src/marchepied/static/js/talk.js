// Votes without loading the page again: the part that changes is taken from the page that would have come.
(() => {
  const part = document.querySelector("[data-vote]");
  if (!part || !window.fetch) return;
  part.addEventListener("submit", async (event) => {
    const form = event.target;
    const pressed = event.submitter;
    if (form.elements.geste?.value !== "voter" || form.elements.retour || !pressed) return;
    event.preventDefault();
    if (part.dataset.busy) return;
    part.dataset.busy = "1";
    const body = new URLSearchParams(new FormData(form));
    body.set(pressed.name, pressed.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-vote]");
      if (!fresh) { location.assign(answer.url); return; }
      part.replaceChildren(...fresh.childNodes);
      (part.querySelector("[data-focus]") || part.querySelector("#phrase"))?.focus();
    } catch {
      // No network: let the browser send the form itself, and say what it says.
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: pressed.name, value: pressed.value }));
      form.submit();
    } finally {
      delete part.dataset.busy;
    }
  });
})();
