/* The page of the API: an example answers in its place. Without this script it is a link. */
(() => {
  "use strict";

  const MOST_CHARS = 20000;

  /* `{status} {kb}`: numbers in the words of the page. */
  function filled(words, values) {
    return words.replace(/#(\w+)/g, (_, name) => values[name] ?? "");
  }

  function boxOf(link, words) {
    const place = link.closest("p");
    let box = place.nextElementSibling;
    if (box?.matches(".api__answer")) return box;
    box = document.createElement("div");
    box.className = "api__answer";
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    const answer = document.createElement("pre");
    answer.tabIndex = 0;
    answer.setAttribute("aria-label", words.answer);
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button button--plain";
    close.textContent = words.close;
    close.addEventListener("click", () => {
      box.remove();
      link.focus();
    });
    box.append(said, answer, close);
    place.after(box);
    return box;
  }

  async function show(link) {
    const words = link.closest(".api").dataset;
    const box = boxOf(link, words);
    const [said, answer] = box.children;
    said.textContent = words.waits;
    try {
      const response = await fetch(link.href, { headers: { Accept: "application/json" } });
      const text = await response.text();
      const whole = JSON.stringify(JSON.parse(text), null, 2);
      const kb = (text.length / 1000).toFixed(1);
      const cut = whole.length > MOST_CHARS;
      said.textContent = filled(words.status, { status: response.status, kb });
      answer.textContent = cut ? `${whole.slice(0, MOST_CHARS)}\n…` : whole;
      if (cut) said.textContent += ` ${words.cut}`;
    } catch {
      said.textContent = words.failed;
      answer.textContent = "";
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.api__try");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link);
  });
})();
