"""An address at which there is no number: what is wrong with it, and what there is near it."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from data.locale.format import MISSING
from data.numbers.keys import NumberKey
from data.numbers.read import Asked, Fault
from data.numbers.record import NumberRecord
from data.search.match import MAX_QUERY_CHARS
from data.sentences.words import join
from layouts import ids, paths
from layouts.components.place_search import place_search
from layouts.pages.number.visit import path_of
from layouts.request import PageRequest

Offer = tuple[str, str]


def build(request: PageRequest, asked: Asked) -> Component:
    """The page; the server answers it with status 404."""
    t = request.texts.t
    offers = list(_offers(request, asked))
    links = [html.Li(html.A(label, href=request.link(path))) for label, path in offers]
    search = place_search(request=request, id=ids.LOST_SEARCH) if not asked.place else None
    return html.Div(
        [
            html.H1(t("number.lost.title")),
            html.P(explanation(request, asked), className="lead"),
            search,
            html.H2(t(f"number.lost.near.{_near(asked)}")) if links else None,
            html.Ul(links) if links else None,
            html.P(
                [
                    html.A(t("places.lost.all"), href=request.link(paths.PLACES)),
                    " · ",
                    html.A(t("number.lost.all_measures"), href=request.link(paths.DATA)),
                ]
            ),
        ],
        className="prose",
    )


def explanation(request: PageRequest, asked: Asked) -> str:
    """What is wrong, in words that name it."""
    fault = asked.fault or Fault.NOT_HERE
    rest = request.pathname.removeprefix(paths.NUMBER)
    was = request.services.numbers.gone(rest, request.parameters, request.texts)
    said = request.texts.t(
        f"number.lost.{fault.value}",
        written=asked.written or MISSING,
        place=_place_name(request, asked.place),
        measure=_measure_name(request, asked.measure),
    )
    return join(said, was)


def _near(asked: Asked) -> str:
    if asked.fault in (Fault.PERIOD, Fault.GROUP, Fault.NEEDS_GROUP):
        return "same"
    return "places" if asked.fault in (Fault.PLACE, Fault.NOT_HERE) else "measures"


def _offers(request: PageRequest, asked: Asked) -> Iterator[Offer]:
    match asked.fault:
        case Fault.PLACE:
            yield from _places(request, asked)
        case Fault.NO_MEASURE | Fault.MEASURE:
            yield from _measures(request, asked)
        case Fault.NOT_HERE:
            yield from _elsewhere(request, asked)
        case _:
            yield from _same(request, asked)


def _places(request: PageRequest, asked: Asked) -> Iterator[Offer]:
    """Places whose name or number the address resembles, with the measure if it is known."""
    for place in request.services.place_index.closest(asked.written[:MAX_QUERY_CHARS]):
        name = place.names[request.texts.lang]
        path = paths.of_place(place.place_id)
        if asked.measure:
            path = paths.of_number(place.place_id, asked.measure)
        yield name, path


def _measures(request: PageRequest, asked: Asked) -> Iterator[Offer]:
    """Measures of the place that resemble what was written; all of them where nothing was."""
    nearby = request.services.numbers.nearby
    found = nearby.like(asked.written, asked.place, request.texts)
    for measure in found or nearby.measures_of(asked.place):
        name = _measure_name(request, measure)
        yield name, paths.of_number(asked.place, measure)


def _elsewhere(request: PageRequest, asked: Asked) -> Iterator[Offer]:
    """Places near it that have a number of the measure."""
    for place in request.services.numbers.nearby.places_with(asked.measure, asked.place):
        yield _place_name(request, place), paths.of_number(place, asked.measure)


def _same(request: PageRequest, asked: Asked) -> Iterator[Offer]:
    """The periods, or the groups, that there are."""
    numbers, texts = request.services.numbers, request.texts
    keys = numbers.nearby.series(NumberKey(asked.place, asked.measure, ""))
    if not keys:
        keys = (NumberKey(asked.place, asked.measure, ""),)
    of_period = asked.fault is Fault.PERIOD
    for key, record in zip(keys, numbers.every(texts, keys), strict=True):
        if not of_period or key.group == asked.group:
            yield _in_series(request, record), path_of(key)


def _in_series(request: PageRequest, record: NumberRecord) -> str:
    group = record.group.name if record.group else request.texts.t("number.everyone")
    return f"{record.years}, {group}"


def _place_name(request: PageRequest, place: str) -> str:
    numbers = request.services.numbers
    return numbers.place_name(place, request.texts) if place else ""


def _measure_name(request: PageRequest, measure: str) -> str:
    return request.services.numbers.nearby.name(measure, request.texts) if measure else ""
