"""Room for the names of rows, and their lines: measured, not counted in letters."""

from __future__ import annotations

from collections.abc import Iterable

from layouts.theme import CHART_FONT_SIZE_SMALL
from layouts.typefaces.text_fit import bare, broken
from layouts.typefaces.typefaces import width_em


def text_px(text: str) -> float:
    """Length of a line of chart text in px, at the size of labels; markup takes no room."""
    return width_em(bare(text), "bold" if "<b>" in text else "normal") * CHART_FONT_SIZE_SMALL


def longest_px(lines: Iterable[str]) -> float:
    """Length of the longest of `lines` in px; 0 without any."""
    return max(map(text_px, lines), default=0.0)


def wrapped(text: str, room_em: float = 12.5, weight: str = "normal") -> str:
    """`text` broken with `<br>` into lines of at most `room_em` type sizes."""
    return "<br>".join(broken(text, room_em, weight))


def cut(name: str, room_px: float) -> str:
    """`name`, or as much of it as `room_px` hold and an ellipsis."""
    if text_px(name) <= room_px:
        return name
    kept = name
    while kept and text_px(kept.rstrip() + "…") > room_px:
        kept = kept[:-1]
    return kept.rstrip() + "…"
