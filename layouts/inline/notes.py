"""Annotations of a figure: words at a place of the paper or of an axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layouts.inline.marked import element, plain, style
from layouts.inline.plot import Plot
from layouts.inline.words import LETTERS_EM, LINE_EM, Held, Side, text, widest_px
from layouts.pictures.features import NotDrawnError
from layouts.pictures.lengths import anchor_of

_PADDING_PX = 2.0  # plotly's own, around the words
_SIDES: Mapping[str, Side] = {"left": "left", "center": "center", "right": "right"}
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0, "top": 0.0, "middle": 0.5, "bottom": 1.0}
_HELD: Mapping[str, Held] = {"top": "top", "middle": "middle", "bottom": "bottom"}


def draw_notes(plot: Plot) -> str:
    """Every annotation of the layout."""
    return "".join(_note(plot, entry) for entry in plot.layout.get("annotations", ()))


def _note(plot: Plot, entry: Mapping[str, Any]) -> str:
    if entry.get("showarrow", True):
        raise NotDrawnError("a note with an arrow is not drawn")
    font = {**plot.font, **entry.get("font", {})}
    color, size, said = str(font["color"]), float(font["size"]), str(entry["text"])
    across = plot.across(plot.share(entry.get("xref", "x"), entry["x"]))
    down = plot.up(plot.share(entry.get("yref", "y"), entry["y"]))
    side = anchor_of(entry, "x", ("left", "center", "right"))
    edge = anchor_of(entry, "y", ("bottom", "middle", "top"))
    shift = float(entry.get("xshift", 0)), -float(entry.get("yshift", 0))
    lines = said.count("<br>")
    align = _SIDES[entry.get("align", "center")] if lines else _SIDES[side]
    wide = widest_px(said, size)
    left = shift[0] + {"left": 1, "center": 0, "right": -1}[side] * _PADDING_PX
    x = left + (_SHARES[align] - _SHARES[side]) * wide
    y = shift[1] + {"top": 1, "middle": 0, "bottom": -1}[edge] * _PADDING_PX
    first = y - lines * LINE_EM * size * _SHARES[edge]
    words = text(
        said, at=(across, down), shift=(x, first), side=align, held=_HELD[edge], inks=plot.inks,
        color=color, size=size, usual=plot.usual,
    )  # fmt: skip
    if "bgcolor" not in entry:
        return words
    tall = size * (LETTERS_EM + LINE_EM * lines) + 2 * _PADDING_PX
    ground = element(
        "rect",
        x=plain(shift[0] - _SHARES[side] * (wide + 2 * _PADDING_PX)),
        y=plain(shift[1] - _SHARES[edge] * tall),
        width=plain(wide + 2 * _PADDING_PX),
        height=plain(tall),
        style=style(fill=plot.inks.css(entry["bgcolor"])),
    )
    return element("svg", ground, x=across, y=down) + words
