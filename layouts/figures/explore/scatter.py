"""Health against a social factor, a dot a place: area by people, fit with its honest band."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from data.explore.results import AssociationView, ExploreData, Floats
from data.explore.sentences import association_sentence, pair_warnings
from data.explore.within_sentences import shown_inside
from data.locale import Texts
from data.locale.format import format_number
from data.models import Unit
from data.sentences.words import (
    join,
    opening,
    places_word,
    short_name,
    subject,
)
from layouts.figures import tables
from layouts.figures.base import (
    BAND,
    FIT,
    PLACES,
    axis,
    base_layout,
    fading,
    tick_format,
)
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.explore import scatter_words as words
from layouts.figures.inputs import (
    Places,
    about_people,
    hover_rows,
    named,
    ordered_places,
    rounded,
    side,
    titled,
    value_lines,
)
from layouts.theme import Palette

LARGEST_DOT_PX = 26
SMALLEST_DOT_PX = 4
# Squares around all dots together: about a tenth of the plot of a card.
ALL_DOTS_PX2 = 15_000
DOT_OPACITY = 0.6
_EXTRA = "<extra></extra>"


def build_scatter(data: ExploreData, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """Factor across, outcome up. Where there is no association the chart says why."""
    places = ordered_places(data, "outcome", texts)
    # values made from a factor never meet it here, not even as dots
    drawn = places.valued[places.valued["factor"].notna() & data.rule.allowed]
    traces: list[dict[str, Any]] = []
    if data.association is not None:
        traces += _fit_traces(data, data.association, theme)
    if len(drawn):
        traces.append(_dots(data, drawn, theme, texts, scale))
    frame = named(data, texts).sort_values(["name", "area_id"], kind="stable")
    made = tables.travels_of(data, ("outcome", "factor"), frame, texts)
    return Chart(
        title=titled(_title(data, texts), data.within, texts),
        sentence=_sentence(data, texts),
        figure={"data": traces, "layout": _layout(data, drawn, theme, texts, scale)},
        columns=_columns(data, texts),
        rows=tables.Lazy(lambda: tables.table_rows(data, frame, texts)),
        csv_columns=tables.CSV_COLUMNS,
        csv_rows=tables.Lazy(lambda: tables.csv_rows(data, frame, texts)),
        csv_shared=tables.csv_shared(data, texts),
        notes=_notes(data, places, drawn, made, texts),
        travels=made,
    )


# -- traces -----------------------------------------------------------------------------------


def _dots(
    data: ExploreData, drawn: pd.DataFrame, theme: Palette, texts: Texts, scale: float
) -> dict[str, Any]:
    outcome, factor = data.outcome, data.factor
    people = drawn["people"].to_numpy(dtype=np.float64)
    largest = _largest_dot(people) * scale
    sign = "%" if factor.unit is Unit.PERCENT else ""
    format_ = f":,.{factor.decimals}f"
    prefix = "$" if factor.unit is Unit.USD else ""
    lines = [
        "<b>%{text}</b>",
        *value_lines(outcome, "%{customdata[1]}", texts),
        *value_lines(factor, f"{prefix}%{{x{format_}}}{sign}", texts),
        texts.t("figures.hover.people", people="%{marker.size:,}"),
        texts.t("figures.hover.coverage", share="%{customdata[2]}") + "%{customdata[3]}",
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": PLACES,
        "x": rounded(drawn["factor"], factor.decimals),
        "y": rounded(drawn["outcome"], outcome.decimals),
        "text": drawn["name"].tolist(),
        "customdata": hover_rows(data, drawn, "outcome", texts),
        "marker": {
            "size": about_people(drawn["people"]),
            "sizemode": "area",
            "sizeref": round(2 * float(people.max()) / largest**2, 3) or 1,
            "sizemin": SMALLEST_DOT_PX / 2,
            "color": theme.outcome_mark,
            "opacity": DOT_OPACITY,
            "line": {"color": theme.paper, "width": 0.8},
        },
        "hovertemplate": "<br>".join(lines) + _EXTRA,
        "cliponaxis": False,
        **fading(DOT_OPACITY),
    }


def _largest_dot(people: Floats) -> float:
    """Diameter in px of the largest dot: many places of one size must not cover each other."""
    room: float = ALL_DOTS_PX2 * float(people.max()) / float(people.sum() or 1.0)
    return min(LARGEST_DOT_PX, max(math.sqrt(room), 2 * SMALLEST_DOT_PX))


def _fit_traces(
    data: ExploreData, association: AssociationView, theme: Palette
) -> list[dict[str, Any]]:
    def across(values: Any) -> list[float]:
        return [round(float(value), data.factor.decimals + 1) for value in values]

    def up(values: Any) -> list[float]:
        return [round(float(value), data.outcome.decimals + 1) for value in values]

    grid = across(association.x_grid)
    band = {
        "type": "scatter",
        "meta": BAND,
        "mode": "lines",
        "x": grid + grid[::-1],
        "y": up(association.fit_lower) + up(association.fit_upper)[::-1],
        "fill": "toself",
        "fillcolor": theme.band,
        "opacity": 0.55,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    line = {
        "type": "scatter",
        "meta": FIT,
        "mode": "lines",
        "x": [grid[0], grid[-1]],
        "y": up(association.fit[[0, -1]]),
        "line": {"color": theme.ink_muted, "width": 2},
        "hoverinfo": "skip",
    }
    return [band, line]


# -- layout -----------------------------------------------------------------------------------


def _layout(
    data: ExploreData, drawn: pd.DataFrame, theme: Palette, texts: Texts, scale: float
) -> dict[str, Any]:
    if drawn.empty:
        return base_layout(
            theme,
            scale=scale,
            xaxis={"visible": False},
            yaxis={"visible": False},
            annotations=[words.nothing(data, theme, texts)],
        )
    x, y = data.factor, data.outcome
    across = _range(drawn["factor"], data.city.factor)
    up = _range(drawn["outcome"], data.city.outcome, *_fit_ends(data))
    on_left = words.is_left_free(data, drawn, across, up)
    return base_layout(
        theme,
        scale=scale,
        margin={"l": 44 * scale, "r": 12 * scale, "t": 44 * scale, "b": 46 * scale},
        xaxis=axis(theme, **tick_format(x), **across, nticks=6),
        yaxis=axis(
            theme,
            **tick_format(y),
            **up,
            nticks=6,
        ),
        shapes=words.city_lines(data, theme),
        annotations=[
            *words.titles(data, theme, texts, scale),
            *words.city_names(data, drawn, theme, texts, scale, on_left=on_left),
            words.facts(data, drawn, theme, texts, scale),
        ],
    )


def _range(values: pd.Series, *also: float) -> dict[str, Any]:
    """A range with room for the dots and what else must be seen; never far below zero."""
    shown = np.append(values.to_numpy(dtype=np.float64), [x for x in also if np.isfinite(x)])
    low, high = float(shown.min()), float(shown.max())
    room = (high - low or 1.0) * 0.06
    bottom = max(low - room, -0.02 * high) if low >= 0 else low - room
    return {"range": [round(bottom, 3), round(high + room, 3)]}


def _fit_ends(data: ExploreData) -> tuple[float, ...]:
    """Where the line begins and ends; it may lie outside the dots if more places made it."""
    if data.association is None:
        return ()
    floor = data.outcome.valid_range[0]
    return tuple(max(float(end), floor) for end in data.association.fit[[0, -1]])


# -- words ------------------------------------------------------------------------------------


def _title(data: ExploreData, texts: Texts) -> str:
    return texts.t(
        "figures.title.scatter",
        outcome=opening(short_name(data.outcome, texts.lang)),
        outcome_years=data.outcome.years,
        factor_years=data.factor.years,
        factor=short_name(data.factor, texts.lang).lower()
        if texts.lang == "es"
        else subject(data.factor, texts.lang),
    )


def _sentence(data: ExploreData, texts: Texts) -> str:
    said = association_sentence(
        data.association,
        outcome=data.outcome,
        factor=data.factor,
        geography=data.geography,
        texts=texts,
        reason=data.association_reason,
    )
    return join(shown_inside(data, texts), said or texts.t("figures.scatter.nothing"))


def _columns(data: ExploreData, texts: Texts) -> list[Column]:
    return [
        tables.column("name", texts),
        tables.column("people", texts, "number"),
        *tables.value_columns(side(data, "outcome"), texts, interval_of=True),
        *tables.value_columns(side(data, "factor"), texts, interval_of=True),
        tables.column("coverage", texts, "number"),
        Column("both_note", texts.t("figures.column.note")),
    ]


def _what_else(found: AssociationView, texts: Texts) -> str:
    """Two more numbers of the fit: by ranks, and whether what the line leaves over is clustered."""
    spearman = format_number(found.spearman, decimals=2, lang=texts.lang)
    if not np.isfinite(found.residual_moran):
        return texts.t("figures.note.ranks_of_fit", spearman=spearman)
    moran = format_number(found.residual_moran, decimals=2, lang=texts.lang)
    return texts.t("figures.note.left_over", spearman=spearman, moran=moran)


def _notes(
    data: ExploreData, places: Places, drawn: pd.DataFrame, made: Travels, texts: Texts
) -> list[str]:
    notes = tables.notes_of(data, ("outcome", "factor"), made, texts)
    notes += pair_warnings(data.rule.warnings, data.observed, texts)
    notes.append(texts.t("figures.note.dot_area"))
    found = data.association
    if found is not None:
        low, high = (
            format_number(value, decimals=2, lang=texts.lang)
            for value in (found.leave_one_out_lower, found.leave_one_out_upper)
        )
        notes.append(
            texts.t(
                "figures.note.fit",
                n=found.n,
                places=places_word(data.geography, texts, count=found.n),
                n_effective=round(found.n_effective),
                low=low,
                high=high,
            )
        )
        notes.append(_what_else(found, texts))
    if len(places.few) and found is not None:
        notes.append(texts.t("figures.note.few_in_fit"))
    left_out = len(data.frame) - len(drawn)
    if left_out:
        notes.append(tables.no_value_note(left_out, data.geography, texts))
    return notes
