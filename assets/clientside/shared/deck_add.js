/* Adds what is on screen to the visitor's slides, which store.js keeps. A view is
   [page, chart, query, title, notes]; the button says which chart, the page says the rest. */
(() => {
  "use strict";

  /* Compare: the places that are drawn, which the address may have asked for in other words.
     A slide has the city as what they are compared with unless a visitor chose another one. */
  function compared(measure) {
    const { places, baseline } = document.querySelector("#compare-places [data-places]").dataset;
    const names = places.split(",");
    const isChosen = names.includes("city") || baseline !== names[0];
    const parts = [`places=${places}`];
    if (isChosen) parts.push(`baseline=${baseline}`);
    if (measure) parts.push(`measure=${measure}`);
    return parts.join("&");
  }

  function viewOf({ addSlide, measure, slidePage, slideQuery }) {
    /* a chart that stands on the page of another one */
    if (slidePage) return [slidePage, addSlide, slideQuery, "", ""];
    const home = document.querySelector('meta[name="site"]').dataset.base.replace(/\/$/, "");
    const page = window.location.pathname.slice(home.length).replace(/^\/|\/$/g, "") || "explore";
    if (page === "compare") return [page, addSlide, compared(measure), "", ""];
    /* its word says it all; the address of an area that was drawn has it in its query */
    const place = document.querySelector(".place[data-place]");
    if (place) return [`place/${place.dataset.place}`, addSlide, "", "", ""];
    const query = new URLSearchParams(window.location.search);
    query.delete("lang");
    query.delete("theme");
    return [page, addSlide, decodeURIComponent(query.toString()), "", ""];
  }

  function say(words, link, label) {
    const anchor = document.createElement("a");
    anchor.href = link;
    anchor.textContent = label;
    window.kcSay([`${words} `, ...(link ? [anchor] : [])]);
  }

  function pageLink() {
    const found = [...document.querySelectorAll("a.shell__link")].find((link) =>
      new URL(link.href).pathname.endsWith("/present")
    );
    return found ? found.href : "";
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-add-slide]");
    if (!button) return;
    const { own, keep, MOST } = window.kcDeck;
    const rows = own();
    const { added, full, see } = button.dataset;
    if (rows.length >= MOST) {
      say(full.replace("{max}", MOST), pageLink(), see);
      return;
    }
    rows.push(viewOf(button.dataset));
    keep(rows);
    say(added.replace("{n}", rows.length).replace("{max}", MOST), pageLink(), see);
  });
})();
