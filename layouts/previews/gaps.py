"""The card of a view of Gaps: the gap as a sentence, and every group on one line of numbers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import isfinite, nan

from data.address import Theme
from data.gaps import sentences as said
from data.gaps.questions import SIZE
from data.gaps.results import GapsData, GroupValue
from data.gaps.state import GapState
from data.locale import Texts, texts
from data.sentences.words import (
    few_text,
    interval_text,
    join,
    opening,
    quantity,
    short_name,
    value_text,
)
from data.services import Services
from layouts import paths
from layouts.charts import gaps as charts
from layouts.charts.gaps_questions import CHARTS_OF, finding_of, name_of
from layouts.figures.gaps.equity_dots import gap_travels
from layouts.figures.gaps.group_words import group_name, group_shape, grouping_name
from layouts.previews.card import Card, Mark, Picture
from layouts.previews.marks import on_one_scale, strip_of
from layouts.request import PageRequest


def gaps_card(request: PageRequest) -> Card | None:
    """The finding that leads the page at this address, and the groups that it speaks of."""
    services, spoken = request.services, request.texts
    parsed = charts.parsed(services, request.query, request.default_lang)
    state = replace(parsed.state, theme=Theme.LIGHT).seen()
    if state.ask != SIZE:
        return _question_card(services, state)
    data = charts.data_of(services, state)
    outcome = opening(short_name(data.outcome, spoken.lang))
    title = spoken.t("gaps.patterns.title", outcome=outcome, grouping=grouping_name(data, spoken))
    is_first = not replace(state, lang=state.default_lang).to_query()
    sentence, detail = said.headline(data, spoken), said.detail(data, spoken)
    return Card(
        path=paths.GAPS + state.to_query(),
        title="" if is_first else title,
        about=title,
        sentence=sentence,
        description=join(sentence, detail),
        picture=partial(_picture, data, detail, spoken),
    )


def _question_card(services: Services, state: GapState) -> Card | None:
    """The finding of another question; None where the city has nothing for it."""
    spoken, found = texts(state.lang), finding_of(services, state)
    if found is None:
        return None
    title = spoken.t(f"gaps.ask.title.{name_of(state.ask)}")
    return Card(
        path=paths.GAPS + state.to_query(),
        title=title,
        about=title,
        sentence=found.sentence,
        description=join(found.sentence, found.detail),
        picture=partial(_cited, services, state, found.detail),
    )


def _cited(services: Services, state: GapState, detail: str) -> Picture:
    """The numbers of a finding with the source of the first chart that the question has."""
    drawn = (charts.build(services, state, name) for name in CHARTS_OF[name_of(state.ask)])
    made = next((chart.travels for chart in drawn if chart is not None), None)
    if made is None:
        return Picture(detail=detail)
    return Picture(detail=detail, source=made.source_short or made.source, flags=tuple(made.flags))


def _picture(data: GapsData, detail: str, texts: Texts) -> Picture:
    outcome, city = data.outcome, data.city.value
    beside = texts.t("place.numbers.city", value=quantity(city, outcome, texts))
    shown = [group for group in data.groups if group.compared]
    made = gap_travels(data, texts, [group_shape(data, group) for group in shown])
    marks = on_one_scale([_mark(data, group, texts) for group in shown])
    return Picture(
        detail=join(detail, made.key_line),
        heading=f"{opening(short_name(outcome, texts.lang))}, {outcome.years}" if marks else "",
        marks=marks,
        beside=beside if isfinite(city) and marks else "",
        source=made.source_short or made.source,
        flags=tuple(made.flags),
    )


def _mark(data: GapsData, group: GroupValue, texts: Texts) -> Mark:
    outcome, few, shape = data.outcome, group.has_few_events, group_shape(data, group)
    limits = (nan, nan) if few else (group.lower, group.upper)
    shown = (
        few_text(group.upper, outcome, texts)
        if few
        else value_text(group.value, outcome, texts.lang)
    )
    return Mark(
        name=group_name(data, group, texts),
        strip=strip_of(nan if few else group.value, *limits, data.city.value, shape),
        said=shown,
        limits=interval_text(*limits, outcome, texts.lang),
        shape=shape,
    )
