/* Puts markup that the server made (layouts/components/static.py) where it belongs. The server has
   escaped every text in it. */
(() => {
  "use strict";

  /* A hash can be typed, and a half of an escape cannot be decoded. */
  function anchorOf(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return hash.slice(1);
    }
  }

  function place(holder) {
    holder.innerHTML = holder.getAttribute("data-html");
    holder.dispatchEvent(new CustomEvent("kc:placed", { bubbles: true }));
    const anchor = anchorOf(window.location.hash);
    if (!anchor) return;
    const target = document.getElementById(anchor);
    if (target && holder.contains(target)) target.scrollIntoView();
  }

  function placeAll(root) {
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    if (root.hasAttribute("data-html")) place(root);
    root.querySelectorAll("[data-html]").forEach(place);
  }

  new MutationObserver((changes) => {
    changes.forEach((change) => {
      if (change.type === "attributes") place(change.target);
      else change.addedNodes.forEach(placeAll);
    });
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-html"],
  });
})();
