/* What the map lies on: roads, rivers and the state line, from one file that is asked for once, when
   the map is first moved or the browser has time; and the small outline of the city that says where
   in it one is. The server draws the first lines (layouts/figures/explore/base_map.py). */
(() => {
  "use strict";

  const NO_ROADS = new Set(["river", "state_line"]);
  const RIVER_PX = 1.2;
  const WHOLE = 0.98; /* of the city in the window: there is nothing to find */
  const COVERED = ".map-locator, .map-tools > *, .map-letters text";
  const kcMap = window.kcMap || {};
  window.kcMap = kcMap;

  function drawnLine(line, ground) {
    const classes = [
      ground ? "ground" : "",
      line.kind,
      line.highlight ? "highlight" : "",
      line.approx && !ground ? "approx" : "",
      line.area ? "area" : "",
      line.from ? `from-${line.from}` : "",
    ];
    const path = kcMap.element("path", { class: classes.filter(Boolean).join(" "), d: line.d });
    if (line.width) path.kcWidth = line.width;
    return path;
  }

  /* Every line of the file, in the place of those of the first picture; roads on grounds. */
  function drawBase(group, content) {
    if (group.kcContent === content) return;
    group.kcContent = content;
    const roads = content.lines.filter((line) => !NO_ROADS.has(line.kind));
    group.replaceChildren(
      ...content.lines.filter((line) => NO_ROADS.has(line.kind)).map((line) => drawnLine(line)),
      ...roads.map((line) => drawnLine(line, true)),
      ...roads.map((line) => drawnLine(line))
    );
  }

  /* Rivers are as wide as they are. */
  function widenRivers(group, k) {
    [...group.children].forEach((path) => {
      if (path.kcWidth) path.style.strokeWidth = `${Math.max(RIVER_PX, path.kcWidth * k)}px`;
    });
  }

  /* -- where in the city --------------------------------------------------------------------- */

  function emptyLocator(content) {
    const [width, height] = content.size;
    const box = kcMap.element("svg", {
      class: "map-locator",
      viewBox: `0 0 ${width} ${height}`,
      "aria-hidden": "true",
    });
    box.append(kcMap.element("path", { d: content.outline }), kcMap.element("rect"));
    return box;
  }

  /* The outline with the window's part of it; hidden where all of it is seen. */
  function locator(stage, content, view) {
    let box = stage.querySelector(":scope > .map-locator");
    if (!box) {
      box = emptyLocator(content);
      stage.append(box);
    }
    const [width, height] = content.size;
    const left = Math.max(0, -view.x / view.k);
    const top = Math.max(0, -view.y / view.k);
    const right = Math.min(width, (view.width - view.x) / view.k);
    const bottom = Math.min(height, (view.height - view.y) / view.k);
    const seen = { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
    box.toggleAttribute("hidden", seen.width >= width * WHOLE && seen.height >= height * WHOLE);
    const frame = box.querySelector("rect");
    Object.entries(seen).forEach(([name, value]) => frame.setAttribute(name, value.toFixed(0)));
  }

  /* -- with the living map ------------------------------------------------------------------- */

  function viewOf(map, selected) {
    const { width, height } = map.view.size();
    const [first] = map.places.keys();
    return {
      k: map.view.k,
      x: map.view.x,
      y: map.view.y,
      width,
      height,
      layer: first ? first.slice(0, first.indexOf("-")) : "",
      lang: document.documentElement.lang,
      chosen: new Set(selected.map(kcMap.areaId)),
      drawn: new Set([...map.places.keys()].map(kcMap.areaId)),
      taken: takenIn(map.stage),
    };
  }

  /* Where the stage is covered: the locator, buttons over the map, letters of its layers. */
  function takenIn(stage) {
    const own = stage.getBoundingClientRect();
    const over = [...document.querySelectorAll(COVERED)];
    return over
      .map((node) => node.getBoundingClientRect())
      .filter((box) => box.width && box.bottom > own.top && box.top < own.bottom)
      .filter((box) => box.right > own.left && box.left < own.right)
      .map((box) => [
        box.left - own.left,
        box.top - own.top,
        box.right - own.left,
        box.bottom - own.top,
      ]);
  }

  /* The map rests: lines, names and locator as this scale has them. What does not come is missed
     by nobody: the map stays as it is. */
  async function restBase(map, selected) {
    if (!map.stage.dataset.base) return;
    const content = await kcMap.load(map.stage.dataset.base).catch(() => null);
    if (!content || kcMap.living() !== map) return;
    const { x, y, k } = map.view;
    locator(map.stage, content, { x, y, k, ...map.view.size() });
    const view = viewOf(map, selected);
    const lines = map.picture.querySelector(".map-base--over");
    drawBase(lines, content);
    widenRivers(lines, view.k);
    kcMap.placeNames(map.picture.querySelector(".map-names__places"), content, view);
  }

  Object.assign(kcMap, { drawBase, locator, restBase, widenRivers });
})();
