/* Draws what a figure of the map says as elements of SVG, the same ones that the server writes
   (layouts/components/map_svg.py); colors are classes, so a new choice draws no line again. */
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const HATCH_PX = 6;
  const RAMPS = { outcome: "o", factor: "f", both: "b" };
  const WORDS = { few: "few", no_data: "none" };
  const files = new Map();

  function element(name, attributes = {}, text = "") {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, String(value)));
    if (text) node.textContent = text;
    return node;
  }

  const fillClass = (name, step) => WORDS[name] || `${RAMPS[name]}${step}`;
  const areaId = (place) => place.slice(place.indexOf("-") + 1);
  const rolesOf = (figure, role) => figure.data.filter((trace) => trace.meta?.role === role);

  /* A file of the map, asked for once. What a part of the page waits for (`frame`) is held as every
     request is: said, and asked for again. What nobody misses may fail. */
  function load(url, frame = null) {
    if (!files.has(url)) {
      const options = { parts: [frame], json: true };
      const sent = frame ? window.kcNetwork.ask(`shapes:${url}`, url, {}, options) : fetch(url);
      const asked = sent.then((answer) => {
        if (!answer.ok || answer.status === 204) throw new Error(`${answer.status} ${url}`);
        return answer.json();
      });
      asked.catch(() => files.delete(url));
      files.set(url, asked);
    }
    return files.get(url);
  }

  /* Every place with the class of its fill, its trace and its row, in the order of drawing. */
  function placesOf(figure, rows) {
    return new Map(
      rolesOf(figure, "places").flatMap((trace) =>
        trace.rows.map((number, i) => [
          rows[number][0],
          { fill: fillClass(trace.name, trace.z[i]), trace, row: rows[number] },
        ])
      )
    );
  }

  function layerOf(figure) {
    return rolesOf(figure, "places")[0]?.geojson || "";
  }

  /* What of the sheet a figure shows, in its units. */
  function frameOf(figure, plane) {
    const { lonaxis, lataxis } = figure.layout.geo;
    const [x, y] = plane.at(lonaxis.range[0], lataxis.range[1]);
    const [right, bottom] = plane.at(lonaxis.range[1], lataxis.range[0]);
    return { x, y, width: right - x, height: bottom - y };
  }

  function emptyPicture() {
    const picture = document.createElement("div");
    picture.className = "map-picture";
    const sheet = element("svg", { class: "map-sheet", "aria-hidden": "true" });
    const pattern = element("pattern", {
      id: "map-hatch",
      width: HATCH_PX,
      height: HATCH_PX,
      patternUnits: "userSpaceOnUse",
    });
    pattern.append(
      element("rect", { width: HATCH_PX, height: HATCH_PX }),
      element("path", { d: `M0 0V${HATCH_PX}` })
    );
    const defs = element("defs");
    defs.append(pattern);
    const view = element("g", { class: "map-view" });
    ["map-base map-base--under", "map-areas", "map-base map-base--over", "map-lines", "map-chosen"]
      .map((name) => element("g", { class: name }))
      .forEach((group) => view.append(group));
    sheet.append(defs, view);
    const names = element("svg", { class: "map-names", "aria-hidden": "true" });
    names.append(
      element("g", { class: "map-names__places" }),
      element("g", { class: "map-letters" })
    );
    picture.append(sheet, names);
    return picture;
  }

  function drawAreas(group, places, paths) {
    const drawn = [...places].flatMap(([place, { fill }]) => {
      const path = paths[areaId(place)];
      return path ? [element("path", { class: fill, "data-place": place, d: path })] : [];
    });
    group.replaceChildren(...drawn);
  }

  function colorAreas(group, places) {
    [...group.children].forEach((path) => {
      const fill = places.get(path.dataset.place)?.fill;
      if (fill && !path.classList.contains(fill)) path.setAttribute("class", fill);
    });
  }

  function course(trace, plane) {
    let move = "M";
    return trace.lon
      .map((lon, i) => {
        if (lon === null) {
          move = "M";
          return "";
        }
        const said = `${move}${plane.at(lon, trace.lat[i]).map(Math.round).join(" ")}`;
        move = "L";
        return said;
      })
      .join("");
  }

  const line = (name, width, d) =>
    element("path", { class: `map-line map-line--${name}`, "stroke-width": width, d });

  /* Layers over the map; outlines come from the files of their layer. */
  async function drawLines(group, figure, { plane, urls, stage }) {
    const traces = rolesOf(figure, "layer");
    const outlines = await Promise.all(
      traces.map((trace) => (trace.geojson ? load(urls[trace.geojson], stage) : null))
    );
    const drawn = traces.flatMap((trace, i) => {
      if (!outlines[i]) return [line(trace.name, trace.line.width, course(trace, plane))];
      const { width } = trace.marker.line;
      return trace.locations.map((id, n) =>
        line(trace.name, Array.isArray(width) ? width[n] : width, outlines[i][id] || "")
      );
    });
    group.replaceChildren(...drawn);
  }

  /* Letters on the sheet: where they stand is kept in units, and put to px with every view. */
  function drawLetters(group, figure, plane) {
    const drawn = rolesOf(figure, "letters").flatMap((trace) =>
      trace.lon.map((lon, i) => {
        const text = element("text", {}, trace.text[i]);
        text.kcAt = plane.at(lon, trace.lat[i]);
        return text;
      })
    );
    group.replaceChildren(...drawn);
  }

  function placeLetters(group, view) {
    [...group.children].forEach((text) => {
      if (!text.kcAt) return;
      text.setAttribute("x", text.kcAt[0] * view.k + view.x);
      text.setAttribute("y", text.kcAt[1] * view.k + view.y);
    });
  }

  /* Full strength and an outline for the chosen, over all other lines. */
  function markChosen(picture, chosen) {
    const outlines = [];
    picture.querySelectorAll(".map-areas > path").forEach((path) => {
      const is = chosen.has(path.dataset.place);
      path.classList.toggle("is-chosen", is);
      if (is) outlines.push(element("path", { d: path.getAttribute("d") }));
    });
    picture.querySelector(".map-sheet").classList.toggle("has-chosen", outlines.length > 0);
    picture.querySelector(".map-chosen").replaceChildren(...outlines);
  }

  window.kcMap = Object.assign(window.kcMap || {}, {
    areaId,
    colorAreas,
    drawAreas,
    drawLetters,
    drawLines,
    element,
    emptyPicture,
    frameOf,
    layerOf,
    load,
    markChosen,
    placeLetters,
    placesOf,
    rolesOf,
  });
})();
