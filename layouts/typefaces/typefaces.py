"""How wide words are in the typeface that they will really be set in."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol
from unicodedata import normalize

# Of a character that a table does not hold: wide, so that nothing is cut.
_UNKNOWN_EM = 0.75
# Letters of European languages, which every family of type has; the soft hyphen is none.
_LATIN = re.compile("[\u00a1-\u00ac\u00ae-\u017f]")


class Typeface(Protocol):
    """A family of type. `family` is what an SVG asks for."""

    @property
    def family(self) -> str:
        """Name of the family."""

    def width_em(self, text: str, *, weight: str) -> float:
        """Length of a line in em; `weight` is `normal` or `bold`."""


@dataclass(frozen=True, slots=True)
class OwnTypeface:
    """DejaVu Sans, which comes with matplotlib: pictures in pixels, and on any machine the same."""

    family: str = "DejaVu Sans"

    def width_em(self, text: str, *, weight: str) -> float:
        """Length of a line in em."""
        return _own_width(text, weight)


@lru_cache(maxsize=4096)
def _own_width(text: str, weight: str) -> float:
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415

    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    font.set_size(100, 72)
    font.set_text(text, 0.0)
    return float(font.get_width_height()[0] / 64 / 100)


@dataclass(frozen=True, slots=True)
class MeasuredTypeface:
    """A family whose file is not at hand: widths of its characters, as its typesetter gave them.

    Kerning is left out; it shortens a line by a hundredth at most.
    """

    family: str
    table: str

    def width_em(self, text: str, *, weight: str) -> float:
        """Length of a line in em."""
        widths = _table(self.table)[weight]
        return sum(widths.get(letter, _UNKNOWN_EM) for letter in text)

    def printable(self, text: str) -> str:
        """What of `text` the family has letters for: a typesetter refuses a page with others."""
        known = _table(self.table)["normal"].keys()
        kept = (x for x in normalize("NFC", text) if x in known or _LATIN.fullmatch(x))
        return " ".join(filter(None, "".join(kept).split(" ")))


@cache
def _table(name: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(
        Path(__file__).with_name(name).read_text(encoding="utf-8")
    )
    return found


DEJAVU = OwnTypeface()
# Inside typst. `python -m layouts.paper.widths` writes the table.
LIBERTINUS = MeasuredTypeface("Libertinus Serif", "libertinus_serif.json")
# The same as DEJAVU for whoever must not wait for matplotlib; the same program writes its table.
WIDEST = MeasuredTypeface("DejaVu Sans", "dejavu_sans.json")
