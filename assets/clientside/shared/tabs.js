/* Tabs of layouts/components/tabs.py, where the style sheet shows their list: roles, arrow keys, one
   shown at a time. Which one stands on the root element, so that it stays when the page is written
   anew. It is no part of the address, which says what is counted and not how wide the window is. */
(() => {
  "use strict";

  const root = document.documentElement;
  const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

  /* two of them while the living page waits to take the first one's place */
  const lists = () => [...document.querySelectorAll(".tabs__list")];
  const tabsOf = (from) => [...from.querySelectorAll("[data-tab]")];
  const panelOf = (tab) =>
    tab.closest(".tabs").querySelector(`[data-tab-panel="${tab.dataset.tab}"]`);

  function set(element, wanted) {
    Object.entries(wanted).forEach(([name, value]) => {
      if (value === null) element.removeAttribute(name);
      else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    });
  }

  /* Where all parts are seen at once they are no panels of anything. */
  function dress(here) {
    const tabs = tabsOf(here);
    const are = getComputedStyle(here).display !== "none";
    set(here, { role: are ? "tablist" : null });
    const chosen = tabs.find((tab) => tab.dataset.tab === root.dataset.tab) || tabs[0];
    tabs.forEach((tab) => {
      const panel = panelOf(tab);
      const isChosen = tab === chosen;
      set(tab, {
        role: are ? "tab" : null,
        "aria-selected": are ? String(isChosen) : null,
        "aria-controls": are ? `${tab.dataset.tab}-panel` : null,
        tabindex: are ? (isChosen ? "0" : "-1") : null,
      });
      set(panel, { role: are ? "tabpanel" : null, "aria-labelledby": are ? `${tab.dataset.tab}-tab` : null });
    });
  }

  function choose(tab) {
    root.dataset.tab = tab.dataset.tab;
    lists().forEach(dress);
  }

  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); /* the part is beside its tab: nothing to go to */
    choose(tab);
    tab.focus();
  });

  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[data-tab]");
    if (tab?.getAttribute("role") !== "tab") return;
    const tabs = tabsOf(tab.parentElement);
    const step = STEPS[event.key];
    let next = null;
    if (step) next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    if (event.key === "Home") next = tabs[0];
    if (event.key === "End") next = tabs[tabs.length - 1];
    if (event.key === " ") next = tab;
    if (!next) return;
    event.preventDefault();
    choose(next);
    next.focus();
  });

  /* An address that names something inside a part shows the part. */
  function named() {
    const hash = window.location.hash;
    const tab = lists()
      .flatMap(tabsOf)
      .find((one) => one.getAttribute("href") === hash);
    if (tab) choose(tab);
  }

  const dressed = new WeakSet();
  new MutationObserver(() => {
    lists().forEach((here) => {
      if (dressed.has(here)) return;
      dressed.add(here);
      if (!root.dataset.tab) named();
      dress(here);
    });
  }).observe(root, { childList: true, subtree: true });

  window.addEventListener("hashchange", named);
  window.addEventListener("resize", () => lists().forEach(dress));
})();
