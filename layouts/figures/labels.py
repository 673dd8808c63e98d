"""Room for the names of rows: measured in the widest usual typeface, not counted in letters.

The typeface of a screen is the visitor's own (layouts.theme.FONT_FAMILY). DejaVu Sans is as wide as
any of them, so what fits in it fits in all.
"""

from __future__ import annotations

from collections.abc import Iterable

from layouts.theme import CHART_FONT_SIZE_SMALL
from layouts.typefaces.typefaces import WIDEST


def text_px(text: str) -> float:
    """Length of a line of chart text in px, at the size of labels."""
    return WIDEST.width_em(text, weight="normal") * CHART_FONT_SIZE_SMALL


def longest_px(lines: Iterable[str]) -> float:
    """Length of the longest of `lines` in px; 0 without any."""
    return max(map(text_px, lines), default=0.0)


def cut(name: str, room_px: float) -> str:
    """`name`, or as much of it as `room_px` hold and an ellipsis."""
    if text_px(name) <= room_px:
        return name
    kept = name
    while kept and text_px(kept.rstrip() + "…") > room_px:
        kept = kept[:-1]
    return kept.rstrip() + "…"
