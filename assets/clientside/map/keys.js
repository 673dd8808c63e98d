/* The map by keyboard and by buttons. Tab reaches the map once; on it, arrows move it, brackets
   walk from place to place, Shift and an arrow goes to the place beside. */
(() => {
  "use strict";

  const STEP = 1.6;
  const MOVE_PX = 80;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const ASIDE = 2; /* how much less a way aside counts than one ahead */
  const kcMap = window.kcMap || {};
  window.kcMap = kcMap;

  /* Places as the alphabet has them, with numbers in their order. */
  function walk(map, names, step) {
    const order = [...map.places.keys()].sort((a, b) =>
      (names[a] || a).localeCompare(names[b] || b, undefined, { numeric: true })
    );
    const present = order.indexOf(map.pointed);
    if (present < 0) return order[step > 0 ? 0 : order.length - 1];
    return order[(present + step + order.length) % order.length];
  }

  /* The nearest place in the direction of an arrow. */
  function beside(map, [dx, dy]) {
    const areas = [...map.areas.children];
    const from = areas.find((area) => area.dataset.place === map.pointed);
    const size = map.view.size();
    const here = from
      ? kcMap.circleIn(from)
      : { x: (size.width / 2 - map.view.x) / map.view.k, y: (size.height / 2 - map.view.y) / map.view.k };
    let best = null;
    areas.forEach((area) => {
      const there = kcMap.circleIn(area);
      const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      const far = ahead + ASIDE * aside;
      if (area !== from && ahead > 0 && (!best || far < best.far)) best = { far, area };
    });
    return best ? best.area.dataset.place : map.pointed;
  }

  /* A place that is walked to comes into view. */
  function bring(map, place) {
    kcMap.point(place);
    const area = kcMap.areaOf(place);
    if (!area) return;
    const { x, y } = kcMap.circleIn(area);
    const { view } = map;
    const size = view.size();
    const [px, py] = [x * view.k + view.x, y * view.k + view.y];
    const seen = px > 0 && px < size.width && py > 0 && py < size.height;
    if (!seen) view.panBy(size.width / 2 - px, size.height / 2 - py);
  }

  function fitChosen(map) {
    const { selected } = kcMap.state();
    const rings = selected.map(kcMap.areaOf).filter(Boolean).flatMap((area) => kcMap.shapeOf(area).rings);
    if (rings.length) map.view.fit(kcMap.boxOf(rings), 48);
    else kcMap.hint(map.stage, map.stage.dataset.sayNoChosen);
  }

  const acts = {
    in: (map) => map.view.zoomBy(STEP),
    out: (map) => map.view.zoomBy(1 / STEP),
    whole: (map) => map.view.goHome(),
    chosen: fitChosen,
    box: (map) => tool(map, "box"),
    lasso: (map) => tool(map, "lasso"),
  };

  function tool(map, name) {
    const chosen = map.stage.dataset.tool === name ? "" : name;
    if (chosen) map.stage.dataset.tool = chosen;
    else delete map.stage.dataset.tool;
    document.querySelectorAll('[data-map-act="box"], [data-map-act="lasso"]').forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.mapAct === chosen));
    });
  }

  function pressed(map, event) {
    const { key, shiftKey } = event;
    const arrow = ARROWS[key];
    const { names } = kcMap.state();
    if (arrow && shiftKey) bring(map, beside(map, arrow));
    else if (arrow) map.view.panBy(-arrow[0] * MOVE_PX, -arrow[1] * MOVE_PX);
    else if (key === "+" || key === "=") acts.in(map);
    else if (key === "-" || key === "_") acts.out(map);
    else if (key === "Home") acts.whole(map);
    else if (key === "]" || key === "PageDown") bring(map, walk(map, names, 1));
    else if (key === "[" || key === "PageUp") bring(map, walk(map, names, -1));
    else if ((key === "Enter" || key === " ") && map.pointed) window.kcExplore.toggle(map.pointed);
    else if (key === "Escape" && map.stage.dataset.tool) tool(map, map.stage.dataset.tool);
    else return false;
    return true;
  }

  function keys(map) {
    const listener = (event) => {
      if (event.target !== map.stage || event.ctrlKey || event.metaKey || event.altKey) return;
      if (pressed(map, event)) event.preventDefault();
    };
    map.stage.addEventListener("keydown", listener);
    return () => map.stage.removeEventListener("keydown", listener);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-map-act]");
    const map = kcMap.living?.();
    if (button && map) acts[button.dataset.mapAct]?.(map);
  });

  Object.assign(kcMap, { beside, keys, walk });
})();
