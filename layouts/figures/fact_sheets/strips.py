"""Measures of one place: a strip a measure, each on a scale of its own from zero.

The mark is the place and by its shape the verdict, the bar its interval, the upright tick what it
is held against: the rest of the city, or the city where there was no test. Pure: plain dicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import floor, inf, isfinite, log10
from typing import Any

from data.locale import Texts
from data.locale.format import format_number, format_scale
from data.models import Flag, Unit
from data.place.results import PlaceValue
from data.place.sentences import beside_text
from data.sentences.words import counted_value, interval_text, short_name
from layouts.figures.base import (
    CITY,
    CITY_NAME,
    DOTS,
    END,
    FEW,
    RAIL,
    TITLE,
    VALUE,
    axis,
    base_layout,
    note,
)
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.place.spine import shape_of
from layouts.figures.travels import flags_of_values, key, key_line, value_flags
from layouts.theme import Palette, mark_style

STRIP_PX = 47
# Of a strip: the middle of its scale, and how far the tick reaches.
_SCALE_PX, _TICK_PX = 22, 6
_EDGE_PX = 5
DOT_PX = 10
_BAR_PX = 4.5
# Nearer to an end than this, the city's name leaves no room for the end of the scale.
_NEAR = 0.2
_ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_CSV = ("indicator", "years", "place", "value", "lower", "upper", "city", "verdict")


def build_place_strips(
    values: Sequence[PlaceValue],
    *,
    place: str,
    with_city: bool,
    told: str = "",
    title: str,
    sentence: str,
    theme: Palette,
    texts: Texts,
    scale: float = 1.0,
) -> Chart:
    """Strips of `values`, which hold NaN for what is not known; the city itself has no tick.

    The value of the measure `told` stands above the chart already: only its interval is written.

    The height that the strips need is `layout.height`.
    """
    shown = values if with_city else [replace(value, city=float("nan")) for value in values]
    drawn = [value for value in shown if value.shown]
    shapes = key(map(shape_of, drawn), texts)
    made = Travels(
        flags=flags_of_values([(value.indicator, value.flags) for value in drawn], texts),
        key=shapes,
        key_line=key_line(shapes, texts),
    )
    return Chart(
        title=title,
        sentence=sentence,
        figure=_figure(shown, theme, texts, scale, told),
        columns=[
            Column("measure", texts.t("present.column.measure")),
            Column("place", texts.t("common.place")),
            Column("value", texts.t("present.column.value"), "number"),
            Column("interval", texts.t("figures.column.interval"), "interval"),
            Column("note", texts.t("figures.column.note")),
            Column("beside", texts.t("fact_sheets.sheet.beside")),
        ],
        rows=[_row(value, place, texts) for value in shown],
        csv_columns=_CSV,
        csv_rows=[
            (value.indicator.id, value.indicator.years, place, value.value, value.lower,
             value.upper, value.city, value.verdict.value)
            for value in shown
        ],
        travels=made,
    )  # fmt: skip


def limits(value: PlaceValue) -> tuple[float, float]:
    """Ends of a strip's scale: zero and a round number past the data; an index has its own ends."""
    if value.indicator.unit is Unit.INDEX:
        return value.indicator.valid_range
    numbers = [n for n in (value.value, value.lower, value.upper, value.beside) if isfinite(n)]
    high = max(0.0, *numbers, 0.0)
    if high == 0:
        return 0.0, 1.0
    most = 100.0 if value.indicator.unit is Unit.PERCENT else inf
    return 0.0, min(_rounded_up(high * 1.02), most)


def _rounded_up(number: float) -> float:
    base = float(10.0 ** floor(log10(number)))
    return round(base * next(step for step in _ROUND if number <= base * step + 1e-12), 6)


# -- figure -----------------------------------------------------------------------------------


def _figure(
    values: Sequence[PlaceValue], theme: Palette, texts: Texts, scale: float, told: str
) -> dict[str, Any]:
    height = STRIP_PX * max(1, len(values))
    edge = round(_EDGE_PX * scale)
    layout = base_layout(
        theme,
        scale=scale,
        height=round(height * scale),
        dragmode=False,
        margin={"l": edge, "r": edge, "t": 0, "b": 0},
        annotations=[],
    )
    traces: list[dict[str, Any]] = []
    for number, value in enumerate(values):
        suffix = "" if number == 0 else str(number + 1)
        middle = 1 - (number * STRIP_PX + _SCALE_PX) / height
        reach = _TICK_PX / height
        quiet = {"visible": False, "showgrid": False}
        layout[f"xaxis{suffix}"] = axis(
            theme, range=list(limits(value)), anchor=f"y{suffix}", **quiet
        )
        layout[f"yaxis{suffix}"] = axis(
            theme, range=[-1, 1], anchor=f"x{suffix}",
            domain=[round(middle - reach, 4), round(middle + reach, 4)], **quiet,
        )  # fmt: skip
        traces += _traces(value, theme, suffix, scale)
        layout["annotations"] += _notes(value, theme, texts, suffix, scale=scale, told=told)
    return {"data": traces, "layout": layout}


def _traces(value: PlaceValue, theme: Palette, suffix: str, scale: float) -> list[dict[str, Any]]:
    axes = {"type": "scatter", "xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "hoverinfo": "skip"}
    low, high = limits(value)
    rail = {"color": theme.control, "width": 1}
    traces: list[dict[str, Any]] = [
        {**axes, "meta": RAIL, "mode": "lines", "x": [low, high], "y": [0, 0], "line": rail}
    ]
    if isfinite(value.beside):
        tick = {"color": theme.city_line, "width": 1.6 * scale}
        traces.append(
            {**axes, "meta": CITY, "mode": "lines", "x": [value.beside] * 2, "y": [-1, 1],
             "line": tick, "cliponaxis": False}
        )  # fmt: skip
    if isfinite(value.value):
        traces.append({**axes, **_dot(value, theme, scale)})
    elif Flag.FEWER_THAN_10 in value.flags and isfinite(value.upper):
        # too few events to rate: no dot, only how far the value may reach
        reach = {"color": theme.band, "width": _BAR_PX * scale}
        traces.insert(0, {**axes, "meta": FEW, "mode": "lines", "x": [0, value.upper], "y": [0, 0],
                          "line": reach})  # fmt: skip
    return traces


def _dot(value: PlaceValue, theme: Palette, scale: float) -> dict[str, Any]:
    style = mark_style(shape_of(value), theme.name)
    is_hollow = style.symbol.endswith("-open")
    dot: dict[str, Any] = {
        "meta": DOTS,
        "mode": "markers",
        "x": [value.value],
        "y": [0],
        "marker": {
            "size": round(DOT_PX * style.share * scale),
            "symbol": style.symbol,
            "color": style.color,
            "line": {"color": style.color if is_hollow else theme.paper, "width": scale},
        },
        "cliponaxis": False,
    }
    if isfinite(value.lower) and isfinite(value.upper):
        dot["error_x"] = {
            "type": "data",
            "symmetric": False,
            "array": [value.upper - value.value],
            "arrayminus": [value.value - value.lower],
            "color": theme.control,
            "thickness": _BAR_PX * scale,
            "width": 0,
        }
    return dot


def _notes(
    value: PlaceValue, theme: Palette, texts: Texts, suffix: str, *, scale: float, told: str
) -> list[dict[str, Any]]:
    over = {"yref": f"y{suffix}", "y": 1, "yanchor": "bottom", "yshift": round(2 * scale)}
    under = {"yref": f"y{suffix}", "y": -1, "yanchor": "top", "yshift": 0}
    edge = round(_EDGE_PX * scale)
    ink = {"color": theme.ink}
    name = f"<b>{short_name(value.indicator, texts.lang)}</b>, {value.indicator.years}"
    notes = [
        note(TITLE, name, theme, x=0, xanchor="left", xshift=-edge, font=ink, **over),
        note(
            VALUE,
            _said(value, texts, told),
            theme,
            x=1,
            xanchor="right",
            xshift=edge,
            font=ink,
            **over,
        ),
    ]
    low, high = limits(value)
    unit, decimals = value.indicator.unit, value.indicator.decimals
    written: dict[str, Any] = {"unit": unit, "decimals": decimals, "lang": texts.lang}
    number = value.beside
    city = isfinite(number)
    share = (number - low) / (high - low) if city else 0.5
    for x, side, is_free in ((low, "left", share > _NEAR), (high, "right", share < 1 - _NEAR)):
        if is_free:
            place = {"x": x, "xref": f"x{suffix}", "xanchor": side}
            notes.append(note(END, format_scale(x, **written), theme, **place, **under))
    if city:
        said = beside_text(value, texts)
        side = "left" if share < _NEAR else "right" if share > 1 - _NEAR else "center"
        place = {"x": number, "xref": f"x{suffix}", "xanchor": side}
        notes.append(note(CITY_NAME, said, theme, font=ink, **place, **under))
    return notes


def _said(value: PlaceValue, texts: Texts, told: str = "") -> str:
    """The value with its interval; its limit where there were too few events."""
    indicator, lang = value.indicator, texts.lang
    if indicator.id == told:
        interval = interval_text(value.lower, value.upper, indicator, lang)
        return interval if isfinite(value.value) else ""
    if not isfinite(value.value):
        upper = format_number(value.upper, decimals=indicator.decimals, lang=lang)
        few = Flag.FEWER_THAN_10 in value.flags and isfinite(value.upper)
        return f"≤ {upper}" if few else "–"
    interval = interval_text(value.lower, value.upper, indicator, lang)
    said = counted_value(value.value, value.events, indicator, texts)
    return f"{said} ({interval})" if interval else said


def _row(value: PlaceValue, place: str, texts: Texts) -> dict[str, str]:
    indicator, lang = value.indicator, texts.lang
    interval = interval_text(value.lower, value.upper, indicator, lang)
    return {
        "measure": f"{short_name(indicator, lang)}, {indicator.years}",
        "place": place,
        "value": counted_value(value.value, value.events, indicator, texts)
        if isfinite(value.value)
        else _said(value, texts),
        "interval": interval if isfinite(value.value) else "",
        "note": ", ".join(value_flags(indicator, value.flags, texts)) if value.shown else "",
        "beside": beside_text(value, texts) if isfinite(value.beside) else "",
    }
