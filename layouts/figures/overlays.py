"""Layers and hatching over a map: told apart by line, dash and letters, never by color alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from data.atlas.overlays import Degrees, OverlayLayer
from layouts.figures.base import CLEAR, HATCH, LAYER, LETTERS
from layouts.theme import CHART_FONT_SIZE_SMALL, Palette

# Line width and dash of each layer; districts and grades carry labels as well.
_LINES: dict[str, tuple[float, str]] = {
    "districts": (1.6, "solid"),
    "holc": (1.2, "solid"),
    "rivers": (2.2, "solid"),
    "state_line": (1.6, "dash"),
}
# The letters A to D stand on the areas; the weight of the line tells them apart as well.
GRADE_WIDTHS: dict[str, float] = {"A": 0.6, "B": 0.9, "C": 1.4, "D": 2.0}

# Areas with more hatch lines than this show every other one.
_FEW_STROKES = 5


def hatch_traces(areas: Iterable[str | None], theme: Palette) -> list[dict[str, Any]]:
    """Hatch lines of areas (JSON lists of west, south, east, north) as one trace, or none."""
    lons: list[float | None] = []
    lats: list[float | None] = []
    for lines in areas:
        drawn = json.loads(lines) if isinstance(lines, str) else []
        # every other stroke is enough for a pattern, and a small area keeps all it has
        for west, south, east, north in drawn[:: 2 if len(drawn) > _FEW_STROKES else 1]:
            # 0.001 degrees are about 100 m, less than a pixel of a card
            lons += [round(west, 3), round(east, 3), None]
            lats += [round(south, 3), round(north, 3), None]
    if not lons:
        return []
    return [
        {
            "type": "scattergeo",
            "meta": HATCH,
            "mode": "lines",
            "lon": lons[:-1],
            "lat": lats[:-1],
            "line": {"color": theme.hatch, "width": 0.8},
            "hoverinfo": "skip",
        }
    ]


def overlay_traces(
    name: str, layer: OverlayLayer, theme: Palette, *, scale: float = 1.0
) -> list[dict[str, Any]]:
    """Outlines or lines of one layer, and its labels. They answer no pointer."""
    width, dash = _LINES.get(name, (1.2, "solid"))
    color = theme.water if name == "rivers" else theme.overlay_line
    traces: list[dict[str, Any]] = []
    if layer.url and layer.feature_ids:
        traces.append(_outlines(name, layer, color, width * scale))
    line = {"color": color, "width": width * scale}
    if layer.lons:
        traces.append(_line_trace(name, layer.lons, layer.lats, line | {"dash": dash}))
    if layer.approx_lons:
        traces.append(
            _line_trace(name, layer.approx_lons, layer.approx_lats, line | {"dash": "dash"})
        )
    if layer.labels:
        traces += _labels(layer, theme, scale)
    return traces


def _line_trace(name: str, lons: Degrees, lats: Degrees, line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scattergeo",
        "meta": LAYER,
        "name": name,
        "mode": "lines",
        "lon": [_degrees(value) for value in lons],
        "lat": [_degrees(value) for value in lats],
        "line": line,
        "hoverinfo": "skip",
    }


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _outlines(name: str, layer: OverlayLayer, color: str, width: float) -> dict[str, Any]:
    return {
        "type": "choropleth",
        "meta": LAYER,
        "name": name,
        "geojson": layer.url,
        "featureidkey": "id",
        "locations": list(layer.feature_ids),
        "z": [0] * len(layer.feature_ids),
        "colorscale": [[0, CLEAR], [1, CLEAR]],
        "showscale": False,
        "marker": {"line": {"color": color, "width": _widths(layer, width)}},
        "hoverinfo": "skip",
    }


def _widths(layer: OverlayLayer, width: float) -> float | list[float]:
    """One width, or for grades a heavier line the lower the grade."""
    if not set(layer.feature_ids) <= GRADE_WIDTHS.keys():
        return width
    return [round(width * GRADE_WIDTHS[grade], 2) for grade in layer.feature_ids]


def _labels(layer: OverlayLayer, theme: Palette, scale: float) -> list[dict[str, Any]]:
    """Letters in ink on a disc of paper, so that they read on every fill."""
    lons, lats, words = (list(part) for part in zip(*layer.labels, strict=True))
    size = round(CHART_FONT_SIZE_SMALL * scale)
    return [
        {
            "type": "scattergeo",
            "meta": LETTERS,
            "mode": "markers+text",
            "lon": lons,
            "lat": lats,
            "text": words,
            "textfont": {"color": theme.ink, "size": size - 1},
            "marker": {
                "color": theme.paper,
                "size": size + 3,
                "opacity": 0.9,
                "line": {"color": theme.overlay_line, "width": 0.5},
            },
            "hoverinfo": "skip",
        }
    ]
