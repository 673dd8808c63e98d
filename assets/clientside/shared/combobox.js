/* Mantine's selects behave like comboboxes but do not say so: without the role and the state an
   open list belongs to nobody, and a reader hears a plain text field. */
(() => {
  "use strict";

  const FIELD = 'input[aria-haspopup="listbox"]';

  function describe(field) {
    const expanded = String(field.dataset.expanded === "true");
    if (field.getAttribute("role") !== "combobox") field.setAttribute("role", "combobox");
    if (field.getAttribute("aria-expanded") !== expanded) {
      field.setAttribute("aria-expanded", expanded);
    }
  }

  function describeAll(root) {
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    if (root.matches(FIELD)) describe(root);
    root.querySelectorAll(FIELD).forEach(describe);
  }

  new MutationObserver((changes) => {
    changes.forEach((change) => {
      if (change.type === "attributes") {
        if (change.target.matches(FIELD)) describe(change.target);
      } else {
        change.addedNodes.forEach(describeAll);
      }
    });
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-expanded"],
  });
})();
