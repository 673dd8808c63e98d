/* Manners of what unfolds. Panels over the page close on Escape and on a click elsewhere, one is
   open at a time; on a phone the controls come as a sheet that gives the focus back. */
(function () {
  "use strict";

  const FLOATING = "details.fold--menu[open], details.fold--over[open]";
  const LISTS = ".mantine-Popover-dropdown, .mantine-Select-dropdown";

  function closeOthers(kept) {
    document.querySelectorAll(FLOATING).forEach((details) => {
      if (!kept || !details.contains(kept)) details.open = false;
    });
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest(LISTS)) closeOthers(event.target);
  });

  /* Captured: a list inside the sheet must still count as open when its own Escape closes it. */
  document.addEventListener("keydown", onEscape, true);

  function onEscape(event) {
    if (event.key !== "Escape") return;
    const open = event.target.closest && event.target.closest(FLOATING);
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
      return;
    }
    closeOthers(null);
    const sheet = document.querySelector(".sheet[data-open]");
    const choosing = event.target.getAttribute("aria-expanded") === "true";
    if (sheet && !choosing) closeSheet(sheet);
  }

  function opener(sheet) {
    return document.querySelector(`[data-sheet-open="${sheet.id}"]`);
  }

  function openSheet(sheet) {
    sheet.dataset.open = "true";
    opener(sheet).setAttribute("aria-expanded", "true");
    sheet.focus(); /* not a field: that would bring up the keyboard and cover the sheet */
  }

  function closeSheet(sheet) {
    delete sheet.dataset.open;
    const button = opener(sheet);
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  document.addEventListener("click", (event) => {
    const open = event.target.closest("[data-sheet-open]");
    if (open) {
      openSheet(document.getElementById(open.dataset.sheetOpen));
      return;
    }
    const sheet = document.querySelector(".sheet[data-open]");
    if (!sheet) return;
    const close = event.target.closest("[data-sheet-close]");
    const outside = !event.target.closest(".sheet") && !event.target.closest(LISTS);
    if (close || outside) closeSheet(sheet);
  });

  /* Tabbing out of an open sheet closes it: nothing that has the focus may lie underneath. */
  document.addEventListener("focusin", (event) => {
    const sheet = document.querySelector(".sheet[data-open]");
    if (!sheet || sheet.contains(event.target) || event.target.closest(LISTS)) return;
    delete sheet.dataset.open;
    opener(sheet).setAttribute("aria-expanded", "false");
  });
})();
