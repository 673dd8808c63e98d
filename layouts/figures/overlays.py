"""Layers drawn over the map: told apart by line, dash and letters, never by color alone."""

from __future__ import annotations

from typing import Any

from data.atlas.overlays import OverlayLayer
from layouts.figures.base import CLEAR
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


def overlay_traces(
    name: str, layer: OverlayLayer, theme: Palette, *, scale: float = 1.0
) -> list[dict[str, Any]]:
    """Outlines or lines of one layer, and its labels. They answer no pointer."""
    width, dash = _LINES.get(name, (1.2, "solid"))
    color = theme.water if name == "rivers" else theme.overlay_line
    traces: list[dict[str, Any]] = []
    if layer.url and layer.feature_ids:
        traces.append(_outlines(layer, color, width * scale))
    if layer.lons:
        traces.append(
            {
                "type": "scattergeo",
                "mode": "lines",
                "lon": [_degrees(value) for value in layer.lons],
                "lat": [_degrees(value) for value in layer.lats],
                "line": {"color": color, "width": width * scale, "dash": dash},
                "hoverinfo": "skip",
            }
        )
    if layer.labels:
        traces += _labels(layer, theme, scale)
    return traces


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _outlines(layer: OverlayLayer, color: str, width: float) -> dict[str, Any]:
    return {
        "type": "choropleth",
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
    """One width, or for 1939 grades a heavier line the lower the grade."""
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
