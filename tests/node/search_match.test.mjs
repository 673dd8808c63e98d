/* The rule that finds a place by a typed name, with the cases of tests/unit. */
import assert from "node:assert/strict";
import test from "node:test";

import { cases, load } from "./load.mjs";

const { allowance, indexOf, lastRow, normalise, search } = load("search/match.js").kcPlaceMatch;
const CASES = cases("place_match");

function found(typed, names = CASES.names) {
  const places = names.map((name) => ({ id: name, keys: [name] }));
  const answer = search(indexOf({ places, little_words: CASES.little_words }), typed);
  return { ids: answer.places.map((place) => place.id), literal: answer.literal };
}

test("normalising leaves letters, digits and single spaces", () => {
  for (const [written, plain] of CASES.normalised) {
    assert.equal(normalise(written), plain);
    assert.equal(normalise(plain), plain);
  }
});

test("the row holds the mistakes to every beginning", () => {
  for (const [typed, meant, count] of CASES.mistakes) {
    const row = lastRow(typed, meant);
    assert.equal(row.at(-1), count, `${typed}, ${meant}`);
    assert.equal(lastRow(meant, typed).at(-1), count);
    row.forEach((mistakes, end) => {
      assert.equal(mistakes, lastRow(typed, meant.slice(0, end)).at(-1));
    });
  }
});

test("short words are taken at their word", () => {
  for (const [length, allowed] of CASES.allowed) assert.equal(allowance(length), allowed);
});

test("letters that match are found in the order of the rule", () => {
  for (const [typed, ids] of CASES.literal) {
    assert.deepEqual(found(typed), { ids, literal: true }, typed);
  }
});

test("without a literal match small mistakes are forgiven", () => {
  for (const [typed, ids] of CASES.forgiven) {
    assert.deepEqual(found(typed), { ids, literal: false }, typed);
  }
});

test("forgiving never adds to what matches literally", () => {
  const { names, typed, found: ids } = CASES.never_added;
  assert.deepEqual(found(typed, names), { ids, literal: true });
});
