/* Which part of the sheet is seen, and how large: screen = k * unit + (x, y), in px of the stage.
   Whoever moves the map does it here: buttons, keys, gestures, addresses. */
(() => {
  "use strict";

  const LARGEST = 4; /* px a unit: 400 px a kilometer */
  const SMALLEST = 0.7; /* of the scale at which all fits */
  const REST_MS = 350;
  const PX_PER_KM = 100; /* times px a unit */
  const BANDS = [30, 60, 120]; /* px a kilometer; the style sheet shows more from each on */

  /* The view that shows a box of the sheet whole, in the middle. */
  function fitted(box, size, padding = 0) {
    const [width, height] = [size.width - 2 * padding, size.height - 2 * padding];
    const k = Math.min(width / box.width, height / box.height, LARGEST);
    return {
      k,
      x: size.width / 2 - (box.x + box.width / 2) * k,
      y: size.height / 2 - (box.y + box.height / 2) * k,
    };
  }

  /* The middle of the stage stays on what there is to see. */
  function within(view, home, size) {
    const whole = fitted(home, size);
    const k = Math.min(LARGEST, Math.max(whole.k * SMALLEST, view.k));
    const grow = k / view.k;
    const [cx, cy] = [size.width / 2, size.height / 2];
    const x = cx - (cx - view.x) * grow;
    const y = cy - (cy - view.y) * grow;
    const clamp = (at, from, length) => Math.min(from + length, Math.max(from, at));
    return {
      k,
      x: cx - clamp((cx - x) / k, home.x, home.width) * k,
      y: cy - clamp((cy - y) / k, home.y, home.height) * k,
    };
  }

  function zoomed(view, factor, [px, py]) {
    const k = Math.min(LARGEST, view.k * factor);
    const grow = k / view.k;
    return { k, x: px - (px - view.x) * grow, y: py - (py - view.y) * grow };
  }

  function bandOf(k) {
    return BANDS.filter((least) => k * PX_PER_KM >= least).length;
  }

  /* `lon,lat,px a kilometer`, as data/explore/state.py prints it. */
  function written(view, size, plane) {
    const [lon, lat] = plane.back(
      (size.width / 2 - view.x) / view.k,
      (size.height / 2 - view.y) / view.k
    );
    const scale = view.k * PX_PER_KM;
    return [lon.toFixed(4), lat.toFixed(4), scale.toFixed(scale < 100 ? 1 : 0)].map(Number).join(",");
  }

  function read(text, size, plane) {
    const [lon, lat, scale] = text.split(",").map(Number);
    const [x, y] = plane.at(lon, lat);
    const k = scale / PX_PER_KM;
    return { k, x: size.width / 2 - x * k, y: size.height / 2 - y * k };
  }

  /* `moved(view, size)` at every change, `rested(view)` a moment after the last one. */
  function makeView({ stage, home, moved, rested }) {
    const self = { k: 1, x: 0, y: 0, own: false, home };
    let size = measured();
    let timer = 0;
    let frame = 0;

    function measured() {
      return { width: stage.clientWidth || 1, height: stage.clientHeight || 1 };
    }

    function put(view, own) {
      Object.assign(self, within(view, self.home, size), { own });
      if (!frame) frame = window.requestAnimationFrame(paint);
      window.clearTimeout(timer);
      timer = window.setTimeout(() => rested(self), REST_MS);
    }

    function paint() {
      frame = 0;
      moved(self, size);
    }

    /* All of it, as where nobody zoomed. */
    self.goHome = () => put(fitted(self.home, size), false);
    self.set = (view) => put(view, true);
    self.fit = (box, padding = 24) => put(fitted(box, size, padding), true);
    self.panBy = (dx, dy) => put({ ...self, x: self.x + dx, y: self.y + dy }, true);
    self.zoomBy = (factor, point) =>
      put(zoomed(self, factor, point || [size.width / 2, size.height / 2]), true);
    self.show = (text, plane) => put(read(text, size, plane), true);
    self.written = (plane) => (self.own ? written(self, size, plane) : "");
    self.size = () => size;
    /* The stage has another size: what is in its middle stays there. */
    self.resize = () => {
      const before = size;
      size = measured();
      if (!self.own) return self.goHome();
      const shift = [(size.width - before.width) / 2, (size.height - before.height) / 2];
      return put({ ...self, x: self.x + shift[0], y: self.y + shift[1] }, true);
    };
    self.now = () => {
      window.cancelAnimationFrame(frame);
      paint();
    };
    self.end = () => {
      window.clearTimeout(timer);
      window.cancelAnimationFrame(frame);
    };
    Object.assign(self, fitted(home, size));
    return self;
  }

  window.kcMap = Object.assign(window.kcMap || {}, {
    BANDS,
    LARGEST,
    bandOf,
    fitted,
    makeView,
    readView: read,
    within,
    writtenView: written,
    zoomed,
  });
})();
