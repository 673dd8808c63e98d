"""Annotations of a figure: words at a place of the sheet or of an axis, and what they point at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.lines import Line2D

from layouts.pictures.axes import ABOVE, Plot
from layouts.pictures.canvas import POINTS_PER_PX
from layouts.pictures.lengths import anchor_of
from layouts.pictures.words import Side, block_height, put

_PADDING_PX = 2.0  # plotly's own, around the words
_SIDES: Mapping[str, Side] = {"left": "left", "center": "center", "right": "right"}


def draw_notes(plot: Plot) -> None:
    """Write every annotation of the layout."""
    for entry in plot.layout.get("annotations", ()):
        if entry.get("showarrow", True):
            _pointing(plot, entry)
        else:
            _standing(plot, entry)


def _font(plot: Plot, entry: Mapping[str, Any]) -> tuple[float, str]:
    font = {**plot.font, **entry.get("font", {})}
    return float(font["size"]), str(font["color"])


def _reference(plot: Plot, entry: Mapping[str, Any], letter: str) -> float:
    reference = entry.get(f"{letter}ref", letter)
    if reference == "paper":
        return plot.across(entry["x"]) if letter == "x" else plot.up(entry["y"])
    return plot.place(reference, entry[letter])


def _standing(plot: Plot, entry: Mapping[str, Any]) -> None:
    size, color = _font(plot, entry)
    x = _reference(plot, entry, "x") + entry.get("xshift", 0)
    y = _reference(plot, entry, "y") - entry.get("yshift", 0)
    side = _SIDES[anchor_of(entry, "x", ("left", "center", "right"))]
    anchor = anchor_of(entry, "y", ("bottom", "middle", "top"))
    height = block_height(entry["text"], size * plot.sheet.look.type_scale)
    top = {
        "top": y + _PADDING_PX,
        "middle": y - height / 2,
        "bottom": y - height - _PADDING_PX,
    }[anchor]
    on_the_plot = entry.get("xref", "x") != "paper" or entry.get("yref", "y") != "paper"
    put(
        plot.sheet,
        entry["text"],
        at=(x, y),
        side=side,
        top=top,
        size=size,
        color=color,
        behind="ground" if on_the_plot or "bgcolor" in entry else "nothing",
        align=_SIDES[entry.get("align", "center")],
        name="note",
    )


def _pointing(plot: Plot, entry: Mapping[str, Any]) -> None:
    """A line from a place to words `ax`, `ay` px away from it."""
    size, color = _font(plot, entry)
    x, y = _reference(plot, entry, "x"), _reference(plot, entry, "y")
    to_x, to_y = x + entry.get("ax", 0), y + entry.get("ay", 0)
    width = entry.get("arrowwidth", 1) * POINTS_PER_PX
    line = Line2D(
        (x, to_x), (y, to_y), color=entry.get("arrowcolor", color), lw=width,
        transform=plot.sheet.pixels,
    )  # fmt: skip
    plot.sheet.add(line, order=ABOVE, name="pointer")
    put(plot.sheet, entry["text"], at=(to_x, to_y), side="center", middle=to_y, size=size,
        color=color, behind="ground", name="note")  # fmt: skip
