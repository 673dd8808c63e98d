/* Which names stand on the map at one scale, and where: the same rule by which the server draws the
   first ones (layouts/figures/explore/map_names.py), with the widths that words have on this screen.
   Its numbers come with the file of the base map (data/build/base_map.py). */
(() => {
  "use strict";

  const UNITS_A_KM = 100;
  const SIZES = { chosen: 1, place: 1, river: 1 }; /* em of the type of the map */
  const SMALLER = 0.92;
  const BOLD = new Set(["chosen", "shield", "highlight"]);
  const ROADS = new Set(["interstate", "us", "state"]);
  const LINE_EM = 1.3;
  const NEXT_EM = 1.1; /* from one line of a name to the next */
  const SHIELD_EM = 0.5;
  const DOT_EM = 0.5;
  const DOT_PX = 2.5;
  const EDGE_PX = 3;
  const GAP_PX = 2;
  const MOST_OF_A_LINE = 3;

  const sizeOf = (kind) => SIZES[kind] || SMALLER;
  /* Height of words in one line or two. */
  const highEm = (text) => LINE_EM + NEXT_EM * (text.split("\n").length - 1);
  const clamped = (at, least, most) => Math.min(Math.max(at, least), most);
  const degrees = (angle) => (angle * Math.PI) / 180;

  /* -- what stands in the window ------------------------------------------------------------- */

  function box(cx, cy, wide, high) {
    return [cx - wide / 2, cy - high / 2, cx + wide / 2, cy + high / 2];
  }

  /* What words cover in px: one box, or a row of small ones along a slope. */
  function boxesOf(name, view) {
    const size = view.text * sizeOf(name.kind);
    const cx = view.x + view.k * name.x + name.dx;
    const cy = view.y + view.k * name.y + name.dy;
    const wide = name.width + (name.kind === "shield" ? SHIELD_EM * size : 0);
    const high = LINE_EM * size;
    if (!name.angle) return [box(cx, cy, wide, highEm(name.text) * size)];
    const count = Math.max(1, Math.ceil(wide / high));
    const step = count > 1 ? (wide - high) / (count - 1) : 0;
    const [right, down] = [Math.cos(degrees(name.angle)), Math.sin(degrees(name.angle))];
    const side = high * (Math.abs(right) + Math.abs(down)); /* a turned square stands in a larger one */
    return Array.from({ length: count }, (_, n) => {
      const along = (n - (count - 1) / 2) * step;
      return box(cx + along * right, cy + along * down, side, side);
    });
  }

  function sheetOf(view, widthOf) {
    const boxes = [...(view.taken || [])];
    const names = [];
    const isFree = ([left, top, right, bottom]) =>
      left >= EDGE_PX &&
      top >= EDGE_PX &&
      right <= view.width - EDGE_PX &&
      bottom <= view.height - EDGE_PX &&
      !boxes.some(
        (b) =>
          left < b[2] + GAP_PX &&
          b[0] < right + GAP_PX &&
          top < b[3] + GAP_PX &&
          b[1] < bottom + GAP_PX
      );
    /* Puts a name down if there is room, or anyway. */
    const take = (name, anyway = false) => {
      const own = boxesOf(name, view);
      if (!anyway && !own.every(isFree)) return false;
      boxes.push(...own);
      names.push(name);
      return true;
    };
    const width = (text, kind) => widthOf(text, kind, view.text * sizeOf(kind));
    return { names, take, view, width };
  }

  const nameAt = (kind, text, x, y, width, more = {}) => ({
    kind,
    text,
    x,
    y,
    width,
    angle: 0,
    dx: 0,
    dy: 0,
    ...more,
  });

  /* Whether a point lies in the window. */
  function isNear(view, x, y) {
    const [px, py] = [view.x + view.k * x, view.y + view.k * y];
    return px >= 0 && px <= view.width && py >= 0 && py <= view.height;
  }

  /* -- places -------------------------------------------------------------------------------- */

  function labelOf([id, said, short, x, y, room, tall], lang) {
    const whole = typeof said === "string" ? said : said[lang === "es" ? 1 : 0];
    return { id, whole, short: short || whole, x, y, room, tall };
  }

  /* The whole name, moved into the window; somewhere on another one if it must be. A place that is
     smaller than its name is not covered by it. */
  function putChosen(sheet, label) {
    const { view } = sheet;
    const size = view.text * sizeOf("chosen");
    const width = sheet.width(label.whole, "chosen");
    const [x, y] = [view.x + view.k * label.x, view.y + view.k * label.y];
    const reach = (view.k * label.room) / 2;
    if (x < -reach || x > view.width + reach || y < -reach || y > view.height + reach) return;
    const side = width / 2 + EDGE_PX + 1;
    const end = (LINE_EM * size) / 2 + EDGE_PX + 1;
    const fits = label.tall * view.k >= LINE_EM * size;
    const steps = fits ? [0, 1, -1, 2, -2, 3, -3] : [-1, 1, -2, 2, -3, 3];
    const tries = steps.map((lines) => {
      const px = clamped(x, side, Math.max(side, view.width - side));
      const py = clamped(y + lines * LINE_EM * size, end, Math.max(end, view.height - end));
      return nameAt("chosen", label.whole, (px - view.x) / view.k, (py - view.y) / view.k, width);
    });
    if (!tries.some((name) => sheet.take(name))) sheet.take(tries[0], true);
  }

  /* The name in two lines, where the longer one is shortest; nothing for a single word. */
  function inTwo(sheet, text) {
    const found = [...text].flatMap((letter, at) => {
      if (!" -".includes(letter)) return [];
      const lines = [text.slice(0, at + 1).trimEnd(), text.slice(at + 1)];
      return [[lines.join("\n"), Math.max(...lines.map((line) => sheet.width(line, "place")))]];
    });
    return found.length ? [found.reduce((best, form) => (form[1] < best[1] ? form : best))] : [];
  }

  /* Ways to write a name, the best one first, with their width in px. */
  function formsOf(sheet, label, rules, scale) {
    const whole = scale >= rules.whole_names ? [label.whole] : [];
    const few = scale < rules.bands[0];
    return [...new Set([...whole, label.short])].flatMap((text) => [
      [text, sheet.width(text, "place")],
      ...(few ? [] : inTwo(sheet, text)),
    ]);
  }

  /* Where a name may stand: at its point, else a line or two below or above it, in its place. */
  function shiftsIn(space, line) {
    const steps = [1, -1, 2, -2].filter((step) => Math.abs(step) * line <= space);
    return [0, ...steps.map((step) => step * line)];
  }

  function putPlaces(sheet, rules, labels, scale) {
    const { view } = sheet;
    const few = scale < rules.bands[0];
    const over = Math.min(Math.max(rules.fits / scale, 1), rules.over);
    let put = 0;
    for (const label of labels) {
      if (few && put >= rules.first_names) return;
      if (!view.chosen.has(label.id) && isNear(view, label.x, label.y)) {
        const [room, tall] = [label.room * view.k * over, label.tall * view.k * over];
        const fits = ([text, width]) =>
          width <= room && (!text.includes("\n") || highEm(text) * view.text <= tall);
        const took = formsOf(sheet, label, rules, scale)
          .filter(fits)
          .some(([text, width]) => {
            const space = (label.tall * view.k - highEm(text) * view.text) / 2;
            return shiftsIn(space, LINE_EM * view.text).some((dy) =>
              sheet.take(nameAt("place", text, label.x, label.y, width, { dy }))
            );
          });
        if (took) put += 1;
      }
    }
  }

  /* -- lines and points ---------------------------------------------------------------------- */

  const comesFirst = (line) => line.highlight || line.kind === "interstate" || line.kind === "river";
  const rankOf = (line) => (line.highlight ? 0 : line.kind === "interstate" ? 1 : 2);

  function kindOf(line) {
    if (line.highlight) return "highlight";
    return ROADS.has(line.kind) ? "shield" : line.kind;
  }

  function spotsOf(line) {
    const spots = [];
    for (let n = 0; n < line.spots.length; n += 3) spots.push(line.spots.slice(n, n + 3));
    return spots;
  }

  function fromTheMiddle(spots) {
    const middle = (spots.length - 1) / 2;
    return spots
      .map((spot, n) => [Math.abs(n - middle), n, spot])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      .map((entry) => entry[2]);
  }

  /* The name near the middle of what is seen of a line, again where it goes on for long. */
  function putLine(sheet, base, line, scale) {
    const { view } = sheet;
    const kind = kindOf(line);
    const text = base.word(line.name);
    const width = sheet.width(text, kind);
    const most = scale < base.rules.bands[0] ? 1 : MOST_OF_A_LINE;
    const placed = sheet.names.filter((name) => name.text === text && name.kind === kind);
    const seen = spotsOf(line).filter(([x, y]) => isNear(view, x, y));
    for (const [x, y, angle] of fromTheMiddle(seen)) {
      if (placed.length >= most) return;
      const far = (name) => Math.hypot(x - name.x, y - name.y) * view.k >= base.rules.apart;
      const name = nameAt(kind, text, x, y, width, { angle });
      if (placed.every(far) && sheet.take(name)) placed.push(name);
    }
  }

  function putPoint(sheet, base, point) {
    const { view } = sheet;
    const text = base.word(point.short);
    const same = (name) => name.text.toLowerCase() === text.toLowerCase();
    if (!isNear(view, point.x, point.y) || sheet.names.some(same)) return;
    const width = sheet.width(text, point.kind);
    const make = (dx, dy, more = {}) =>
      nameAt(point.kind, text, point.x, point.y, width, { dx, dy, ...more });
    if (point.kind !== "landmark") {
      sheet.take(make(0, 0));
      return;
    }
    const size = view.text * sizeOf("landmark");
    const beside = width / 2 + DOT_EM * size;
    const above = LINE_EM * size * 0.8;
    const more = { approx: Boolean(point.approx) };
    [[beside, 0], [-beside, 0], [0, -above], [0, above]].some(([dx, dy]) =>
      sheet.take(make(dx, dy, more))
    );
  }

  /* The names in the order in which they were given room. `view`: k, x, y, width, height in px,
     `layer` of the places, a Set of `chosen` area ids and one of those `drawn` (none: all), `text` in
     px, `lang`, and boxes `taken` by others in px. */
  function chooseNames(content, view, widthOf) {
    const words = content.words[view.lang] || {};
    const base = { ...content, word: (name) => words[name] || name };
    const scale = view.k * UNITS_A_KM;
    const sheet = sheetOf(view, widthOf);
    const labels = (content.places[view.layer] || [])
      .filter(([id]) => !view.drawn || view.drawn.has(id) || view.chosen.has(id))
      .map((label) => labelOf(label, view.lang));
    labels
      .filter((label) => view.chosen.has(label.id))
      .forEach((label) => putChosen(sheet, label));
    const drawn = content.lines.filter((line) => line.spots && line.from <= scale);
    /* a city's districts: all are named */
    const fewPlaces = labels.length <= content.rules.first_names;
    if (fewPlaces) putPlaces(sheet, content.rules, labels, scale);
    drawn
      .filter(comesFirst)
      .sort((a, b) => rankOf(a) - rankOf(b))
      .forEach((line) => putLine(sheet, base, line, scale));
    if (!fewPlaces) putPlaces(sheet, content.rules, labels, scale);
    content.points
      .filter((point) => point.from <= scale)
      .forEach((point) => putPoint(sheet, base, point));
    drawn
      .filter((line) => !comesFirst(line))
      .sort((a, b) => a.from - b.from)
      .forEach((line) => putLine(sheet, base, line, scale));
    return sheet.names;
  }

  /* -- on the screen ------------------------------------------------------------------------- */

  const widths = new Map();
  let pen = null;

  /* Width of words in px in the page's own type. */
  function measured(family) {
    pen = pen || document.createElement("canvas").getContext("2d");
    return (text, kind, size) => {
      const key = `${BOLD.has(kind) ? "b" : kind === "river" ? "i" : ""}|${text}`;
      if (!widths.has(key)) {
        const slant = kind === "river" ? "italic " : "";
        pen.font = `${slant}${BOLD.has(kind) ? 700 : 400} 100px ${family}`;
        widths.set(key, pen.measureText(text).width / 100);
      }
      return widths.get(key) * size;
    };
  }

  function drawnName(name, size) {
    const { element } = window.kcMap;
    const em = size * sizeOf(name.kind);
    const group = element("g");
    if (name.kind === "shield") {
      const [wide, high] = [name.width + SHIELD_EM * em, LINE_EM * em];
      const at = { x: -wide / 2, y: -high / 2, width: wide, height: high, rx: em / 4 };
      group.append(element("rect", { class: "shield", ...at }));
    }
    if (name.kind === "landmark") {
      group.append(element("circle", { class: name.approx ? "dot approx" : "dot", r: DOT_PX }));
    }
    const turned = name.angle ? { transform: `rotate(${name.angle})` } : {};
    group.append(element("text", { class: name.kind, ...turned }));
    const lines = name.text.split("\n");
    lines.forEach((line, n) => {
      const down = name.dy + (0.35 + NEXT_EM * (n - (lines.length - 1) / 2)) * em;
      group.lastChild.append(element("tspan", { x: name.dx, y: down.toFixed(1) }, line));
    });
    group.kcAt = [name.x, name.y];
    return group;
  }

  /* The names that the server laid out for a box of this size are kept until there are others: they
     stand at shares of the first picture, from here on at points of the sheet. */
  function adoptNames(picture) {
    const group = picture.querySelector(".map-names__places");
    const sheet = picture.querySelector(".map-sheet").getAttribute("viewBox");
    if (!sheet || !group.querySelector(":scope > .size-0")) return;
    const [x, y, width, height] = sheet.split(" ").map(Number);
    const shares = (name) => ["x", "y"].map((key) => parseFloat(name.getAttribute(key)) / 100);
    const sizes = [...group.querySelectorAll(":scope > g")];
    const shown = sizes.find((part) => getComputedStyle(part).display !== "none");
    const names = [...(shown?.children || [])].map((name) => {
      const own = window.kcMap.element("g");
      const [across, down] = shares(name);
      own.kcAt = [x + across * width, y + down * height];
      own.append(...name.childNodes);
      return own;
    });
    group.replaceChildren(...names);
  }

  /* Names follow their places while the map moves. */
  function moveNames(group, view) {
    [...group.children].forEach((name) => {
      if (!name.kcAt) return;
      const [x, y] = [name.kcAt[0] * view.k + view.x, name.kcAt[1] * view.k + view.y];
      name.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    });
  }

  /* Chooses and draws the names of a view in a group whose units are px of the map's window. */
  function placeNames(group, content, view) {
    const style = getComputedStyle(group);
    const text = parseFloat(style.fontSize);
    const names = chooseNames(content, { ...view, text }, measured(style.fontFamily));
    group.replaceChildren(...names.map((name) => drawnName(name, text)));
    moveNames(group, view);
  }

  window.kcMap = Object.assign(window.kcMap || {}, { adoptNames, chooseNames, moveNames, placeNames });
})();
