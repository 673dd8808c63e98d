/* Selecting places on Explore: every gesture ends in one store, and one function draws the charts
   from what the server sent plus that selection. Nothing here talks to the network. */
(() => {
  "use strict";

  const MAX_PLACES = 40;
  const STORE = "selection";
  const OUTLINE_PX = 1.75;
  const BESIDE_NAMES_PX = 10; /* as in layouts/figures/explore/ranking.py */
  const pointer = { additive: false };

  function rememberModifier(event) {
    pointer.additive =
      event.shiftKey || event.ctrlKey || event.metaKey || event.pointerType === "touch";
  }
  window.addEventListener("pointerdown", rememberModifier, true);

  function placesOf(eventData) {
    const points = eventData?.points || [];
    const found = points.map((point) => {
      const custom = point.customdata;
      return Array.isArray(custom) ? custom[0] : custom;
    });
    return found.filter((place) => typeof place === "string" && place.includes("-"));
  }

  function clicked(current, place) {
    const chosen = new Set(current);
    if (pointer.additive) {
      if (!chosen.delete(place)) chosen.add(place);
      return [...chosen];
    }
    return chosen.size === 1 && chosen.has(place) ? [] : [place];
  }

  function normalise(places) {
    return [...new Set(places)].sort().slice(0, MAX_PLACES);
  }

  function choose(places) {
    window.dash_clientside.set_props(STORE, { data: normalise(places) });
  }

  function toggle(place) {
    const pressed = [...document.querySelectorAll('[data-place][aria-pressed="true"]')];
    const current = window.kcExplore.selected || pressed.map((button) => button.dataset.place);
    const chosen = new Set(current);
    if (!chosen.delete(place)) chosen.add(place);
    choose([...chosen]);
  }

  /* Table rows and search results are plain buttons with data-place: one listener serves all. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-place]");
    if (button) toggle(button.dataset.place);
    if (event.target.closest("[data-clear-selection]")) choose([]);
  });

  function markButtons(selected) {
    const chosen = new Set(selected);
    document.querySelectorAll("button[data-place]").forEach((button) => {
      button.setAttribute("aria-pressed", String(chosen.has(button.dataset.place)));
    });
  }

  /* Rows that come later, such as those of a table just opened, learn what is chosen. */
  document.addEventListener("kc:placed", () => markButtons(window.kcExplore.selected));

  function tracePlaces(trace) {
    return (trace.customdata || []).map((custom) => (Array.isArray(custom) ? custom[0] : custom));
  }

  const measure = document.createElement("canvas").getContext("2d");

  /* As much of a name as stands beside the chart in the visitor's own typeface; hover and table
     keep it whole. */
  function cutFor(layout) {
    const room = layout.margin.l - BESIDE_NAMES_PX;
    measure.font = `${layout.font.size}px ${layout.font.family}`;
    const fits = (text) => measure.measureText(text).width <= room;
    return (name) => {
      if (fits(name)) return name;
      let kept = name;
      while (kept && !fits(`${kept.trimEnd()}…`)) kept = kept.slice(0, -1);
      return `${kept.trimEnd()}…`;
    };
  }

  /* The server says names and hover rows once (layouts/pages/explore/wire.py); every trace of
     places gets back its own, and the ranking the names of its lines. */
  function whole(figure, rows, names) {
    if (!figure) return figure;
    const ticks = new Map();
    const cut = figure.layout.font ? cutFor(figure.layout) : (name) => name;
    const data = figure.data.map((trace) => {
      if (!trace.rows) return trace;
      const customdata = trace.rows.map((number) => rows[number]);
      const text = customdata.map((row) => names[row[0]] || "");
      if (trace.error_x) text.forEach((name, i) => ticks.set(trace.y[i], cut(name)));
      return { ...trace, customdata, text };
    });
    if (!ticks.size) return { ...figure, data };
    const yaxis = {
      ...figure.layout.yaxis,
      tickvals: [...ticks.keys()],
      ticktext: [...ticks.values()],
      tickfont: { color: figure.layout.meta?.ink },
    };
    return { data, layout: { ...figure.layout, yaxis } };
  }

  /* Outline and full strength for the chosen, faded neighbors; never another hue. */
  function withSelection(trace, chosen, ink) {
    if (trace.meta?.role !== "places") return trace;
    const places = tracePlaces(trace);
    if (!chosen.size) return { ...trace, selectedpoints: null };
    const indices = places.map((place, i) => (chosen.has(place) ? i : -1)).filter((i) => i >= 0);
    const marker = { ...(trace.marker || {}) };
    const line = marker.line || {};
    marker.line = {
      ...line,
      width: places.map((place) => (chosen.has(place) ? OUTLINE_PX : line.width || 0)),
      color: places.map((place) => (chosen.has(place) ? ink : line.color || ink)),
    };
    return { ...trace, marker, selectedpoints: indices };
  }

  function withFigureSelection(original, chosen) {
    /* larger on a wall than on a desk */
    const figure = original && window.kcWall.enlarged(original);
    if (!figure) return window.dash_clientside.no_update;
    const meta = figure.layout?.meta || {};
    /* a finger that drags wants to scroll the page */
    const touch = window.matchMedia("(pointer: coarse)").matches;
    return {
      ...figure,
      data: figure.data.map((trace) => withSelection(trace, chosen, meta.ink || "#000")),
      layout: {
        ...figure.layout,
        selections: [],
        dragmode: touch ? false : figure.layout.dragmode,
      },
    };
  }

  /* The ranking is taller than its frame: a place chosen elsewhere comes into sight. */
  function showInRanking(place) {
    const graph = document.querySelector("#ranking-graph .js-plotly-plot");
    const frame = graph?.closest(".chart-card__plot--scrolls");
    if (!frame || !graph._fullLayout?.yaxis) return;
    const trace = graph.data.find((entry) => tracePlaces(entry).includes(place));
    if (!trace) return;
    const axis = graph._fullLayout.yaxis;
    const row = axis._offset + axis.l2p(axis.d2l(trace.y[tracePlaces(trace).indexOf(place)]));
    const seen = row > frame.scrollTop + 40 && row < frame.scrollTop + frame.clientHeight - 20;
    if (!seen) frame.scrollTop = row - frame.clientHeight / 2;
  }

  async function comeIntoSight(place) {
    await window.kcCharts.ready(document.getElementById("ranking-card"));
    showInRanking(place);
  }

  function drawn(charts, names, selected) {
    window.kcExplore.selected = selected;
    window.kcExplore.names = names || {};
    window.requestAnimationFrame(() => markButtons(selected));
    if (!charts) return Array(3).fill(window.dash_clientside.no_update);
    showOnMap(charts, names || {}, selected);
    const chosen = new Set(selected);
    const figures = [charts.scatter, charts.ranking].map((figure) =>
      withFigureSelection(whole(figure, charts.rows, names || {}), chosen)
    );
    /* as layouts/components/chart_card.py says it, so that nothing moves */
    return [...figures, { height: `calc(${charts.ranking.layout.height}px * var(--wall))` }];
  }

  /* What the field over the ranking finds: the places that are drawn. */
  function offered() {
    return Object.entries(window.kcExplore.names)
      .map(([value, label]) => ({ value, label }))
      .sort((a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }));
  }

  /* A place found by name joins the selection; the field is ready for the next one. */
  document.addEventListener("kc:chosen", (event) => {
    if (event.target.id === "ranking-find") choose([...window.kcExplore.selected, event.detail]);
  });

  /* The map is drawn by its own code (assets/clientside/map). */
  function showOnMap(charts, names, selected) {
    const { map: figure, rows, strip } = charts;
    window.kcMap.show({ figure, rows, strip, names, selected });
  }

  const click = (place) => choose(clicked(window.kcExplore.selected, place));
  /* Places that were drawn around; none around nothing. */
  const take = (places) => {
    if (!places.length) return;
    choose(pointer.additive ? [...window.kcExplore.selected, ...places] : places);
  };

  window.kcExplore = { selected: [], names: {}, choose, click, offered, take, toggle };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    explore: {
      /* Four chart events and the present selection -> the new selection. */
      select: (...inputs) => {
        const { callback_context, no_update } = window.dash_clientside;
        const current = inputs.at(-1) || [];
        const triggered = callback_context.triggered[0];
        if (!triggered?.value) return no_update;
        const places = placesOf(triggered.value);
        if (!places.length) return no_update;
        if (triggered.prop_id.endsWith(".clickData")) {
          return normalise(clicked(current, places[0]));
        }
        return normalise(pointer.additive ? [...current, ...places] : places);
      },

      /* Charts from the server, names of places and the selection -> the figures of scatter and
         ranking and the ranking's height; the map is told. */
      draw: (charts, names, selection, people, at) => {
        window.kcMap.hear(people, at);
        return drawn(charts, names, selection || []);
      },

      /* The same after another choice of places. */
      mark: (selection, charts, names) => {
        const selected = selection || [];
        window.kcPanel.wait(selected, names || {});
        if (selected.length) window.setTimeout(() => comeIntoSight(selected[0]), 400);
        return drawn(charts, names, selected);
      },

      /* Selection and view -> what the panel is to describe; nothing selected asks nothing. */
      ask: (places, view, asked) => {
        const none = !places?.length;
        const before = asked?.places?.length;
        const drawn = document.querySelector("#selection-panel table");
        if (none && !before && !drawn) return window.dash_clientside.no_update;
        return { places: places || [], view };
      },

      /* Open tables are asked for again when the view changes; closed ones when next opened. */
      reload_tables: (_view, ...open) =>
        open.map((value) => (value ? { again: Date.now() } : window.dash_clientside.no_update)),

      geography: (view, present) => {
        const drawn = `${view.by} ${view.in || ""}`.trim();
        return drawn === present ? window.dash_clientside.no_update : drawn;
      },
    },
  });
})();
