/* Charts inside closed folds are drawn when the fold opens (layouts/components/later.py), and an
   address that names something inside a fold opens it, or leads on to where the part is now. */
(() => {
  "use strict";

  const PATIENCE_MS = 15000;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    later: {
      draw(isOpen, id) {
        const { no_update } = window.dash_clientside;
        const holder = document.getElementById(id);
        /* its picture may stand there already */
        if (!isOpen || !holder || holder.querySelector(":scope > :not(.drawn)")) return no_update;
        return JSON.parse(holder.dataset.graph);
      },
    },
  });

  /* A hash can be typed, and a half of an escape cannot be decoded. */
  function named() {
    const hash = window.location.hash.slice(1);
    try {
      return document.getElementById(decodeURIComponent(hash));
    } catch {
      return document.getElementById(hash);
    }
  }

  /* Opens every fold around the target; false while it is not there. The browser itself goes to
     what is there in time and open; the page is `late` where it was written after that. */
  function reveal(late) {
    const target = named();
    if (!target) return false;
    /* a part that has an address of its own now */
    if (target.dataset.moved) window.location.replace(target.dataset.moved);
    const folds = [];
    for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) {
      folds.push(at);
    }
    const closed = folds.filter((fold) => !fold.open);
    closed.forEach((fold) => {
      fold.open = true;
    });
    if (late || closed.length) target.scrollIntoView();
    return true;
  }

  window.addEventListener("hashchange", () => reveal(false));
  document.addEventListener("DOMContentLoaded", () => {
    if (window.location.hash.length < 2 || reveal(false)) return; /* the first page has it */
    const watch = new MutationObserver(() => reveal(true) && watch.disconnect());
    watch.observe(document.body, { subtree: true, childList: true });
    setTimeout(() => watch.disconnect(), PATIENCE_MS);
  });
})();
