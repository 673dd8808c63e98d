/* Outlines of areas that visitors draw, as they stand in an address: data/outline.py says how. A
   corner is [longitude, latitude] in parts of a degree. */
(() => {
  "use strict";

  const GRID = 100000;
  const DIGITS = "0123456789abcdefghijklmnopqrstuv";
  const MORE = 16;
  const CIRCLE_CORNERS = 48;
  const METERS_A_MILE = 1609.344;
  const METERS_A_DEGREE = 111320;

  function written(value) {
    let rest = value >= 0 ? 2 * value : -2 * value - 1;
    let digits = "";
    while (rest >= MORE) {
      digits += DIGITS[(rest % MORE) + MORE];
      rest = Math.floor(rest / MORE);
    }
    return digits + DIGITS[rest];
  }

  function encoded(corners) {
    let last = [0, 0];
    return corners
      .map((corner) => {
        const steps = corner.map((here, i) => here - last[i]);
        last = corner;
        return steps.map(written).join("");
      })
      .join("");
  }

  /* The corners of a text, as far as it can be read: what is wrong with them the server has said. */
  function decoded(text) {
    const numbers = [];
    let value = 0;
    let power = 1;
    [...text.toLowerCase()].forEach((letter) => {
      const digit = DIGITS.indexOf(letter);
      value += (digit % MORE) * power;
      power *= MORE;
      if (digit >= MORE) return;
      numbers.push(value % 2 ? -(value + 1) / 2 : value / 2);
      value = 0;
      power = 1;
    });
    const corners = [];
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      const [lon, lat] = corners.at(-1) || [0, 0];
      corners.push([lon + numbers[i], lat + numbers[i + 1]]);
    }
    return corners;
  }

  /* The corners of an outline that can be seen from the city; none of one that lies elsewhere. */
  function near(corners, [west, south, east, north]) {
    const room = GRID; /* a degree */
    const sees = ([lon, lat]) =>
      lon > west * GRID - room && lon < east * GRID + room && lat > south * GRID - room && lat < north * GRID + room;
    return corners.every(sees) ? corners : [];
  }

  function circle([lon, lat], miles) {
    const step = (2 * Math.PI) / CIRCLE_CORNERS;
    /* as large as the circle, whose corners would cut its edge off */
    const inside = Math.sin(step) / step;
    const degrees = (miles * METERS_A_MILE) / METERS_A_DEGREE / Math.sqrt(inside);
    const shrunk = Math.cos((lat / GRID / 180) * Math.PI);
    return Array.from({ length: CIRCLE_CORNERS }, (_, i) => [
      Math.round(lon + (GRID * degrees * Math.cos(i * step)) / shrunk),
      Math.round(lat + GRID * degrees * Math.sin(i * step)),
    ]);
  }

  const turn = (a, b, c) =>
    Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  const apart = (a, b, c, d, i) =>
    Math.max(a[i], b[i]) < Math.min(c[i], d[i]) || Math.max(c[i], d[i]) < Math.min(a[i], b[i]);

  function meet(a, b, c, d) {
    if (apart(a, b, c, d, 0) || apart(a, b, c, d, 1)) return false;
    return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0;
  }

  /* True if two sides that are no neighbors have a point in common. */
  function meetsItself(corners) {
    const n = corners.length;
    const side = (i) => [corners[i], corners[(i + 1) % n]];
    for (let i = 0; i < n; i++) {
      for (let j = i + 2; j < n; j++) {
        if ((i > 0 || j < n - 1) && meet(...side(i), ...side(j))) return true;
      }
    }
    return false;
  }

  window.kcOutline = { GRID, circle, decoded, encoded, meetsItself, near };
})();
