/* Compare: turns every press of a button into a new address. The address redraws the page, so Back
   undoes each step. What a visitor opened stays open. */
(() => {
  "use strict";

  const LOCATION = "compare-location";
  const ROWS = "compare-rows";
  const state = { card: null, focus: null, open: {}, wanted: null };

  /* -- the rows, when the server's markup is in place ----------------------------------------- */

  /* On a phone one place is a card, the one that was chosen last if it is still there. */
  function showCard(root) {
    const buttons = [...root.querySelectorAll("[data-card]")];
    const chosen = buttons.find((button) => button.dataset.id === state.card) || buttons[0];
    if (!chosen) return;
    state.card = chosen.dataset.id;
    buttons.forEach((button) => {
      button.setAttribute("aria-pressed", String(button === chosen));
    });
    root.querySelectorAll(".cmp-line").forEach((line) => {
      line.classList.toggle("is-card", line.dataset.place === chosen.dataset.card);
    });
  }

  function placed(root) {
    state.wanted = null;
    root.querySelectorAll("details.cmp-group").forEach((group) => {
      group.open = state.open[group.dataset.group] ?? group.open;
    });
    showCard(root);
    restoreFocus();
  }

  document.addEventListener("kc:placed", (event) => {
    if (event.target.id === ROWS) placed(event.target);
  });

  /* `toggle` does not bubble */
  document.addEventListener(
    "toggle",
    (event) => {
      const { group } = event.target.dataset;
      if (group) state.open[group] = event.target.open;
    },
    true
  );

  /* -- addresses ---------------------------------------------------------------------------- */

  function list() {
    return document.querySelector("#compare-places .cmp-places");
  }

  /* What is chosen but not drawn yet, unless Back has led elsewhere since. */
  function wanted() {
    const { wanted: choice } = state;
    return choice && choice.address === window.location.search ? choice : null;
  }

  function places() {
    if (wanted()) return wanted().places;
    const found = list();
    return found?.dataset.places ? found.dataset.places.split(",") : [];
  }

  /* `choice`: the places of the new address; they stay what they are where it is about others. */
  function go(changes, choice = wanted()) {
    const url = new URL(window.location.href);
    Object.entries(changes).forEach(([key, value]) => {
      if (value) url.searchParams.set(key, value);
      else url.searchParams.delete(key);
    });
    const query = url.searchParams.toString().replace(/%2C/gi, ",");
    const address = query ? `?${query}` : "";
    window.dash_clientside.set_props(LOCATION, { search: address });
    state.wanted = choice && { ...choice, address };
  }

  /* The baseline stays the same place unless that place is gone. */
  function choose(chosen, baseline) {
    const standard = chosen.includes("city") ? "city" : chosen[0];
    const kept = chosen.includes(baseline) ? baseline : standard;
    const named = { places: chosen.join(","), baseline: kept === standard ? "" : kept };
    /* fewer than two are filled up by the server */
    go(named, chosen.length < 2 ? null : { places: chosen, baseline: kept });
  }

  function present() {
    if (wanted()) return wanted().baseline;
    return list() ? list().dataset.baseline : "";
  }

  function nameOf(place) {
    const item = document.querySelector(`[data-item="${CSS.escape(place)}"]`);
    return item ? item.dataset.name : place;
  }

  function say(key, place, chosen) {
    const live = document.getElementById("live");
    const found = list();
    if (!live || !found) return;
    const text = found.dataset[key] || "";
    live.textContent = text
      .replace("{place}", nameOf(place))
      .replace("{n}", String(chosen.indexOf(place) + 1))
      .replace("{m}", String(chosen.length));
  }

  function move(place, to) {
    if (!places().includes(place)) return; /* removed, though still drawn */
    const chosen = places().filter((other) => other !== place);
    chosen.splice(Math.max(0, Math.min(to, chosen.length)), 0, place);
    if (chosen.join() === places().join()) return;
    say("moved", place, chosen);
    choose(chosen, present());
  }

  function remove(place) {
    const before = places();
    const chosen = before.filter((other) => other !== place);
    const next = chosen[Math.min(before.indexOf(place), chosen.length - 1)];
    state.focus = next ? `[data-compare="remove"][data-value="${CSS.escape(next)}"]` : null;
    say("removed", place, chosen);
    /* One place alone would be joined by the city, which may be the one that was removed. */
    choose(chosen.length === 1 && place === "city" ? [] : chosen, present());
  }

  function add(place) {
    const chosen = places();
    if (!place || chosen.includes(place)) return;
    choose([...chosen, place], present());
  }

  /* A moved place takes the focus along. */
  function restoreFocus() {
    if (!state.focus) return;
    const selector = state.focus;
    state.focus = null;
    window.setTimeout(() => {
      const found = document.querySelector(selector);
      if (found) found.focus();
    }, 60);
  }

  /* -- buttons ------------------------------------------------------------------------------ */

  const ACTIONS = {
    up: (place) => move(place, places().indexOf(place) - 1),
    down: (place) => move(place, places().indexOf(place) + 1),
    remove,
    add,
    baseline: (place) => {
      say("nowBaseline", place, places());
      choose(places(), place);
    },
    order: (value) => go({ order: value === "theme" ? "" : value }),
    png: () => window.kcCompareImage.save("png"),
    svg: () => window.kcCompareImage.save("svg"),
  };

  document.addEventListener("click", (event) => {
    const card = event.target.closest("[data-card]");
    if (card) {
      state.card = card.dataset.id;
      showCard(document.getElementById(ROWS));
      return;
    }
    const button = event.target.closest("[data-compare]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { compare: does, value } = button.dataset;
    if (does === "up" || does === "down") {
      state.focus = `[data-compare="${does}"][data-value="${CSS.escape(value)}"]`;
    }
    if (ACTIONS[does]) ACTIONS[does](value);
  });

  /* -- places to add ------------------------------------------------------------------------ */

  /* Those where somebody lives, in the order of the search box, which knows them all. */
  async function offered(field) {
    const { index, lang } = field.dataset;
    const { places: all } = await window.kcPlaceMatch.load(index);
    const kindOf = ({ geography }) =>
      field.getAttribute(`data-kind-${geography.replaceAll("_", "-")}`);
    return all
      .filter((place) => kindOf(place) && place.people_2020)
      .map((place) => ({
        value: place.id,
        label: place.name[lang],
        kind: kindOf(place),
        keys: place.keys,
      }));
  }

  document.addEventListener("kc:chosen", (event) => {
    if (event.target.id === "compare-add") add(event.detail);
  });

  window.kcCompare = { move, offered, places };
})();
