// Reads a question and its choices aloud, where the browser can speak; the button is absent elsewhere.
(() => {
  const model = document.querySelector("[data-speak-button]");
  if (!model || !("speechSynthesis" in window)) return;
  const language = document.documentElement.lang;
  let speaking = null;
  const stop = () => {
    speechSynthesis.cancel();
    if (speaking) { speaking.textContent = speaking.dataset.say; speaking.setAttribute("aria-pressed", "false"); }
    speaking = null;
  };
  const speak = (button, question) => {
    const texts = [question.querySelector("h1, h2"), ...question.querySelectorAll(".choices span")].map((part) => part.textContent);
    const words = new SpeechSynthesisUtterance(texts.map((text) => text.replace(/[.\s]*$/, ".")).join(" "));
    words.lang = language;
    words.rate = 0.95;
    words.onend = words.onerror = () => { if (speaking === button) stop(); };
    stop();
    speaking = button;
    button.textContent = button.dataset.sayStop;
    button.setAttribute("aria-pressed", "true");
    speechSynthesis.speak(words);
  };
  const equip = (question) => {
    if (question.querySelector("[data-speak]")) return;
    const button = model.content.firstElementChild.cloneNode(true);
    button.dataset.say = button.textContent;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => (speaking === button ? stop() : speak(button, question)));
    question.querySelector("legend").after(button);
  };
  for (const question of document.querySelectorAll("[data-question]")) equip(question);
  addEventListener("sheet:step", () => { stop(); for (const question of document.querySelectorAll("[data-question]")) equip(question); });
  addEventListener("pagehide", stop);
})();
