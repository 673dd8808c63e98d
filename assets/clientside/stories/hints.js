/* Asks once before a story is kept or sent, where it may tell of somebody without meaning to. Never
   refuses: whoever chooses the button again goes on. What it asks about comes with the page
   (layouts/components/story_hints.py), and stands in one list with what the server asks. */
(() => {
  "use strict";

  function found(said, texts) {
    const all = texts.join("\n");
    return said.hints
      .map(([pattern, flags, why]) => [new RegExp(pattern, flags).exec(all), why])
      .filter(([match]) => match)
      .map(([match, why]) => said.ask.replace("{what}", () => match[1].trim()).replace("{why}", () => why));
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
