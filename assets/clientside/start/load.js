/* Scripts that come after the page stands: our own of a page, and Dash's. All of them are fetched
   before the first one runs, and one that does not come is asked for as every failed request is. */
(() => {
  "use strict";

  const told = JSON.parse(document.getElementById("start").textContent);
  const PATIENCE_MS = 60000; /* nobody waits for them yet, or is told so */
  const running = new Map(); /* address to when it has run */

  /* Into the browser's cache, without being run. */
  async function fetched(address) {
    const options = { own: false, behind: true, lost: "scripts", patienceMs: PATIENCE_MS };
    const init = { priority: window.kcFirst.isAwaited() ? "auto" : "low" };
    const answer = await window.kcNetwork.ask(`script:${address}`, address, init, options);
    await answer.blob();
  }

  function run(address) {
    return new Promise((resolve) => {
      const script = document.createElement("script");
      script.async = false; /* in the order in which they are put in */
      script.onload = resolve;
      script.onerror = () => window.kcNetwork.missing(); /* it came, and is not there any more */
      script.src = address;
      document.head.append(script);
    });
  }

  async function all(addresses) {
    const wanted = addresses.filter((address) => !running.has(address));
    const ready = Promise.all(wanted.map(fetched));
    wanted.forEach((address) => running.set(address, ready.then(() => run(address))));
    await Promise.all(addresses.map((address) => running.get(address)));
  }

  /* The code of pages, by the names of their folders. */
  function folders(names) {
    return all(names.map((name) => told.bundles[name]));
  }

  /* Another page has come without a new document: what it needs is there before it is drawn. */
  function foldersOf(answer) {
    const text = JSON.stringify(answer?.response?.shell ?? null);
    const found = /"data-folders":"([a-z_ ]*)"/.exec(text);
    return folders((found ? found[1] : "").split(" ").filter(Boolean));
  }

  /* What Dash's renderer reads of the app, where it looks for it. */
  async function config() {
    const options = { behind: true, json: true, own: false };
    const answer = await window.kcNetwork.ask("config", told.config, {}, options);
    const script = document.createElement("script");
    Object.assign(script, { id: "_dash-config", type: "application/json" });
    script.textContent = JSON.stringify(await answer.json());
    document.body.append(script);
  }

  /* The page's own code, then Dash. */
  async function dash() {
    await Promise.all([config(), folders(told.folders), all(told.scripts)]);
    return new window.DashRenderer();
  }

  window.kcLoad = { dash, folders, foldersOf, scripts: all, told };
})();
