/* The picture that an area is drawn on: places without values, an outline, a cross. own.js says what
   happens on it. Its lengths are parts of a degree of latitude. */
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const HANDLE_PX = 8;
  const ARM_PX = 12; /* of the cross */
  const NAME_PX = 11;
  const LETTER_PX = 6.2;
  const CLOSEST = 1200; /* the map is at least as wide */
  const LOOK = 4000; /* around a place that was asked for */

  const part = (name, attributes = {}, parent = null) => {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    parent?.append(element);
    return element;
  };

  class OwnMap {
    /* `state` tells what is to be drawn: corners, the one that is held, cross, way, picked. */
    constructor(label, [west, south, east, north], state) {
      const { GRID } = window.kcOutline;
      this.state = state;
      this.origin = [west * GRID, north * GRID];
      this.shrunk = Math.cos((((south + north) / 2) * Math.PI) / 180);
      this.whole = [(east - west) * GRID * this.shrunk, (north - south) * GRID];
      this.view = { x: 0, y: 0, w: this.whole[0], h: this.whole[1] };
      this.svg = part("svg", {
        tabindex: 0,
        role: "application",
        "aria-label": label,
        class: "own__svg",
      });
      this.layers = Object.fromEntries(
        ["city", "homes", "names", "shape", "handles", "cross"].map((name) => [
          name,
          part("g", { class: `own__${name}` }, this.svg),
        ])
      );
      this.shape = part("path", { class: "own__outline" }, this.layers.shape);
      this.cross = part("path", { class: "own__crosshair" }, this.layers.cross);
      new ResizeObserver(() => this.draw()).observe(this.svg);
    }

    get middle() {
      return this.from(this.whole[0] / 2, this.whole[1] / 2);
    }

    show(city, homes, labels) {
      const { GRID } = window.kcOutline;
      city.forEach((feature) => part("path", { d: this.outlineOf(feature) }, this.layers.city));
      homes.forEach((feature) => {
        const d = this.outlineOf(feature);
        part("path", { d, "data-home": feature.id, class: "own__home" }, this.layers.homes);
      });
      this.names = labels.map(([id, name, lon, lat]) => {
        const [x, y] = this.at([lon * GRID, lat * GRID]);
        const text = part("text", { x, y }, this.layers.names);
        text.textContent = name;
        const home = this.layers.homes.querySelector(`[data-home="${CSS.escape(id)}"]`);
        return { text, width: home ? home.getBBox().width : 0 };
      });
      this.draw();
    }

    outlineOf({ geometry }) {
      const { GRID } = window.kcOutline;
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      return polygons
        .flat()
        .map((ring) => this.pathOf(ring.map(([lon, lat]) => [lon * GRID, lat * GRID])))
        .join("");
    }

    pathOf(corners) {
      return `M${corners.map((corner) => this.at(corner).map(Math.round).join(",")).join("L")}Z`;
    }

    /* -- from degrees to the picture and back ------------------------------------------------- */

    at([lon, lat]) {
      return [(lon - this.origin[0]) * this.shrunk, this.origin[1] - lat];
    }

    from(x, y) {
      return [
        Math.round(x / this.shrunk + this.origin[0]),
        Math.round(this.origin[1] - y),
      ];
    }

    get unit() {
      const box = this.svg.getBoundingClientRect();
      return Math.max(this.view.w / (box.width || 1), this.view.h / (box.height || 1));
    }

    pressed(event) {
      const box = this.svg.getBoundingClientRect();
      const { unit, view } = this;
      return [
        view.x + view.w / 2 + (event.clientX - box.left - box.width / 2) * unit,
        view.y + view.h / 2 + (event.clientY - box.top - box.height / 2) * unit,
      ];
    }

    /* -- drawing ---------------------------------------------------------------------------- */

    draw() {
      const { view, unit, state } = this;
      this.svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
      this.shape.setAttribute("d", state.corners.length ? this.pathOf(state.corners) : "");
      this.shape.style.display = state.way === "pick" ? "none" : "";
      this.layers.names.setAttribute("font-size", NAME_PX * unit);
      (this.names || []).forEach(({ text, width }) => {
        const room = width / unit > text.textContent.length * LETTER_PX;
        text.style.display = room ? "" : "none";
      });
      this.layers.homes.querySelectorAll("path").forEach((path) => {
        const picked = state.way === "pick" && state.picked.has(path.dataset.home);
        path.classList.toggle("is-picked", picked);
      });
      this.handles();
      const [x, y] = this.at(state.cursor);
      const arm = ARM_PX * unit;
      this.cross.setAttribute("d", `M${x - arm},${y}h${2 * arm}M${x},${y - arm}v${2 * arm}`);
    }

    handles() {
      const { corners, held, way } = this.state;
      this.layers.handles.replaceChildren();
      if (way !== "draw") return;
      corners.forEach((corner, i) => {
        const [cx, cy] = this.at(corner);
        const look = `own__handle${i === held ? " is-held" : ""}`;
        part("circle", { cx, cy, r: HANDLE_PX * this.unit, class: look }, this.layers.handles);
      });
    }

    keepView(w) {
      const width = Math.min(Math.max(w, CLOSEST), this.whole[0] * 1.5);
      const middle = [this.view.x + this.view.w / 2, this.view.y + this.view.h / 2];
      this.setView(middle, width);
    }

    setView([x, y], w) {
      const h = (w * this.whole[1]) / this.whole[0];
      this.view = { x: x - w / 2, y: y - h / 2, w, h };
      this.draw();
    }

    zoom(factor) {
      this.keepView(this.view.w * factor);
    }

    lookAt([lon, lat]) {
      const { GRID } = window.kcOutline;
      this.setView(this.at([lon * GRID, lat * GRID]), LOOK);
    }

    fit(corners) {
      const points = corners.map((corner) => this.at(corner));
      const ends = [0, 1].map((i) => points.map((point) => point[i]));
      const [low, high] = [ends.map((n) => Math.min(...n)), ends.map((n) => Math.max(...n))];
      const tall = ((high[1] - low[1]) * this.whole[0]) / this.whole[1];
      const middle = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2];
      this.setView(middle, Math.max(high[0] - low[0], tall, CLOSEST / 2) * 1.6);
    }

    /* The corner within reach of a point, -1 for none. */
    nearest([x, y], reach) {
      const far = this.state.corners.map((corner) => {
        const [cx, cy] = this.at(corner);
        return Math.hypot(cx - x, cy - y);
      });
      const least = Math.min(...far);
      return least < reach * this.unit ? far.indexOf(least) : -1;
    }

    pan(view, dx, dy) {
      this.view = { ...view, x: view.x - dx * this.unit, y: view.y - dy * this.unit };
      this.draw();
    }

    /* Keeps a point in sight. */
    follow(corner) {
      const [x, y] = this.at(corner);
      const { view } = this;
      const inside = x > view.x && x < view.x + view.w && y > view.y && y < view.y + view.h;
      if (inside) this.draw();
      else this.setView([x, y], view.w);
    }
  }

  /* A list of places to look at, for whoever does not find them on the map: a group a kind. */
  function goTo(words, places, look) {
    const label = document.createElement("label");
    const list = document.createElement("select");
    label.className = "own__go";
    list.append(new Option(words.go, ""));
    const points = places.flatMap(([, named]) => named.map(([, ...point]) => point));
    let at = 0;
    places.forEach(([kind, named]) => {
      const group = document.createElement("optgroup");
      group.label = kind;
      group.append(...named.map(([name]) => new Option(name, String(at++))));
      list.append(group);
    });
    list.setAttribute("aria-label", words.go);
    list.addEventListener("change", () => {
      if (list.value) look(points[Number(list.value)]);
    });
    label.append(list);
    return label;
  }

  function tools(words, acts, places, look) {
    const bar = document.createElement("div");
    bar.className = "own__tools";
    const cannot = document.documentElement.classList.contains("no-location");
    Object.entries(acts).forEach(([key, act]) => {
      if (key === "locate" && cannot) return;
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: words[key] });
      button.className = "button button--plain";
      button.addEventListener("click", act);
      bar.append(button);
    });
    bar.append(goTo(words, places, look));
    return bar;
  }

  window.kcOwnMap = Object.assign(OwnMap, { tools });
})();
