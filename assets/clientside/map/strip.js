/* The strip below the map says what is pointed at: the words of the map's own hover text, the
   verdict, the rest of the city, how many people; and leads to the place. */
(() => {
  "use strict";

  const STRIP = "map-strip";

  function node(name, text, className = "") {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function paragraph(parts, className) {
    const made = node("p", "", `map-strip__line ${className}`.trim());
    parts.filter(Boolean).forEach((part) => made.append(node("span", part)));
    return made;
  }

  /* Lines of a hover text after the name, with what it leaves open filled in; the first is the value
     alone where the map's title says of what it is. */
  function linesOf({ trace, row }, values) {
    const filled = (text) =>
      text.replace(/%\{customdata\[(\d+)\]\}/g, (_all, number) => row[number] ?? "");
    const template = trace.hovertemplate.replace("<extra></extra>", "");
    const [first, ...more] = filled(template).split("<br>").slice(1).filter(Boolean);
    const value = values[trace.name];
    return [value ? filled(value) : first, ...more];
  }

  function said(box, state, place, entry, people) {
    const [shape, rest] = state.strip.places[place] || ["", ""];
    const [first, ...more] = linesOf(entry, state.strip.values);
    const head = paragraph([first], "");
    head.prepend(node("strong", state.names[place] || ""));
    const told = [state.strip.verdicts[shape], rest && box.dataset.rest.replace("{value}", rest), people];
    return [
      head,
      paragraph(told, `map-strip__verdict--${shape}`),
      paragraph(more, "map-strip__more"),
    ];
  }

  /* `place` as it is pointed at; else the one that is chosen; else what to do. */
  function show(map, state, place) {
    const box = document.getElementById(STRIP);
    if (!box || !state) return;
    const one = place || (state.selected.length === 1 ? state.selected[0] : "");
    const entry = map.places.get(one);
    const links = box.parentElement.querySelector(".map-strip__links");
    if (links) links.hidden = !entry;
    if (!entry) {
      box.replaceChildren(node("p", box.dataset.hint));
      return;
    }
    box.replaceChildren(...said(box, state, one, entry, window.kcMap.people?.[one]));
    links?.querySelectorAll("a").forEach((link) => {
      const address = link.dataset.href.replace("PLACE", encodeURIComponent(one));
      link.setAttribute("href", address.replace("MEASURE", state.strip.measure));
    });
  }

  window.kcMap = Object.assign(window.kcMap || {}, { strip: { linesOf, show } });
})();
