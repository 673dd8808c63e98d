/* The theme of the address before the first paint, and what a printed sheet needs. */
(function () {
  "use strict";

  const asked = new URLSearchParams(window.location.search).get("theme");
  document.documentElement.dataset.theme = asked === "dark" ? "dark" : "light";

  /* A chart keeps the width it has on the screen unless it is told of the sheet's. Maps keep their
     shape, and pages that set their own columns for print keep those. */
  const SHEET_PX = 690;
  const WIDE_PAGES = ".main--explore, .main--gaps";

  function graphs() {
    const drawn = [...document.querySelectorAll(".js-plotly-plot")];
    if (!window.Plotly) return [];
    return drawn.filter((graph) => {
      const layout = graph._fullLayout;
      return layout && !layout.geo && graph.closest(WIDE_PAGES);
    });
  }

  window.addEventListener("beforeprint", () => {
    graphs().forEach((graph) => {
      window.Plotly.relayout(graph, { width: SHEET_PX, height: graph.offsetHeight });
    });
    document.querySelectorAll(".chart-card__plot").forEach((plot) => {
      plot.style.setProperty("--print-height", `${plot.scrollHeight}px`);
    });
    document.querySelectorAll("[data-print-address]").forEach((element) => {
      element.textContent = window.location.href;
    });
  });

  window.addEventListener("afterprint", () => {
    graphs().forEach((graph) => {
      window.Plotly.relayout(graph, { autosize: true, width: null, height: null });
    });
  });
})();
