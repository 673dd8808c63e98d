/* The theme of the address before the first paint. */
(() => {
  "use strict";

  const asked = new URLSearchParams(window.location.search).get("theme");
  document.documentElement.dataset.theme = asked === "dark" ? "dark" : "light";
})();
