/* A word that needs explaining opens its explanation where it stands. It is a link to the words at the
   end of the page (layouts/components/terms.py); here it becomes a button with one box for all. */
(() => {
  "use strict";

  const TERM = "a.term";
  const GAP_PX = 6;
  const MARGIN_PX = 8;
  const box = Object.assign(document.createElement("div"), { id: "term-box", className: "term-box" });
  box.setAttribute("role", "status"); /* read out when it opens; the focus stays on the word */
  let opener = null;

  function becomeButtons() {
    document.querySelectorAll(`${TERM}:not([role])`).forEach((term) => {
      term.setAttribute("role", "button");
      term.setAttribute("aria-expanded", "false");
      term.setAttribute("aria-controls", box.id);
      if (!box.isConnected) document.body.append(box);
    });
  }

  /* Under the word, or over it where there is more room; never past an edge. */
  function stand() {
    const { left, top, bottom } = opener.getClientRects()[0] ?? opener.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const over = bottom + GAP_PX + box.offsetHeight > clientHeight && top > clientHeight - bottom;
    const most = clientWidth - MARGIN_PX - box.offsetWidth;
    box.style.left = `${Math.max(MARGIN_PX, Math.min(left, most))}px`;
    box.style.top = `${over ? top - GAP_PX - box.offsetHeight : bottom + GAP_PX}px`;
  }

  function close() {
    if (!opener) return;
    opener.setAttribute("aria-expanded", "false");
    opener = null;
    box.classList.remove("term-box--open");
    box.textContent = "";
  }

  function open(term) {
    const words = document.querySelector(`${term.getAttribute("href")} dd`);
    if (!words) return false;
    opener = term;
    opener.setAttribute("aria-expanded", "true");
    box.textContent = words.textContent;
    box.classList.add("term-box--open");
    stand();
    return true;
  }

  document.addEventListener("click", (event) => {
    const term = event.target.closest?.(TERM);
    if (box.contains(event.target)) return;
    const before = opener;
    close();
    if (!term || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (term === before || open(term)) event.preventDefault();
  });

  /* On the window, before what a term stands in hears it: Escape closes one thing at a time. */
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && opener) {
        event.stopImmediatePropagation();
        opener.focus();
        close();
      } else if (event.key === " " && event.target.matches?.(TERM)) {
        event.preventDefault(); /* a button, so no scrolling */
        event.target.click();
      }
    },
    true
  );

  document.addEventListener("focusin", (event) => {
    if (opener && !event.target.contains(opener)) close();
  });

  ["scroll", "resize"].forEach((name) =>
    window.addEventListener(name, () => opener && stand(), { capture: true, passive: true })
  );

  /* The living page has the same word. */
  document.addEventListener("kc:living", () => {
    const first = document.getElementById("first");
    if (!opener || !first.contains(opener)) return;
    const twin = window.kcCarry.find(
      document.getElementById("react-entry-point"),
      window.kcCarry.pathOf(first, opener)
    );
    close();
    becomeButtons();
    if (twin?.matches(TERM)) open(twin);
  });

  becomeButtons();
  new MutationObserver(() => {
    becomeButtons();
    if (opener && !opener.isConnected) close();
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
