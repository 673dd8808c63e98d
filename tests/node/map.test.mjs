/* The map in the browser: what a view is, which place a finger means, where the keys lead. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

import { load } from "./load.mjs";

const GEO = new URL("../../assets/geo/", import.meta.url);
const PHONE = { width: 358, height: 420 };
const FINGER_PX = 12;

globalThis.MutationObserver = class {
  observe() {}
};
for (const script of ["plane", "view", "pick", "keys", "draw", "gestures", "main"]) {
  load(`map/${script}.js`);
}
const { kcMap } = globalThis.window;

const content = (start) => {
  const name = readdirSync(GEO).find((file) => file.startsWith(start));
  return JSON.parse(readFileSync(new URL(name, GEO), "utf8"));
};
const bounds = JSON.parse(readFileSync(new URL("manifest.json", GEO), "utf8")).city.bounds;
const plane = kcMap.plane(bounds);

/* A stand-in for a drawn area: all that the code asks it for. */
const areaOf = ([place, d]) => ({ dataset: { place }, getAttribute: () => d });
const areas = Object.entries(content("map_paths.neighborhood.")).map(areaOf);
const [right, bottom] = plane.at(bounds[2], bounds[1]);
const home = { x: 0, y: 0, width: right, height: bottom };

test("the sheet leads there and back", () => {
  const [lon, lat] = plane.back(...plane.at(-94.5, 39.1));
  assert.ok(Math.abs(lon + 94.5) < 1e-9 && Math.abs(lat - 39.1) < 1e-9);
  assert.deepEqual(plane.at(bounds[0], bounds[3]), [0, 0]);
});

test("an address of a view is read as it was written", () => {
  for (const view of [kcMap.fitted(home, PHONE), { k: 1.234, x: -2000, y: -3000 }]) {
    const text = kcMap.writtenView(view, PHONE, plane);
    const again = kcMap.writtenView(kcMap.readView(text, PHONE, plane), PHONE, plane);
    assert.equal(again, text);
  }
});

test("a fitted box is whole and in the middle; a view never leaves what there is to see", () => {
  const view = kcMap.fitted(home, PHONE);
  assert.ok(view.x >= -1e-6 && view.y >= -1e-6);
  assert.ok(home.height * view.k <= PHONE.height + 1e-6);
  const lost = kcMap.within({ k: 9, x: 1e6, y: 1e6 }, home, PHONE);
  assert.equal(lost.k, kcMap.LARGEST);
  const middle = (PHONE.width / 2 - lost.x) / lost.k;
  assert.ok(middle >= 0 && middle <= home.width);
});

test("what is under the finger stays there while the map is zoomed", () => {
  const view = kcMap.fitted(home, PHONE);
  const [px, py] = [100, 200];
  const unit = [(px - view.x) / view.k, (py - view.y) / view.k];
  const closer = kcMap.zoomed(view, 2, [px, py]);
  assert.ok(Math.abs(unit[0] * closer.k + closer.x - px) < 1e-6);
  assert.ok(Math.abs(unit[1] * closer.k + closer.y - py) < 1e-6);
});

test("every place is hit by a finger after one zoom at most, on a phone", () => {
  const whole = kcMap.fitted(home, PHONE);
  const missed = areas.filter((area) => {
    const { x, y } = kcMap.circleIn(area);
    const tapped = [x * whole.k + whole.x, y * whole.k + whole.y];
    const meant = kcMap.nearest(areas, whole, tapped);
    const zoomed = kcMap.zoomed(whole, kcMap.closer(meant, whole), tapped);
    /* a finger lands beside the point that was meant, in any direction */
    return [0, 1, 2, 3].some((turn) => {
      const [dx, dy] = [Math.cos(turn * 1.57), Math.sin(turn * 1.57)].map((n) => n * (FINGER_PX - 1));
      const hit = kcMap.nearest(areas, zoomed, [tapped[0] + dx, tapped[1] + dy]);
      return hit?.dataset.place !== area.dataset.place;
    });
  });
  assert.deepEqual(missed.map((area) => area.dataset.place), []);
});

test("a finger beside the city picks the place beside it, far away none", () => {
  const view = { k: 0.2, x: 0, y: 0 };
  const [first] = areas;
  const { box } = kcMap.shapeOf(first);
  assert.equal(kcMap.nearest(areas, view, [(box.x - 4000) * view.k, -4000]), null);
});

test("arrows and brackets lead from place to place, and every place is reached", () => {
  const names = Object.fromEntries(areas.map(({ dataset }) => [dataset.place, `n${dataset.place}`]));
  const map = {
    areas: { children: areas },
    places: new Map(areas.slice(0, 60).map(({ dataset }) => [dataset.place, {}])),
    pointed: "",
    view: { ...kcMap.fitted(home, PHONE), size: () => PHONE },
  };
  const seen = new Set();
  for (let n = 0; n < map.places.size; n += 1) {
    map.pointed = kcMap.walk(map, names, 1);
    seen.add(map.pointed);
  }
  assert.equal(seen.size, map.places.size);
  assert.equal(kcMap.walk({ ...map, pointed: "" }, names, -1), map.pointed);
  const before = map.pointed;
  assert.notEqual(kcMap.beside(map, [0, 1]) || kcMap.beside(map, [0, -1]), before);
});

test("a circle inside an area lies inside it", () => {
  const square = [[[0, 0], [100, 0], [100, 100], [0, 100]]];
  const circle = kcMap.circleOf(square);
  assert.ok(Math.hypot(circle.x - 50, circle.y - 50) < 4 && circle.r > 46);
});
