"""The chosen places on a chart of the first HTML, as assets/clientside/explore/selection.js marks
them: an outline and full strength for them, faded neighbors, never another hue.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from layouts.figures.base import PLACES, is_a

_OUTLINE_PX = 1.75  # as in the browser


def with_chosen(figure: Mapping[str, Any], places: Set[str]) -> Mapping[str, Any]:
    """`figure` with `places` marked; itself where none is chosen."""
    if not places:
        return figure
    ink = figure["layout"]["meta"]["ink"]
    return {**figure, "data": [_marked(trace, places, ink) for trace in figure["data"]]}


def _marked(trace: Mapping[str, Any], places: Set[str], ink: str) -> Mapping[str, Any]:
    if not is_a(trace, PLACES):
        return trace
    chosen = [row[0] in places for row in trace["customdata"]]
    line = trace["marker"].get("line", {})
    width, color = line.get("width", 0), line.get("color", ink)
    outline = {
        **line,
        "width": [_OUTLINE_PX if found else width for found in chosen],
        "color": [ink if found else color for found in chosen],
    }
    return {
        **trace,
        "marker": {**trace["marker"], "line": outline},
        "selectedpoints": [number for number, found in enumerate(chosen) if found],
    }
