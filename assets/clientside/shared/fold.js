/* Manners of what unfolds. Panels over the page close on Escape and on a click elsewhere, one is
   open at a time; on a phone the controls come as a sheet that gives the focus back. */
(() => {
  "use strict";

  const FLOATING = "details.fold--menu[open], details.fold--over[open]";
  const NETWORK = "#network"; /* may be used without closing the rest */

  const MARGIN_PX = 8;

  /* One rule for every panel over the page: it moves sideways as far as it must to stay on the
     screen, opens to the side of its word that has the room, and scrolls where neither has. */
  function keepOnScreen(details) {
    const panel = details.querySelector(":scope > .fold__panel");
    panel.style.cssText = "";
    details.classList.remove("fold--flipped");
    if (getComputedStyle(panel).position !== "absolute") return;
    /* what it hangs on: its word, or the line in which the word stands */
    const holder = panel.offsetParent.getBoundingClientRect();
    const over = holder.top - MARGIN_PX;
    const under = document.documentElement.clientHeight - holder.bottom - MARGIN_PX;
    const up = details.classList.contains("fold--up");
    const tall = panel.offsetHeight;
    if (tall > (up ? over : under) && (up ? under : over) > (up ? over : under)) {
      details.classList.add("fold--flipped");
    }
    const room = Math.max(over, under);
    if (tall > room) {
      panel.style.maxHeight = `${Math.floor(room)}px`;
      panel.style.overflowY = "auto";
      panel.tabIndex = 0; /* what scrolls must scroll by keyboard */
    }
    const width = document.documentElement.clientWidth;
    panel.style.maxWidth = `${width - 2 * MARGIN_PX}px`;
    const box = panel.getBoundingClientRect();
    const inside = Math.min(box.left, width - MARGIN_PX - box.width);
    const move = Math.max(inside, MARGIN_PX) - box.left;
    if (move) panel.style.translate = `${Math.round(move)}px`;
  }

  /* Seen before it is painted, unlike the event of a toggle. */
  new MutationObserver((changes) => {
    changes.forEach(({ target }) => {
      if (target.matches("details.fold--menu[open]")) keepOnScreen(target);
    });
  }).observe(document.documentElement, { subtree: true, attributeFilter: ["open"] });

  window.addEventListener("resize", () => {
    document.querySelectorAll("details.fold--menu[open]").forEach(keepOnScreen);
  });

  function closeOthers(kept) {
    document.querySelectorAll(FLOATING).forEach((details) => {
      if (!kept || !details.contains(kept)) details.open = false;
    });
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest(NETWORK)) closeOthers(event.target);
  });

  /* Captured: a list inside the sheet must still count as open when its own Escape closes it. */
  document.addEventListener("keydown", onEscape, true);

  function onEscape(event) {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.(FLOATING);
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
    const outside = !event.target.closest(".sheet") && !event.target.closest(NETWORK);
    if (close || outside) closeSheet(sheet);
  });

  /* Tabbing out of an open sheet closes it: nothing that has the focus may lie underneath. */
  document.addEventListener("focusin", (event) => {
    const sheet = document.querySelector(".sheet[data-open]");
    if (!sheet || sheet.contains(event.target) || event.target.closest(NETWORK)) return;
    delete sheet.dataset.open;
    opener(sheet).setAttribute("aria-expanded", "false");
  });

  window.kcSheet = { open: openSheet };
})();
