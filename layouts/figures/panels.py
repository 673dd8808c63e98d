"""Rows of dots with intervals, in one or more panels with a scale each, one under another.

Groups of people, grades, years: wherever a few values of a few things are shown, they are drawn
this way. Points are never joined. Pure: plain dicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from layouts.figures.base import (
    CITY_LINE,
    CITY_NAME,
    CROWD,
    DOTS,
    FEW,
    GAP,
    LABELS_FIT,
    TITLE,
    WORDS,
    axis,
    base_layout,
    note,
)
from layouts.figures.labels import longest_px
from layouts.figures.panel import Dot, Panel, Span
from layouts.theme import CHART_FONT_SIZE_SMALL, Palette, edge_of

ROW_PX = 26
DOT_PX = 11
LINE_PX = 17  # a line of a panel's title, and the name of its line
SAID_PX = 14  # room for the words over the first row
AXIS_PX = 22  # under each panel
END_PX = 8
# Ticks of a scale, and of one whose numbers are long: at most so many, level on a phone as well.
_TICKS, _LONG_TICKS, _LONG = 6, 4, 10_000
NEAR_EDGE = 0.7  # of the width: from there on the name of a line stands left of it
_EXTRA = "<extra></extra>"


def panels_figure(
    panels: Sequence[Panel],
    *,
    theme: Palette,
    row_px: float = ROW_PX,
    scale: float = 1.0,
    left_px: float | None = None,
) -> dict[str, Any]:
    """Figure of the panels from top to bottom; its height follows from the rows."""
    boxes = _boxes(panels, row_px * scale, scale)
    height = boxes[-1][1] + (AXIS_PX + END_PX) * scale
    left = left_px if left_px is not None else _label_px(panels)
    layout = base_layout(
        theme,
        scale=scale,
        height=round(height),
        dragmode=False,
        margin={"l": round(left * scale), "r": round(16 * scale), "t": 0, "b": 0},
        shapes=[],
        annotations=[],
    )
    traces: list[dict[str, Any]] = []
    for number, (panel, (top, bottom)) in enumerate(zip(panels, boxes, strict=True)):
        suffix = "" if number == 0 else str(number + 1)
        domain = [round(1 - bottom / height, 4), round(1 - top / height, 4)]
        layout[f"xaxis{suffix}"] = _value_axis(panel, theme, suffix)
        layout[f"yaxis{suffix}"] = _row_axis(panel, theme, suffix, domain)
        traces += _traces(panel, theme, suffix, scale)
        layout["shapes"] += _line(panel, theme, suffix, domain)
        layout["annotations"] += _notes(panel, theme, suffix, top=domain[1], scale=scale, left=left)
    return {"data": traces, "layout": layout}


# -- places on the sheet ------------------------------------------------------------------------


def _boxes(panels: Sequence[Panel], row_px: float, scale: float) -> list[tuple[float, float]]:
    """Top and bottom of every panel's rows in px from the top."""
    found, y = [], 0.0
    for panel in panels:
        lines = (panel.title.count("<br>") + 1 if panel.title else 0) + _is_named(panel)
        top = y + (LINE_PX * lines + SAID_PX) * scale
        bottom = top + row_px * _row_count(panel)
        found.append((top, bottom))
        y = bottom + AXIS_PX * scale
    return found


def _is_named(panel: Panel) -> bool:
    """True if the line through the rows has a name, which stands under the panel's title."""
    return panel.line is not None and bool(np.isfinite(panel.line[0]) and panel.line[1])


def _row_count(panel: Panel) -> int:
    return len(panel.rows) + (panel.span is not None)


def _label_px(panels: Sequence[Panel]) -> float:
    lines = [part for panel in panels for row in panel.rows for part in row.label.split("<br>")]
    return longest_px(lines) + 14


def _value_axis(panel: Panel, theme: Palette, suffix: str) -> dict[str, Any]:
    low, high = panel.limits or _limits(panel)
    return axis(
        theme,
        range=[round(low, 4), round(high, 4)],
        anchor=f"y{suffix}",
        **{"nticks": _LONG_TICKS if high >= _LONG else _TICKS, **panel.ticks},
    )


def _limits(panel: Panel) -> tuple[float, float]:
    """Room for every interval and for the words over the outermost dots."""
    numbers = [
        number
        for row in panel.rows
        for dot in row.dots
        for number in (0.0 if dot.reach else dot.value, *_ends(dot))
        if np.isfinite(number)
    ]
    if panel.line is not None:
        numbers.append(panel.line[0])
    if not numbers:
        return 0.0, 1.0
    low, high = min(numbers), max(numbers)
    room = (high - low or abs(high) or 1.0) * 0.08
    return low - room, high + room


def _ends(dot: Dot) -> tuple[float, ...]:
    """Ends of the interval, where it is drawn."""
    return () if dot.quiet else (dot.lower, dot.upper)


def _row_axis(panel: Panel, theme: Palette, suffix: str, domain: list[float]) -> dict[str, Any]:
    rows = _row_count(panel)
    return axis(
        theme,
        domain=domain,
        anchor=f"x{suffix}",
        showgrid=False,
        range=[rows - 0.5, -0.5],
        tickvals=list(range(len(panel.rows))),
        ticktext=[row.label for row in panel.rows],
        ticklabeloverflow=LABELS_FIT,
        tickfont={"color": theme.ink},
    )


# -- what is drawn ------------------------------------------------------------------------------


def _traces(panel: Panel, theme: Palette, suffix: str, scale: float) -> list[dict[str, Any]]:
    dots = [(y, dot) for y, row in enumerate(panel.rows) for dot in row.dots]
    drawn = [(y, dot) for y, dot in dots if not dot.reach and np.isfinite(dot.value)]
    reach = [(y, dot) for y, dot in dots if dot.reach and np.isfinite(dot.upper)]
    loud = [(y, dot) for y, dot in drawn if not dot.quiet]
    traces = [_dots(loud, theme, suffix, scale)] if loud else []
    for row in dict.fromkeys(y for y, dot in drawn if dot.quiet):
        quiet = [(y, dot) for y, dot in drawn if dot.quiet and y == row]
        traces.append(_dots(quiet, theme, suffix, scale))
    if reach:
        traces.append(_reach(reach, theme, suffix))
    if panel.span is not None:
        traces.append(_span(panel.span, len(panel.rows), theme, suffix, scale))
    return traces


def _trace(suffix: str, **more: Any) -> dict[str, Any]:
    return {"type": "scatter", "xaxis": f"x{suffix}", "yaxis": f"y{suffix}", **more}


def _dots(
    dots: Sequence[tuple[int, Dot]], theme: Palette, suffix: str, scale: float
) -> dict[str, Any]:
    colors = [dot.color for _, dot in dots]
    return _trace(
        suffix,
        # dots of one trace are all quiet, or none is
        meta=CROWD if dots[0][1].quiet else DOTS,
        mode="markers+text",
        x=[round(dot.value, 4) for _, dot in dots],
        y=[y - dot.lift for y, dot in dots],
        text=[dot.said for _, dot in dots],
        textposition="top center",
        textfont={"color": theme.ink, "size": round(CHART_FONT_SIZE_SMALL * scale)},
        hovertext=[dot.hover for _, dot in dots],
        hovertemplate="%{hovertext}" + _EXTRA,
        marker={
            "size": _sizes([dot for _, dot in dots], scale),
            "color": colors,
            "symbol": [dot.symbol for _, dot in dots],
            "line": {
                "width": round(1.5 * scale, 1),
                "color": [edge_of(color, theme) for color in colors],
            },
            "opacity": 1,
        },
        error_x=_bars([dot for _, dot in dots], theme),
        cliponaxis=False,
    )


def _sizes(dots: Sequence[Dot], scale: float) -> float | list[int]:
    """Sizes in px: one where all are alike."""
    sizes = [round(DOT_PX * dot.share * scale) for dot in dots]
    return sizes[0] if len(set(sizes)) == 1 else sizes


def _bars(dots: Sequence[Dot], theme: Palette) -> dict[str, Any]:
    if not any(np.isfinite(dot.upper) for dot in dots):
        return {"visible": False}
    return {
        "type": "data",
        **({"visible": False} if dots[0].quiet else {}),
        "symmetric": False,
        "array": [_length(dot.upper - dot.value) for dot in dots],
        "arrayminus": [_length(dot.value - dot.lower) for dot in dots],
        "color": theme.control,
        "thickness": 1.6,
        "width": 0,
    }


def _length(value: float) -> float:
    return round(value, 4) if np.isfinite(value) else 0.0


def _reach(dots: Sequence[tuple[int, Dot]], theme: Palette, suffix: str) -> dict[str, Any]:
    """Too few events to rate: no dot, only how far the value may reach."""
    upper = [round(dot.upper, 4) for _, dot in dots]
    return _trace(
        suffix,
        meta=FEW,
        mode="markers",
        x=upper,
        y=[y for y, _ in dots],
        marker={"symbol": "line-ns-open", "size": 10, "color": theme.control},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [0] * len(upper),
            "arrayminus": upper,
            "color": theme.band,
            "thickness": 3,
            "width": 0,
        },
        hovertext=[dot.hover for _, dot in dots],
        hovertemplate="%{hovertext}" + _EXTRA,
        cliponaxis=False,
    )


def _span(span: Span, row: int, theme: Palette, suffix: str, scale: float) -> dict[str, Any]:
    middle = (span.start + span.end) / 2
    return _trace(
        suffix,
        meta=GAP,
        mode="lines+markers+text",
        x=[round(x, 4) for x in (span.start, middle, span.end)],
        y=[row] * 3,
        text=["", f"<b>{span.said}</b>", ""],
        textposition="top center",
        textfont={"color": theme.ink, "size": round((CHART_FONT_SIZE_SMALL + 2) * scale)},
        marker={
            "symbol": ["line-ns-open", "circle", "line-ns-open"],
            "size": [round(12 * scale), 1, round(12 * scale)],
            "color": theme.ink,
            "line": {"width": 2, "color": theme.ink},
            "opacity": 1,
        },
        line={"color": theme.ink, "width": 2},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _line(panel: Panel, theme: Palette, suffix: str, domain: list[float]) -> list[dict[str, Any]]:
    if panel.line is None or not np.isfinite(panel.line[0]):
        return []
    x = round(panel.line[0], 4)
    return [
        {
            "type": "line",
            "name": CITY_LINE,
            "xref": f"x{suffix}",
            "x0": x,
            "x1": x,
            "yref": "paper",
            "y0": domain[0],
            "y1": domain[1],
            "line": {"color": theme.city_line, "width": 1, "dash": "dot"},
            "layer": "below",
        }
    ]


def _notes(
    panel: Panel, theme: Palette, suffix: str, *, top: float, scale: float, left: float
) -> list[dict[str, Any]]:
    """Title at the left edge of the sheet, name of the line, words of rows."""
    notes = []
    if panel.title:
        notes.append(
            note(
                TITLE,
                panel.title,
                theme,
                x=0,
                xanchor="left",
                xshift=-round(left * scale),
                align="left",
                y=top,
                yanchor="bottom",
                yshift=round((SAID_PX + LINE_PX * _is_named(panel)) * scale),
                font={"color": theme.ink},
            )
        )
    if panel.line is not None and _is_named(panel):
        notes.append(
            note(
                CITY_NAME,
                panel.line[1],
                theme,
                **_inside(panel),
                x=round(panel.line[0], 4),
                xref=f"x{suffix}",
                y=top,
                yanchor="bottom",
                yshift=round(SAID_PX * scale),
                font={"color": theme.city_line},
            )
        )
    for y, row in enumerate(panel.rows):
        if row.words:
            notes.append(_words(row.words, y, theme, suffix))
    return notes


def _inside(panel: Panel) -> dict[str, str]:
    """A line near the right edge has its name left of it: the edge of the sheet would cut it."""
    low, high = panel.limits or _limits(panel)
    at = (panel.line[0] - low) / (high - low) if panel.line is not None and high > low else 0.0
    return {"xanchor": "right"} if at > NEAR_EDGE else {}


def _words(words: str, y: int, theme: Palette, suffix: str) -> dict[str, Any]:
    """Words of a row at the left edge of its panel, each line a space away from the label."""
    return note(
        WORDS,
        "<br>".join(f"\u2002{line}" for line in words.split("<br>")),
        theme,
        x=0,
        xanchor="left",
        y=y,
        yref=f"y{suffix}",
        yanchor="middle",
        align="left",
    )
