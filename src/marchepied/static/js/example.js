// Shows the example sentence with the words being typed; the server writes it, nothing is stored.
const form = document.querySelector("[data-example]");
const text = form?.querySelector("[data-example-text]");
let timer = 0;

async function refresh() {
  const words = new URLSearchParams();
  for (const field of form.querySelectorAll("input[list], select")) if (field.value.trim()) words.set(field.name, field.value);
  try {
    const answer = await fetch(`${form.dataset.example}?${words}`, { headers: { Accept: "application/json" } });
    if (answer.ok) text.textContent = (await answer.json()).text;
  } catch {
    // Without a network the sentence stays as it was.
  }
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, 300);
});
