// Says how plain a text is once one stops typing; the server reads it, nothing is kept, nothing is prevented.
const waiting = new Set();
let timer = 0;
let busy = false;

const show = (said, { count, findings }) => {
  const line = document.createElement("p");
  line.className = "soft";
  line.textContent = count;
  const list = document.createElement("ul");
  list.append(...findings.map((finding) => {
    const item = document.createElement("li");
    item.textContent = finding;
    return item;
  }));
  said.replaceChildren(line, ...(findings.length ? [list] : []));
};

const read = async (box) => {
  const field = box.querySelector("textarea");
  const body = new FormData();
  body.set("csrfmiddlewaretoken", field.form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("text", field.value);
  body.set("kind", box.dataset.kind);
  body.set("language", box.dataset.language);
  try {
    const answer = await fetch(box.dataset.plain, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) show(box.querySelector("[data-plain-said]"), await answer.json());
  } catch {
    // Without a network what was said stays.
  }
};

// One text after the other: a form has many, and the machine may be small.
const readAll = async () => {
  if (busy) return;
  busy = true;
  for (const box of waiting) {
    waiting.delete(box);
    await read(box);
  }
  busy = false;
};

document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-plain]");
  if (!box) return;
  waiting.add(box);
  clearTimeout(timer);
  timer = setTimeout(readAll, 600);
});
document.addEventListener("submit", () => {
  clearTimeout(timer);
  waiting.clear();
});
