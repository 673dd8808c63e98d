/* Small helpers of every page: display switches and tables that load when they are opened. */
(() => {
  "use strict";

  /* Language and theme are part of the address; switching keeps everything else of it. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-set-param]");
    if (!link) return;
    event.preventDefault();
    const url = new URL(window.location.href);
    const { setParam, setValue, defaultValue } = link.dataset;
    if (setValue === defaultValue) url.searchParams.delete(setParam);
    else url.searchParams.set(setParam, setValue);
    window.kcGo(url.toString());
  });

  /* An anchor may lie in a fold: not every browser opens it. */
  function unfold() {
    const target = document.getElementById(window.location.hash.slice(1));
    let fold = target?.closest("details:not([open])");
    if (!fold) return;
    for (; fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
    target.scrollIntoView();
  }

  window.addEventListener("hashchange", unfold);
  document.addEventListener("DOMContentLoaded", unfold);

  /* <details data-loads="store-id"> tells its store whether it is open; on the first page it waits
     for the living one, where it is opened again. */
  document.addEventListener(
    "toggle",
    (event) => {
      if (document.documentElement.hasAttribute("data-paper")) return; // opened for paper alone
      const store = event.target.dataset?.loads;
      if (!store) return;
      if (window.kcFirst.isLiving()) {
        window.dash_clientside.set_props(store, { data: event.target.open });
      } else {
        window.kcFirst.wake({ awaited: true });
      }
    },
    true
  );
})();
