/* Says what is being waited for and what went wrong: words above the page, and a mark on every chart
   that does not follow the controls yet. The words come with the document, so that they are there
   when nothing else is. */
(() => {
  "use strict";

  /* the first of those that are found is said */
  const KINDS = ["renewed", "outdated", "scripts", "offline", "unreachable", "strange", "stopped", "busy", "broken", "slow"];
  const RELOADS = ["renewed", "outdated", "scripts"];
  const FOLLOWERS = ".chart-card__plot, #compare-places, #compare-controls, #compare-rows";
  const SAID_MS = 4000;
  const box = document.getElementById("network");
  const words = JSON.parse(box.dataset.words);
  const state = { said: "", failed: false };

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function button(reloads) {
    const made = element("button", "button button--solid", reloads ? words.reload : words.retry);
    made.type = "button";
    made.addEventListener("click", () =>
      reloads ? window.location.reload() : window.kcNetwork.retry()
    );
    return made;
  }

  /* Written anew only where it changes: each writing is read aloud. */
  function say(kind, text, actions = []) {
    if (state.said === kind + text) return;
    state.said = kind + text;
    const held = box.contains(document.activeElement);
    box.className = `network network--${kind || "quiet"}`;
    box.replaceChildren(...(text ? [element("p", "network__words", text), ...actions] : []));
    if (held) (box.querySelector("button") || document.getElementById("main") || box).focus();
  }

  function followers() {
    const main = document.getElementById("main");
    return main ? [main, ...main.querySelectorAll(FOLLOWERS)] : [];
  }

  function mark(jobs) {
    const wanted = new Map();
    jobs.forEach((job) => {
      const text = job.fault ? (job.options.parts ? words.part : words.behind) : words.updating;
      (job.options.parts || followers()).forEach((part) => wanted.set(part, text));
    });
    document.querySelectorAll("[data-behind]").forEach((part) => {
      if (wanted.has(part)) return;
      part.removeAttribute("data-behind");
      part.removeAttribute("aria-busy");
    });
    wanted.forEach((text, part) => {
      part.setAttribute("aria-busy", "true");
      part.dataset.behind = text;
    });
  }

  function kindOf(faults) {
    return KINDS.find((one) => faults.some((fault) => fault.kind === one));
  }

  /* What is said of faults: of a busy server also how many it answers first, where it says that. */
  function sentence(faults) {
    const kind = kindOf(faults);
    const before = Math.max(...faults.map((fault) => (fault.kind === "busy" ? fault.before ?? -1 : -1)));
    return kind === "busy" && before >= 0 ? words.line.replace("{n}", before) : words[kind];
  }

  function show(jobs) {
    const failed = jobs.filter((job) => job.fault);
    mark(jobs);
    if (failed.length) {
      const faults = failed.map((job) => job.fault);
      const kind = kindOf(faults);
      const view = failed.some((job) => job.options.parts === null);
      const main = document.getElementById("main");
      const next = failed.map((job) => job.options.next).find(Boolean);
      const text = [sentence(faults), next, view && main ? words.until : ""].filter(Boolean).join(" ");
      say("failed", text, [button(RELOADS.includes(kind))]);
    } else if (jobs.length) {
      say("waiting", jobs.map((job) => job.options.waiting).find(Boolean) || words.waiting);
    } else if (state.failed) {
      say("done", words.done);
      setTimeout(() => state.said === `done${words.done}` && say("", ""), SAID_MS);
    } else if (!state.said.startsWith("done")) {
      say("", "");
    }
    state.failed = failed.length > 0;
  }

  /* What sticks or gets the focus must not do so under the bar. */
  new ResizeObserver(() => {
    const covers = getComputedStyle(box).position === "sticky" ? box.offsetHeight : 0;
    document.documentElement.style.setProperty("--network-height", `${covers}px`);
  }).observe(box);

  window.kcNetworkSay = { sentence, show, say, words };
})();
