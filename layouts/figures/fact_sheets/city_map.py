"""The city with one place marked: outlines, rivers, the place filled dark. A plain dict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.atlas.overlays import OverlayLayer
from data.cities.city import city
from layouts.figures.base import CHOSEN, areas, map_layout
from layouts.figures.overlays import overlay_traces
from layouts.theme import Palette

Rings = Sequence[NDArray[np.float64]]
# A place that reaches less far (share of the city's height) gets a ring, or nobody would find it.
SMALL_SHARE = 0.04
RING_PX = 22


def city_map(
    *,
    bounds: tuple[float, float, float, float],
    city_url: str,
    districts: OverlayLayer | None,
    rivers: OverlayLayer | None,
    place: tuple[str, str] | None,
    rings: Rings,
    theme: Palette,
    shaded: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Figure of the city. `shaded` is a layer of filled areas in place of the districts. `place` is
    the boundaries' address and the area's id, None for the city and for an area that was drawn, of
    which there are only `rings`: the place's own, (n, 2) of lon and lat in degrees; `bounds` west,
    south, east, north of the city.
    """
    quiet = {"hoverinfo": "skip"}
    outline = areas(city_url, [city().id], [0], (theme.no_data,), theme.ink, **quiet)
    outline["marker"] = {"line": {"color": theme.ink, "width": 1.4}}
    traces = [outline]
    if shaded is not None:
        traces.append(shaded)
    elif districts is not None:
        none = [0] * len(districts.feature_ids)
        colors = (theme.no_data,)
        traces.append(
            areas(districts.url or "", districts.feature_ids, none, colors, theme.control, **quiet)
        )
    if rivers is not None:
        traces += overlay_traces("rivers", rivers, theme, scale=0.6)
    if place is not None:
        url, area = place
        filled = areas(url, [area], [0], (theme.ink,), theme.ink, meta=CHOSEN, **quiet)
        traces.append(filled)
    elif len(rings):
        traces.append(_outline(rings, theme))
    traces += _ring(rings, bounds, theme)
    return {"data": traces, "layout": map_layout(bounds, theme, 1.0)}


def _outline(rings: Rings, theme: Palette) -> dict[str, Any]:
    """The rings as lines, with a gap between two of them."""
    gap = [[None, None]]
    points = [point for ring in rings for point in [*np.asarray(ring).tolist(), *gap]][:-1]
    return {
        "type": "scattergeo",
        "meta": CHOSEN,
        "mode": "lines",
        "lon": [lon for lon, _ in points],
        "lat": [lat for _, lat in points],
        "line": {"color": theme.ink, "width": 2.4},
        "hoverinfo": "skip",
    }


def _ring(
    rings: Rings, bounds: tuple[float, float, float, float], theme: Palette
) -> list[dict[str, Any]]:
    if not len(rings):
        return []
    points = np.concatenate([np.asarray(ring) for ring in rings])
    low, high = points.min(axis=0), points.max(axis=0)
    if float(np.sqrt(np.prod(high - low))) >= SMALL_SHARE * (bounds[3] - bounds[1]):
        return []
    lon, lat = ((low + high) / 2).tolist()
    return [
        {
            "type": "scattergeo",
            "meta": CHOSEN,
            "mode": "markers",
            "lon": [lon],
            "lat": [lat],
            "marker": {
                "symbol": "circle-open",
                "size": RING_PX,
                "color": theme.ink,
                "line": {"color": theme.ink, "width": 1.8},
            },
            "hoverinfo": "skip",
        }
    ]
