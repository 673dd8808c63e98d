/* Outlines in an address: the browser writes what data/outline.py reads. */
import assert from "node:assert/strict";
import test from "node:test";

import { cases, load } from "./load.mjs";

const { circle, decoded, encoded, meetsItself, near } = load("place/outline.js").kcOutline;
const CASES = cases("outlines");

test("corners are written as the server writes them, and read back", () => {
  for (const { corners, shape } of CASES.rings) {
    assert.equal(encoded(corners), shape);
    assert.deepEqual(decoded(shape), corners);
  }
});

test("a circle is the one that the server draws", () => {
  const { point, miles, shape } = CASES.circle;
  const made = encoded(circle(point, miles));
  assert.equal(decoded(made).length, decoded(shape).length);
  const corners = new Set(decoded(shape).map(String));
  assert.ok(circle(point, miles).every((corner) => corners.has(String(corner))));
});

test("a line that meets itself is known", () => {
  for (const { corners } of CASES.rings) assert.equal(meetsItself(corners), false);
  for (const corners of CASES.crossing) assert.equal(meetsItself(corners), true);
});

test("what cannot be read or lies elsewhere leaves the map empty", () => {
  const bounds = [-94.77, 38.82, -94.38, 39.36];
  const [{ corners }] = CASES.rings;
  assert.deepEqual(near(corners, bounds), corners);
  for (const text of ["zzz", "00", "p", "~", "123456789"]) assert.deepEqual(near(decoded(text), bounds), []);
});
