/* What comes without Dash: files to keep, parts of the page itself, and shapes of maps. They fail as
   everything else does (network.js): said, and asked for again. */
(() => {
  "use strict";

  const KEPT_MS = 60000;
  const RELOADS = "reloads";
  const RELOAD_WAITS_S = [4, 12, 40];

  /* -- files ------------------------------------------------------------------------------------ */

  function nameOf(answer, link) {
    const said = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") || "");
    const last = new URL(link.href).pathname.split("/").pop();
    return link.getAttribute("download") || (said ? said[1] : last);
  }

  function keep(body, name) {
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(body);
    anchor.download = name;
    anchor.dataset.kept = "true";
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), KEPT_MS);
  }

  /* A link to a file would fail without a word, or put the refusal in the page's place. */
  window.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[download]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || link.dataset.kept || !plain || event.defaultPrevented) return;
    if (new URL(link.href).origin !== window.location.origin) return;
    event.preventDefault();
    const part = link.closest(".chart-card__tools") || link.parentElement;
    const options = { parts: [part], waiting: link.dataset.making };
    window.kcNetwork.ask(`file:${link.href}`, link.href, {}, options).then(async (answer) => {
      if (answer.ok && answer.status !== 204) keep(await answer.blob(), nameOf(answer, link));
      else if (!answer.ok) window.location.assign(link.href); /* the refusal says why, in words */
    });
  });

  /* -- parts of the page ------------------------------------------------------------------------ */

  function reloads() {
    try {
      return Number(window.sessionStorage.getItem(window.kcKept.name(RELOADS))) || 0;
    } catch {
      return RELOAD_WAITS_S.length; /* nothing can be counted: only the visitor loads again */
    }
  }

  function countReloads(count) {
    try {
      window.sessionStorage.setItem(window.kcKept.name(RELOADS), String(count));
    } catch {
      /* then reloads() says that there were too many */
    }
  }

  /* Without a script the page cannot go on by itself: it is loaded again, a few times. */
  function missing() {
    const made = reloads();
    if (window.kcNetwork.missing()) return;
    if (made >= RELOAD_WAITS_S.length) return;
    setTimeout(() => {
      if (navigator.onLine === false) return; /* `online` will */
      countReloads(made + 1);
      window.location.reload();
    }, RELOAD_WAITS_S[made] * 1000);
  }

  window.addEventListener(
    "error",
    (event) => {
      const part = event.target;
      if (part instanceof HTMLScriptElement || (part instanceof HTMLLinkElement && part.rel === "stylesheet")) {
        missing();
      }
    },
    true
  );

  window.addEventListener("load", () => {
    setTimeout(() => window.kcNetwork.isMissing() || countReloads(0), 5000);
  });

  window.addEventListener("online", () => {
    if (window.kcNetwork.isMissing()) window.location.reload();
  });

  /* -- shapes of maps --------------------------------------------------------------------------- */

  /* plotly asks once and then draws nothing: the shapes are fetched here, put where plotly looks
     first, and their maps drawn again. */
  async function shapes(url) {
    const maps = () =>
      [...document.querySelectorAll(".js-plotly-plot")].filter((graph) =>
        (graph.data || []).some((trace) => trace.geojson === url)
      );
    const frames = maps().map((graph) => graph.closest(".chart-card__plot")).filter(Boolean);
    const answer = await window.kcNetwork.ask(`shapes:${url}`, url, {}, { parts: frames, json: true });
    if (!answer.ok || answer.status === 204) return;
    window.PlotlyGeoAssets[url] = await answer.json();
    maps().forEach((graph) => window.Plotly.redraw(graph));
  }

  const { open } = window.XMLHttpRequest.prototype;
  window.XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (String(url).split("?")[0].endsWith(".geojson")) {
      this.addEventListener("loadend", () => this.status === 200 || shapes(String(url)));
    }
    return open.call(this, method, url, ...rest);
  };
})();
