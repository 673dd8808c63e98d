/* Chart text of graphs that only show follows the page's type: larger on a wall than on a desk.
   Graphs that places are selected in are enlarged where their selection is drawn (explore/selection.js). */
(() => {
  "use strict";

  const STILL = ".chart-card__graph--still .js-plotly-plot";
  let waiting = false;

  function typeScale() {
    return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
  }

  function grown(owner, names, k) {
    const found = { ...owner };
    names.forEach((name) => {
      if (typeof found[name] === "number") found[name] *= k;
    });
    return found;
  }

  function withFont(owner, name, k) {
    return owner?.[name] ? { ...owner, [name]: grown(owner[name], ["size"], k) } : owner;
  }

  function enlargedTrace(trace, k) {
    const found = withFont(withFont(trace, "textfont", k), "marker", k);
    const line = trace.line && trace.mode === "lines" ? grown(trace.line, ["width"], k) : trace.line;
    return line ? { ...found, line } : found;
  }

  function enlargedLayout(layout, k) {
    const notes = (layout.annotations || []).map((note) =>
      grown(withFont(note, "font", k), ["xshift", "yshift"], k)
    );
    return {
      ...withFont(layout, "font", k),
      hoverlabel: withFont(layout.hoverlabel, "font", k),
      margin: grown(layout.margin, ["l", "r", "t", "b"], k),
      annotations: notes,
      meta: { ...layout.meta, scale: k },
    };
  }

  function enlarge(graph, k) {
    const { layout, data } = graph;
    /* a map has no text of its own, and drawn again it would lose its place */
    if (!layout || layout.geo || !graph._fullLayout) return;
    if (layout.meta && layout.meta.scale === k) return;
    const holder = graph.closest(".chart-card__graph--still");
    /* as tall on paper as it is now: what is drawn does not shrink with its frame */
    if (holder.style.height.startsWith("calc")) holder.style.height = `${holder.offsetHeight}px`;
    window.Plotly.react(graph, data.map((trace) => enlargedTrace(trace, k)), {
      ...enlargedLayout(layout, k),
      height: undefined,
    });
  }

  function enlargeAll() {
    waiting = false;
    const k = typeScale();
    if (k !== 1) document.querySelectorAll(STILL).forEach((graph) => enlarge(graph, k));
  }

  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(enlargeAll);
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
