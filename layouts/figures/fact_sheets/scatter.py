"""The scatter of Explore as it stands on paper: years on the axes, one place marked and named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from data.catalogue.schema import Indicator
from data.explore.results import ExploreData
from data.locale import Texts
from data.sentences.words import opening
from layouts.figures.base import (
    ACROSS,
    CHOSEN,
    CITY_NAME,
    PLACE_NAME,
    PLACES,
    UP,
    axis_title,
    is_a,
    note,
    notes_named,
)
from layouts.figures.chart import Chart
from layouts.figures.explore.scatter import build_scatter
from layouts.figures.labels import wrapped
from layouts.theme import Palette
from layouts.typefaces.typefaces import width_em

MARK_PX = 11
BOTTOM_PX = 38
# The plot is half as large as on the screen, and so are the areas of its dots.
DOT_AREA = 0.4
TITLE_EM = 27.0
# What the marked place's name covers, as shares of the plot: an em of it, a line, its distance.
_EM, _LINE, _AWAY = 0.038, 0.1, 0.03
_ROOM = 0.04


@dataclass(frozen=True, slots=True)
class Mark:
    """The place that is named: its factor across, its outcome up."""

    name: str
    across: float
    up: float


def build_sheet_scatter(
    data: ExploreData, *, mark: Mark | None, theme: Palette, texts: Texts
) -> Chart:
    """The chart without the facts in its corner, which stand beside it on paper."""
    chart = build_scatter(data, theme=theme, texts=texts)
    if not chart.figure["data"]:
        return chart
    dots = next(trace for trace in chart.figure["data"] if is_a(trace, PLACES))
    rest = [trace for trace in chart.figure["data"] if trace is not dots]
    layout = dict(chart.figure["layout"])
    up, across = (notes_named(layout, name)[0] for name in (UP, ACROSS))
    titled = [
        {**up, "text": wrapped(_title(data.outcome, texts) + " ↑", TITLE_EM), "align": "left"},
        {**across, "text": _title(data.factor, texts) + " →"},
    ]
    extra = titled[0]["text"].count("<br>") * layout["font"]["size"] * 1.3
    margin = layout["margin"]
    layout["margin"] = {**margin, "t": margin["t"] + extra, "b": BOTTOM_PX}
    layout["annotations"] = [*titled, *_unnumbered(layout, texts)]
    traces = [*rest, {**dots, "marker": _smaller(dots["marker"])}]
    if mark is not None:
        for name, value in (("xaxis", mark.across), ("yaxis", mark.up)):
            layout[name] = {**layout[name], "range": _with(layout[name]["range"], value)}
        traces.append(_dot(mark, theme))
        layout["annotations"].append(_name(mark, dots, layout, theme))
    figure = {"data": traces, "layout": layout}
    return replace(chart, figure=figure)


def _unnumbered(layout: Mapping[str, Any], texts: Texts) -> list[dict[str, Any]]:
    """The names of the city's lines without their numbers, which the sheet says elsewhere."""
    said = texts.t("figures.city_line")
    return [{**words, "text": said} for words in notes_named(layout, CITY_NAME)]


def _smaller(marker: Mapping[str, Any]) -> dict[str, Any]:
    return {**marker, "sizeref": marker["sizeref"] / DOT_AREA, "sizemin": 1.5}


def _title(indicator: Indicator, texts: Texts) -> str:
    return f"{opening(axis_title(indicator, texts))}, {indicator.years}"


def _with(limits: Sequence[float], value: float) -> list[float]:
    """A range that holds `value` too."""
    low, high = limits
    room = (high - low) * _ROOM
    return [min(low, value - room), max(high, value + room)]


def _dot(mark: Mark, theme: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "meta": CHOSEN,
        "mode": "markers",
        "x": [mark.across],
        "y": [mark.up],
        "marker": {
            "symbol": "diamond",
            "size": MARK_PX,
            "color": theme.ink,
            "line": {"color": theme.paper, "width": 1.5},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _name(
    mark: Mark, dots: Mapping[str, Any], layout: Mapping[str, Any], theme: Palette
) -> dict[str, Any]:
    """The name at the corner of the mark where it covers the fewest dots."""
    (west, east), (south, north) = layout["xaxis"]["range"], layout["yaxis"]["range"]

    def share(x: float, y: float) -> tuple[float, float]:
        return (x - west) / (east - west), (y - south) / (north - south)

    x, y = share(mark.across, mark.up)
    around = [share(*dot) for dot in zip(dots["x"], dots["y"], strict=True)]
    wide = width_em(mark.name, "bold") * _EM

    def covered(corner: tuple[int, int]) -> float:
        side, way = corner
        near, far = sorted((x + side * _AWAY, x + side * (_AWAY + wide)))
        low, high = sorted((y + way * _AWAY / 2, y + way * (_AWAY / 2 + _LINE)))
        outside = max(0.0, -near, far - 1, -low, high - 1)
        inside = sum(near <= a <= far and low <= b <= high for a, b in around)
        return inside + 1000 * outside

    side, way = min(product((1, -1), (1, -1)), key=covered)
    return note(
        PLACE_NAME,
        f"<b>{mark.name}</b>",
        theme,
        x=mark.across,
        xref="x",
        xanchor="left" if side > 0 else "right",
        xshift=side * (MARK_PX / 2 + 1),
        y=mark.up,
        yref="y",
        yanchor="bottom" if way > 0 else "top",
        font={"color": theme.ink},
    )
