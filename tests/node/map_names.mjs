/* Which names the map places: asked by tests/contract/test_map_names.py, which knows the real file.
   Reads { content, widths, views } as JSON, widths in em by class and text; writes a list a view. */
import { readFileSync } from "node:fs";

import { load } from "./load.mjs";

const { chooseNames } = load("map/names.js").kcMap;
const { content, widths, views } = JSON.parse(readFileSync(0, "utf8"));
const widthOf = (text, kind, size) => widths[BOLD.has(kind) ? "bold" : "normal"][text] * size;
const BOLD = new Set(["chosen", "shield", "highlight"]);

const setsOf = (view) => ({
  ...view,
  chosen: new Set(view.chosen),
  drawn: view.drawn && new Set(view.drawn),
});

const answers = views.map((view) =>
  chooseNames(content, setsOf(view), widthOf).map((name) => [
    name.kind,
    name.text,
    Math.round(name.x),
    Math.round(name.y),
    Math.round(name.dx),
    Math.round(name.dy),
  ])
);
process.stdout.write(JSON.stringify(answers));
