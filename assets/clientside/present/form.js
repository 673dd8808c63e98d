/* Shape and languages of the slides on the Slides page: those of the address, else those that this
   browser used last. */
(() => {
  "use strict";

  const FORM = "deck-form";
  const key = () => window.kcKept.name(FORM);

  function chosen({ shape, both }) {
    if (shape || both) return { shape, languages: both ? "both" : "" };
    try {
      return JSON.parse(window.localStorage.getItem(key()) || "{}") || {};
    } catch {
      return {};
    }
  }

  function keep(form) {
    try {
      window.localStorage.setItem(key(), JSON.stringify(form));
    } catch {
      /* private windows may refuse: the choice lasts as long as the page */
    }
  }

  /* As addresses say it: what is usual goes unsaid. */
  const asked = ({ shape, languages }) =>
    (shape === "4x3" ? "&shape=4x3" : "") + (languages === "both" ? "&languages=both" : "");

  /* A page with the packed slides `deck` in this form. */
  function address(page, form, deck) {
    const url = new URL(page, window.location.href);
    new URLSearchParams(asked(form)).forEach((value, key) => url.searchParams.set(key, value));
    url.searchParams.set("deck", deck);
    return url;
  }

  function select(name, options, value) {
    const made = document.createElement("select");
    made.append(...options.map(([key_, words]) => new Option(words, key_)));
    made.value = value || options[0][0];
    if (made.selectedIndex < 0) made.selectedIndex = 0;
    made.dataset.form = name;
    return made;
  }

  /* A labelled choice each; `change` gets the new form. */
  function tools({ choices }, form, change) {
    return choices.map(([name, label, options]) => {
      const holder = document.createElement("label");
      const made = select(name, options, form[name]);
      made.addEventListener("change", () => change({ [name]: made.value }));
      holder.append(`${label} `, made);
      return holder;
    });
  }

  window.kcDeckForm = { address, asked, chosen, keep, tools };
})();
