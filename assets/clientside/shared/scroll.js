/* Back leads to where the reader was. The browser tries that before the page has been drawn, finds
   it too short, and gives up: so the place is kept, and gone to when the page is tall enough. */
(() => {
  "use strict";

  const PATIENCE_MS = 15000;
  const key = () => window.kcKept.name(`scroll ${window.location.pathname}${window.location.search}`);

  function keep() {
    try {
      window.sessionStorage.setItem(key(), String(Math.round(window.scrollY)));
    } catch {
      /* nothing can be kept: the page opens at its top */
    }
  }

  function kept() {
    try {
      return Number(window.sessionStorage.getItem(key())) || 0;
    } catch {
      return 0;
    }
  }

  function cameBack() {
    const [visit] = window.performance.getEntriesByType("navigation");
    return visit && ["back_forward", "reload"].includes(visit.type);
  }

  function restore(top) {
    const ended = new AbortController();
    const tall = () => document.documentElement.scrollHeight - window.innerHeight >= top;
    const watch = new ResizeObserver(() => tall() && window.scrollTo(0, top));
    const end = () => {
      watch.disconnect();
      ended.abort();
    };
    watch.observe(document.body);
    /* charts may still grow; a reader who moves decides alone */
    setTimeout(end, PATIENCE_MS);
    ["wheel", "touchstart", "keydown", "pointerdown"].forEach((kind) =>
      window.addEventListener(kind, end, { signal: ended.signal, passive: true })
    );
  }

  window.addEventListener("pagehide", keep);
  document.addEventListener("DOMContentLoaded", () => {
    const top = cameBack() ? kept() : 0;
    if (top && !window.location.hash) restore(top);
  });
})();
