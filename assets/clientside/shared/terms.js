/* A term is a link to its explanation at the end of the page (layouts/components/terms.py). Here it is a
   button that opens it in a box. */
(() => {
  "use strict";

  const TERM = "a.term";
  const GAP_PX = 6;
  const box = document.createElement("div");
  box.id = box.className = "term-box";
  box.setAttribute("role", "status"); /* read out when it opens; the focus stays on the term */
  let opener = null;

  function tell(isOpen) {
    opener.setAttribute("aria-expanded", isOpen);
    box.classList.toggle("term-box--open", isOpen);
  }

  function becomeButtons() {
    document.querySelectorAll(`${TERM}:not([role])`).forEach((term) => {
      term.setAttribute("role", "button");
      term.setAttribute("aria-expanded", "false");
      term.setAttribute("aria-controls", box.id);
      if (!box.isConnected) document.body.append(box);
    });
    if (opener && !opener.isConnected) close();
  }

  /* Under the term, or over it where there is more room; never past an edge. */
  function stand() {
    const { left, top, bottom } = opener.getClientRects()[0];
    const { clientWidth, clientHeight } = document.documentElement;
    const { offsetWidth, offsetHeight } = box;
    const under = clientHeight - bottom;
    const isOver = under < GAP_PX + offsetHeight && top > under;
    box.style.left = `${Math.max(8, Math.min(left, clientWidth - 8 - offsetWidth))}px`;
    box.style.top = `${isOver ? top - GAP_PX - offsetHeight : bottom + GAP_PX}px`;
  }

  function close() {
    if (!opener) return;
    box.textContent = "";
    tell(false);
    opener = null;
  }

  function open(term) {
    opener = term;
    tell(true);
    box.textContent = document.querySelector(`${term.hash} dd`).textContent;
    stand();
  }

  document.addEventListener("click", (event) => {
    if (box.contains(event.target)) return;
    const term = event.target.closest(TERM);
    const before = opener;
    close();
    if (!term || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (term !== before) open(term);
  });

  /* On the window: Escape closes one thing at a time, and a term may stand in a fold. */
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && opener) {
        event.stopImmediatePropagation();
        opener.focus();
        close();
      } else if (event.key === " " && event.target.matches(TERM)) {
        event.preventDefault();
        event.target.click();
      }
    },
    true
  );

  document.addEventListener("focusin", ({ target }) => {
    if (opener && !target.contains(opener)) close();
  });

  ["scroll", "resize"].forEach((name) =>
    window.addEventListener(name, () => opener?.isConnected && stand(), true)
  );

  /* The living page has the same term. */
  document.addEventListener("kc:living", () => {
    const first = document.getElementById("first");
    if (!first.contains(opener)) return;
    const path = window.kcCarry.pathOf(first, opener);
    close();
    becomeButtons();
    open(window.kcCarry.find(document.getElementById("react-entry-point"), path));
  });

  becomeButtons();
  new MutationObserver(becomeButtons).observe(document.body, { subtree: true, childList: true });
})();
