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
    const grow = (value) => (typeof value === "number" ? value * k : value);
    names.forEach((name) => {
      const value = found[name];
      if (value !== undefined) found[name] = Array.isArray(value) ? value.map(grow) : grow(value);
    });
    return found;
  }

  function withFont(owner, name, k) {
    return owner?.[name] ? { ...owner, [name]: grown(owner[name], ["size"], k) } : owner;
  }

  /* Sizes that stand for an area are divided by a number and their root is taken. */
  function enlargedMarker(marker, k) {
    const byArea = marker.sizemode === "area";
    const { sizeref, sizemin } = marker;
    return {
      ...grown(marker, ["size"], sizeref ? 1 : k),
      ...(sizeref ? { sizeref: sizeref / (byArea ? k * k : k) } : {}),
      ...(sizemin ? { sizemin: sizemin * k } : {}),
      ...(marker.line ? { line: grown(marker.line, ["width"], k) } : {}),
    };
  }

  /* As much larger as CSS makes the picture of the chart (assets/css/drawn.css). */
  function enlargedTrace(trace, k) {
    const found = withFont(trace, "textfont", k);
    const { marker, line, error_x } = trace;
    return {
      ...found,
      ...(marker ? { marker: enlargedMarker(marker, k) } : {}),
      ...(line ? { line: grown(line, ["width"], k) } : {}),
      ...(error_x ? { error_x: grown(error_x, ["thickness"], k) } : {}),
    };
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
    if (holder.style.height.startsWith("calc")) {
      holder.style.height = `${holder.getBoundingClientRect().height}px`;
    }
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

  function enlarged(figure) {
    const k = typeScale();
    if (k === 1) return figure;
    const layout = enlargedLayout(figure.layout, k);
    const data = figure.data.map((trace) => enlargedTrace(trace, k));
    return { ...figure, data, layout: grown(layout, ["height"], k) };
  }

  window.kcWall = { enlarged };

  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(enlargeAll);
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
