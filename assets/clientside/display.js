/* The theme of the address before the first paint, and the address on the printed sheet. */
(function () {
  "use strict";

  const asked = new URLSearchParams(window.location.search).get("theme");
  document.documentElement.dataset.theme = asked === "dark" ? "dark" : "light";

  window.addEventListener("beforeprint", () => {
    if (window.Plotly) {
      document
        .querySelectorAll(".js-plotly-plot")
        .forEach((chart) => window.Plotly.Plots.resize(chart));
    }
    document.querySelectorAll("[data-print-address]").forEach((element) => {
      element.textContent = window.location.href;
    });
  });
})();
