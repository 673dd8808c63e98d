/* The fields of slides of words on the Slides page. A slide is [“words”, kind, fields, title, notes];
   data/decks/words.py reads the fields as this writes them. */
(() => {
  "use strict";

  const WORDS = "words";
  const ASK = "ask";
  const RESERVED = /[%&+#]/g;
  const LEAD_CHARS = 60;

  const isWords = (row) => row[0] === WORDS;

  function fieldsOf(row) {
    return Object.fromEntries(new URLSearchParams(row[2].replace(/\+/g, "%2B")));
  }

  function queryOf(fields) {
    const escaped = (text) =>
      text.replace(RESERVED, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
    return Object.entries(fields)
      .filter(([, value]) => value)
      .map(([key, value]) => `${key}=${escaped(value)}`)
      .join("&");
  }

  /* An ask names the slide of its fact by number: the number follows the slide, wherever it goes. */
  function withFacts(before, after) {
    return after.map((row) => {
      const fields = isWords(row) && row[1] === ASK ? fieldsOf(row) : {};
      const named = before[Number(fields.fact) - 1];
      if (!named) return row;
      const at = after.indexOf(named) + 1;
      if (at === Number(fields.fact)) return row;
      const moved = [...row];
      moved[2] = queryOf({ ...fields, fact: at ? String(at) : "" });
      return moved;
    });
  }

  /* What the visitor wrote on the page of stories: [text, teller, place]. */
  function ownStories() {
    const isStory = (row) =>
      Array.isArray(row) && row.length > 1 && row.every((part) => typeof part === "string");
    try {
      const rows = JSON.parse(window.localStorage.getItem(window.kcKept.name("stories")) || "[]");
      return Array.isArray(rows) ? rows.filter(isStory) : [];
    } catch {
      return [];
    }
  }

  function labelled(label, n, input) {
    const made = document.createElement("label");
    const number = document.createElement("span");
    made.className = "deck-field";
    number.className = "visually-hidden";
    number.textContent = ` ${n}`;
    made.append(label, number, input);
    return made;
  }

  function select(choices, chosen) {
    const made = document.createElement("select");
    choices.forEach(([value, words, inside]) => {
      if (inside) {
        const group = document.createElement("optgroup");
        group.label = words;
        group.append(...inside.map(([key, said]) => new Option(said, key)));
        made.append(group);
      } else made.append(new Option(words, value));
    });
    made.value = chosen;
    if (made.selectedIndex < 0) {
      made.append(new Option(chosen, chosen));
      made.value = chosen;
    }
    return made;
  }

  function input({ most, long }, value) {
    const made = document.createElement(long ? "textarea" : "input");
    if (long) made.rows = 4;
    made.maxLength = most;
    made.value = value;
    return made;
  }

  /* Inputs for the fields of `row`; `change` gets the new fields. `findings` has the leads of tested
     slides by number. */
  function inputsOf(row, n, choices, { change, findings }) {
    const { kinds, options, texts, none } = choices;
    const kind = kinds.find(({ kind: name }) => name === row[1]);
    const fields = fieldsOf(row);
    const set = (key) => (event) => change({ ...fields, [key]: event.target.value });
    const made = kind.fields.map((field) => {
      const value = fields[field.key] || "";
      const found = {
        option: () => select([["", texts.option_own], ...options.map((o) => ["", ...o])], value),
        fact: () => select([["", texts.fact_first], ...factsOf(findings, texts), [none, texts.fact_none]], value),
      }[field.key] || (() => input(field, value));
      const control = found();
      control.dataset.field = field.key;
      control.addEventListener("change", set(field.key));
      return labelled(field.label, n, control);
    });
    if (row[1] === "story") made.unshift(...storiesOf(n, texts, change));
    return made;
  }

  function factsOf(findings, texts) {
    return [...findings].map(([number, lead]) => [
      String(number),
      texts.fact_slide.replace("{n}", number).replace("{finding}", lead.slice(0, LEAD_CHARS)),
    ]);
  }

  function storiesOf(n, texts, change) {
    const stories = ownStories();
    if (!stories.length) return [];
    const choices = stories.map(([text], at) => [String(at), text.slice(0, LEAD_CHARS)]);
    const made = select([["", texts.choose], ...choices], "");
    made.dataset.field = "own";
    made.addEventListener("change", () => {
      const [text, teller] = stories[Number(made.value)] || [];
      if (text) change({ text, teller }, true);
    });
    return [labelled(texts.own_story, n, made)];
  }

  /* The large words of slides that a test supports, by number. */
  function findingsOf(prepared) {
    const slides = prepared ? prepared.slides : [];
    return new Map(slides.map(({ tested, lead }, at) => [tested ? at + 1 : 0, lead]).filter(([n]) => n));
  }

  /* The inputs in the place of others; the focus stays in its field. */
  function replace(host, inputs) {
    const focused = host.contains(document.activeElement) && document.activeElement.dataset.field;
    host.replaceChildren(...inputs);
    if (focused) host.querySelector(`[data-field="${focused}"]`)?.focus();
  }

  /* All fields of the slide `n` in its item of the list. */
  function fill(item, row, n, choices, { change, prepared }) {
    const inputs = inputsOf(row, n, choices, { change, findings: findingsOf(prepared) });
    replace(item.querySelector(".deck-item__words"), inputs);
    const kind = choices.kinds.find(({ kind: name }) => name === row[1]);
    item.querySelector(".deck-item__title").placeholder = kind.empty;
  }

  /* A word before the buttons that add a slide of each kind; `button` makes one of them. */
  function tools({ kinds, texts }, button) {
    const label = document.createElement("span");
    label.textContent = `${texts.label}:`;
    return [label, ...kinds.map(({ kind, name }) => button(kind, name, `${texts.label}: ${name}`))];
  }

  window.kcWords = { WORDS, fill, isWords, queryOf, tools, withFacts };
})();
