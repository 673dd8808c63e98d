/* The map of Explore: takes what the server sent (the charts store) and what is chosen, and keeps
   one map alive on the page. It goes on with the picture of the first HTML where that is there. */
(() => {
  "use strict";

  const STAGE = "map-graph";
  const AT = "map-at";
  const kcMap = window.kcMap || {};
  window.kcMap = kcMap;

  let state = null; /* what is to be shown, also before there is a map */
  let at = ""; /* the part of the sheet that the address asks for */
  let map = null; /* the living map */

  function pictureFor(stage) {
    const own = stage.querySelector(":scope > .map-picture");
    const moved = own || window.kcFirst?.pictureOf?.(STAGE) || null;
    const picture = moved || kcMap.emptyPicture();
    if (!own) stage.append(picture);
    return picture;
  }

  function mount(stage) {
    const picture = pictureFor(stage);
    kcMap.adoptNames(picture);
    const plane = kcMap.plane(JSON.parse(stage.dataset.plane));
    const made = {
      stage,
      picture,
      plane,
      sheet: picture.querySelector(".map-sheet"),
      group: picture.querySelector(".map-view"),
      areas: picture.querySelector(".map-areas"),
      lines: picture.querySelector(".map-lines"),
      letters: picture.querySelector(".map-letters"),
      names: picture.querySelector(".map-names"),
      placeNames: picture.querySelector(".map-names__places"),
      urls: JSON.parse(stage.dataset.paths),
      layer: picture.dataset.layer || "",
      overlays: "",
      places: new Map(),
      pointed: "",
    };
    made.home = kcMap.frameOf(state.figure, plane);
    made.view = kcMap.makeView({ stage, home: made.home, moved: follow, rested: rest });
    map = made;
    made.end = [kcMap.gestures(made), kcMap.keys(made), kcMap.choosing(made)];
    const watch = new ResizeObserver(() => map === made && made.view.resize());
    watch.observe(stage);
    made.end.push(() => watch.disconnect(), made.view.end);
    stage.classList.add("is-living");
    picture.classList.add("is-living");
    if (at) made.view.show(at, plane);
    else made.view.goHome();
    made.view.now();
  }

  function unmount() {
    map.end.forEach((end) => end());
    map = null;
  }

  /* Every frame of a movement: one transform, letters, and the class of the scale. */
  function follow(view, size) {
    if (!map) return;
    map.group.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
    [map.sheet, map.names].forEach((svg) => {
      svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    });
    map.stage.dataset.band = kcMap.bandOf(view.k);
    kcMap.placeLetters(map.letters, view);
    kcMap.moveNames(map.placeNames, view);
  }

  /* A moment after the last one: hatch of its size, names, the address. */
  function rest(view) {
    if (!map) return;
    const turned = `rotate(45) scale(${1 / view.k})`;
    map.sheet.querySelector("pattern").setAttribute("patternTransform", turned);
    kcMap.restBase(map, state.selected);
    const written = view.written(map.plane);
    if (written === at) return;
    at = written;
    window.dash_clientside.set_props(AT, { data: written });
  }

  async function draw() {
    const { figure, rows } = state;
    const layer = kcMap.layerOf(figure);
    const places = kcMap.placesOf(figure, rows);
    const asked = map;
    const isSame = () => map === asked && state.figure === figure;
    map.places = places;
    refit(kcMap.frameOf(figure, map.plane));
    if (layer !== map.layer || !sameAreas(places)) {
      map.stage.setAttribute("aria-busy", "true");
      const paths = layer ? await kcMap.load(map.urls[layer], map.stage) : {};
      if (!isSame()) return;
      kcMap.drawAreas(map.areas, places, paths);
      map.layer = layer;
      map.picture.dataset.places = places.size;
    } else kcMap.colorAreas(map.areas, places);
    kcMap.markChosen(map.picture, new Set(state.selected));
    const overlays = signature(figure);
    if (overlays !== map.overlays) {
      await kcMap.drawLines(map.lines, figure, map);
      if (!isSame()) return;
      map.overlays = overlays;
      kcMap.drawLetters(map.letters, figure, map.plane);
    }
    map.stage.removeAttribute("aria-busy");
    map.view.now();
    rest(map.view);
    kcMap.strip.show(map, state, map.pointed);
  }

  function sameAreas(places) {
    /* some places have no outline, so those that are drawn do not tell how many there are */
    return (
      Number(map.picture.dataset.places) === places.size &&
      [...map.areas.children].every((path) => places.has(path.dataset.place))
    );
  }

  const signature = (figure) =>
    JSON.stringify(
      kcMap.rolesOf(figure, "layer").map((trace) => [trace.name, trace.geojson, trace.locations])
    );

  /* Another part of the city: the map goes there, unless the address asks for a part of its own. */
  function refit(home) {
    const same = ["x", "y", "width", "height"].every((key) => Math.abs(home[key] - map.home[key]) < 1);
    map.home = home;
    map.view.home = home;
    if (!same && !at) map.view.goHome();
  }

  function wake() {
    const found = document.getElementById(STAGE);
    /* not in the page that stands before the living one takes its place */
    const stage = document.getElementById("first") ? null : found;
    if (map && map.stage !== found) unmount();
    if (!stage || !state || map) return;
    mount(stage);
    draw();
  }

  /* What there is to show: `names` by place, `strip` as strip_of makes it. */
  kcMap.show = (shown) => {
    /* another place chosen elsewhere is what the strip speaks of next */
    const same = state && String(state.selected) === String(shown.selected);
    if (map && !same && !shown.selected.includes(map.pointed)) map.pointed = "";
    const drawn = map && state && state.figure === shown.figure && state.names === shown.names;
    state = shown;
    if (!map) wake();
    else if (!drawn) draw().catch(() => map?.stage.removeAttribute("aria-busy"));
    else {
      kcMap.markChosen(map.picture, new Set(state.selected));
      kcMap.strip.show(map, state, map.pointed);
      kcMap.restBase(map, state.selected);
    }
  };

  /* The address asks for a part of the sheet; empty for all of it. */
  kcMap.goTo = (text) => {
    if ((text || "") === at) return;
    at = text || "";
    if (!map) return;
    if (at) map.view.show(at, map.plane);
    else map.view.goHome();
  };

  /* How many people live where, and what the address asks for. */
  kcMap.hear = (people, text) => {
    kcMap.people = people || {};
    kcMap.goTo(text);
  };

  function outline(place) {
    map.areas.querySelector(".is-pointed")?.classList.remove("is-pointed");
    if (place) kcMap.areaOf(place)?.classList.add("is-pointed");
  }

  /* A place is pointed at, by whatever means. */
  kcMap.point = (place) => {
    if (!map) return;
    outline(place);
    if (map.pointed === place) return;
    map.pointed = place;
    kcMap.strip.show(map, state, place);
  };

  /* Nothing is pointed at any more. The strip goes on: its links are there to be reached. */
  kcMap.unpoint = () => map && outline("");

  kcMap.areaOf = (place) =>
    map ? map.areas.querySelector(`[data-place="${CSS.escape(place)}"]`) : null;
  kcMap.living = () => map;
  kcMap.state = () => state;

  /* A place on the picture was clicked before the map lived. */
  document.addEventListener("kc:place", ({ detail }) => window.kcExplore.choose([detail]));

  new MutationObserver(wake).observe(document.documentElement, { subtree: true, childList: true });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    map: {
      /* The part of the sheet in the address -> the map goes there. */
      go: (text) => kcMap.goTo(text),
    },
  });
})();
