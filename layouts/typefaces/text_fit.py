"""Words in lines, and what of them fits. Widths are in em, shares of the type size. Pure."""

from __future__ import annotations

import re
from itertools import pairwise
from math import ceil
from unicodedata import category

from layouts.typefaces.typefaces import DEJAVU, Typeface, width_em

ELLIPSIS = "…"
_JOINER, _ZERO_WIDTH = "\u200d", "\u200b"
_NO_END = " ,;:·–—-("  # what no cut words end with
_TAG = re.compile(r"<[^>]+>")


def bare(text: str) -> str:
    """Words without markup."""
    return _TAG.sub("", text)


def broken(
    text: str, room_em: float, weight: str = "normal", typeface: Typeface = DEJAVU
) -> list[str]:
    """`text` in lines of at most `room_em`; markup takes no room, a longer word stands alone.

    Only a blank ends a line: a no-break space joins.
    """
    found = [""]
    for word in text.split(" "):
        longer = f"{found[-1]} {word}" if found[-1] else word
        if found[-1] and width_em(bare(longer), weight, typeface) > room_em:
            found.append(word)
        else:
            found[-1] = longer
    return found


def lines_of(
    words: str, room_em: float, weight: str = "normal", typeface: Typeface = DEJAVU
) -> int:
    """Lines that `words` take in a box `room_em` wide; a break begins one.

    A word that is longer than a line is broken anywhere.
    """
    return sum(
        max(1, ceil(width_em(line, weight, typeface) / room_em))
        for part in words.split("\n")
        for line in broken(part, room_em, weight, typeface)
    )


# -- cut --------------------------------------------------------------------------------------


def cut_to(words: str, room_em: float, *, most_lines: int = 1) -> str:
    """`words` in at most `most_lines` lines of `room_em`, in bold.

    What is too long ends after a word with an ellipsis, inside a word only where that word is
    longer than a line.
    """

    def fits(text: str) -> bool:
        return lines_of(text, room_em, "bold") <= most_lines

    whole = " ".join(part for part in words.replace("\n", " ").split(" ") if part)
    if fits(whole):
        return whole
    shown = ""
    for end in _ends(whole, room_em):
        part = whole[:end].rstrip(_NO_END) + ELLIPSIS
        if not fits(part):
            break
        shown = part
    return shown or ELLIPSIS


def _ends(words: str, room_em: float) -> list[int]:
    """Where `words` may be cut, in order: after each word, in long ones after each letter."""
    found, start = [], 0
    for word in words.split(" "):
        end = start + len(word)
        if width_em(word + ELLIPSIS, "bold") > room_em:
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


# -- words without a blank --------------------------------------------------------------------


def breakable(text: str, room_em: float, typeface: Typeface = DEJAVU) -> str:
    """`text` in which words longer than a line may end one behind each letter.

    A zero-width space stands there, for typesetters that break a line at a blank alone.
    """

    def parted(word: str) -> str:
        if width_em(word, "bold", typeface) <= room_em:
            return word
        ends = [0, *_letter_ends(word)]
        return _ZERO_WIDTH.join(word[start:end] for start, end in pairwise(ends))

    return " ".join(parted(word) for word in text.split(" "))
