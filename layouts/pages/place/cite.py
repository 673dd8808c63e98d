"""Cite beside a number of a place."""

from __future__ import annotations

from dash.development.base_component import Component

from data.models import Geography
from data.numbers.cite import said
from data.numbers.find import HERE
from data.place.results import PlaceData, PlaceValue
from data.place.sentences import place_name, place_title
from data.sentences.words import quantity_with_interval, short_name
from layouts import paths
from layouts.components.cite import cite_link
from layouts.request import PageRequest


def cite(
    request: PageRequest, data: PlaceData, value: PlaceValue, *, class_name: str = "cite"
) -> Component | None:
    """The link to the address of a number in this version of the data; nothing where it has no
    value. A number of an area that was drawn stands under the address of that area.
    """
    if not value.shown:
        return None
    texts, place_id = request.texts, data.area.place_id
    address = paths.of_place(place_id)
    if data.geography is not Geography.OWN:
        number = paths.of_number(place_id, value.indicator.id)
        address = HERE.with_version(number, request.services.atlas.data_version)
    place = place_name(data.area.name, data.area.area_id, data.geography, texts)
    name = short_name(value.indicator, texts.lang)
    return cite_link(
        texts=texts,
        href=request.link(address),
        name=texts.t("cite.number", name=name, place=place),
        said=_said(request, data, value),
        class_name=class_name,
    )


def _said(request: PageRequest, data: PlaceData, value: PlaceValue) -> str:
    """Measure, place, years, value, interval and source, as the page of the number says them."""
    texts, indicator = request.texts, value.indicator
    record = request.services.numbers.of(data.area.place_id, indicator.id, texts)
    if record is not None:
        return said(record, texts)
    source = request.services.atlas.catalogue.source_of(indicator)
    limits = value.lower, value.upper
    title = texts.t(
        "number.cite.title",
        measure=indicator.name.get(texts.lang),
        place=place_title(data.area.name, data.area.area_id, data.geography, texts),
        years=indicator.years,
        value=quantity_with_interval(value.value, *limits, indicator, texts, events=value.events),
    )
    of = texts.t(
        "number.cite.data",
        publisher=source.publisher,
        title=source.title.get(texts.lang),
        vintage=source.vintage,
    )
    return texts.t("number.cite.said", title=title, data=of)
