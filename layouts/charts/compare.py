"""What a view of Compare compares."""

from __future__ import annotations

from dataclasses import replace

from data.address import query_parameters
from data.atlas.places import place_named
from data.compare.state import CompareState, Order, ParsedCompare, parse_compare
from data.decks.deck import COMPARE
from data.models import CITY_PLACE
from data.services import Services
from layouts import paths
from layouts.charts.entries import Asked, ChartEntry, ChartFile, Named, PageCharts, by_id
from layouts.charts.file_names import compare_name
from layouts.charts.offered import COMPARED, COMPARED_ROW
from layouts.figures.chart import Chart
from layouts.figures.compare.measures import MIN_PLACES, OTHER_PLACES, Compared, compare_chart
from layouts.figures.travels import addressed


def parsed(services: Services, query: str, default_lang: str) -> ParsedCompare:
    """The state that an address asks for, and what was not understood."""
    return parse_compare(
        query,
        services.compare.places.keys(),
        default_lang=default_lang,
        drawn=lambda word: place_named(services.atlas, word),
        named=lambda name: _typed(services, name),
    )


def _typed(services: Services, name: str) -> str | None:
    """The place that somebody who typed `name` means most likely."""
    found = services.place_index.search(name, limit=1).places
    return found[0].place_id if found else None


def compared(services: Services, chart: str, query: str) -> Compared | None:
    """What a view compares; None where a place, the baseline or the measure is not known.

    Without one of its places a comparison would have other tests and say something else.
    """
    found_there = parsed(services, query, "en")
    if any(n.key in OTHER_PLACES for n in found_there.notices):
        return None
    state = _beside_the_city(found_there.state, query)
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
    others = tuple(place for place in state.places if place != CITY_PLACE)
    return replace(
        state, places=(*others, CITY_PLACE) if others else (CITY_PLACE,), baseline=CITY_PLACE
    )


def chart_of(found: Compared, *, scale: float = 1.0) -> Chart:
    """The chart of what a view compares."""
    return addressed(compare_chart(found, scale=scale), address_of(found.state, found.measure))


def address_of(state: CompareState, measure: str = "") -> str:
    """Path of a comparison alone, or of one row of it: what it is compared with is always named."""
    plain = replace(state, order=Order.THEME)
    baseline = "" if "baseline=" in plain.to_query() else f"&baseline={state.baseline}"
    row = f"&measure={measure}" if measure else ""
    chart = COMPARED_ROW if measure else COMPARED
    return paths.of_embed(chart, f"{plain.to_query()}{baseline}{row}")


# -- for the registry -------------------------------------------------------------------------


def _file(services: Services, asked: Asked) -> ChartFile | None:
    found = compared(services, asked.chart, asked.query)
    if found is None:
        return None
    return ChartFile(compare_name(found.state, found.measure), chart_of(found))


def _named(services: Services, asked: Asked) -> Named:
    found = compared(services, asked.chart, asked.query)
    if found is None:
        return Named()
    return Named(found.state.places, tuple(row.indicator.id for row in found.rows))


CHARTS = PageCharts(
    page=COMPARE,
    entries=by_id(ChartEntry(COMPARED), ChartEntry(COMPARED_ROW)),
    file=_file,
    named=_named,
    asks=("places", "baseline", "measure"),
    parsed=parsed,
)
