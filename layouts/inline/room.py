"""How wide the box of a figure must be so that none of its words is cut at an edge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layouts.inline.plot import MARGIN_PX, Plot
from layouts.inline.words import widest_px
from layouts.pictures.lengths import anchor_of

# Between the words on both sides of a plot, so that its marks can be told apart.
LEAST_PLOT_PX = 110.0
# A number at the very edge of its scale would ask for a box without end.
MOST_PX = 640.0
# What a note has around its words, on both sides.
_PADDING_PX = 4.0
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}


def least_width_px(figure: Mapping[str, Any]) -> float:
    """Width of the box in px, margins and all, in the widest family of type of a screen."""
    plot, margin = Plot(figure), {**MARGIN_PX, **figure["layout"].get("margin", {})}
    room = max((_room(plot, note, margin) for note in _notes(figure)), default=0.0)
    return min(float(margin["l"] + margin["r"]) + max(room, LEAST_PLOT_PX), MOST_PX)


def _notes(figure: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(figure["layout"].get("annotations", ()))


def _room(plot: Plot, note: Mapping[str, Any], margin: Mapping[str, float]) -> float:
    """Width in px that the plot needs for one note: its words start or end at a share of it."""
    size = float({**plot.font, **note.get("font", {})}["size"])
    wide = widest_px(str(note["text"]), size) + _PADDING_PX
    share = plot.share(note.get("xref", "x"), note["x"])
    side = _SHARES[anchor_of(note, "x", ("left", "center", "right"))]
    shift = float(note.get("xshift", 0))
    after = shift + wide * (1 - side) - margin["r"]
    before = wide * side - shift - margin["l"]
    return max(
        after / (1 - share) if after > 0 and share < 1 else 0.0,
        before / share if before > 0 and share > 0 else 0.0,
    )
