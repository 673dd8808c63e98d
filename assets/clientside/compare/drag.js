/* Compare: a place is dragged to another's position. The buttons of each place do the same. */
(() => {
  "use strict";

  let dragged = null;

  function item(event) {
    return event.target.closest ? event.target.closest(".cmp-place") : null;
  }

  document.addEventListener("dragstart", (event) => {
    const taken = item(event);
    if (!taken) return;
    dragged = taken.dataset.item;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", taken.dataset.name);
    taken.classList.add("is-dragged");
  });

  document.addEventListener("dragover", (event) => {
    const over = item(event);
    if (!dragged || !over) return;
    event.preventDefault();
    document.querySelectorAll(".is-over").forEach((other) => other.classList.remove("is-over"));
    over.classList.add("is-over");
  });

  document.addEventListener("drop", (event) => {
    const over = item(event);
    if (!dragged || !over) return;
    event.preventDefault();
    window.kcCompare.move(dragged, window.kcCompare.places().indexOf(over.dataset.item));
  });

  document.addEventListener("dragend", () => {
    dragged = null;
    document
      .querySelectorAll(".is-dragged, .is-over")
      .forEach((other) => other.classList.remove("is-dragged", "is-over"));
  });
})();
