/* What a visitor has done on the first page, taken from it and given to the living one: where it is
   scrolled to, what is open, typed and chosen, and where the focus is. An element is found again by
   its id, or by its way from the nearest one that has an id: both pages have the same elements. */
(() => {
  "use strict";

  const FIELDS = "input, select, textarea";

  function pathOf(root, element) {
    const steps = [];
    let at = element;
    while (at !== root && !at.id) {
      steps.unshift([...at.parentElement.children].indexOf(at));
      at = at.parentElement;
    }
    return { id: at === root ? "" : at.id, steps };
  }

  function find(root, { id, steps }) {
    const from = id ? root.querySelector(`#${CSS.escape(id)}`) : root;
    return steps.reduce((at, step) => at?.children[step] ?? null, from);
  }

  /* -- taking ------------------------------------------------------------------------------------ */

  function isChanged(field) {
    if (field.type === "checkbox" || field.type === "radio") {
      return field.checked !== field.defaultChecked;
    }
    if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue;
    const options = [...field.options];
    const before = Math.max(options.findIndex((option) => option.defaultSelected), 0);
    return field.selectedIndex !== before;
  }

  function caretOf(field) {
    try {
      return [field.selectionStart, field.selectionEnd];
    } catch {
      return null; /* a field without a caret */
    }
  }

  /* What with an id is in the middle of the window, and where: parts of the first page that nobody
     has come near yet have no height of their own, so the way down to it may be another one. */
  function seenIn(root) {
    const element = document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2);
    if (!window.scrollY || !element || !root.contains(element)) return null;
    const named = element.closest("[id]");
    if (named === root) return null;
    return { path: pathOf(root, named), top: named.getBoundingClientRect().top };
  }

  function taken(root) {
    const all = (selector) => [...root.querySelectorAll(selector)];
    const held = root.contains(document.activeElement) ? document.activeElement : null;
    return {
      top: window.scrollY,
      left: window.scrollX,
      seen: seenIn(root),
      held: held && { path: pathOf(root, held), caret: caretOf(held) },
      folds: all("details").map((fold) => ({ path: pathOf(root, fold), open: fold.open })),
      sheets: all(".sheet[data-open]").map((sheet) => pathOf(root, sheet)),
      scrolled: all("*")
        .filter((box) => box.scrollTop || box.scrollLeft)
        .map((box) => ({ path: pathOf(root, box), top: box.scrollTop, left: box.scrollLeft })),
      fields: all(FIELDS)
        .filter(isChanged)
        .map((field) => ({ path: pathOf(root, field), value: field.value, checked: field.checked })),
    };
  }

  /* -- giving ------------------------------------------------------------------------------------ */

  /* React keeps its own account of a value that is set on the element; the prototype's setter
     goes around it, so that the event counts as the visitor's. */
  function set(field, name, value) {
    const prototype = Object.getPrototypeOf(field);
    Object.getOwnPropertyDescriptor(prototype, name).set.call(field, value);
  }

  function fill(field, { value, checked }) {
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked !== checked) field.click();
      return;
    }
    set(field, "value", value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function given(root, { top, left, seen, held, folds, sheets, scrolled, fields }) {
    const at = (path, act) => {
      const element = find(root, path);
      if (element) act(element);
    };
    folds.forEach(({ path, open }) => at(path, (fold) => (fold.open = open)));
    sheets.forEach((path) => at(path, (sheet) => window.kcSheet.open(sheet)));
    scrolled.forEach((box) => at(box.path, (one) => one.scrollTo(box.left, box.top)));
    fields.forEach((field) => at(field.path, (one) => fill(one, field)));
    if (held) {
      at(held.path, (element) => {
        element.focus({ preventScroll: true });
        if (held.caret && Number.isInteger(held.caret[0])) element.setSelectionRange(...held.caret);
      });
    }
    window.scrollTo({ top, left, behavior: "instant" });
    if (!seen) return;
    at(seen.path, (element) => {
      const moved = element.getBoundingClientRect().top - seen.top;
      if (moved) window.scrollBy({ top: moved, behavior: "instant" });
    });
  }

  window.kcCarry = { find, given, pathOf, taken };
})();
