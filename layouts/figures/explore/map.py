"""The map: outcome, factor, or both as a 3 x 3, with layers drawn over it.

SVG choropleths whose boundaries come by URL, so that a figure carries ids and classes only. Every
fill is a class: one scale a trace, no styling a place. The legend is HTML beside it
(layouts/components/legend.py) from the same classes (layouts/figures/legend.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from data.atlas.overlays import OverlayLayer
from data.cities.city import city
from data.explore.results import ExploreData, Within
from data.explore.sentences import map_sentence
from data.locale import Texts
from data.sentences.words import opening, places_word, short_name, subject
from layouts.figures import tables
from layouts.figures.base import (
    AREA_LINE_WIDTH,
    BOTH_FILL,
    FEW_FILL,
    NO_DATA_FILL,
    PLACES,
    discrete_scale,
    fading,
    map_layout,
)
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.inputs import (
    Places,
    hover_rows,
    named,
    ordered_places,
    ramp_steps,
    side,
    titled,
    value_lines,
    value_with_interval,
)
from layouts.figures.legend import explore_legend, ramp
from layouts.figures.overlays import hatch_traces, overlay_traces
from layouts.figures.travels import also_drawn
from layouts.theme import Palette

_SHOWN = {"outcome": ("outcome",), "factor": ("factor",), "both": ("outcome", "factor")}
_EXTRA = "<extra></extra>"


def build_map(
    data: ExploreData,
    *,
    mode: str,
    overlays: frozenset[str] = frozenset(),
    theme: Palette,
    texts: Texts,
    scale: float = 1.0,
) -> Chart:
    """Map of `mode` (`outcome`, `factor`, `both`); unknown overlays are left out.

    Raises ValueError for another mode.
    """
    if mode not in ("outcome", "factor", "both"):
        raise ValueError(f"mode is 'outcome', 'factor' or 'both', not {mode!r}")
    places = ordered_places(data, "factor" if mode == "factor" else "outcome", texts)
    if data.shared:  # places that lie over each other: the smaller one is seen
        by_size = places.valued.sort_values("people", ascending=False, kind="stable")
        places = replace(places, valued=by_size)
    traces = (
        _both_traces(data, places, theme, texts)
        if mode == "both"
        else _class_traces(data, mode, places, theme, texts)
    )
    for name in sorted(overlays & data.overlays.keys()):
        traces += overlay_traces(name, data.overlays[name], theme, scale=scale)
    if data.outline is not None:
        traces += overlay_traces("districts", data.outline, theme, scale=scale)
    if data.within is not None:
        traces += _outline(data.within, theme, scale)
    frame = named(data, texts).sort_values(["name", "area_id"], kind="stable")
    made = tables.travels_of(data, _SHOWN[mode], frame, texts)
    if "rivers" in overlays & data.overlays.keys():
        made = also_drawn(made, city().rivers_credit(texts.lang))
    return Chart(
        title=map_title(data, mode, texts),
        sentence=map_sentence(data, mode=mode, texts=texts),
        figure={"data": traces, "layout": map_layout(data.bounds, theme, scale, dragmode="lasso")},
        columns=_columns(data, mode, texts),
        rows=tables.Lazy(lambda: tables.table_rows(data, frame, texts)),
        csv_columns=tables.CSV_COLUMNS,
        csv_rows=tables.Lazy(lambda: tables.csv_rows(data, frame, texts)),
        csv_shared=tables.csv_shared(data, texts),
        notes=_notes(data, mode, made, texts),
        travels=made,
        legend=explore_legend(data, mode=mode, theme=theme, texts=texts),
    )


# -- one indicator ----------------------------------------------------------------------------


def _class_traces(
    data: ExploreData, mode: str, places: Places, theme: Palette, texts: Texts
) -> list[dict[str, Any]]:
    chosen = side(data, mode)
    steps = ramp_steps(len(chosen.breaks) + 1, chosen.indicator)
    classes = [steps[k] for k in places.valued[f"{mode}_class"]]
    said, few_said = (
        value_lines(chosen.indicator, "%{customdata[1]}", texts, few=few) for few in (False, True)
    )
    coverage = [
        texts.t("figures.hover.coverage", share="%{customdata[2]}") + "%{customdata[3]}",
    ]
    rows = hover_rows(data, places.valued, mode, texts)
    valued = _areas(
        data,
        places.valued,
        rows,
        fill=mode,
        steps=classes,
        colors=ramp(theme, mode),
        theme=theme,
        hover=_hover(*said, *coverage),
    )
    few_rows = hover_rows(data, places.few, mode, texts)
    few = _areas(
        data,
        places.few,
        few_rows,
        fill=FEW_FILL,
        steps=None,
        colors=(theme.few_events,),
        theme=theme,
        hover=_hover(*few_said),
    )
    return [*valued, *few, *_missing_traces(data, places.missing, theme, texts)]


def _hover(*lines: str) -> str:
    return "<br>".join(("<b>%{text}</b>", *lines))


def _areas(
    data: ExploreData,
    frame: pd.DataFrame,
    rows: list[list[str]],
    *,
    fill: str,
    steps: list[int] | None,
    colors: Iterable[str],
    theme: Palette,
    hover: str,
    line: str | None = None,
) -> list[dict[str, Any]]:
    """One choropleth of `frame`; `steps` index `colors`, None paints all in the only color."""
    if frame.empty:
        return []
    palette = tuple(colors)
    return [
        {
            "type": "choropleth",
            "meta": PLACES,
            "name": fill,
            "geojson": data.geojson_url,
            "featureidkey": "id",
            "locations": frame["area_id"].tolist(),
            "z": steps if steps is not None else [0] * len(frame),
            "zmin": -0.5,
            "zmax": len(palette) - 0.5,
            "colorscale": discrete_scale(palette),
            "showscale": False,
            "text": frame["name"].tolist(),
            "customdata": rows,
            "hovertemplate": hover + _EXTRA,
            "marker": {"line": {"color": line or theme.area_line, "width": AREA_LINE_WIDTH}},
            **fading(),
        }
    ]


def _outline(within: Within, theme: Palette, scale: float) -> list[dict[str, Any]]:
    """The line around the part of the city that is shown: its places may reach over it."""
    own = OverlayLayer(url=within.geojson_url, feature_ids=(within.place.area_id,))
    return overlay_traces("districts", own, theme, scale=scale)


# -- both indicators --------------------------------------------------------------------------


def _both_traces(
    data: ExploreData, places: Places, theme: Palette, texts: Texts
) -> list[dict[str, Any]]:
    known = places.valued[places.valued["bivariate_class"] >= 0]
    outcome, factor = side(data, "outcome"), side(data, "factor")
    down = ramp_steps(len(outcome.tertiles) + 1, outcome.indicator, last=2)
    across = ramp_steps(len(factor.tertiles) + 1, factor.indicator, last=2)
    cells = [3 * down[k % 3] + across[k // 3] for k in known["bivariate_class"]]
    colors = [color for row in theme.bivariate for color in row]
    rows = [
        [*row, value_with_interval(value, low, high, factor.indicator, texts)]
        for row, value, low, high in zip(
            hover_rows(data, known, "outcome", texts),
            known["factor"],
            known["factor_lower"],
            known["factor_upper"],
            strict=True,
        )
    ]
    hover = (
        _hover(
            *value_lines(outcome.indicator, "%{customdata[1]}", texts),
            *value_lines(factor.indicator, f"%{{customdata[{len(rows[0]) - 1}]}}", texts),
            texts.t("figures.hover.coverage", share="%{customdata[2]}") + "%{customdata[3]}",
        )
        if rows
        else ""
    )
    everyone = named(data, texts)
    rest = everyone[everyone["bivariate_class"] < 0]
    return [
        *_areas(
            data,
            known,
            rows,
            fill=BOTH_FILL,
            steps=cells,
            colors=colors,
            theme=theme,
            hover=hover,
        ),
        *_missing_traces(data, rest, theme, texts),
    ]


# -- no data ----------------------------------------------------------------------------------


def _missing_traces(
    data: ExploreData, frame: pd.DataFrame, theme: Palette, texts: Texts
) -> list[dict[str, Any]]:
    """Areas without a value: their own ground, and hatch lines over it in one trace."""
    if frame.empty:
        return []
    rows = [[place] for place in frame["place_id"]]
    hover = "<b>%{text}</b><br>" + texts.t("figures.hover.no_data")
    ground = _areas(
        data,
        frame,
        rows,
        fill=NO_DATA_FILL,
        steps=None,
        colors=(theme.no_data,),
        theme=theme,
        hover=hover,
        line=theme.hatch,
    )
    return [*ground, *hatch_traces(frame["hatch"], theme)]


# -- words ------------------------------------------------------------------------------------


def map_title(data: ExploreData, mode: str, texts: Texts) -> str:
    """What the map of a view shows: measures, years, and the part of the city alone."""
    return titled(_title(data, mode, texts), data.within, texts)


def _title(data: ExploreData, mode: str, texts: Texts) -> str:
    if mode == "both":
        return texts.t(
            "figures.title.map_both",
            outcome=opening(subject(data.outcome, texts.lang)),
            outcome_years=data.outcome.years,
            factor=subject(data.factor, texts.lang),
            factor_years=data.factor.years,
        )
    indicator = side(data, mode).indicator
    return texts.t(
        "figures.title.map",
        name=opening(short_name(indicator, texts.lang)),
        years=indicator.years,
    )


def _columns(data: ExploreData, mode: str, texts: Texts) -> list[Column]:
    shown = _SHOWN[mode]
    columns = [tables.column("name", texts), tables.column("people", texts, "number")]
    for name in shown:
        columns += tables.value_columns(side(data, name), texts, interval_of=len(shown) > 1)
    coverage = tables.column("coverage", texts, "number")
    if mode == "factor":
        coverage = Column("factor_coverage", coverage.label, "number")
        return [*columns, coverage, Column("factor_note", texts.t("figures.column.note"))]
    return [
        *columns,
        coverage,
        tables.column("verdict", texts),
        Column("both_note" if mode == "both" else "note", texts.t("figures.column.note")),
    ]


def _notes(data: ExploreData, mode: str, made: Travels, texts: Texts) -> list[str]:
    key = "thirds" if mode == "both" else "classes"
    places = places_word(data.geography, texts)
    notes = tables.notes_of(data, _SHOWN[mode], made, texts)
    return [*notes, texts.t(f"figures.note.{key}", places=places)]
