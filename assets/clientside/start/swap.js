/* The living page takes the place of the first one, in one step: Dash draws it out of sight, before
   `#first` in the document, and both have the same elements.

   Pictures are moved by whoever draws in their element: at `kc:living` (on the document, when the
   living page is shown and the first one still there) or later, `kcFirst.pictureOf(id)` gives the
   picture of the element of that id, once; whoever puts it into the living element takes it away
   again when its own drawing stands. */
(() => {
  "use strict";

  const PATIENCE_MS = 8000;
  const AT_ONCE =
    ".term, [data-at-once], [data-sheet-open], [data-sheet-close], [data-share], [type=submit]";
  const OWN = "[data-place-search] *"; /* what listens itself */
  /* markup that is not placed yet, and charts whose part of Dash has not come */
  const UNFINISHED = '[data-html]:empty:not([data-html=""]), .dash-graph--pending, .dash-graph:empty';
  const PICTURED = "[data-pictured]";
  const ACTS = "button, [role=button]";
  const pictures = new Map();
  const waiting = []; /* clicks that the living page is to have; of a picture, the place */
  const first = document.getElementById("first");
  const entry = document.getElementById("react-entry-point");
  /* not what browser code adds: it comes in the living page as well, but in its own time */
  const expected = [...first.querySelectorAll("[id]")]
    .filter((element) => !element.closest("[data-pictured] *"))
    .map((element) => element.id);

  function pictureOf(id) {
    const kept = pictures.get(id);
    pictures.delete(id);
    if (kept) return kept;
    const holders = first.isConnected ? [...first.querySelectorAll(PICTURED)] : [];
    const holder = holders.find((one) => one.id === id);
    return holder ? holder.firstElementChild : null;
  }

  function isComplete() {
    if (!entry.querySelector("main")) return false;
    if (entry.querySelector(UNFINISHED)) return false;
    return expected.every((id) => entry.querySelector(`#${CSS.escape(id)}`));
  }

  /* Resolves when the living page has taken its place. What never becomes like the first page
     takes it as well, as soon as it is a page and time is up. */
  function living() {
    return new Promise((resolve) => {
      let timer = null;
      let isLate = false;
      const look = () => {
        if (!isComplete() && !(isLate && entry.querySelector("main"))) return;
        watch.disconnect();
        clearTimeout(timer);
        swap();
        resolve();
      };
      const onLate = () => {
        isLate = true;
        look();
      };
      const watch = new MutationObserver(() => {
        timer = timer || setTimeout(onLate, PATIENCE_MS);
        look();
      });
      watch.observe(entry, { subtree: true, childList: true, attributeFilter: ["class"] });
    });
  }

  function swap() {
    const carried = window.kcCarry.taken(first);
    entry.hidden = false;
    first.hidden = true; /* whoever measures now measures the page as it will stand */
    first.querySelectorAll(PICTURED).forEach((holder) => {
      pictures.set(holder.id, holder.firstElementChild);
    });
    document.dispatchEvent(new CustomEvent("kc:living"));
    first.remove();
    window.kcCarry.given(entry, carried);
    waiting.splice(0).forEach(({ path, init, place }) => {
      if (place) {
        document.dispatchEvent(new CustomEvent("kc:place", { detail: place }));
        return;
      }
      const target = window.kcCarry.find(entry, path);
      if (target) target.dispatchEvent(new MouseEvent("click", init));
    });
  }

  /* A click on what only the living page can answer waits for it. */
  document.addEventListener(
    "click",
    (event) => {
      const spot = event.target.closest?.("[data-pictured] [data-place]");
      if (spot && first.contains(spot)) {
        waiting.push({ place: spot.dataset.place });
        window.kcFirst.wake({ awaited: true });
        return;
      }
      const button = event.target.closest?.(ACTS);
      if (!button || !first.contains(button) || button.matches(`${AT_ONCE}, ${OWN}`)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { detail, ctrlKey, metaKey, shiftKey, altKey, clientX, clientY } = event;
      const init = { detail, ctrlKey, metaKey, shiftKey, altKey, clientX, clientY };
      const path = window.kcCarry.pathOf(first, event.target);
      waiting.push({ path, init: { ...init, bubbles: true, cancelable: true, view: window } });
      window.kcFirst.wake({ awaited: true });
    },
    true
  );

  window.kcSwap = { living, pictureOf };
})();
