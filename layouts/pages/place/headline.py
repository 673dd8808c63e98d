"""The head of the page of one place: its name, and what a person asks first."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.models import Geography
from data.place.person import lead_value, missing, missing_sentence, person_sentence
from data.place.results import PlaceData
from data.place.sentences import around, people_sentence, place_name, place_title
from layouts.components.kept_together import kept_together
from layouts.figures.place.mini_map import mini_map
from layouts.pages.place import own
from layouts.pages.place.climb import climbed
from layouts.pages.place.number import number
from layouts.request import PageRequest
from layouts.theme import palette


def title_of(request: PageRequest, data: PlaceData) -> str:
    """The place as a heading."""
    return place_title(data.area.name, data.area.area_id, data.geography, request.texts)


def name_of(request: PageRequest, data: PlaceData) -> str:
    """The place inside a sentence."""
    return place_name(data.area.name, data.area.area_id, data.geography, request.texts)


def headline(request: PageRequest, data: PlaceData) -> Component:
    """Name, a sentence for a person, its number with interval and verdict, people, where it is."""
    said = [
        html.H1(title_of(request, data), id="place-title"),
        *_first(request, data),
        html.P(people_sentence(data, request.texts), className="place__people"),
        # of what has no number here, the number of what is around
        *(climbed(request, data, value) for value in data.headline if not value.shown),
    ]
    return html.Header([html.Div(said, className="place__said"), _map(request, data)],
                       className="place__headline")  # fmt: skip


def _first(request: PageRequest, data: PlaceData) -> list[Component]:
    """The sentence and its number; what has no number here; whose numbers most of them are."""
    texts, name = request.texts, name_of(request, data)
    said: list[Component] = []
    led = lead_value(data)
    if led is not None:
        sentence = person_sentence(led, place=name, texts=texts)
        said.append(html.P(kept_together(sentence), className="lead place__person"))
    if data.area.people_2020:
        said += [
            html.P(missing_sentence(value, place=name, texts=texts), className="place__missing")
            for value in missing(data)
        ]
    if led is not None:
        said.append(number(request, data, led, around=climbed(request, data, led)))
    if data.around:
        tracts = max(len(item.tracts) for item in data.evidence)
        note = texts.t("place.around_note", around=around(name, tracts, texts), place=name)
        said.append(html.P(note, className="place__around", role="note"))
    if data.geography is Geography.OWN:
        said.append(own.note(request, data))
    return said


def _map(request: PageRequest, data: PlaceData) -> Component:
    services, t = request.services, request.texts.t
    (city,) = services.atlas.rings(Geography.CITY.value).values()
    whole = data.geography is Geography.CITY
    rings = services.atlas.of(data.area.layer, data.area.area_id).rings(data.geography.value)
    picture = mini_map(
        city=city,
        place=() if whole else rings.get(data.area.area_id, ()),
        neighbors=[ring for link in data.neighbors for ring in rings.get(link.area_id, ())],
        bounds=services.atlas.bounds("city"),
        theme=palette(request.theme.value),
    )
    said = t("place.map.alt_city") if whole else t("place.map.alt", place=title_of(request, data))
    return html.Img(src=picture, alt=said, className="place__map")
