/* Other pages, in this tab and beside it. Where the network is known to be cut, the page that the
   visitor has is not given up for the browser's error: the next one is asked for first. */
(() => {
  "use strict";

  const NEXT = "next page";
  const OWN = "[download], [data-set-param]"; /* what has a way of its own */
  const SHEET_MS = 20000; /* a sheet is typeset when it is first asked for */
  const words = () => window.kcNetworkSay.words; /* which comes after this file */

  /* Any other thing that the visitor does is a later choice. */
  ["click", "input"].forEach((name) =>
    document.addEventListener(
      name,
      (event) => event.target.closest("#network") || window.kcNetwork.drop(NEXT),
      true
    )
  );

  async function go(address) {
    const { href } = new URL(address, window.location.href);
    if (window.kcNetwork.isCut()) {
      const options = { next: words().next };
      const answer = await window.kcNetwork.ask(NEXT, href, { method: "HEAD" }, options);
      if (answer.status === 204) return; /* something else was wanted meanwhile */
    }
    window.location.assign(href);
  }

  function isPlain(event) {
    return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  }

  function isHere(url) {
    const { origin, pathname, search } = window.location;
    return url.origin === origin && url.pathname === pathname && url.search === search && url.hash;
  }

  window.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !isPlain(event) || event.defaultPrevented || link.matches(OWN)) return;
    const url = new URL(link.href);
    if (url.origin !== window.location.origin || isHere(url)) return;
    if (link.target === "_blank") {
      if (beside(link)) event.preventDefault();
    } else if (window.kcNetwork.isCut()) {
      event.preventDefault();
      go(url);
    }
  });

  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "get" || !window.kcNetwork.isCut()) return;
    event.preventDefault();
    const url = new URL(form.action);
    url.search = new URLSearchParams(new FormData(form)).toString();
    go(url);
  });

  /* A tab of its own says that its file is being made, or why it does not come. */
  function beside(link) {
    const tab = window.open("", "_blank");
    if (!tab) return false; /* forbidden: then it is the browser's own way */
    const said = tab.document.createElement("p");
    said.setAttribute("role", "status");
    tab.document.documentElement.lang = document.documentElement.lang;
    tab.document.title = link.textContent;
    tab.document.body.append(said);
    said.textContent = link.dataset.making || words().waiting;
    const options = {
      parts: [link.parentElement],
      patienceMs: SHEET_MS,
      waiting: link.dataset.making,
      onFault: (_kind, words) => (said.textContent = words),
    };
    const asked = window.kcNetwork.ask(`beside:${link.href}`, link.href, { method: "HEAD" }, options);
    asked.then((answer) => {
      if (answer.status === 204) tab.close();
      else if (!tab.closed) tab.location.replace(link.href);
    });
    return true;
  }

  window.kcGo = go;
})();
