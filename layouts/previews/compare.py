"""The card of a comparison: how much the test tells apart, and its first measure in each place."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import isfinite, nan

from data.address import Theme
from data.cities.city import city
from data.compare.results import CompareData, CompareRow
from data.compare.sentences import headline, place_name, title
from data.locale import Texts
from data.sentences.words import (
    few_text,
    interval_text,
    join,
    opening,
    quantity,
    short_name,
    value_text,
)
from layouts import paths
from layouts.charts.compare import parsed as parsed_by
from layouts.figures.compare.rows import FEW, compare_travels, mark_of
from layouts.pages.compare.page import data_of
from layouts.previews.card import Card, Mark, Picture
from layouts.previews.marks import on_one_scale, strip_of
from layouts.request import PageRequest


def compare_card(request: PageRequest) -> Card | None:
    """The finding of a comparison; None where the address compares nothing yet."""
    parsed = parsed_by(request.services, request.query, request.default_lang)
    state = replace(parsed.state, theme=Theme.LIGHT)
    data, spoken = data_of(request.services, state), request.texts
    if data is None:
        return None
    places, sentence = title(data, spoken), headline(data, spoken)
    row = _leading(data)
    return Card(
        path=paths.COMPARE + state.to_query(),
        title=places,
        about=places,
        sentence=sentence,
        description=join(sentence, "" if row is None else _numbers(data, row, spoken)),
        picture=partial(_picture, data, row, spoken),
    )


def _leading(data: CompareData) -> CompareRow | None:
    """The measure that the city speaks of first, else the first that a place has a number of."""
    wanted = (city().leading, *city().headline, *city().health)
    order = {name: at for at, name in reversed(list(enumerate(wanted)))}
    found = [
        row
        for row in data.rows
        if row.indicator.id in order and any(v and isfinite(v.value) for v in row.values)
    ]
    return min(found, key=lambda row: order[row.indicator.id], default=None)


def _numbers(data: CompareData, row: CompareRow, texts: Texts) -> str:
    """The first measure of every place, in words."""
    said = "; ".join(
        texts.t("preview.of_place", place=mark.name, value=mark.said, interval=mark.limits)
        if mark.limits
        else texts.t("preview.of_place_alone", place=mark.name, value=mark.said)
        for mark in _marks(data, row, texts)
    )
    return texts.t("preview.measure", name=_name(row, texts), said=said)


def _name(row: CompareRow, texts: Texts) -> str:
    return f"{opening(short_name(row.indicator, texts.lang))}, {row.indicator.years}"


def _marks(data: CompareData, row: CompareRow, texts: Texts) -> list[Mark]:
    indicator = row.indicator
    found = []
    for place, value, pair in zip(data.places, row.values, row.results, strict=True):
        shape = "" if value is None else mark_of(value, pair)
        name = place_name(place, texts)
        if value is None or not shape or shape == FEW:
            said = (
                texts.t("place.numbers.no_value")
                if value is None or not shape
                else few_text(value.upper, indicator, texts, events=value.events)
            )
            found.append(Mark(name, strip_of(nan, nan, nan, nan, ""), said))
            continue
        found.append(
            Mark(
                name=name,
                strip=strip_of(value.value, value.lower, value.upper, row.city, shape),
                said=value_text(value.value, indicator, texts.lang),
                limits=interval_text(value.lower, value.upper, indicator, texts.lang),
                shape=shape,
            )
        )
    return found


def _picture(data: CompareData, row: CompareRow | None, texts: Texts) -> Picture:
    if row is None:
        return Picture(source=texts.t("preview.sources_on_page"))
    marks = on_one_scale(_marks(data, row, texts))
    made = compare_travels(data, [row], texts)
    city_text = texts.t("place.numbers.city", value=quantity(row.city, row.indicator, texts))
    return Picture(
        detail=made.key_line,
        heading=_name(row, texts),
        marks=marks,
        beside=city_text if isfinite(row.city) else "",
        source=f"{made.source_short or made.source} {texts.t('preview.sources_on_page')}",
        flags=tuple(made.flags),
    )
