/* How a typed name finds a place: the rule of data/search/match.py, letter for letter, over one small
   file that is loaded once. Works without a network from then on. */
(() => {
  "use strict";

  const MAX_CHARS = 60;
  const FORGIVING = 10;
  const MAX_WORD_ERRORS = 3;

  function normalise(text) {
    return text
      .normalize("NFKD")
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[\p{M}'\u2019]/gu, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }

  function allowance(length) {
    if (length < 3) return 0;
    return length < 8 ? 1 : 2;
  }

  /* Mistakes that lead from `typed` to each beginning of `meant`. */
  function lastRow(typed, meant) {
    let older = [];
    let before = [];
    let row = Array.from({ length: meant.length + 1 }, (_, j) => j);
    for (let i = 1; i <= typed.length; i++) {
      [older, before, row] = [before, row, [i]];
      for (let j = 1; j <= meant.length; j++) {
        const wrong = typed[i - 1] === meant[j - 1] ? 0 : 1;
        let cost = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + wrong);
        const swapped =
          i > 1 && j > 1 && typed[i - 1] === meant[j - 2] && typed[i - 2] === meant[j - 1];
        if (swapped) cost = Math.min(cost, older[j - 2] + 1);
        row.push(cost);
      }
    }
    return row;
  }

  function readQuery(text, littleWords) {
    const whole = normalise([...text].slice(0, MAX_CHARS).join(""));
    const words = whole ? whole.split(" ") : [];
    const telling = words.filter((word) => !littleWords.has(word));
    const used = telling.length ? telling : words;
    return { text: whole, words: used, joined: [words.join(""), used.join("")] };
  }

  function literalCost(query, key) {
    if (query.text === key.text || query.joined.includes(key.joined)) return 0;
    if (key.text.startsWith(query.text)) return 1;
    const begins = (typed) => key.words.some((word) => word.startsWith(typed));
    if (query.words.every(begins)) return 2;
    if (query.joined.some((part) => part.length >= 3 && key.joined.includes(part))) return 3;
    return Infinity;
  }

  function wholeMistakes(typed, key) {
    const allowed = allowance(typed.length);
    if (Math.abs(typed.length - key.joined.length) > allowed) return Infinity;
    const count = lastRow(typed, key.joined).at(-1);
    return count <= allowed ? count : Infinity;
  }

  function oneWord(typed, word, unfinished) {
    if (typed === word || (unfinished && word.startsWith(typed))) return 0;
    const missing = unfinished ? 0 : word.length - typed.length;
    if (Math.max(missing, typed.length - word.length) > allowance(typed.length)) return Infinity;
    const row = lastRow(typed, word);
    return unfinished ? Math.min(...row) : row.at(-1);
  }

  function wordMistakes(query, key) {
    let total = 0;
    for (const [place, typed] of query.words.entries()) {
      const unfinished = place === query.words.length - 1;
      const count = Math.min(...key.words.map((word) => oneWord(typed, word, unfinished)));
      if (count > allowance(typed.length)) return Infinity;
      total += count;
    }
    return total <= MAX_WORD_ERRORS ? total : Infinity;
  }

  function forgivingCost(query, key) {
    const whole = query.joined.map((typed) => wholeMistakes(typed, key));
    return FORGIVING + Math.min(...whole, wordMistakes(query, key));
  }

  function least(place, query, costOf) {
    return Math.min(...place.keys.map((key) => costOf(query, key)));
  }

  function ordered(places, query, costOf) {
    return places
      .map((place) => [least(place, query, costOf), place])
      .filter(([cost]) => cost < Infinity)
      .sort(([a], [b]) => a - b) /* stable: places of equal cost keep their order */
      .map(([, place]) => place);
  }

  function search(index, text) {
    const query = readQuery(text, index.littleWords);
    if (!query.text) return { places: [], literal: true };
    const literal = ordered(index.places, query, literalCost);
    if (literal.length) return { places: literal, literal: true };
    return { places: ordered(index.places, query, forgivingCost), literal: false };
  }

  /* Whether the whole name of a place was typed. */
  function isWhole(index, place, text) {
    return least(place, readQuery(text, index.littleWords), literalCost) === 0;
  }

  const loading = new Map();

  function keyOf(text) {
    const words = text.split(" ");
    return { text, words, joined: words.join("") };
  }

  function indexOf(content) {
    const places = content.places.map((place) => ({ ...place, keys: place.keys.map(keyOf) }));
    return {
      places,
      byId: new Map(places.map((place) => [place.id, place])),
      littleWords: new Set(content.little_words),
      words: content.street_words,
    };
  }

  /* `read` makes of a file what is searched; a later part of the search has a file of its own. */
  function load(address, read = indexOf) {
    if (!loading.has(address)) {
      const asked = new Promise((resolve, reject) => {
        /* whoever waits is told at once; the index is asked for until it is there (shared/network.js) */
        const onFault = () => {
          loading.delete(address);
          reject(new Error("no index"));
        };
        window.kcNetwork
          .ask(`index ${address}`, address, {}, { json: true, onFault })
          .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error("no index"))))
          .then((content) => {
            const index = read(content);
            loading.set(address, Promise.resolve(index));
            resolve(index);
            document.dispatchEvent(new CustomEvent("kc:index"));
          })
          .catch(onFault);
      });
      asked.catch(() => {});
      loading.set(address, asked);
    }
    return loading.get(address);
  }

  window.kcPlaceMatch = {
    MAX_CHARS,
    allowance,
    indexOf,
    isWhole,
    keyOf,
    lastRow,
    load,
    normalise,
    search,
  };
})();
