"""What a view of Compare compares."""

from __future__ import annotations

from dataclasses import replace

from data.address import query_parameters
from data.compare.state import CITY, CompareState, parse_compare
from data.services import Services
from layouts.charts.offered import COMPARED_ROW
from layouts.figures.compare.measures import MIN_PLACES, OTHER_PLACES, Compared


def compared(services: Services, chart: str, query: str) -> Compared | None:
    """What a view compares; None where a place, the baseline or the measure is not known.

    Without one of its places a comparison would have other tests and say something else.
    """
    parsed = parse_compare(query, services.compare.places.keys(), default_lang="en")
    if any(n.key in OTHER_PLACES for n in parsed.notices):
        return None
    state = _beside_the_city(parsed.state, query)
    if len(state.places) < MIN_PLACES:
        return None
    data = services.compare.data(state.places, state.baseline)
    if chart != COMPARED_ROW:
        return Compared(state, data)
    measure = query_parameters(query).get("measure", "")
    found = Compared(state, data, measure)
    return found if measure and found.rows else None


def _beside_the_city(state: CompareState, query: str) -> CompareState:
    """The places with the city as what they are compared with, unless another one was chosen.

    A room knows the city; which of the places happens to be named first says nothing.
    """
    if "baseline" in query_parameters(query) or not state.places:
        return state
    others = tuple(place for place in state.places if place != CITY)
    return replace(state, places=(*others, CITY) if others else (CITY,), baseline=CITY)
