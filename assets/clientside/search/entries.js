/* What the search box lists for a text: places by name, and where streets, landmarks and house
   numbers lie. An entry is a place ({ place }) or a spot ({ spot }), which unfolds into its places. */
(() => {
  "use strict";

  const SHOWN = 8; /* of those that share a name */

  function entriesFor(index, streets, typed) {
    const { isWhole, search } = window.kcPlaceMatch;
    const text = typed.replace(/\b(\d{5})-\d{4}\b/, "$1"); /* a ZIP code as on envelopes */
    const named = search(index, text);
    if (!streets) return listed(named.places.map(ofPlace), named.literal);
    const literal = named.literal ? named.places : [];
    const spots = spotsFor(streets, text, literal.length > 0);
    const whole = literal.filter((place) => isWhole(index, place, text));
    const told = spots.found.filter((spot) => spot.whole);
    const sole = told.length === 1 ? told[0] : spots.found.length === 1 && !literal.length && spots.found[0];
    if (sole && !whole.length) return unfolded(index, sole, literal);
    if (!spots.found.length && spots.say && !literal.length) return { entries: [], literal: true, say: spots.say };
    if (!spots.found.length && !literal.length) {
      const marks = search(streets.marks, text).places;
      return listed([...named.places.map(ofPlace), ...marks.map(ofSpot)], false);
    }
    const rest = literal.filter((place) => !whole.includes(place));
    const others = spots.found.filter((spot) => !spot.whole);
    const order = [...whole.map(ofPlace), ...told.map(ofSpot), ...rest.map(ofPlace), ...others.map(ofSpot)];
    return { ...listed(order, true), say: literal.length ? null : { text: "which" } };
  }

  /* Landmarks by name, then crossings and addresses: forgiving only where nothing else is found. */
  function spotsFor(streets, text, named) {
    const { isWhole, search } = window.kcPlaceMatch;
    const marks = search(streets.marks, text);
    const landmarks = marks.literal
      ? marks.places.map((mark) => ({ ...mark, whole: isWhole(streets.marks, mark, text) }))
      : [];
    let found = window.kcStreets.find(streets, text);
    if (!found.spots.length && !named && !landmarks.length) {
      const near = window.kcStreets.find(streets, text, { forgiving: true });
      if (near.spots.length) found = near;
    }
    const crossings = found.weak && (named || landmarks.length) ? [] : found.spots;
    return { found: [...landmarks, ...crossings], say: found.say };
  }

  /* The places of one spot, then those whose names match as well. */
  function unfolded(index, spot, others = []) {
    const here = spot.places.map((id) => index.byId.get(id)).filter(Boolean);
    const rest = others.filter((place) => !here.includes(place)).slice(0, Math.max(0, SHOWN - here.length));
    const at = rest.length ? "at_also" : "at";
    const text = here.length ? (spot.near ? nearText(spot) : at) : "outside";
    return { ...listed([...here, ...rest].map(ofPlace), true), say: { text, spot, here: here.length } };
  }

  function nearText(spot) {
    return spot.kind === "crossing" ? "near_crossing" : "near";
  }

  function ofPlace(place) {
    return { place };
  }

  function ofSpot(spot) {
    return { spot };
  }

  function listed(entries, literal) {
    return { entries, literal, say: null };
  }

  window.kcEntries = { SHOWN, entriesFor, unfolded };
})();
