"""How much room words take on a slide of PowerPoint, in inches, and the type that fits. Pure."""

from __future__ import annotations

from layouts.typefaces import text_fit
from layouts.typefaces.typefaces import ARIAL, width_em

LINE = 1.2  # height of a line in type sizes


def _weight(bold: bool) -> str:
    return "bold" if bold else "normal"


def width_in(words: str, size_pt: float, *, bold: bool = False) -> float:
    """Width of `words` on one line."""
    return width_em(words, _weight(bold), ARIAL) * size_pt / 72


def lines_of(words: str, size_pt: float, width: float, *, bold: bool = False) -> int:
    """Lines that `words` take in a box `width` wide; a break begins one."""
    return text_fit.lines_of(words, width * 72 / size_pt, _weight(bold), ARIAL)


def height_in(words: str, size_pt: float, width: float, *, bold: bool = False) -> float:
    """Height of `words` in a box `width` wide."""
    return lines_of(words, size_pt, width, bold=bold) * size_pt * LINE / 72


def largest(
    words: str, sizes: tuple[int, ...], width: float, height: float, *, bold: bool = False
) -> int | None:
    """The first of `sizes` (large to small) at which `words` fit; None if none does."""
    fitting = (s for s in sizes if height_in(words, s, width, bold=bold) <= height)
    return next(fitting, None)
