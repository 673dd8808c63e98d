/* Beside the player: the slide in the address, so that a reload comes back to it, and every slide on
   paper, a page each. */
(() => {
  "use strict";

  const FRAGMENT = /^#slide-(\d+)$/;
  /* A name for these pages (`page` in CSS) would be kinder, but Chromium leaves it out. */
  const paperOf = ({ width, height }) => `@page { size: ${width}px ${height}px; margin: 0; }`;
  let undo = null;

  /* -- the address ----------------------------------------------------------------------------- */

  /* Number of the slide that the address names, from 0; null where it names none. */
  function asked() {
    const found = FRAGMENT.exec(window.location.hash);
    return found ? Math.max(0, Number(found[1]) - 1) : null;
  }

  /* No entry of its own for each slide: Back leaves the show. Some browsers refuse it to a file. */
  function rewrite(fragment) {
    const { pathname, search } = window.location;
    try {
      window.history.replaceState(window.history.state, "", `${pathname}${search}${fragment}`);
    } catch {
      if (fragment) window.location.replace(fragment);
    }
  }

  const remember = (at) => asked() !== at && rewrite(`#slide-${at + 1}`);
  const forget = () => asked() !== null && rewrite("");

  window.addEventListener("hashchange", () => {
    if (asked() !== null && window.kcPlayer.showing()) window.kcPlayer.go(asked());
  });

  /* -- paper ----------------------------------------------------------------------------------- */

  /* Drawn at once and in light colors: a browser waits for nothing before it prints. */
  function toPaper() {
    const show = window.kcPlayer.showing();
    if (undo || !show) return;
    const { root, made } = show;
    const owners = [root, document.documentElement];
    const before = owners.map((owner) => owner.dataset.theme);
    const pages = document.createElement("div");
    pages.className = "player__pages";
    const paper = document.createElement("style");
    root.append(paper, pages);
    paper.sheet.insertRule(paperOf(made)); // a rule, not a text: the policy of the page allows that
    owners.forEach((owner) => (owner.dataset.theme = "light"));
    made.slides.forEach((_, at) => {
      const sheet = window.kcPlayer.slideOf(made, at, "light");
      pages.append(sheet);
      window.kcPlayer.draw(sheet, made, at, "light");
    });
    undo = () => {
      pages.querySelectorAll(".slide__plot").forEach((plot) => window.Plotly.purge(plot));
      pages.remove();
      paper.remove();
      owners.forEach((owner, at) => (owner.dataset.theme = before[at]));
    };
  }

  function toScreen() {
    if (undo) undo();
    undo = null;
  }

  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", toScreen);
  /* previews of a browser's tools tell of the medium only */
  window.matchMedia("print").addEventListener("change", (change) => {
    if (change.matches) toPaper();
    else toScreen();
  });

  window.kcPages = { asked, remember, forget };
})();
