"""The figures of Explore as they travel: nothing is said twice.

Names of places go in a store of their own, which changes only with the geography. The rows behind
hover texts are the same for the three charts, so they travel once and each trace carries their
numbers. assets/clientside/explore/selection.js puts everything back in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layouts.figures.base import HATCH, PLACES, is_a
from layouts.figures.chart import Chart

# What the browser makes itself from the names and the rows.
_REMADE = frozenset({"text", "customdata", "locations"})
_NAMES_OF_ROWS = frozenset({"tickvals", "ticktext", "tickfont"})


def figures(charts: Mapping[str, Chart], strip: Mapping[str, Any]) -> dict[str, Any]:
    """Figures by chart name, under `rows` the hover rows that their traces number, and under
    `strip` what is said of a place below the map beside its row.
    """
    numbers: dict[tuple[str, ...], int] = {}
    slim = {name: _slim(chart.figure, numbers) for name, chart in charts.items()}
    return {**slim, "rows": [list(row) for row in numbers], "strip": dict(strip)}


def _slim(figure: Mapping[str, Any], numbers: dict[tuple[str, ...], int]) -> dict[str, Any]:
    layout = dict(figure["layout"])
    if "ticktext" in layout.get("yaxis", {}):
        layout["yaxis"] = {k: v for k, v in layout["yaxis"].items() if k not in _NAMES_OF_ROWS}
    # the map of the browser has a pattern of its own for what has no value
    drawn = [trace for trace in figure["data"] if not is_a(trace, HATCH)]
    return {"data": [_slim_trace(trace, numbers) for trace in drawn], "layout": layout}


def _slim_trace(trace: Mapping[str, Any], numbers: dict[tuple[str, ...], int]) -> dict[str, Any]:
    if not is_places(trace):
        return dict(trace)
    kept = {key: value for key, value in trace.items() if key not in _REMADE}
    kept["rows"] = [numbers.setdefault(tuple(row), len(numbers)) for row in trace["customdata"]]
    return kept


def is_places(trace: Mapping[str, Any]) -> bool:
    """True for a trace whose points are places."""
    return is_a(trace, PLACES)


def names(charts: Mapping[str, Chart]) -> dict[str, str]:
    """Name of every place that is drawn, by its id."""
    return {
        row[0]: name
        for chart in charts.values()
        for trace in chart.figure["data"]
        if is_places(trace)
        for row, name in zip(trace["customdata"], trace["text"], strict=True)
    }
