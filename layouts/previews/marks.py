"""Numbers on lines that can be compared: rows of a card stand on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from layouts.components.interval_strip import Strip
from layouts.previews.card import Mark
from layouts.theme import LIGHT, mark_style


def strip_of(value: float, lower: float, upper: float, beside: float, shape: str) -> Strip:
    """A line with its marks, in the unit of the measure; NaN for what there is not."""
    glyph = mark_style(shape, LIGHT).glyph if shape else "●"
    return Strip(value, lower, upper, beside, (), glyph, shape)


def on_one_scale(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """`marks` on one scale; none where not one of them has a number."""
    drawn = [
        number
        for mark in marks
        for number in (mark.strip.value, mark.strip.lower, mark.strip.upper, mark.strip.beside)
        if isfinite(number)
    ]
    if not any(isfinite(mark.strip.value) for mark in marks):
        return ()
    ends = (min(drawn), max(drawn))
    return tuple(replace(mark, strip=replace(mark.strip, around=ends)) for mark in marks)
