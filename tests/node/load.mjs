/* A script of the browser, run as the page runs it: what it puts on `window` comes back. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";

const CODE = new URL("../../assets/clientside/", import.meta.url);
const CASES = new URL("cases/", import.meta.url);

/* What scripts touch of a page while they load; tests put more on it. */
globalThis.window = globalThis;
globalThis.document = {
  addEventListener() {},
  documentElement: { dataset: { storage: "kc-" } },
};

export function load(script) {
  const file = fileURLToPath(new URL(script, CODE));
  runInThisContext(readFileSync(file, "utf8"), { filename: file });
  return globalThis.window;
}

export function cases(name) {
  return JSON.parse(readFileSync(new URL(`${name}.json`, CASES), "utf8"));
}
