"""Plain text: what people typed or pasted without what is not text. Pure."""

from __future__ import annotations

import re
import unicodedata

# Joiners shape letters and emoji; every other invisible sign hides or turns what is read.
_JOINERS = "\u200c\u200d"
_MOST_MARKS = 4  # accents on one letter; more climb over the lines above
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def clean_text(raw: str) -> str:
    """`raw` with its lines, in composed form, without control, invisible and unassigned signs."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    kept: list[str] = []
    marks = 0
    for sign in text:
        category = unicodedata.category(sign)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > _MOST_MARKS:
            continue
        if sign == "\n" or sign in _JOINERS or category[0] != "C":
            kept.append("\n" if category in ("Zl", "Zp") else sign)
        elif sign == "\t":
            kept.append(" ")
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(kept).split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_line(raw: str) -> str:
    """The same on one line."""
    return " ".join(clean_text(raw).split())
