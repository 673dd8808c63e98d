/* Slides in this browser and in a link: what goes in comes out, as data/decks/deck.py reads it. */
import assert from "node:assert/strict";
import test from "node:test";
import { inflateSync } from "node:zlib";

import { cases, load } from "./load.mjs";

const kept = new Map();
Object.defineProperty(globalThis, "localStorage", {
  configurable: true,
  value: { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) },
});
load("shared/kept.js");
const { MOST, keep, own, packed, valid } = load("shared/deck_store.js").kcDeck;
const CASES = cases("decks");

function unpacked(link) {
  return JSON.parse(inflateSync(Buffer.from(link, "base64url")).toString("utf8"));
}

test("a link carries what the server packs", async () => {
  for (const { link, rows } of CASES.links) {
    const made = await packed(rows);
    assert.match(made, /^[\w-]+$/);
    assert.deepEqual(unpacked(made), rows);
    assert.deepEqual(unpacked(link), rows);
  }
});

test("slides that are none are left out", () => {
  for (const row of CASES.no_slides) assert.deepEqual(valid([row, CASES.slide]), [CASES.slide]);
  for (const rows of CASES.no_decks) assert.deepEqual(valid(rows), []);
});

test("no more slides than the server takes", () => {
  assert.equal(MOST, CASES.most);
  assert.equal(valid(Array(CASES.most + 2).fill(CASES.slide)).length, CASES.most);
});

test("slides are kept, and what cannot be read is no deck", () => {
  assert.deepEqual(own(), []);
  keep([CASES.slide]);
  assert.deepEqual(own(), [CASES.slide]);
  for (const key of kept.keys()) kept.set(key, "[[");
  assert.deepEqual(own(), []);
});

test("what earlier visits kept is found, and another city keeps under names of its own", () => {
  const { dataset } = document.documentElement;
  kept.clear();
  kept.set("kc-deck", JSON.stringify([CASES.slide]));
  assert.deepEqual(own(), [CASES.slide]);
  dataset.storage = "tiny-";
  assert.deepEqual(own(), []);
  keep([CASES.slide]);
  dataset.storage = "kc-";
  assert.deepEqual([...kept.keys()], ["kc-deck", "tiny-deck"]);
});

test("a browser that keeps nothing ends nothing", () => {
  const refuse = () => {
    throw new Error("refused");
  };
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    value: { getItem: refuse, setItem: refuse },
  });
  keep([CASES.slide]);
  assert.deepEqual(own(), []);
});
