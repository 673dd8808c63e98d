/* A place's page on paper: its charts fit their columns. */
(() => {
  "use strict";

  /* On paper a place takes two sheets. Plotly resizes too late for a print, so its charts are given
     the size of their column (place.css) before it, in smaller type, and their own back after it.
     The element gets the size: dcc.Graph takes a size of the layout back at once. */
  const PAPER = { spine: [384, 580], expected: [384, 560], age: [256, 155] };
  const SMALLER = 0.75;
  const before = new Map();

  function graphs() {
    return Object.keys(PAPER)
      .map((name) => [name, document.querySelector(`#${name}-graph .js-plotly-plot`)])
      .filter(([, graph]) => graph?.layout);
  }

  function setSize(graph, width, height) {
    const element = graph.closest(".chart-card__graph");
    element.style.width = width;
    element.style.height = height;
  }

  /* A chart that nobody unfolded yet was never drawn. It is printed as the picture that it is, or
     drawn for the paper alone where the page came without pictures, and so with plotly. */
  function drawMissing() {
    Object.keys(PAPER).forEach((name) => {
      const holder = document.getElementById(`${name}-later`);
      if (!window.Plotly.version || !holder || holder.childElementCount) return;
      const { figure } = JSON.parse(holder.dataset.graph).props;
      const frame = document.createElement("div");
      frame.id = `${name}-graph`;
      frame.className = "chart-card__graph chart-card__graph--paper";
      const graph = document.createElement("div");
      graph.style.height = "100%";
      frame.append(graph);
      holder.append(frame);
      frame.style.height = `${figure.layout.height}px`;
      window.Plotly.newPlot(graph, figure.data, figure.layout, { staticPlot: true, responsive: true });
    });
  }

  window.addEventListener("beforeprint", () => {
    drawMissing();
    graphs().forEach(([name, graph]) => {
      const { margin, font, annotations } = graph.layout;
      const { height } = graph.closest(".chart-card__graph").style;
      before.set(name, { height, layout: { margin, annotations, "font.size": font.size } });
      setSize(graph, ...PAPER[name].map((size) => `${size}px`));
      window.Plotly.relayout(graph, {
        autosize: true,
        margin: { ...margin, l: margin.l * SMALLER, r: margin.r * SMALLER },
        "font.size": font.size * SMALLER,
        annotations: annotations.map((note) => ({
          ...note,
          ...(note.xshift ? { xshift: note.xshift * SMALLER } : {}),
        })),
      });
    });
  });

  window.addEventListener("afterprint", () => {
    document.querySelectorAll(".chart-card__graph--paper").forEach((frame) => {
      frame.remove();
    });
    graphs().forEach(([name, graph]) => {
      const kept = before.get(name);
      if (!kept) return;
      before.delete(name);
      setSize(graph, "", kept.height);
      window.Plotly.relayout(graph, { autosize: true, ...kept.layout });
    });
  });
})();
