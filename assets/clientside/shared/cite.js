/* Cite copies what is said, its source, the version of the data, its short address and today.
   The link (layouts/components/cite.py) leads to the page of that address, where no script runs. */
(() => {
  "use strict";

  const ENDED = /[.!?…»”]$/;

  function sentence(text) {
    const words = text.replace(/\s+/g, " ").trim();
    return !words || ENDED.test(words) ? words : `${words}.`;
  }

  /* An element of sentences is all of them, one of paragraphs is a list of what they hold. */
  function textOf(id) {
    const element = document.getElementById(id);
    const of = (parts) => [...(element?.querySelectorAll(parts) ?? [])].map((one) => one.textContent);
    const told = of(":scope > li").map(sentence).join(" ") || of(":scope > p > *").join(", ");
    return sentence(told || element?.textContent || "");
  }

  /* A cell in words, without what is pressed in it. */
  function cellOf(cell) {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("a, button").forEach((act) => act.remove());
    const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) found.push(walk.currentNode.data.trim());
    return found.filter(Boolean).join(" ");
  }

  /* A measure of Compare: its name and years, what stands in its lines, its source. */
  function rowOf(body) {
    const { years, source } = body.dataset;
    const name = body.querySelector(".cmp-measure__name a").textContent;
    const cells = [...body.querySelectorAll(".cmp-line > :not(.cmp-measure__name)")].map(cellOf);
    return [`${name}, ${years}: ${cells.filter(Boolean).join("; ")}`, source].map(sentence).join(" ");
  }

  /* What a card says in words in place of a picture, as its saved picture does. */
  const TOLD = "[data-export-text], .quotation__source";

  function namedOf(link) {
    const said = link.dataset.cite.split(" ").map(textOf).filter(Boolean);
    const told = [...(link.closest("figure")?.querySelectorAll(TOLD) ?? [])];
    const more = told.map((one) => sentence(one.textContent));
    said.splice(-1, 0, ...more.filter((words) => !said.join(" ").includes(words)));
    return said.join(" ");
  }

  /* The words of the link itself, those of its row, or of the elements that it names, as they are
     now. */
  function saidOf(link) {
    const { said } = link.dataset;
    const row = link.closest("tbody[data-row]");
    return said || (row ? rowOf(row) : namedOf(link));
  }

  /* The address of what is on screen, in whatever colors. Places that are chosen on Explore are
     marked in its charts; of a choice only the address of the page knows at once. */
  function linkOf(link) {
    const url = new URL(link.href);
    url.searchParams.delete("theme");
    if (link.closest(".explore .chart-card__tools")) {
      const places = new URLSearchParams(window.location.search).get("places");
      if (places) url.searchParams.set("places", places);
    }
    url.search = url.search.replaceAll("%2C", ",");
    return url;
  }

  function today() {
    const { lang } = document.documentElement;
    return new Intl.DateTimeFormat(lang, { dateStyle: "long" }).format(new Date());
  }

  function citation(link) {
    const { cite } = document.querySelector('meta[name="site"]').dataset;
    const url = linkOf(link);
    const parts = {
      said: saidOf(link),
      address: window.kcAddress(url).address || url.href,
      seen: today(),
    };
    return cite.replace(/\{(\w+)\}/g, (_all, name) => parts[name]);
  }

  /* `words` are those of the page's `data-` attribute that says what was copied, `more` follow. */
  async function copied(text, words = "copied", more = "") {
    const done = await window.kcCopy(text).catch(() => false);
    const { [words]: said, uncopied } = document.querySelector('meta[name="site"]').dataset;
    const shown = document.createElement("q");
    shown.textContent = text;
    if (done) shown.setAttribute("aria-hidden", "true"); /* long, and heard before */
    await window.kcSay([done ? said : uncopied, " ", shown, " ", more], { stays: !done });
    if (!done) document.getSelection().selectAllChildren(shown);
  }

  function isPlain(event) {
    return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-cite]");
    if (!link || !isPlain(event)) return;
    event.preventDefault(); /* the focus stays on the link */
    copied(citation(link));
  });

  window.kcCite = { copied, linkOf };
})();
