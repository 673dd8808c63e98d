/* Compare: draws the rows that the server sent as display strings and positions, and turns every
   press of a button into a new address. The address redraws the page, so Back undoes each step. */
(() => {
  "use strict";

  const LOCATION = "compare-location";
  const ROWS = "compare-rows";
  const SVG = "http://www.w3.org/2000/svg";
  /* Half sizes in px, drawn around 0,0. Shape first: color never stands alone. */
  const SHAPES = {
    better: "M0,-5.5 L5.5,4.5 L-5.5,4.5 Z",
    worse: "M0,5.5 L5.5,-4.5 L-5.5,-4.5 Z",
    higher: "M0,-5.5 L5.5,4.5 L-5.5,4.5 Z",
    lower: "M0,5.5 L5.5,-4.5 L-5.5,-4.5 Z",
    baseline: "M0,-6 L6,0 L0,6 L-6,0 Z",
    not_different: "M4.5,0 A4.5,4.5 0 1 1 -4.5,0 A4.5,4.5 0 1 1 4.5,0 Z",
    not_tested: "M2.6,0 A2.6,2.6 0 1 1 -2.6,0 A2.6,2.6 0 1 1 2.6,0 Z",
  };
  const MIDDLE = "0.8rem"; /* of the first line of words */
  const GLYPHS = { better: "▲", worse: "▼", higher: "▲", lower: "▼", not_different: "○" };
  const state = { figure: null, card: null, focus: null, open: {}, wanted: null };

  /* -- small tools ------------------------------------------------------------------------- */

  function node(name, attributes, ...children) {
    const made = document.createElement(name);
    return fill(made, attributes, children);
  }

  function svg(name, attributes, ...children) {
    return fill(document.createElementNS(SVG, name), attributes, children);
  }

  function fill(made, attributes, children) {
    Object.entries(attributes || {}).forEach(([key, value]) => {
      if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
    });
    children.flat().forEach((child) => {
      if (child !== null && child !== undefined && child !== "") made.append(child);
    });
    return made;
  }

  /* -- a line: its words and its strip ------------------------------------------------------ */

  function lineOf(raw) {
    const [name, mark, at, low, high, value, interval, difference, between, result, note] = raw;
    return { name, mark, at, low, high, value, interval, difference, between, result, note };
  }

  function strip(line, city) {
    const parts = [];
    if (city) {
      const x = `${city[0]}%`;
      parts.push(svg("line", { class: "cmp-city", x1: x, x2: x, y1: 0, y2: "100%" }));
    }
    if (line.low !== null && line.high !== null && line.mark) {
      const kind = line.mark === "few" ? "cmp-few" : "cmp-interval";
      const ends = { x1: `${line.low}%`, x2: `${line.high}%`, y1: MIDDLE, y2: MIDDLE };
      parts.push(svg("line", { class: kind, ...ends }));
    }
    if (line.at !== null && SHAPES[line.mark]) {
      const shape = svg("path", { d: SHAPES[line.mark], class: `cmp-mark cmp-mark--${line.mark}` });
      parts.push(svg("svg", { x: `${line.at}%`, y: MIDDLE, overflow: "visible" }, shape));
    }
    return svg("svg", { class: "cmp-strip", "aria-hidden": "true", focusable: "false" }, parts);
  }

  function small(text, kind) {
    return text ? node("span", { class: kind }, text) : null;
  }

  function cell(kind, ...children) {
    return node("td", { class: kind, role: "cell" }, ...children);
  }

  function drawLine(figure, raw, index, city) {
    const line = lineOf(raw);
    const isBaseline = index === figure.baseline;
    const glyph = GLYPHS[line.mark];
    const kind = `cmp-line${isBaseline ? " cmp-line--baseline" : ""}`;
    const name = line.name || figure.places[index].name;
    return node(
      "tr",
      { class: kind, role: "row", "data-place": index },
      node("th", { scope: "row", role: "rowheader", class: "cmp-line__place" }, name),
      cell("cmp-line__strip", strip(line, city)),
      cell("cmp-line__value", line.value, small(line.interval, "cmp-line__interval")),
      cell("cmp-line__difference", line.difference, small(line.between, "cmp-line__interval")),
      cell(
        "cmp-line__result",
        glyph
          ? node("span", { class: `cmp-glyph cmp-mark--${line.mark}`, "aria-hidden": "true" }, glyph)
          : null,
        node("span", { class: "cmp-line__words" }, line.result),
        small(line.note, "cmp-line__note")
      )
    );
  }

  /* -- a measure, a theme, the whole -------------------------------------------------------- */

  /* Ends of the scale and the city's label; an end that the label would touch gives way. */
  function scale(row) {
    const [low, high] = row.ends;
    const at = row.city ? row.city[0] : null;
    const left = at === null || at > 28 ? low : "";
    const right = at === null || at < 72 ? high : "";
    const anchor = at === null || (at > 15 && at < 85) ? "middle" : at <= 15 ? "start" : "end";
    const label = row.city
      ? node("span", { class: `cmp-scale__city is-${anchor}`, style: `left:${at}%` }, row.city[1])
      : null;
    return [small(left, "cmp-scale__low"), label, small(right, "cmp-scale__high")];
  }

  function drawRow(figure, row) {
    const about = [row.years, row.kind].filter(Boolean).join(" · ");
    const link = node("a", { href: `${figure.link}#${row.id}` }, row.name);
    const head = node(
      "tr",
      { class: "cmp-measure", role: "row" },
      node(
        "th",
        { scope: "rowgroup", role: "rowheader", class: "cmp-measure__name" },
        link,
        small(about, "cmp-measure__about")
      ),
      node("td", { class: "cmp-measure__scale", role: "cell", "aria-hidden": "true" }, scale(row)),
      node("td", { class: "cmp-measure__rest", role: "cell", colspan: 3 }, window.kcDeckAdd.rowButton(figure.words, row))
    );
    const lines = row.lines.map((line, index) => drawLine(figure, line, index, row.city));
    return node("tbody", { role: "rowgroup", "data-row": row.id }, head, lines);
  }

  function drawTable(figure, group) {
    const heads = figure.heads.map((head, i) =>
      node("th", { scope: "col", role: "columnheader", class: `cmp-head-${i}` }, head)
    );
    return node(
      "table",
      { class: "cmp-table", role: "table" },
      node("caption", { class: "visually-hidden" }, group.caption),
      node("thead", { role: "rowgroup" }, node("tr", { role: "row" }, heads)),
      group.rows.map((row) => drawRow(figure, row))
    );
  }

  function drawGroup(figure, group) {
    const remembered = state.open[group.key];
    const open = remembered === undefined ? group.open : remembered;
    const made = node(
      "details",
      { class: "cmp-group", "data-group": group.key, open: open ? "" : null },
      node(
        "summary",
        { class: "cmp-group__head" },
        node("h2", { class: "cmp-group__name" }, group.name),
        node("span", { class: "cmp-group__count" }, group.count)
      ),
      drawTable(figure, group)
    );
    made.addEventListener("toggle", () => {
      state.open[group.key] = made.open;
    });
    return made;
  }

  /* On a phone one place is a card; the baseline stays beside it on every row. */
  function drawCards(figure) {
    const buttons = figure.places.map((place, index) =>
      index === figure.baseline
        ? null
        : node("button", { type: "button", class: "button", "data-card": index }, place.name)
    );
    return node(
      "div",
      { class: "cmp-cards" },
      node("div", { role: "group", "aria-label": figure.words.card, class: "cmp-cards__places" }, buttons),
      node(
        "p",
        { class: "cmp-cards__baseline" },
        `◆ ${figure.words.baseline}: ${figure.words.baseline_name}`
      )
    );
  }

  function showCard(root, figure) {
    const others = figure.places.map((_, i) => i).filter((i) => i !== figure.baseline);
    const kept = others.find((i) => figure.places[i].id === state.card);
    const chosen = kept === undefined ? others[0] : kept;
    state.card = figure.places[chosen].id;
    root.querySelectorAll("[data-card]").forEach((button) => {
      button.setAttribute("aria-pressed", String(Number(button.dataset.card) === chosen));
    });
    root.querySelectorAll(".cmp-line").forEach((line) => {
      line.classList.toggle("is-card", Number(line.dataset.place) === chosen);
    });
  }

  function draw(figure) {
    const root = document.getElementById(ROWS);
    if (!root) return;
    state.figure = figure;
    state.wanted = null;
    root.replaceChildren();
    if (!figure) return;
    root.append(drawCards(figure));
    figure.groups.forEach((group) => root.append(drawGroup(figure, group)));
    if (!figure.groups.length) root.append(node("p", { class: "lead" }, figure.words.nothing));
    showCard(root, figure);
    restoreFocus();
  }

  /* -- addresses ---------------------------------------------------------------------------- */

  function list() {
    return document.querySelector("#compare-places .cmp-places");
  }

  /* What is chosen but not drawn yet, unless Back has led elsewhere since. */
  function wanted() {
    const { wanted: choice } = state;
    return choice && choice.address === window.location.search ? choice : null;
  }

  function places() {
    if (wanted()) return wanted().places;
    const found = list();
    return found?.dataset.places ? found.dataset.places.split(",") : [];
  }

  /* `choice`: the places of the new address; they stay what they are where it is about others. */
  function go(changes, choice = wanted()) {
    const url = new URL(window.location.href);
    Object.entries(changes).forEach(([key, value]) => {
      if (value) url.searchParams.set(key, value);
      else url.searchParams.delete(key);
    });
    const query = url.searchParams.toString().replace(/%2C/gi, ",");
    const address = query ? `?${query}` : "";
    window.dash_clientside.set_props(LOCATION, { search: address });
    state.wanted = choice && { ...choice, address };
  }

  /* The baseline stays the same place unless that place is gone. */
  function choose(chosen, baseline) {
    const standard = chosen.includes("city") ? "city" : chosen[0];
    const kept = chosen.includes(baseline) ? baseline : standard;
    const named = { places: chosen.join(","), baseline: kept === standard ? "" : kept };
    /* fewer than two are filled up by the server */
    go(named, chosen.length < 2 ? null : { places: chosen, baseline: kept });
  }

  function present() {
    if (wanted()) return wanted().baseline;
    return list() ? list().dataset.baseline : "";
  }

  function nameOf(place) {
    const item = document.querySelector(`[data-item="${CSS.escape(place)}"]`);
    return item ? item.dataset.name : place;
  }

  function say(key, place, chosen) {
    const live = document.getElementById("live");
    const found = list();
    if (!live || !found) return;
    const text = found.dataset[key] || "";
    live.textContent = text
      .replace("{place}", nameOf(place))
      .replace("{n}", String(chosen.indexOf(place) + 1))
      .replace("{m}", String(chosen.length));
  }

  function move(place, to) {
    if (!places().includes(place)) return; /* removed, though still drawn */
    const chosen = places().filter((other) => other !== place);
    chosen.splice(Math.max(0, Math.min(to, chosen.length)), 0, place);
    if (chosen.join() === places().join()) return;
    say("moved", place, chosen);
    choose(chosen, present());
  }

  function remove(place) {
    const before = places();
    const chosen = before.filter((other) => other !== place);
    const next = chosen[Math.min(before.indexOf(place), chosen.length - 1)];
    state.focus = next ? `[data-compare="remove"][data-value="${CSS.escape(next)}"]` : null;
    say("removed", place, chosen);
    /* One place alone would be joined by the city, which may be the one that was removed. */
    choose(chosen.length === 1 && place === "city" ? [] : chosen, present());
  }

  function add(place) {
    const chosen = places();
    if (!place || chosen.includes(place)) return;
    choose([...chosen, place], present());
  }

  /* A moved place takes the focus along. */
  function restoreFocus() {
    if (!state.focus) return;
    const selector = state.focus;
    state.focus = null;
    window.setTimeout(() => {
      const found = document.querySelector(selector);
      if (found) found.focus();
    }, 60);
  }

  /* -- buttons ------------------------------------------------------------------------------ */

  function setOpen(open) {
    document.querySelectorAll(".cmp-group").forEach((group) => {
      group.open = open;
    });
  }

  const ACTIONS = {
    up: (place) => move(place, places().indexOf(place) - 1),
    down: (place) => move(place, places().indexOf(place) + 1),
    remove,
    add,
    baseline: (place) => {
      say("nowBaseline", place, places());
      choose(places(), place);
    },
    show: (value) => go({ show: value === "all" ? "" : value }),
    order: (value) => go({ order: value === "theme" ? "" : value }),
    open: () => setOpen(true),
    close: () => setOpen(false),
    png: () => window.kcCompareImage.save("png"),
    svg: () => window.kcCompareImage.save("svg"),
  };

  document.addEventListener("click", (event) => {
    const card = event.target.closest("[data-card]");
    if (card && state.figure) {
      state.card = state.figure.places[Number(card.dataset.card)].id;
      showCard(document.getElementById(ROWS), state.figure);
      return;
    }
    const button = event.target.closest("[data-compare]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { compare: does, value } = button.dataset;
    if (does === "up" || does === "down") {
      state.focus = `[data-compare="${does}"][data-value="${CSS.escape(value)}"]`;
    }
    if (ACTIONS[does]) ACTIONS[does](value);
  });

  /* -- what Dash calls ---------------------------------------------------------------------- */

  window.kcCompare = { figure: () => state.figure, shapes: SHAPES, lineOf, move, places };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    compare: {
      /* React gives the rows' element no children, so it leaves alone what is drawn into it. */
      draw: (figure) => {
        window.requestAnimationFrame(() => draw(figure));
        return figure ? String(figure.groups.length) : "0";
      },
      add: (place) => {
        if (!place) return;
        add(place);
        window.dash_clientside.set_props("compare-add", { value: null });
      },
    },
  });
})();
