"""Part of the page of the city: its own data, where other places have what stands out.

Nothing is held against the city itself: its numbers, the gap between its parts, and what others
published of it and of its county by race and ethnicity, each under the name of its area.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.gaps import sentences as said
from data.gaps.state import GapState
from data.place.person import lead_value
from data.place.results import PlaceData, PlaceValue
from data.sentences.frequency import frequency
from data.sentences.through import data_through
from data.sentences.words import join, quantity_with_interval
from layouts import ids, paths
from layouts.charts import gaps as gaps_charts
from layouts.charts.gaps_questions import asking_for
from layouts.components.kept_together import kept_together
from layouts.components.terms import with_terms
from layouts.pages.place.cite import cite
from layouts.pages.place.part import part
from layouts.request import PageRequest

# What was published by race: of the city, then of its county.
_BY_RACE = (ids.GAP_LIFE_BY_RACE, ids.GAP_BETWEEN_GROUPS_IN_COUNTY)


def whole_city(request: PageRequest, data: PlaceData) -> Component:
    """The gap between its parts, some of its numbers, and published values by race."""
    t = request.texts.t
    return html.Section(
        [
            html.H2(t("place.whole.title"), id="whole"),
            *_story(request),
            *_gap(request),
            _numbers(request, data),
            *_by_race(request),
        ],
        className="place__part place__whole",
    )


def _story(request: PageRequest) -> list[Component]:
    """The way to why all of this is counted."""
    if "story" not in request.pages:
        return []
    return [html.P(html.A(request.texts.t("place.whole.to_story"), href=request.link(paths.STORY)))]


def _gaps_link(request: PageRequest, query: str, anchor: str, words: str) -> Component:
    href = request.link(paths.GAPS + query)
    return html.P(html.A(words, href=f"{href}#{anchor}" if anchor else href))


def _gap(request: PageRequest) -> list[Component]:
    """How far apart the fifths are, as Gaps says it first; nothing where places are too few."""
    texts = request.texts
    data = gaps_charts.data_of(request.services, GapState())
    if not data.groups:
        return []
    used = filter(None, (data.outcome, data.grouping.factor))
    return [
        html.H3(texts.t("place.whole.gap")),
        html.P(kept_together(said.headline(data, texts))),
        html.P(with_terms(said.detail(data, texts), texts), className="place__small"),
        html.P(data_through(used, texts), className="place__small"),
        _gaps_link(request, "", "", texts.t("place.whole.to_gaps")),
    ]


def _by_race(request: PageRequest) -> list[Component]:
    """What others published, under the name of the area that it is of."""
    texts = request.texts
    state = GapState(lang=texts.lang, default_lang=request.default_lang)
    parts: list[Component] = []
    for name in _BY_RACE:
        asked = asking_for(GapState(), name).to_query()
        chart = gaps_charts.build(request.services, state, name)
        if chart is None:
            continue
        parts += [
            html.H3(chart.title),
            html.P(kept_together(chart.sentence)),
            html.P(chart.notes[0], className="place__small"),
            _gaps_link(request, asked, ids.chart(name).card, texts.t("place.whole.to_race")),
        ]
    if not parts:
        return []
    return [part("race", texts.t("place.whole.race"), [*parts])]


def _numbers(request: PageRequest, data: PlaceData) -> Component | None:
    """Measures that a fact sheet tells of any place, each with its interval and in words."""
    led = lead_value(data)
    keys = dict.fromkeys((*(v.indicator.id for v in data.headline), *city().sheet_facts))
    found = [data.values[key] for key in keys if key in data.values]
    shown = [v for v in found if v.shown and not v.modelled and v != led]
    if not shown:
        return None
    return html.Ul([_number(request, data, value) for value in shown], className="changes")


def _number(request: PageRequest, data: PlaceData, value: PlaceValue) -> Component:
    texts, indicator = request.texts, value.indicator
    limits = value.lower, value.upper
    number = quantity_with_interval(value.value, *limits, indicator, texts, events=value.events)
    name = f"{indicator.name.get(texts.lang)}, {indicator.years}"
    told = texts.t("place.whole.number", name=name, value=number)
    often = frequency(value.value, value.lower, value.upper, indicator, texts)
    said = html.Span(kept_together(join(told, often)))
    return html.Li([said, " ", cite(request, data, value)])
