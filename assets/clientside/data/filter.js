/* The field over the list of measures: as one types, lines without the words are put away, and how many
   are left is said. The words of a line are the server's (layouts/pages/data/lines.py). */
(() => {
  "use strict";

  const FIELD = "data-filter";

  /* As data/search/match.py does: no case, accents, apostrophes or signs. */
  function words(text) {
    const plain = text.normalize("NFKD").toLowerCase().normalize("NFKD");
    return plain
      .replace(/[\p{M}'’]/gu, "")
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
  }

  function has(line, asked) {
    const known = ` ${line.dataset.find}`;
    return asked.every((word) => known.includes(` ${word}`));
  }

  function say(count) {
    const status = document.getElementById("data-found");
    const { total, none, all, found } = status.dataset;
    const said = count === 0 ? none : count === Number(total) ? all : found;
    const text = said.replace("#", count).replace("#", total);
    if (status.textContent !== text) status.textContent = text;
  }

  /* The address has what is looked for, as that of the form. */
  function remember(text) {
    const url = new URL(window.location.href);
    if (text) url.searchParams.set("q", text);
    else url.searchParams.delete("q");
    window.history.replaceState(window.history.state, "", url);
  }

  function filter(field) {
    const asked = words(field.value);
    let count = 0;
    document.querySelectorAll("[data-find]").forEach((line) => {
      line.hidden = !has(line, asked);
      count += line.hidden ? 0 : 1;
    });
    document.querySelectorAll("[data-filtered]").forEach((fold) => {
      const some = fold.querySelector("[data-find]:not([hidden])") !== null;
      fold.hidden = !some;
      fold.open = some && asked.length > 0;
    });
    say(count);
    remember(field.value.trim());
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === FIELD) filter(event.target);
  });

  /* what was typed before this came */
  const field = document.getElementById(FIELD);
  if (field && field.value !== field.defaultValue) filter(field);
})();
