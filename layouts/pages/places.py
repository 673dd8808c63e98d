"""Places: every place from A to Z, and what a search found where it led here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.locale.format import format_people
from data.models import Geography
from data.search.index import Place
from layouts import ids, paths
from layouts.components.attributes import aria, data
from layouts.components.my_location import my_location
from layouts.components.place_links import place_link, place_links
from layouts.components.static import static
from layouts.request import PageRequest

_DIGITS = "0-9"
_NO_NAME = "none"


def build(request: PageRequest) -> Component:
    """The page."""
    t = request.texts.t
    return html.Div(
        [
            html.H1(t("places.page.title")),
            html.P(t("places.page.lead"), className="lead"),
            *_found(request),
            html.P([t("places.page.how_to_find"), " ", *_shortcut(request)]),
            my_location(request=request, id=ids.PLACES_LOCATE),
            html.P(html.A(t("place.own.draw_yours"), href=request.link(paths.OWN))),
            html.P(t("places.page.people"), className="places__note"),
            static(*_sections(request), className="prose"),
        ],
        className="prose places",
    )


def place_items(request: PageRequest, places: Sequence[Place]) -> Component:
    """Links to places with their residents."""
    return html.Ul([_item(request, place) for place in places], className="places__list")


def _item(request: PageRequest, place: Place) -> Component:
    people = html.Span(_people(request, place), className="places__people")
    return html.Li([place_link(request, place), " ", people])


def _people(request: PageRequest, place: Place) -> str:
    t = request.texts.t
    if place.people_2020:
        people = format_people(place.people_2020, lang=request.texts.lang)
        return t("places.page.people_count", n=people)
    return t("places.page.nobody" if place.geography is Geography.ZIP else "places.page.empty")


# -- what was typed ---------------------------------------------------------------------------


def _found(request: PageRequest) -> list[Component]:
    """What the search found for `?q=`, which it asks for where it knows no answer itself."""
    text = request.parameters.get("q", "").strip()[:60]
    if not text:
        return []
    matches = request.services.place_index.search(text)
    key = ("found" if matches.literal else "close") if matches.places else "nothing"
    if any(sign.isdigit() for sign in text) and not (matches.literal and matches.places):
        # Perhaps somebody's address: it is neither looked up here nor said again.
        return [html.P(request.texts.t("places.page.address"), className="places__answer")]
    heading = html.P(request.texts.t(f"places.page.{key}", text=text))
    parts = [heading, place_links(request, matches.places)] if matches.places else [heading]
    return [html.Div(parts, className="places__answer", role="status")]


def _shortcut(request: PageRequest) -> list[Component | str]:
    """The key that jumps to the search box, and the switch to be left alone by it."""
    t = request.texts.t
    switch = html.Button(
        type="button",
        id=ids.SEARCH_KEY,
        className="button button--quiet",
        **data(
            search_key="true", on=t("places.page.shortcut_on"), off=t("places.page.shortcut_off")
        ),
    )
    return [html.Span([t("places.page.shortcut"), " ", switch], className="places__shortcut")]


# -- the lists --------------------------------------------------------------------------------


def _of(request: PageRequest, geography: Geography) -> list[Place]:
    return [p for p in request.services.place_index.places if p.geography is geography]


def _sections(request: PageRequest) -> list[Component]:
    """The city with its districts, then every other kind of place that it has."""
    found = [_whole(request)]
    if Geography.GROUP in city().layers:
        note = html.P(request.texts.t("places.page.group_note"), className="places__note")
        found.append(_section(request, Geography.GROUP, note=note))
    if Geography.NEIGHBORHOOD in city().layers:
        found.append(_neighborhoods(request))
    if Geography.ZIP in city().layers:
        found.append(_section(request, Geography.ZIP))
    return found


def _whole(request: PageRequest) -> Component:
    """The city, with its districts where it has some."""
    places = _of(request, Geography.CITY)
    if Geography.COUNCIL_DISTRICT not in city().layers:
        return place_items(request, places)
    return _section(request, Geography.COUNCIL_DISTRICT, places)


def _section(
    request: PageRequest,
    geography: Geography,
    before: Sequence[Place] = (),
    *,
    note: Component | None = None,
) -> Component:
    """One kind of place, others before it."""
    places = [*before, *_of(request, geography)]
    heading = ids.places_heading(geography.value)
    return html.Section(
        [
            html.H2(request.texts.t(f"places.page.{geography.value}"), id=heading),
            note,
            place_items(request, places),
        ],
        **aria(labelledby=heading),
    )


def letter_of(place: Place) -> str:
    """The letter a neighborhood stands under: `a`, `0-9`, or `none` for one without a name."""
    if not place.named:
        return _NO_NAME
    first = place.keys[0][0]
    return _DIGITS if first.isdigit() else first


def _neighborhoods(request: PageRequest) -> Component:
    t = request.texts.t
    groups = [
        (letter, list(places))
        for letter, places in groupby(_of(request, Geography.NEIGHBORHOOD), key=letter_of)
    ]
    heading = ids.places_heading(Geography.NEIGHBORHOOD.value)
    letters = html.Nav(
        html.Ul(
            [
                html.Li(html.A(_letter_label(request, letter), href=f"#{ids.letter(letter)}"))
                for letter, _ in groups
            ],
            className="places__letters",
        ),
        **aria(label=t("places.page.letters")),
    )
    blocks = [block for letter, places in groups for block in _letter(request, letter, places)]
    return html.Section(
        [html.H2(t("places.page.neighborhood"), id=heading), letters, *blocks],
        **aria(labelledby=heading),
    )


def _letter_label(request: PageRequest, letter: str) -> str:
    if letter == _NO_NAME:
        return request.texts.t("places.page.without_name")
    return request.texts.t("places.page.digits") if letter == _DIGITS else letter.upper()


def _letter(request: PageRequest, letter: str, places: Sequence[Place]) -> list[Component]:
    parts: list[Component] = [html.H3(_letter_label(request, letter), id=ids.letter(letter))]
    if letter == _NO_NAME:
        parts.append(html.P(request.texts.t("places.page.without_name_note")))
    return [*parts, place_items(request, places)]
