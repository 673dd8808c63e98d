"""How wide words are: the one measure of everything that is laid out before it is drawn.

Widths are those of the characters of a real family of type, in em (shares of the type size), held
as tables that `python -m layouts.paper.widths` writes. Kerning is left out; it shortens a line by a
fortieth at most. Nothing else in the project estimates a width, see docs/decisions/0057.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import category, east_asian_width, normalize

# Letters of European languages, which every family of type has; the soft hyphen is none.
_LATIN = re.compile("[\u00a1-\u00ac\u00ae-\u017f]")
# Of a character that a table does not hold: emoji and full-width letters, signs of other scripts.
# Wide, so that nothing is cut.
_WIDE_EM, _FOREIGN_EM = 1.3, 1.0


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family of type. `family` is what an SVG asks for.

    `safety` multiplies its widths where what is really set is another family of about its width.
    """

    family: str
    table: str
    safety: float = 1.0

    def printable(self, text: str) -> str:
        """What of `text` the family has letters for: a typesetter refuses a page with others."""
        known = _table(self.table)["normal"].keys()
        kept = (x for x in normalize("NFC", text) if x in known or _LATIN.fullmatch(x))
        return " ".join(filter(None, "".join(kept).split(" ")))


# Comes with matplotlib, which draws pictures in it. As wide as any family that a screen gets by
# `layouts.theme.FONT_FAMILY`: what fits in it fits in all.
DEJAVU = Typeface("DejaVu Sans", "dejavu_sans.json")
# Inside typst, which sets paper in it.
LIBERTINUS = Typeface("Libertinus Serif", "libertinus_serif.json")
# Of PowerPoint. Its widths are Helvetica's, which matplotlib has; programs that lack it set another
# one, so that a line may be a twentieth longer.
ARIAL = Typeface("Arial", "arial.json", safety=1.05)


def width_em(text: str, weight: str = "normal", typeface: Typeface = DEJAVU) -> float:
    """Length of `text` on one line in em; `weight` is `normal` or `bold`.

    Raises KeyError for another weight.
    """
    return _widths_sum(text, weight, typeface.table) * typeface.safety


@lru_cache(maxsize=4096)
def _widths_sum(text: str, weight: str, table: str) -> float:
    widths = _table(table)[weight]
    return sum(widths[x] if x in widths else _unlisted_em(x, widths) for x in text)


def _unlisted_em(letter: str, widths: dict[str, float]) -> float:
    if east_asian_width(letter) in "WF":
        return _WIDE_EM
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    return widths.get(normalize("NFKD", letter)[0], _FOREIGN_EM)


@cache
def _table(name: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(
        Path(__file__).with_name(name).read_text(encoding="utf-8")
    )
    return found
