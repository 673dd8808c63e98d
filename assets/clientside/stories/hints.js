/* Asks once before a story is kept or sent, where it may tell of somebody without meaning to. Never
   refuses: whoever chooses the button again goes on. What it asks about comes with the page
   (layouts/components/story_hints.py), and stands in one list with what the server asks. */
(() => {
  "use strict";

  /* As data/stories/hints.py: not where all words are harmless; of two, not where one is. */
  function isName(words, names, harmless) {
    const known = words.split(/\s+/).map((word) => harmless.includes(word.toLowerCase().replace(/\./g, "")));
    return names === "two" ? !known.includes(true) : known.includes(false);
  }

  function hits(said, text) {
    return said.hints.flatMap(([pattern, group, names, ask]) =>
      [...text.matchAll(new RegExp(pattern, "gud"))]
        .map((match) => {
          const [start] = match.indices[group];
          return { ask, names, start, end: start + match[group].replace(/[ .\n]+$/, "").length };
        })
        .filter(({ start, end }) => !names || isName(text.slice(start, end), names, said.harmless))
    );
  }

  /* Those that do not overlap: two of a kind become one, of two kinds the first stays. */
  function apart(all) {
    const kept = [];
    all.sort((a, b) => a.start - b.start || b.end - a.end).forEach((hit) => {
      const last = kept[kept.length - 1];
      if (!last || hit.start >= last.end) kept.push(hit);
      else if (last.ask === hit.ask) last.end = Math.max(last.end, hit.end);
    });
    return kept;
  }

  function found(said, texts) {
    const text = texts.join("\n");
    const asked = apart(hits(said, text)).map(({ ask, start, end }) =>
      ask.replace("{said}", () => text.slice(start, end))
    );
    return [...new Set(asked)];
  }

  function shown(box, said, questions) {
    const line = (name, text) => {
      const made = document.createElement(name);
      made.textContent = text;
      return made;
    };
    const list = document.createElement("ul");
    list.append(...questions.map((question) => line("li", question)));
    box.replaceChildren(line("strong", said.lead), list, line("p", said.anyway));
    box.hidden = false;
  }

  /* True where nothing is to ask, or was asked before of these very words. */
  function mayGoOn(box, said, texts) {
    const questions = found(said, texts);
    const key = questions.join("\n");
    if (!questions.length || box.dataset.asked === key) {
      delete box.dataset.asked;
      box.hidden = true;
      return true;
    }
    box.dataset.asked = key;
    shown(box, said, questions);
    return false;
  }

  window.kcHints = { found, mayGoOn };
})();
