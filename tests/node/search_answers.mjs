/* What the search box lists for each text: asked by tests/contract/test_street_search.py, which knows
   the real files. Reads { index, streets, typed } as JSON, writes a list. */
import { readFileSync } from "node:fs";

import { load } from "./load.mjs";

for (const script of ["match", "streets", "entries"]) load(`search/${script}.js`);
const { kcEntries, kcPlaceMatch, kcStreets } = globalThis.window;
const { index, streets, typed } = JSON.parse(readFileSync(0, "utf8"));
const places = kcPlaceMatch.indexOf(index);
const known = streets && kcStreets.of(streets, places);

const answers = typed.map((text) => {
  const { entries, literal, say } = kcEntries.entriesFor(places, known, text);
  const told = entries.map(({ place, spot }) => (place ? place.id : spot));
  return { entries: told, literal: Boolean(literal), say };
});
process.stdout.write(JSON.stringify(answers));
