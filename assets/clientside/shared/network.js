/* One way to ask the server, for Dash's requests and for our own: a request that fails is held, not
   lost. It is asked again by itself, when the network is back, or when the visitor says so; a later
   choice takes its place. network_say.js tells the visitor about all that is being waited for. */
(() => {
  "use strict";

  const SHOWN_AFTER_MS = 400;
  const JOINED_WITHIN_MS = 150; /* an answer that leads to the next question is one wait */
  const SLOW_MS = 10000;
  const GIVE_UP_MS = 60000;
  const WAITS_S = [2, 4, 8, 16, 30];
  const BROKEN_TRIES = 3; /* what an error of the server's program is asked again by itself */
  /* A busy server is not asked for ever by itself: then only when the visitor says so. */
  const BUSY_TRIES = 10;
  const BUSY_MS = 300000;
  const MOST_WAIT_S = 120;
  const AT_ONCE_MS = 300;
  const ADDRESS = ["href", "pathname", "search", "hash"];
  const OTHER_VERSION = 412; /* callbacks/server/version.py */

  const { fetch } = window;
  const { version } = document.documentElement.dataset;
  const idle = window.requestIdleCallback || ((act) => setTimeout(act, 300));
  const frame = () => new Promise((resolve) => window.requestAnimationFrame(resolve));
  const jobs = new Map();
  const busy = { since: 0, timer: null };

  /* `afterS`: when the server wants to be asked again; `before`: how many it answers first. */
  class Fault extends Error {
    constructor(kind, { afterS = null, before = null } = {}) {
      super(kind);
      Object.assign(this, { kind, afterS, before });
    }
  }

  /* Every request says of which version the page is: nothing of another one is mixed into it. HEAD
     asks for what takes the place of the page, or stands beside it. */
  async function send(input, init) {
    const headers = new Headers(init?.headers);
    if (version && init?.method !== "HEAD") headers.set("Page-Version", version);
    const answer = await fetch(input, { ...init, headers });
    if (answer.status !== OTHER_VERSION) return answer;
    window.kcRenew(version);
    throw new Fault("renewed");
  }

  /* -- what an answer says --------------------------------------------------------------------- */

  function retryAfter(answer) {
    const said = answer.headers.get("Retry-After");
    if (!said) return null;
    const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
    return Number.isFinite(seconds) ? Math.max(seconds, 1) : null;
  }

  /* callbacks/server/refusals.py */
  function before(answer) {
    const said = answer.headers.get("X-Waiting-Before");
    return /^\d+$/.test(said || "") ? Number(said) : null;
  }

  function refuse(answer, { own }) {
    const { status } = answer;
    const afterS = retryAfter(answer);
    if (status === 503 || status === 429) throw new Fault("busy", { afterS, before: before(answer) });
    if (status >= 500 || status === 408) throw new Fault("broken", { afterS });
    if (status >= 400 && !own) throw new Fault("outdated");
  }

  /* The Wi-Fi of a hotel answers everything with a page of its own, politely, with status 200. */
  async function read(answer, { json }) {
    if (!json || answer.status === 204 || !answer.ok) return answer;
    const text = await answer.text();
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      throw new Fault("strange");
    }
    /* a callback that failed says so beside an empty answer (callbacks/server/failure.py) */
    if (value?.sideUpdate?.failure) throw new Fault("broken");
    const { status, headers } = answer;
    const whole = new Response(text, { status, headers });
    whole.json = () => Promise.resolve(value);
    return whole;
  }

  function faultOf(error, { lost }) {
    if (error instanceof Fault) return error;
    if (navigator.onLine === false) return new Fault("offline");
    return Object.assign(new Fault(lost || "unreachable"), { cut: true });
  }

  /* -- a held request -------------------------------------------------------------------------- */

  class Job {
    constructor(key, send, options) {
      Object.assign(this, { key, send, options, fault: null, done: false });
      this.afresh();
      this.promise = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    }

    /* As if it had never been asked. */
    afresh() {
      Object.assign(this, { tries: 0, busy: 0, busySince: 0 });
    }

    async run() {
      clearTimeout(this.timer);
      this.timer = null;
      if (this.running) this.running.abort();
      const running = new AbortController();
      this.running = running;
      const { patienceMs = SLOW_MS } = this.options;
      const slow = setTimeout(() => {
        if (this.running === running) this.fail(new Fault("slow"));
      }, patienceMs);
      const end = setTimeout(() => running.abort(), patienceMs + GIVE_UP_MS);
      try {
        const answer = await this.send(running.signal);
        refuse(answer, this.options);
        const whole = await read(answer, this.options);
        if (this.running === running) this.finish(whole);
      } catch (error) {
        if (this.running === running && !this.done) this.later(faultOf(error, this.options));
      } finally {
        clearTimeout(slow);
        clearTimeout(end);
      }
    }

    fail(fault) {
      if (this.done) return;
      this.fault = fault;
      if (this.options.onFault) this.options.onFault(fault.kind, window.kcNetworkSay.sentence([fault]));
      changed();
    }

    later(fault) {
      this.running = null;
      if (fault.cut && !this.tries) {
        /* the end of a process cuts what it was asked: another one answers, and nobody is told */
        this.tries = 1;
        this.timer = setTimeout(() => this.run(), AT_ONCE_MS * (1 + Math.random()));
        return;
      }
      const wait = fault.afterS || WAITS_S[Math.min(this.tries, WAITS_S.length - 1)];
      this.tries += 1;
      const isBusy = fault.kind === "busy";
      if (isBusy && (this.isTired() || wait > MOST_WAIT_S)) fault.kind = "stopped";
      const stays =
        ["renewed", "outdated", "stopped"].includes(fault.kind) ||
        (fault.kind === "broken" && (this.tries > BROKEN_TRIES || wait > MOST_WAIT_S));
      /* not everybody at the same moment, and nobody before the server said */
      if (!stays) this.timer = setTimeout(() => this.run(), wait * 1000 * (1 + Math.random() / 4));
      this.fail(fault);
    }

    isTired() {
      this.busy += 1;
      this.busySince = this.busySince || Date.now();
      return this.busy > BUSY_TRIES || Date.now() - this.busySince > BUSY_MS;
    }

    finish(answer) {
      if (this.done) return;
      this.done = true;
      clearTimeout(this.timer);
      if (jobs.get(this.key) === this) jobs.delete(this.key);
      this.resolve(answer);
      changed();
    }

    /* A later choice has been made: Dash has forgotten this one, and nobody waits for it. */
    drop() {
      this.done = true;
      clearTimeout(this.timer);
      if (this.running) this.running.abort();
      this.running = null;
      this.resolve(new Response(null, { status: 204 }));
    }
  }

  /* `key`: what a later request takes the place of. `parts`: the elements that wait for the answer
     (null: the whole page follows it). `json`: the answer must be that. `own`: whoever asks reads
     a refusal (4xx) itself. `onFault` hears each kind of failure and its words. `patienceMs`: when an answer is
     said to be slow. `waiting`: words for this wait; `next`: what will be done, said beside a failure.
     `behind`: the first page stands while this one comes, and nobody is told unless somebody waits.
     `lost`: what kind of failure it is if nothing comes. */
  function hold(key, send, options) {
    const before = jobs.get(key);
    const job = new Job(key, send, options);
    if (before) before.drop();
    jobs.set(key, job);
    job.run();
    changed();
    return job.promise;
  }

  /* Something else is wanted now. */
  function drop(key) {
    const job = jobs.get(key);
    if (!job) return;
    jobs.delete(key);
    job.drop();
    changed();
  }

  function retry() {
    [...jobs.values()].filter((job) => job.fault).forEach((job) => {
      job.afresh();
      job.run();
    });
    document.dispatchEvent(new CustomEvent("kc:retry"));
  }

  /* What is known without asking: a page that is left now may be lost. */
  function isCut() {
    const lost = ["offline", "unreachable"];
    const known = [...jobs.values()].some((job) => job.fault && lost.includes(job.fault.kind));
    return navigator.onLine === false || known;
  }

  /* Resolves when the charts follow the controls: at once, if nothing is on its way. What has come
     is drawn in the frames after it, before the browser has nothing to do. */
  async function settled() {
    while ([...jobs.values()].some((job) => job.options.parts === null)) {
      await new Promise((resolve) => document.addEventListener("kc:settled", resolve, { once: true }));
      await frame();
      await frame();
      await new Promise((resolve) => idle(resolve));
    }
  }

  /* -- telling -------------------------------------------------------------------------------- */

  function isSaid(job) {
    return job.fault || !job.options.behind || window.kcFirst.isAwaited();
  }

  function changed() {
    const all = [...jobs.values()].filter(isSaid);
    if (all.length && !busy.since) busy.since = Date.now();
    clearTimeout(busy.timer);
    const shown = busy.since && Date.now() - busy.since >= SHOWN_AFTER_MS;
    const failed = all.some((job) => job.fault);
    if (!all.length) {
      busy.timer = setTimeout(() => {
        busy.since = 0;
        window.kcNetworkSay.show([]);
        document.dispatchEvent(new CustomEvent("kc:settled"));
      }, JOINED_WITHIN_MS);
    } else if (shown || failed) {
      window.kcNetworkSay.show(all);
    } else {
      busy.timer = setTimeout(changed, busy.since + SHOWN_AFTER_MS - Date.now());
    }
  }

  /* -- Dash's own requests ---------------------------------------------------------------------- */

  function outputsOf(asked) {
    const listed = [asked.outputs || []].flat(2);
    return listed.map((output) => document.getElementById(output.id));
  }

  /* What the visitor did that a request asks about: `[{ id, property, value }]`. Addresses stay. */
  function changedIn({ inputs, changedPropIds }) {
    const named = ({ id, property }) =>
      `${typeof id === "string" ? id : JSON.stringify(id, Object.keys(id).sort())}.${property}`;
    const of = (inputs || []).flat().filter(({ property }) => !ADDRESS.includes(property));
    return of.filter((input) => (changedPropIds || []).includes(named(input)));
  }

  /* An answer that goes to one element concerns that one; what goes into stores, addresses and
     charts is the view itself, and the whole page follows it: then some of these are null. */
  function waitingFor(asked) {
    const by = (asked.changedPropIds || []).join();
    /* the charts mark a chosen place without the server: only its description waits */
    if (by === "selection.data") return [document.getElementById("selection-waiting")];
    /* the map has moved: the address alone follows */
    return by === "map-at.data" ? [] : outputsOf(asked);
  }

  function dashOptions(url, init) {
    if (!init?.body) return { key: `dash:${url}`, parts: null };
    const asked = JSON.parse(init.body);
    const found = waitingFor(asked);
    const parts = found.every(Boolean) ? found : null;
    return { key: `dash:${asked.output}`, parts, changed: changedIn(asked) };
  }

  function isDash(url) {
    return /\/_dash-(update-component|layout|dependencies)$/.test(url.split("?")[0]);
  }

  window.fetch = (input, init) => {
    if (typeof input !== "string") return fetch(input, init);
    if (!isDash(input)) return send(input, init);
    const { key, ...found } = dashOptions(input, init);
    const options = { ...found, json: true, behind: true };
    const asked = hold(key, (signal) => send(input, { ...init, signal }), options);
    return key === "dash:shell.children" ? asked.then(withFolders) : asked;
  };

  async function withFolders(answer) {
    if (answer.status === 200) await window.kcLoad.foldersOf(await answer.json());
    return answer;
  }

  /* Our own: gives the answer when there is one; `options` as of `hold`. */
  function ask(key, url, init = {}, options = {}) {
    const made = { parts: [], json: false, own: true, ...options };
    return hold(key, (signal) => send(url, { ...init, signal }), made);
  }

  /* A part of the page itself did not come, or is of another version: only loading it again helps.
     True if that was known. */
  function missing(kind = "scripts") {
    if (jobs.has("page")) return true;
    const lost = new Job("page", null, { parts: [] });
    lost.fault = new Fault(kind);
    lost.run = () => {};
    jobs.set("page", lost);
    changed();
    return false;
  }

  window.addEventListener("online", retry);
  window.addEventListener("offline", changed);

  window.kcNetwork = {
    ask,
    choices: () => [...jobs.values()].flatMap((job) => job.options.changed || []),
    drop,
    isCut,
    isMissing: () => jobs.has("page"),
    missing,
    retry,
    settled,
    tell: changed,
  };
})();
