/* The flat sheet of data/plane.py in the browser: Mercator, units of ten meters, and the shapes of
   its areas, read back from their paths. */
(() => {
  "use strict";

  const UNIT_METERS = 10;
  const EARTH_RADIUS_METERS = 6378137; /* WGS 84, as data/plane.py has it */
  const STEPS = 12; /* of the search for the largest circle inside, across and down */
  const ROUNDS = 3;

  const radians = (degrees) => (degrees * Math.PI) / 180;
  const northing = (lat) => Math.log(Math.tan(Math.PI / 4 + radians(lat) / 2));

  /* `bounds`: west, south, east, north in degrees. */
  function plane(bounds) {
    const [west, south, , north] = bounds;
    const units = (EARTH_RADIUS_METERS * Math.cos(radians((south + north) / 2))) / UNIT_METERS;
    const top = northing(north);
    return {
      at: (lon, lat) => [radians(lon - west) * units, (top - northing(lat)) * units],
      back: (x, y) => [
        west + (x / units) * (180 / Math.PI),
        (2 * Math.atan(Math.exp(top - y / units)) - Math.PI / 2) * (180 / Math.PI),
      ],
    };
  }

  /* Corners of every ring of a path of data/build/map_paths.py. */
  function ringsOf(path) {
    return path
      .split("M")
      .slice(1)
      .map((ring) => {
        const numbers = ring.match(/-?\d+/g).map(Number);
        const corners = [[numbers[0], numbers[1]]];
        for (let i = 2; i < numbers.length; i += 2) {
          const [x, y] = corners[corners.length - 1];
          corners.push([x + numbers[i], y + numbers[i + 1]]);
        }
        return corners;
      });
  }

  function boxOf(rings) {
    const xs = rings.flat().map((corner) => corner[0]);
    const ys = rings.flat().map((corner) => corner[1]);
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
  }

  /* Even-odd, as the areas are filled. */
  function contains(rings, x, y) {
    let inside = false;
    rings.forEach((ring) => {
      ring.forEach(([x1, y1], i) => {
        const [x0, y0] = ring[(i || ring.length) - 1];
        if (y0 > y !== y1 > y && x < ((x0 - x1) * (y - y1)) / (y0 - y1) + x1) inside = !inside;
      });
    });
    return inside;
  }

  function toLine(x, y, [x0, y0], [x1, y1]) {
    const [dx, dy] = [x1 - x0, y1 - y0];
    const along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.max(0, Math.min(1, along));
    return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
  }

  /* How far a point is from the line around an area. */
  function toEdge(rings, x, y) {
    let least = Infinity;
    rings.forEach((ring) => {
      ring.forEach((corner, i) => {
        least = Math.min(least, toLine(x, y, ring[(i || ring.length) - 1], corner));
      });
    });
    return least;
  }

  /* Nearly the largest circle inside: the best point of a grid, then of a finer one around it. */
  function circleOf(rings) {
    let { x, y, width, height } = boxOf(rings);
    let best = { x: x + width / 2, y: y + height / 2, r: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let i = 0; i < STEPS * STEPS; i += 1) {
        const px = x + ((i % STEPS) + 0.5) * (width / STEPS);
        const py = y + (Math.floor(i / STEPS) + 0.5) * (height / STEPS);
        const r = contains(rings, px, py) ? toEdge(rings, px, py) : 0;
        if (r > best.r) best = { x: px, y: py, r };
      }
      width /= STEPS / 3;
      height /= STEPS / 3;
      x = best.x - width / 2;
      y = best.y - height / 2;
    }
    return best;
  }

  const known = new WeakMap();

  /* Rings, box and circle of a drawn area, each made when it is first asked for. */
  function shapeOf(element) {
    let shape = known.get(element);
    if (!shape || shape.path !== element.getAttribute("d")) {
      const path = element.getAttribute("d");
      const rings = ringsOf(path);
      shape = { path, rings, box: boxOf(rings) };
      known.set(element, shape);
    }
    return shape;
  }

  function circleIn(element) {
    const shape = shapeOf(element);
    shape.circle = shape.circle || circleOf(shape.rings);
    return shape.circle;
  }

  window.kcMap = Object.assign(window.kcMap || {}, {
    boxOf,
    circleIn,
    circleOf,
    contains,
    plane,
    ringsOf,
    shapeOf,
    toEdge,
  });
})();
