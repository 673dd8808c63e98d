/* Printed sheets: light paper whatever the theme, charts as wide as the sheet, long charts cut
   between rows with their scale on every sheet, and the address. All of it is undone afterwards. */
(() => {
  "use strict";

  /* A chart keeps the width it has on the screen unless it is told of the sheet's. Maps keep their
     shape, and pages that set their own columns for print keep those. */
  const SHEET_PX = 690;
  const STORY_PX = 490; /* beside its sentence */
  const STORY_MAP_PX = { width: 310, height: 297 }; /* beside its legend too */
  const PIECE_PX = 780;
  const WIDE_PAGES = ".main--explore, .main--gaps";
  const COLORED = "[style], [fill], [stroke], [stop-color]";
  let undo = null;
  let lit = new WeakMap();

  function graphs() {
    return [...document.querySelectorAll(".js-plotly-plot")].filter((graph) => graph._fullLayout);
  }

  function widened(graph) {
    const inStory = graph.closest(".main--story");
    const isMap = Boolean(graph._fullLayout.geo);
    if (!inStory && (isMap || !graph.closest(WIDE_PAGES))) return;
    const size = { width: inStory ? STORY_PX : SHEET_PX, height: graph.offsetHeight };
    window.Plotly.relayout(graph, inStory && isMap ? STORY_MAP_PX : size);
    undo.push(() => window.Plotly.relayout(graph, { autosize: true, width: null, height: null }));
  }

  /* -- colors: each of the dark palette becomes its twin of the light one ---------------------- */

  function rules(list) {
    return [...list].flatMap((rule) => [rule, ...(rule.cssRules ? rules(rule.cssRules) : [])]);
  }

  function palette(selector) {
    const found = [...document.styleSheets]
      .flatMap((sheet) => rules(sheet.cssRules))
      .find((rule) => rule.selectorText === selector && rule.style.getPropertyValue("--outcome-0"));
    return found ? found.style : null;
  }

  function channels(color) {
    const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color.trim());
    if (hex) return hex.slice(1).map((part) => parseInt(part, 16)).join(", ");
    const numbers = /^rgba?\((\d+), *(\d+), *(\d+)/.exec(color.trim());
    return numbers ? numbers.slice(1).join(", ") : "";
  }

  function twins() {
    const dark = palette(':root[data-theme="dark"]');
    const light = palette(":root");
    if (!dark || !light) return new Map();
    return new Map(
      [...dark]
        .filter((name) => name.startsWith("--"))
        .map((name) => [dark, light].map((colors) => channels(colors.getPropertyValue(name))))
    );
  }

  /* One property of an element, read and written by `get` and `set`; what is light already stays. */
  function lighten(element, name, known, get, set) {
    const was = get();
    const light = was && known.get(channels(was));
    const done = lit.get(element) || {};
    if (!light || done[name] === was) return;
    const alpha = /^rgba\(.*, *([\d.]+)\)$/.exec(was);
    set(`rgba(${light}, ${alpha ? alpha[1] : 1})`);
    lit.set(element, { ...done, [name]: get() });
    undo.push(() => set(was));
  }

  function lightenElement(element, known) {
    const { style } = element;
    [...(style || [])].forEach((name) => {
      const importance = style.getPropertyPriority(name);
      const set = (value) => style.setProperty(name, value, importance);
      lighten(element, name, known, () => style.getPropertyValue(name), set);
    });
    ["fill", "stroke", "stop-color"].forEach((name) => {
      const set = (value) => element.setAttribute(name, value);
      lighten(element, `@${name}`, known, () => element.getAttribute(name), set);
    });
  }

  /* Charts may be drawn again while they are on paper: what comes new is made light too. */
  function lightenAll() {
    if (document.documentElement.dataset.theme !== "dark") return;
    const known = twins();
    const main = document.querySelector("main");
    const all = () => main.querySelectorAll(COLORED).forEach((e) => lightenElement(e, known));
    const observer = new MutationObserver(all);
    lit = new WeakMap();
    all();
    observer.observe(main, {
      subtree: true,
      childList: true,
      attributeFilter: ["style", "fill", "stroke"],
    });
    undo.push(() => observer.disconnect());
  }

  /* -- long charts ------------------------------------------------------------------------------ */

  /* A strip of a drawn chart, `height` px from `top` on. */
  function strip(list, top, height) {
    const piece = document.createElement("div");
    piece.className = "paper-piece__strip";
    piece.style.height = `${height}px`;
    if (list.picture) piece.append(moved(list, top));
    list.graph?.querySelectorAll(".main-svg").forEach((drawing) => {
      const width = drawing.getAttribute("width");
      const copy = drawing.cloneNode(true);
      copy.setAttribute("viewBox", `0 ${top} ${width} ${height}`);
      copy.setAttribute("height", height);
      piece.append(copy);
    });
    return piece;
  }

  /* A copy of a picture as tall as on the screen, `top` px above its strip. */
  function moved({ picture, height }, top) {
    const whole = document.createElement("div");
    whole.className = "paper-piece__picture";
    whole.style.cssText = `height: ${height}px; top: ${-top}px`;
    whole.append(picture.cloneNode(true));
    return whole;
  }

  /* Charts of rows, from top to bottom of their rows in px: those that plotly has drawn, and those
     that are pictures (layouts/inline/picture.py). */
  function lists() {
    const drawings = graphs().map((graph) => {
      const { _size: size, yaxis, yaxis2, height } = graph._fullLayout;
      const rows = yaxis && !yaxis2 && Math.abs(yaxis.range[0] - yaxis.range[1]);
      return { graph, height, rows, top: size.t, length: yaxis?._length };
    });
    const pictures = [...document.querySelectorAll(".drawn[data-rows]")].map((picture) => {
      const [frame, plot] = [picture, picture.firstElementChild].map((e) => e.getBoundingClientRect());
      const rows = Number(picture.dataset.rows);
      const top = plot.top - frame.top;
      return { picture, height: frame.height, rows, top, length: plot.height };
    });
    return [...drawings, ...pictures].filter(({ rows }) => rows);
  }

  /* A chart of rows that is longer than a sheet: as many rows a piece as fit, each under the scale. */
  function cut(list) {
    const { top, rows, length, height } = list;
    const frame = (list.graph || list.picture).closest(".chart-card__plot--scrolls");
    if (!frame?.closest(WIDE_PAGES) || height <= PIECE_PX) return;
    const row = length / rows;
    const fitting = Math.floor((PIECE_PX - top) / row);
    const pieces = document.createElement("div");
    pieces.className = "paper-pieces";
    pieces.setAttribute("aria-hidden", "true");
    for (let first = 0; first * row < length - 1; first += fitting) {
      const piece = document.createElement("div");
      piece.className = "paper-piece";
      const rest = length - first * row;
      piece.append(
        strip(list, 0, top),
        strip(list, top + first * row, Math.min(fitting * row, rest))
      );
      pieces.append(piece);
    }
    frame.before(pieces);
    frame.classList.add("on-screen-only");
    undo.push(() => {
      pieces.remove();
      frame.classList.remove("on-screen-only");
    });
  }

  /* -- folds ------------------------------------------------------------------------------------ */

  /* What a page folds to be short on a screen is read on paper. */
  function unfold() {
    const folds = "details:is(.part, .data-fold):not([open])";
    const closed = [...document.querySelectorAll(folds)];
    document.documentElement.setAttribute("data-paper", "");
    closed.forEach((part) => {
      part.open = true;
    });
    undo.push(() => {
      closed.forEach((part) => {
        part.open = false;
      });
      document.documentElement.removeAttribute("data-paper");
    });
  }

  /* -- before and after ------------------------------------------------------------------------- */

  /* Every chart and every number on its line prints its short address, where others can open it. */
  function addressed(link) {
    const { address } = window.kcAddress(window.kcCite.linkOf(link));
    const card = link.closest("figure");
    const after = card ? card.querySelector(".chart-card__source") : link.closest(".number__line");
    if (!address || !after) return;
    after.dataset.printed = address.replace(/^https?:\/\//, "");
    undo.push(() => delete after.dataset.printed);
  }

  function toPaper() {
    if (undo) return;
    undo = [];
    unfold();
    graphs().forEach(widened);
    document.querySelectorAll(".chart-card__plot").forEach((plot) => {
      plot.style.setProperty("--print-height", `${plot.scrollHeight}px`);
    });
    document.querySelectorAll("[data-print-address]").forEach((element) => {
      element.textContent = window.kcAddress().words;
    });
    document.querySelectorAll("a[data-cite]").forEach(addressed);
    lightenAll();
    lists().forEach(cut);
  }

  function toScreen() {
    const steps = undo || [];
    undo = null;
    steps.reverse().forEach((step) => step());
  }

  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", toScreen);
  /* previews of a browser's tools tell of the medium only */
  window.matchMedia("print").addEventListener("change", (change) => {
    if (change.matches) toPaper();
    else toScreen();
  });
})();
