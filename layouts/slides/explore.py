"""Explore on a slide: what its charts say, chosen places marked, its legend in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.atlas.places import find_place
from data.decks.place_sentences import place_among
from data.explore.sentences import (
    association_headline,
    headline_of,
    places_apart,
    predicted_warning,
    too_few,
    unmarked_sentence,
)
from data.explore.state import MapMode, ViewState
from data.locale import Texts, texts
from data.place.results import PlaceValue
from data.place.sentences import place_name
from data.sentences.gap import speaks_of_gap
from data.sentences.words import join
from data.services import Services
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.figures.base import CHOSEN, CLEAR, PLACE_NAME, PLACES, is_a, point_index
from layouts.figures.chart import Chart
from layouts.figures.explore.factors import in_words
from layouts.figures.explore.ranking_bands import dated
from layouts.theme import palette

# Line around a chosen area, seen from the back row, on a halo that parts it from dark fills.
OUTLINE_PX = 5
HALO_PX = 14
# From a dot to its name, and the share of the dots' height that is high up.
_NAME_PX, _TOP_SHARE = 70, 0.15


def place_lead(services: Services, state: ViewState, chart: str) -> str:
    """What a map or a cloud of dots shows of the one chosen place; nothing of none or several."""
    if len(state.places) != 1:
        return ""
    (place_id,) = state.places
    mode = state.map_mode
    both = chart == ids.SCATTER or mode is MapMode.BOTH
    factor_first = chart == ids.MAP and mode is MapMode.FACTOR
    wanted = [state.factor] if factor_first else [state.outcome]
    wanted += [state.factor] if both else []
    values = shown_values(services, place_id, wanted)
    if not values:
        return ""
    spoken = texts(state.lang)
    return place_among(values, place=name_inside(services, place_id, spoken), texts=spoken)


def shown_values(services: Services, place_id: str, indicators: Sequence[str]) -> list[PlaceValue]:
    """Values of one place; none unless it has all of them, and not one from a model."""
    if find_place(services.atlas, place_id) is None:  # tracts have no values of a page
        return []
    known = services.place.data(place_id).values
    values = [known[name] for name in indicators if name in known]
    is_whole = len(values) == len(indicators)
    return values if is_whole and all(v.shown and not v.modelled for v in values) else []


def name_inside(services: Services, place_id: str, spoken: Texts) -> str:
    """The name of a place inside a sentence."""
    data = services.place.data(place_id)
    return place_name(data.area.name, data.area.area_id, data.geography, spoken)


def map_finding(services: Services, state: ViewState, chart: Chart) -> str:
    """The one chosen place leads, or what a map alone shows: how many places differ from the rest.

    Without such a test, or where the factor is drawn, the gap leads; why there is none never does.
    """
    if led := place_lead(services, state, ids.MAP):
        return join(led, chart.sentence)
    spoken = texts(state.lang)
    data = explore_charts.data_of(services, state)
    apart = places_apart(data, texts=spoken) if state.map_mode is MapMode.OUTCOME else ""
    if apart and data.within is None:
        apart = dated(apart, data.outcome.years, spoken)
    if apart:
        return join(apart, chart.sentence)
    headline = headline_of(data, spoken)
    if not speaks_of_gap(data.gap, data.factor):
        return join(chart.sentence, headline)
    return join(headline, chart.sentence)


def scatter_finding(services: Services, state: ViewState, chart: Chart) -> tuple[str, str]:
    """The one chosen place, how outcome and factor go together in words, and r for the notes.

    Why there is no association is no finding where a place has one.
    """
    data, led = explore_charts.data_of(services, state), place_lead(services, state, ids.SCATTER)
    if data.association is None:
        return (led, chart.sentence) if led else (chart.sentence, "")
    headline = association_headline(
        data.association,
        outcome=data.outcome,
        factor=data.factor,
        geography=data.geography,
        texts=texts(state.lang),
    )
    return join(led, headline), chart.sentence


def factors_finding(
    services: Services, state: ViewState, chart: Chart
) -> tuple[str, list[str], str]:
    """What the list of factors says, what must stand on the slide, the numbers for the notes."""
    spoken = texts(state.lang)
    found = services.explore.factors(state.outcome, state.by, state.inside)
    warnings = dict.fromkeys(key for link in found.links for key in link.warnings)
    warned = predicted_warning(list(warnings), None, spoken)
    keep = [spoken.t("sentences.association.people"), warned]
    told = "\n".join([*in_words(found, spoken), *chart.notes[1:-1]])
    return join(chart.sentence, warned), keep, told


def unmarked(services: Services, state: ViewState, chart: str) -> str:
    """Which of the chosen places have no number on this chart; nothing where all have one."""
    frame = explore_charts.data_of(services, state).frame
    outcome = frame["outcome"].isna()
    if chart == ids.SCATTER or (chart == ids.MAP and state.map_mode is MapMode.BOTH):
        missing, two = outcome | frame["factor"].isna(), True
    elif chart == ids.MAP and state.map_mode is MapMode.FACTOR:
        missing, two = frame["factor"].isna(), False
    else:  # too few events have a class, and a line, of their own
        missing, two = outcome & ~too_few(frame["outcome_flags"]), False
    found = frame[missing & frame["place_id"].isin(state.places)]
    if found.empty:
        return ""
    pairs = list(zip(found["name"], found["area_id"], strict=True))
    return unmarked_sentence(pairs, state.by, two=two, texts=texts(state.lang))


def marked(chart: Chart, state: ViewState, name: str) -> dict[str, Any]:
    """The figure with the chosen places marked: outlined on a map, named among dots."""
    found = point_index(chart)
    chosen = [point for place in sorted(state.places) for point in found.get(place, ())]
    if not chosen:
        return dict(chart.figure)
    traces = [dict(trace) for trace in chart.figure["data"]]
    layout = dict(chart.figure["layout"])
    ink = layout["meta"]["ink"]
    if name == ids.MAP:
        paper = palette(state.theme.value).paper
        lines = ((paper, HALO_PX), (ink, OUTLINE_PX))
        outlines = [_outline(traces[n], at, *line) for line in lines for n, at in chosen]
        return {"data": [*traces, *outlines], "layout": layout}
    for number, trace in enumerate(traces):
        if is_a(trace, PLACES):
            trace["selectedpoints"] = [point for at, point in chosen if at == number]
    if name == ids.SCATTER:
        labels = [_name_of(traces[number], point, ink) for number, point in chosen]
        layout["annotations"] = [*layout.get("annotations", ()), *labels]
    return {"data": traces, "layout": layout}


def _outline(trace: Mapping[str, Any], point: int, color: str, width: float) -> dict[str, Any]:
    """A heavy line around one area of a choropleth."""
    kept = {key: trace[key] for key in ("type", "geojson", "featureidkey", "zmin", "zmax")
            if key in trace}  # fmt: skip
    return {
        **kept,
        "meta": CHOSEN,
        "locations": [trace["locations"][point]],
        "z": [trace["z"][point]],
        "colorscale": [[0, CLEAR], [1, CLEAR]],
        "showscale": False,
        "marker": {"line": {"color": color, "width": width}},
    }


def _name_of(trace: Mapping[str, Any], point: int, ink: str) -> dict[str, Any]:
    """The name over a dot; under one that is high up, where the title of the axis stands."""
    drawn = [y for y in trace["y"] if y is not None]
    is_high = trace["y"][point] > max(drawn) - _TOP_SHARE * (max(drawn) - min(drawn))
    return {
        "name": PLACE_NAME,
        "x": trace["x"][point],
        "y": trace["y"][point],
        "text": f"<b>{trace['text'][point]}</b>",
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 3,
        "arrowcolor": ink,
        "ax": 0,
        "ay": _NAME_PX if is_high else -_NAME_PX,
        "font": {"color": ink},
    }
