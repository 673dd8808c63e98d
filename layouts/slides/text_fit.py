"""How wide words are and how many lines they take, without a font at hand. Pure.

Widths are those of Arial and its metric twins in shares of the type size, by classes of letters;
they err on the wide side.
"""

from __future__ import annotations

LINE = 1.2  # height of a line in type sizes
_BOLD = 1.07
_WIDTHS = (
    ("iIíjl|'.,:;!¡ \u202f", 0.28),
    ('frt()[]/-*“”"', 0.35),
    ("mwMW%—@", 0.88),
    ("ABCDEFGHJKLNOPQRSTUVXYZÁÉÍÓÚÑ&+=<>→−", 0.70),
)
_WIDTH_OF = {letter: width for letters, width in _WIDTHS for letter in letters}
_OTHER = 0.565


def width_in(words: str, size_pt: float, *, bold: bool = False) -> float:
    """Width of `words` on one line in inches."""
    ems = sum(_WIDTH_OF.get(letter, _OTHER) for letter in words)
    return ems * size_pt / 72 * (_BOLD if bold else 1.0)


def lines_of(words: str, size_pt: float, width: float, *, bold: bool = False) -> int:
    """Lines that `words` take in a box `width` inches wide; a break begins one."""
    return sum(_wrapped(line, size_pt, width, bold) for line in words.split("\n"))


def _wrapped(line: str, size_pt: float, width: float, bold: bool) -> int:
    count, used = 1, 0.0
    space = width_in(" ", size_pt, bold=bold)
    for word in line.split(" "):
        long = width_in(word, size_pt, bold=bold)
        if used and used + space + long > width:
            count, used = count + 1, long
        else:
            used += (space if used else 0.0) + long
    return count


def height_in(words: str, size_pt: float, width: float, *, bold: bool = False) -> float:
    """Height of `words` in a box `width` inches wide, in inches."""
    return lines_of(words, size_pt, width, bold=bold) * size_pt * LINE / 72


def largest(
    words: str, sizes: tuple[int, ...], width: float, height: float, *, bold: bool = False
) -> int | None:
    """The first of `sizes` (large to small) at which `words` fit; None if none does."""
    fitting = (s for s in sizes if height_in(words, s, width, bold=bold) <= height)
    return next(fitting, None)
