/* Choosing on the map: a click or a tap on a place, a line or a box drawn around many. A finger is
   no needle: near a place too small to be hit, the nearest one is meant. */
(() => {
  "use strict";

  const FINGER_PX = 12; /* radius: what a finger hits for sure */
  const DOUBLE_MS = 350;
  const DOUBLE_PX = 30;
  const STEP = 2; /* of a double click */
  const kcMap = window.kcMap || {};
  window.kcMap = kcMap;

  const areasOf = (map) => [...map.areas.children];

  /* The area at a point of the stage in px, or a small one beside it. */
  function nearest(areas, view, [px, py]) {
    const [x, y] = [(px - view.x) / view.k, (py - view.y) / view.k];
    const reach = FINGER_PX / view.k;
    const near = areas.filter((area) => {
      const { box } = kcMap.shapeOf(area);
      return (
        x > box.x - reach && x < box.x + box.width + reach &&
        y > box.y - reach && y < box.y + box.height + reach
      );
    });
    const here = near.filter((area) => kcMap.contains(kcMap.shapeOf(area).rings, x, y)).pop();
    if (here && kcMap.circleIn(here).r * view.k >= FINGER_PX) return here;
    const away = (area) => {
      const circle = kcMap.circleIn(area);
      return Math.max(0, Math.hypot(x - circle.x, y - circle.y) - circle.r) - (area === here ? 1e-6 : 0);
    };
    const small = near.filter((area) => area === here || away(area) <= reach);
    return small.sort((a, b) => away(a) - away(b))[0] || here || null;
  }

  /* The scale at which a finger hits the place at a point for sure, at least `STEP` times the
     present one: one double tap is enough for every place. */
  function closer(area, view) {
    if (!area) return STEP;
    const wanted = FINGER_PX / Math.max(kcMap.circleIn(area).r, 1e-6);
    return Math.max(STEP, (1.1 * wanted) / view.k);
  }

  function pointIn(stage, event) {
    const box = stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /* Places whose middle lies in a polygon of px. */
  function inside(map, polygon) {
    const ring = polygon.map(([px, py]) => [
      (px - map.view.x) / map.view.k,
      (py - map.view.y) / map.view.k,
    ]);
    return areasOf(map)
      .filter((area) => {
        const circle = kcMap.circleIn(area);
        return kcMap.contains([ring], circle.x, circle.y);
      })
      .map((area) => area.dataset.place);
  }

  const corners = ([x0, y0], [x1, y1]) => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];

  function choosing(map) {
    const { stage } = map;
    let touched = false; /* the last pointer was a finger */
    let last = null; /* the click before */
    let drawing = null;

    const at = (event) => {
      const point = pointIn(stage, event);
      if (touched) return nearest(areasOf(map), map.view, point);
      return event.target.closest?.(".map-areas > path") || null;
    };

    const listeners = {
      pointerdown: (event) => {
        touched = event.pointerType === "touch";
        if (!stage.dataset.tool || event.button) return;
        event.preventDefault();
        stage.focus({ preventScroll: true });
        stage.setPointerCapture(event.pointerId);
        const shape = kcMap.element("polygon", { class: "map-drawn" });
        map.sheet.append(shape);
        drawing = { shape, points: [pointIn(stage, event)] };
      },
      pointermove: (event) => {
        if (drawing) {
          drawing.points.push(pointIn(stage, event));
          drawing.shape.setAttribute("points", outline(drawing, stage).join(" "));
        } else if (event.pointerType !== "touch" && !event.buttons) {
          const area = at(event);
          if (area) kcMap.point(area.dataset.place);
          else kcMap.unpoint();
        }
      },
      pointerup: () => {
        if (!drawing) return;
        const { shape, points } = drawing;
        shape.remove();
        const around = outline(drawing, stage);
        drawing = null;
        if (points.length > 2) window.kcExplore.take(inside(map, around));
      },
      pointercancel: () => {
        drawing?.shape.remove();
        drawing = null;
      },
      pointerleave: (event) => event.pointerType !== "touch" && kcMap.unpoint(),
      click: (event) => {
        if (stage.dataset.tool || event.target.closest("a, button")) return;
        const area = at(event);
        const point = pointIn(stage, event);
        /* where the hand is: the page below it may move with what the first click did */
        const again =
          last && event.timeStamp - last.timeStamp < DOUBLE_MS &&
          Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY) < DOUBLE_PX;
        last = again ? null : event;
        if (again) {
          const step = touched ? closer(area, map.view) : STEP;
          map.view.zoomBy(event.shiftKey ? 1 / STEP : step, point);
        } else if (area) {
          kcMap.point(area.dataset.place);
          window.kcExplore.click(area.dataset.place);
        }
      },
    };
    const entries = Object.entries(listeners);
    entries.forEach(([name, listener]) => stage.addEventListener(name, listener));
    return () => entries.forEach(([name, listener]) => stage.removeEventListener(name, listener));
  }

  function outline({ points }, stage) {
    return stage.dataset.tool === "box" ? corners(points[0], points.at(-1)) : points;
  }

  Object.assign(kcMap, { choosing, closer, nearest });
})();
