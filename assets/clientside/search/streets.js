/* Where a crossing, a landmark or a house number lies: two streets, "2500 E 39th St". One small
   file says what lies near each (data/build/streets.py), so what is typed is looked up here and
   never sent. Words of both languages come with the index of places (data/search/street_words.py). */
(() => {
  "use strict";

  const NUMBERS_A_BLOCK = 100;
  const FORGIVEN_FROM = 4; /* letters */
  const PART_OF = 3; /* words: of a longer name some are enough */

  /* -- what is typed ------------------------------------------------------------------------ */

  function readWords(words) {
    const sets = ["joins", "leads", "highways", "units"].map((name) => [name, new Set(words[name])]);
    const maps = ["kinds", "directions"].map((name) => [name, new Map(Object.entries(words[name]))]);
    return { ...Object.fromEntries([...sets, ...maps]), and: words.joins[0] };
  }

  /* Only the streets: no apartment, no town, no ZIP code. The signs between two streets are a word. */
  function tokensOf(text, { words, town }) {
    const [street] = text.split(/[,;#]/);
    const whole = window.kcPlaceMatch.normalise(street.replace(/[&@+/\\]/g, ` ${words.and} `));
    const plain = whole.replace(/(.) \d{5}$/, "$1");
    const tail = town.find((name) => plain.endsWith(` ${name}`)) || "";
    const found = plain.slice(0, plain.length - tail.length).split(" ").filter(Boolean);
    const end = found.findIndex((token, at) => at > 1 && words.units.has(token));
    return end < 0 ? found : found.slice(0, end);
  }

  /* A street as it is written: its name, its kind, its directions, its number. */
  function readStreet(tokens, words) {
    const read = { base: [], kinds: [], directions: [], road: false, ordinal: false, number: null };
    for (const token of tokens) {
      const road = /^([a-z]{1,2})(\d+)$/.exec(token);
      if (road && words.highways.has(road[1])) {
        read.road = true;
        read.base.push(road[2]);
      } else if (words.directions.has(token)) read.directions.push(words.directions.get(token));
      else if (words.kinds.has(token)) read.kinds.push(words.kinds.get(token));
      else if (words.highways.has(token)) read.road = true;
      else if (!words.leads.has(token)) read.base.push(token);
    }
    read.joined = read.base.join("");
    const number = /^(\d{1,3})(st|nd|rd|th|a|o)?$/.exec(read.joined);
    if (number) {
      read.number = Number(number[1]);
      read.ordinal = Boolean(number[2]);
    }
    read.bare = Boolean(number) && !read.ordinal && !read.kinds.length && !read.road;
    return read;
  }

  /* -- the streets that are known ----------------------------------------------------------- */

  function of(content, index) {
    const words = readWords(index.words);
    const streets = content.streets.map((street, position) => {
      const names = [...street.name.split(" / "), ...(street.also || [])].map((name) => ({
        ...readStreet(window.kcPlaceMatch.normalise(name).split(" "), words),
        name,
      }));
      return { ...street, position, names, called: names[0].name };
    });
    const landmarks = content.landmarks.map((landmark) => ({
      label: landmark.name,
      kind: "landmark",
      places: content.sets[landmark.set].map((place) => content.places[place]),
      keys: namesOf(landmark, index.words.swaps).map(window.kcPlaceMatch.keyOf),
    }));
    const crossings = new Map();
    for (const [a, b, set] of content.crossings) {
      const key = pair(a, b);
      crossings.set(key, [...(crossings.get(key) || []), set]);
    }
    const marks = { places: landmarks, littleWords: index.littleWords };
    return { ...content, words, streets, crossings, marks, town: townOf(index) };
  }

  /* What follows an address: the names of the city, the longest first. */
  function townOf({ byId }) {
    const names = (byId.get("city")?.keys || []).map(({ text }) => text);
    return names.sort((a, b) => b.length - a.length);
  }

  function namesOf(landmark, swaps) {
    const own = [landmark.name, ...landmark.keys].map(window.kcPlaceMatch.normalise);
    const changed = own.flatMap((name) =>
      swaps.map((swap) => name.split(" ").map((word) => swap[word] || word).join(" "))
    );
    return [...new Set([...own, ...changed])];
  }

  function pair(a, b) {
    return a < b ? `${a} ${b}` : `${b} ${a}`;
  }

  /* 0: it is called that; 1: its name begins like that; Infinity: neither. */
  function fit(typed, name) {
    if (typed.number !== null || name.number !== null) {
      if (typed.number !== name.number) return Infinity;
      if (typed.road !== name.road && !(name.road && typed.bare)) return Infinity;
      return 0;
    }
    if (!typed.joined) return Infinity;
    const same = (a, b) => a.some((word) => b.includes(word));
    if (name.directions.length) {
      const told = same(name.directions, typed.directions) || same(name.kinds, typed.kinds);
      if (!told) return Infinity;
    }
    if (typed.joined === name.joined || isPart(typed.base, name.base)) return 0;
    return name.joined.startsWith(typed.joined) ? 1 : Infinity;
  }

  function isPart(some, whole) {
    if (whole.length < PART_OF || !some.some((word) => word.length >= FORGIVEN_FROM)) return false;
    let at = 0;
    return some.every((word) => {
      at = whole.indexOf(word, at) + 1;
      return at > 0;
    });
  }

  function forgiven(typed, name) {
    const { allowance, lastRow } = window.kcPlaceMatch;
    if (typed.number !== null || name.number !== null || name.directions.length) return false;
    if (typed.joined.length < FORGIVEN_FROM) return false;
    return lastRow(typed.joined, name.joined).at(-1) <= allowance(typed.joined.length);
  }

  function resolve(typed, known, forgiving) {
    for (const wanted of [0, 1]) {
      const streets = calledBy(known, (name) => fit(typed, name) === wanted);
      if (streets.length) return { typed, streets, whole: wanted === 0 };
    }
    const streets = forgiving ? calledBy(known, (name) => forgiven(typed, name)) : [];
    return { typed, streets, whole: false };
  }

  /* Streets with a name that will do, each under that name. */
  function calledBy(known, willDo) {
    return known.streets.flatMap((street) => {
      const found = street.names.find(willDo);
      return found ? [{ ...street, called: found.name }] : [];
    });
  }

  /* -- what lies there ---------------------------------------------------------------------- */

  /* The run of house numbers that holds `number`: undefined beyond the street's known part. */
  function setAt(known, street, number) {
    const runs = known.blocks[street.position];
    if (!runs) return undefined;
    for (let at = 0; at + 2 < runs.length; at += 2) {
      if (number >= runs[at] && number < runs[at + 2]) return runs[at + 1] < 0 ? undefined : runs[at + 1];
    }
    return undefined;
  }

  function spot(known, kind, label, set, more) {
    return { kind, label, places: known.sets[set].map((place) => known.places[place]), ...more };
  }

  /* Numbered streets are said first, highways last. */
  function inOrder(a, b) {
    const rank = (street) => (street.road ? 2 : street.number ? 0 : 1);
    return rank(b) < rank(a) ? [b, a] : [a, b];
  }

  function crossingsOf(known, a, b, whole) {
    const [first, second] = inOrder(a, b);
    const label = { text: "crossing", first: first.called, second: second.called };
    const sets = known.crossings.get(pair(a.position, b.position));
    const road = Boolean(second.road);
    if (sets) return sets.map((set) => spot(known, "crossing", label, set, { whole, road }));
    const [along] = [a, b].filter((street) => street.axis === "NS");
    const [across] = [a, b].filter((street) => street.axis === "EW" && street.number);
    if (!along || !across) return [];
    const set = setAt(known, along, across.number * NUMBERS_A_BLOCK);
    return set === undefined ? [] : [spot(known, "crossing", label, set, { whole, near: true })];
  }

  function crossings(known, left, right) {
    const whole = left.whole && right.whole;
    const found = left.streets.flatMap((a) =>
      right.streets.flatMap((b) => (a.position === b.position ? [] : crossingsOf(known, a, b, whole)))
    );
    return onceEach(found);
  }

  /* Every crossing of one street, from the file alone. */
  function crossingsAlong(known, street) {
    const found = known.streets.flatMap((other) =>
      known.crossings.has(pair(street.position, other.position))
        ? crossingsOf(known, street, other, false)
        : []
    );
    return onceEach(found);
  }

  /* Highways share roads: what was listed for one is not said again for the next. */
  function onceEach(spots) {
    const seen = new Set();
    return spots.filter(({ label, places, road }) => {
      const shared = road ? label.first : `${label.first} ${label.second}`;
      const key = `${shared} ${places.join(" ")}`;
      return !seen.has(key) && seen.add(key);
    });
  }

  function address(known, street, number, whole) {
    const east = street.axis === "EW";
    const label = { text: east ? "address_east" : "address", number, street: street.called };
    const set = setAt(known, street, number);
    return set === undefined ? null : spot(known, "address", label, set, { whole, near: true });
  }

  /* -- one answer --------------------------------------------------------------------------- */

  const NOTHING = { spots: [], say: null };

  /* Crossings and addresses for a text, or why there is none. `weak`: it may be something else. */
  function find(known, text, { forgiving = false } = {}) {
    const { words } = known;
    const tokens = tokensOf(text, known);
    const side = (some) => resolve(readStreet(some, words), known, forgiving);
    if (!tokens.length) return NOTHING;
    const joint = tokens.findIndex((token, at) => at > 0 && words.joins.has(token));
    if (joint > 0) return findCrossing(known, tokens, side);
    if (/^\d+$/.test(tokens[0]) && tokens.length > 1) return findAddress(known, tokens, side);
    if (tokens.length > 1 && /^\d{3,5}$/.test(tokens.at(-1))) {
      const turned = findAddress(known, [tokens.at(-1), ...tokens.slice(0, -1)], side);
      if (turned.spots.length) return { ...turned, weak: true };
    }
    if (/^\d{3,5}$/.test(text.trim())) return { ...NOTHING, say: { text: "number" }, weak: true };
    return { ...alone(known, tokens, side), weak: true };
  }

  function findCrossing(known, tokens, side) {
    const { joins } = known.words;
    let reason = null;
    for (let at = 1; at < tokens.length; at++) {
      if (!joins.has(tokens[at])) continue;
      const left = side(tokens.slice(0, at));
      if (at === tokens.length - 1) {
        const spots = left.whole ? left.streets.flatMap((each) => crossingsAlong(known, each)) : [];
        return { spots, say: null };
      }
      const right = side(tokens.slice(at + 1));
      const spots = crossings(known, left, right);
      if (spots.length) return { spots, say: null };
      reason = reason || whyNot(left, right);
    }
    return { ...NOTHING, say: reason };
  }

  function whyNot(left, right) {
    const known = [left, right].filter((each) => each.streets.length);
    if (known.length === 2) {
      const [first, second] = known.map((each) => each.streets[0].called);
      return { text: "apart", first, second };
    }
    if (!known.length) return null;
    const [unknown] = [left, right].filter((each) => !each.streets.length);
    return { text: "unknown_street", street: unknown.typed.base.join(" ") };
  }

  function findAddress(known, tokens, side) {
    const number = Number(tokens[0]);
    const rest = upToKind(tokens.slice(1), known.words);
    const there = side(rest);
    if (number < NUMBERS_A_BLOCK) {
      const spots = crossings(known, side([tokens[0]]), there);
      if (spots.length) return { spots, say: null, weak: there.typed.bare };
    }
    const weak = there.typed.bare || (number < NUMBERS_A_BLOCK && !there.whole);
    const streets = there.streets.filter((street) => !street.road);
    if (!streets.length) {
      const street = there.typed.base.join(" ");
      return { ...NOTHING, say: street ? { text: "unknown_street", street } : null, weak: !there.typed.kinds.length };
    }
    if (isElsewhere(there.typed, streets)) return { ...NOTHING, say: { text: "ends" } };
    const spots = streets.map((each) => address(known, each, number, there.whole)).filter(Boolean);
    return { spots, say: spots.length ? null : whyNotThere(known, streets[0], number), weak };
  }

  /* "2500 E 39th St, Apt 3": the kind of a street ends its name. */
  function upToKind(tokens, words) {
    const kind = tokens.findIndex((token, at) => at > 0 && words.kinds.has(token));
    return kind < 0 ? tokens : tokens.slice(0, kind + 1);
  }

  /* North of the river there is another grid; west addresses are not part of the rule. */
  function isElsewhere({ directions }, streets) {
    const north = directions.some((direction) => ["n", "ne", "nw"].includes(direction));
    return north || (directions.includes("w") && streets.every((street) => street.axis === "EW"));
  }

  function whyNotThere(known, street, number) {
    const runs = known.blocks[street.position];
    if (!runs) return { text: "ends" };
    const from = Math.ceil(runs[0] / NUMBERS_A_BLOCK) * NUMBERS_A_BLOCK;
    const to = Math.floor(runs.at(-1) / NUMBERS_A_BLOCK) * NUMBERS_A_BLOCK;
    const beyond = street.axis === "NS" && (number < known.reach[0] || number >= known.reach[1]);
    return beyond ? { text: "ends" } : { text: "street_ends", street: street.called, from, to };
  }

  /* Two streets without a word between them, or one whose crossings are offered. */
  function alone(known, tokens, side) {
    for (let at = 1; at < tokens.length; at++) {
      const left = side(tokens.slice(0, at));
      const spots = left.whole ? crossings(known, left, side(tokens.slice(at))) : [];
      if (spots.length) return { spots, say: null };
    }
    const { streets, whole } = side(tokens);
    return whole ? { spots: streets.flatMap((each) => crossingsAlong(known, each)), say: null } : NOTHING;
  }

  window.kcStreets = { find, of };
})();
