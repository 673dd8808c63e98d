"""What can be told around a place, beside the number of it that cannot be told."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.place.climb_sentences import climb_sentence, title_of_larger
from data.place.results import PlaceData, PlaceValue
from data.place.sentences import place_name
from layouts import paths
from layouts.components.kept_together import kept_together
from layouts.request import PageRequest


def climbed(request: PageRequest, data: PlaceData, value: PlaceValue) -> Component | None:
    """The sentence of the larger place with a link to its page; nothing where none is needed."""
    climb, texts = data.climbs.get(value.indicator.id), request.texts
    if climb is None:
        return None
    place = place_name(data.area.name, data.area.area_id, data.geography, texts)
    said: list[Component | str] = [
        html.Span(kept_together(climb_sentence(climb, place=place, texts=texts)))
    ]
    if climb.larger is not None:
        at = climb.larger.at
        label = texts.t("places.open", place=title_of_larger(at, texts))
        said += [" ", html.A(label, href=request.link(paths.of_place(str(at.place))))]
    return html.P(said, className="place__climb")
