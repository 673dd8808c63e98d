/* The panel of chosen places says at once which places it is waiting for. What it described before
   is hidden until then: it would be about other places than the charts show. */
(() => {
  "use strict";

  const PANEL = "selection-panel";
  const WAITING = "selection-waiting";
  let wanted = null;

  function words(waiting, places, names) {
    if (!places.length) return waiting.dataset.none;
    const one = places.length === 1 && names[places[0]];
    return one
      ? waiting.dataset.one.replace("{place}", one)
      : waiting.dataset.many.replace("{n}", String(places.length));
  }

  function update() {
    const panel = document.getElementById(PANEL);
    const waiting = document.getElementById(WAITING);
    if (!panel || !waiting || !wanted) return;
    const there = (panel.dataset.places || "") === [...wanted.places].sort().join(",");
    panel.hidden = !there;
    waiting.hidden = there;
    waiting.textContent = there ? "" : words(waiting, wanted.places, wanted.names);
  }

  function wait(places, names) {
    wanted = { places, names };
    update();
  }

  new MutationObserver(update).observe(document.documentElement, {
    subtree: true,
    attributes: true,
    attributeFilter: ["data-places"],
  });

  window.kcPanel = { wait };
})();
