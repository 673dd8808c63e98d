/* The visitor's slides as this browser keeps them and as a link carries them. A deck is a list of
   [page, chart, query, title, notes]; data/decks/deck.py reads the same. */
(() => {
  "use strict";

  const OWN = "deck";
  const MOST = 12;

  function valid(rows) {
    const text = (value) => typeof value === "string";
    return Array.isArray(rows)
      ? rows.filter((row) => Array.isArray(row) && row.length === 5 && row.every(text)).slice(0, MOST)
      : [];
  }

  function own() {
    try {
      return valid(JSON.parse(window.localStorage.getItem(window.kcKept.name(OWN)) || "[]"));
    } catch {
      return [];
    }
  }

  function keep(rows) {
    try {
      window.localStorage.setItem(window.kcKept.name(OWN), JSON.stringify(rows));
    } catch {
      /* private windows may refuse: the slides last as long as the page */
    }
  }

  async function packed(rows) {
    const stream = new Blob([JSON.stringify(rows)])
      .stream()
      .pipeThrough(new CompressionStream("deflate"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  window.kcDeck = { MOST, keep, own, packed, valid };
})();
