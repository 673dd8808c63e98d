/* The document holds the whole page; what makes it live is loaded when somebody touches it, or when
   a browser that can afford it has nothing else to do (docs/decisions/0093). */
(() => {
  "use strict";

  const IDLE_WITHIN_MS = 4000;
  const NEEDS = "button, input, select, textarea, label, summary, [role=button], [tabindex], .dash-graph";
  const SEARCH = "[data-place-search]";
  const LEAST_MEMORY_GB = 4;
  const SLOW = ["slow-2g", "2g", "3g"];
  const state = { waking: null, awaited: false };
  const idle = window.requestIdleCallback || ((act) => setTimeout(act, 1000));

  function connection() {
    return navigator.connection || {};
  }

  /* A mouse, and no word of a slow network, a small machine or a wish to save data. */
  function canAfford() {
    const { saveData, effectiveType } = connection();
    const memory = navigator.deviceMemory || LEAST_MEMORY_GB;
    return (
      window.matchMedia("(pointer: fine)").matches &&
      !saveData &&
      !SLOW.includes(effectiveType) &&
      memory >= LEAST_MEMORY_GB
    );
  }

  /* Gives the page when it lives. `awaited`: somebody waits for it, and is told so. */
  function wake({ awaited = false } = {}) {
    state.awaited = state.awaited || awaited;
    if (awaited) window.kcNetwork.tell();
    state.waking = state.waking || begin();
    return state.waking;
  }

  async function begin() {
    const living = window.kcSwap.living();
    await window.kcLoad.dash();
    await living;
  }

  /* Reading on is no reason to load: a finger or a key is one where it may lead to something, on
     a network that is short of nothing wherever it is. */
  function onTouch(event) {
    if (state.waking) return;
    const target = event.target.closest ? event.target : document.documentElement;
    if (target.closest(SEARCH)) {
      window.kcLoad.folders(["search"]); /* which answers without Dash */
      return;
    }
    const link = target.closest("a[href]");
    const { saveData, effectiveType } = connection();
    const scarce = saveData || SLOW.includes(effectiveType);
    if (link || (scarce && !target.closest(NEEDS))) return;
    wake();
  }

  ["pointerdown", "touchstart", "keydown", "focusin", "change", "input"].forEach((name) =>
    document.addEventListener(name, onTouch, { capture: true, passive: true })
  );

  window.addEventListener("load", () => {
    if (!document.getElementById("first").childElementCount) wake();
    else if (canAfford()) idle(() => wake(), { timeout: IDLE_WITHIN_MS });
  });

  window.kcFirst = {
    canAfford,
    wake,
    isAwaited: () => state.awaited || !document.getElementById("first"),
    isLiving: () => !document.getElementById("first"),
    pictureOf: (id) => window.kcSwap.pictureOf(id),
  };
})();
