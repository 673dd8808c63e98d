"""How wide words are and how many lines they take, without a font at hand. Pure.

Widths are those of Arial and its metric twins in shares of the type size, by classes of letters;
they err on the wide side.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from unicodedata import category, east_asian_width

ELLIPSIS = "…"
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
# Emoji and full-width letters, letters and signs of other scripts.
_WIDE, _FOREIGN = 1.3, 1.0
_LAST_LATIN = "\u024f"
_JOINER = "\u200d"
_NO_END = " ,;:·–—-("  # what no cut words end with


def _ems(letter: str) -> float:
    if letter in _WIDTH_OF:
        return _WIDTH_OF[letter]
    if east_asian_width(letter) in "WF":
        return _WIDE
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    return _OTHER if letter <= _LAST_LATIN else _FOREIGN


def width_in(words: str, size_pt: float, *, bold: bool = False) -> float:
    """Width of `words` on one line in inches."""
    ems = sum(map(_ems, words))
    return ems * size_pt / 72 * (_BOLD if bold else 1.0)


def lines_of(words: str, size_pt: float, width: float, *, bold: bool = False) -> int:
    """Lines that `words` take in a box `width` inches wide; a break begins one."""
    return sum(_wrapped(line, size_pt, width, bold) for line in words.split("\n"))


def _wrapped(line: str, size_pt: float, width: float, bold: bool) -> int:
    count, used = 1, 0.0
    space = width_in(" ", size_pt, bold=bold)
    for word in line.split(" "):
        long = width_in(word, size_pt, bold=bold)
        if not used or used + space + long > width:
            # a word that is longer than a line is broken anywhere
            count += (1 if used else 0) + max(0, ceil(long / width) - 1)
            used = long
        else:
            used += space + long
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


# -- cut --------------------------------------------------------------------------------------


def cut_to(words: str, width_em: float, *, most_lines: int = 1) -> str:
    """`words` in at most `most_lines` lines of `width_em` type sizes, in bold.

    What is too long ends after a word with an ellipsis, inside a word only where that word is
    longer than a line.
    """

    def fits(text: str) -> bool:
        return lines_of(text, 72, width_em, bold=True) <= most_lines

    whole = " ".join(part for part in words.replace("\n", " ").split(" ") if part)
    if fits(whole):
        return whole
    shown = ""
    for end in _ends(whole, width_em):
        part = whole[:end].rstrip(_NO_END) + ELLIPSIS
        if not fits(part):
            break
        shown = part
    return shown or ELLIPSIS


def _ends(words: str, width_em: float) -> list[int]:
    """Where `words` may be cut, in order: after each word, in long ones after each letter."""
    found, start = [], 0
    for word in words.split(" "):
        end = start + len(word)
        if width_in(word + ELLIPSIS, 72, bold=True) > width_em:
            found += [start + at for at in _letter_ends(word)]
        else:
            found.append(end)
        start = end + 1
    return found


def _letter_ends(word: str) -> list[int]:
    """Ends of the letters as a reader counts them: an accent or a joined emoji is no letter."""
    ends, flags = [], 0
    for at, (letter, after) in enumerate(pairwise(word), start=1):
        flags = flags + 1 if _is_flag(letter) else 0
        joined = _JOINER in (letter, after) or category(after) in ("Mn", "Me", "Mc", "Sk")
        if not joined and not (flags % 2 and _is_flag(after)):
            ends.append(at)
    return [*ends, len(word)]


def _is_flag(letter: str) -> bool:
    """True for half a flag: two letters of the country."""
    return "\U0001f1e6" <= letter <= "\U0001f1ff"
