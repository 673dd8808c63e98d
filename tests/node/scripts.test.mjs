/* Each script of the browser stands alone while it loads: Dash loads them by name, not by need. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";

const CODE = fileURLToPath(new URL("../../assets/clientside/", import.meta.url));
const SCRIPTS = readdirSync(CODE, { recursive: true }).filter((name) => name.endsWith(".js"));

function stand() {}

/* Stands for whatever of the page a script may touch while it loads. */
function anything() {
  return new Proxy(stand, {
    apply: () => anything(),
    construct: () => anything(),
    get: (_, name) => (name === Symbol.toPrimitive ? () => "{}" : anything()),
    set: () => true,
  });
}

function pageWithout(ours) {
  const made = {};
  const window = new Proxy(made, {
    get(_, name) {
      if (Object.hasOwn(made, name)) return made[name];
      if (/^kc[A-Z]/.test(String(name))) ours.push(name);
      return name === "dash_clientside" ? undefined : anything();
    },
  });
  const parts = ["document", "localStorage", "sessionStorage", "navigator", "history", "location"];
  const makers = ["MutationObserver", "ResizeObserver", "IntersectionObserver", "URLSearchParams", "URL"];
  const timers = ["setInterval", "setTimeout", "queueMicrotask", "fetch"];
  const known = [...parts, ...makers, ...timers].map((name) => [name, anything()]);
  return createContext({ ...Object.fromEntries(known), window });
}

for (const name of SCRIPTS) {
  test(`${name} needs no other script while it loads`, () => {
    const needed = [];
    const code = readFileSync(join(CODE, name), "utf8");
    const page = pageWithout(needed);
    runInContext(code, page, { filename: name });
    /* the scripts of a folder may add to one object, whichever comes first */
    assert.deepEqual(needed.filter((kept) => !Object.hasOwn(page.window, kept)), []);
  });
}
