"""Areas of a `choropleth`: fills, lines and strengths by the id of the area. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def fills(trace: Mapping[str, Any]) -> dict[str, str]:
    """Color of each area of a choropleth whose scale has even steps."""
    scale = trace["colorscale"]
    # outlines drawn over other areas have one invisible fill and therefore no limits
    low, high = trace.get("zmin", min(trace["z"])), trace.get("zmax", max(trace["z"]))

    def color(value: float) -> str:
        share = (value - low) / (high - low) if high > low else 0.0
        return str(next(c for stop, c in reversed(scale) if share >= stop - 1e-9))

    return {str(at): color(z) for at, z in zip(trace["locations"], trace["z"], strict=True)}


def by_area(one_or_each: Any, areas: Sequence[str]) -> dict[str, Any]:
    """A setting of each area, said once for all or once for each."""
    is_one = isinstance(one_or_each, (str, int, float))
    values = [one_or_each] * len(areas) if is_one else one_or_each
    return dict(zip(map(str, areas), values, strict=True))


def strengths_of(trace: Mapping[str, Any]) -> dict[str, float]:
    """Opacity of each area: the selected at full strength, the others stepping back."""
    chosen = trace.get("selectedpoints")
    faded = trace.get("unselected", {}).get("marker", {}).get("opacity", 1.0)
    return {
        str(area): 1.0 if chosen is None or number in chosen else faded
        for number, area in enumerate(trace["locations"])
    }
