/* The theme of the address before the first paint, and what a printed sheet needs. */
(function () {
  "use strict";

  const asked = new URLSearchParams(window.location.search).get("theme");
  document.documentElement.dataset.theme = asked === "dark" ? "dark" : "light";

  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".chart-card__plot").forEach((plot) => {
      plot.style.setProperty("--print-height", `${plot.scrollHeight}px`);
    });
    document.querySelectorAll("[data-print-address]").forEach((element) => {
      element.textContent = window.location.href;
    });
  });
})();
