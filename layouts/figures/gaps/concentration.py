"""Concentration curve of events: how unevenly they fall on residents, place by place."""

from __future__ import annotations

from typing import Any

from data.gaps import sentences as gaps
from data.gaps.results import Curve, GapsData
from data.locale import Texts
from data.locale.format import format_number, format_share
from data.sentences.words import opening, short_name
from layouts.figures.base import (
    ACROSS,
    CURVE,
    EQUAL,
    EQUAL_NAME,
    POINTS,
    UP,
    axis,
    base_layout,
    note,
)
from layouts.figures.chart import Chart, Column
from layouts.figures.gaps.equity_dots import csv_shared, gap_notes, gap_travels, with_note
from layouts.figures.gaps.group_words import grouping_name
from layouts.theme import Palette

HEIGHT_PX = 400
TENTHS: tuple[float, ...] = tuple(k / 10 for k in range(11))


def build_concentration(
    data: GapsData, *, theme: Palette, texts: Texts, scale: float = 1.0
) -> Chart:
    """Share of residents against share of events. Raises ValueError where there is no curve."""
    if data.curve is None:
        raise ValueError("data.curve: only events have a concentration curve")
    curve = data.curve
    t = texts.t
    return Chart(
        title=t("gaps.curve.title", outcome=opening(short_name(data.outcome, texts.lang))),
        sentence=gaps.curve(data, texts),
        figure={
            "data": _traces(curve, theme, texts),
            "layout": _layout(data, curve, theme, texts, scale),
        },
        columns=[
            Column("people", t("gaps.column.people_share"), "number"),
            Column("events", t("gaps.column.event_share"), "number"),
        ],
        rows=[
            {
                "people": format_share(share, lang=texts.lang),
                "events": format_share(_at(curve, share), lang=texts.lang),
            }
            for share in TENTHS
        ],
        csv_columns=("cumulative_share_of_residents", "cumulative_share_of_events"),
        csv_shared=csv_shared(data, texts),
        csv_rows=list(zip(curve.people_share, curve.event_share, strict=True)),
        notes=with_note(
            t("gaps.note.curve", n=format_number(curve.events, decimals=0, lang=texts.lang)),
            gap_notes(data, texts),
        ),
        travels=gap_travels(data, texts),
    )


def _at(curve: Curve, share: float) -> float:
    """Share of events at a share of people, on the straight lines between the points."""
    before = 0
    for i, people in enumerate(curve.people_share):
        if people >= share:
            x0, y0 = curve.people_share[before], curve.event_share[before]
            x1, y1 = people, curve.event_share[i]
            return y1 if x1 == x0 else y0 + (share - x0) / (x1 - x0) * (y1 - y0)
        before = i
    return curve.event_share[-1]


def _traces(curve: Curve, theme: Palette, texts: Texts) -> list[dict[str, Any]]:
    line = {
        "type": "scatter",
        "meta": CURVE,
        "mode": "lines",
        "x": [round(x, 4) for x in curve.people_share],
        "y": [round(y, 4) for y in curve.event_share],
        "line": {"color": theme.outcome_mark, "width": 2.5},
        "hovertemplate": texts.t("gaps.hover.curve") + "<extra></extra>",
    }
    equal = {
        "type": "scatter",
        "meta": EQUAL,
        "mode": "lines",
        "x": [0, 1],
        "y": [0, 1],
        "line": {"color": theme.control, "width": 1.2, "dash": "dash"},
        "hoverinfo": "skip",
    }
    marks = [(0.2, curve.fifth_people), (0.5, curve.half_people)]
    points = {
        "type": "scatter",
        "meta": POINTS,
        "mode": "markers+text",
        "x": [x for x, _ in marks],
        "y": [round(y, 4) for _, y in marks],
        "text": [format_share(y, lang=texts.lang) for _, y in marks],
        "textposition": "top left",
        "textfont": {"color": theme.ink},
        "marker": {"size": 9, "color": theme.outcome_mark},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [equal, line, points]


def _layout(
    data: GapsData, curve: Curve, theme: Palette, texts: Texts, scale: float
) -> dict[str, Any]:
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    share = {"tickformat": ".0%", "range": [0, 1]}
    return base_layout(
        theme,
        scale=scale,
        height=round(HEIGHT_PX * scale),
        dragmode=False,
        margin={
            "l": round(44 * scale),
            "r": round(24 * scale),
            "t": round(30 * scale),
            "b": round(44 * scale),
        },
        xaxis=axis(theme, **share, tickvals=ticks),
        # nothing is zero on both axes: written once
        yaxis=axis(theme, **share, tickvals=ticks[1:]),
        annotations=[
            note(
                ACROSS,
                texts.t("gaps.curve.people", grouping=grouping_name(data, texts)) + " →",
                theme,
                x=1,
                xanchor="right",
                y=0,
                yanchor="top",
                yshift=round(-22 * scale),
            ),
            note(
                UP,
                "↑ " + texts.t("gaps.curve.events"),
                theme,
                x=0,
                xanchor="left",
                y=1,
                yanchor="bottom",
                yshift=round(8 * scale),
                xshift=round(-40 * scale),
                font={"color": theme.outcome_mark},
            ),
            note(
                EQUAL_NAME,
                texts.t("gaps.curve.equal"),
                theme,
                x=0.62,
                xref="x",
                y=0.55,
                yref="y",
                xanchor="left",
                yanchor="top",
            ),
        ],
    )
