"""Widths of typefaces as tables: that inside typst, for pictures, and the widest of screens.

`python -m layouts.paper.widths` writes both.
"""

from __future__ import annotations

import json
from pathlib import Path

import typst

from layouts.typefaces.typefaces import DEJAVU, LIBERTINUS, WIDEST

TABLE = Path(__file__).parents[1] / "typefaces" / LIBERTINUS.table
WIDEST_TABLE = TABLE.with_name(WIDEST.table)
# Spaces of every kind, then ASCII, Spanish and what charts write besides.
CHARACTERS = (
    " \u00a0\u202f\u2009"
    + "".join(map(chr, range(33, 127)))
    + "¡¿áéíóúñüÁÉÍÓÚÑÜªº°–—−…·•“”‘’«»≤≥×±→←↑↓▲▼△▽○●◆◇┃"
)
_SOURCE = """
#set text(font: "FAMILY", size: 1000pt, kerning: false)
#let wide(letter, weight) = {
  // a space at an end of a line is not measured
  let both = measure(text(weight: weight, "|" + letter + "|")).width
  both - 2 * measure(text(weight: weight, "|")).width
}
#let letters = json(bytes(sys.inputs.letters))
#context [#metadata(letters.map(letter => (
  calc.round(wide(letter, "regular").pt()), calc.round(wide(letter, "bold").pt()),
))) <widths>]
"""


def widths() -> dict[str, dict[str, float]]:
    """Em of each character by weight."""
    found = typst.query(
        _SOURCE.replace("FAMILY", LIBERTINUS.family).encode(),
        "<widths>",
        field="value",
        one=True,
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"letters": json.dumps(list(CHARACTERS))},
    )
    rows = list(zip(CHARACTERS, json.loads(found), strict=True))
    return {
        "normal": {letter: regular / 1000 for letter, (regular, _) in rows},
        "bold": {letter: bold / 1000 for letter, (_, bold) in rows},
    }


def widest_widths() -> dict[str, dict[str, float]]:
    """Em of each character of DejaVu Sans by weight."""
    return {
        weight: {letter: _alone(letter, weight) for letter in CHARACTERS}
        for weight in ("normal", "bold")
    }


def _alone(letter: str, weight: str) -> float:
    # a blank at an end of a line is not measured
    return round(
        DEJAVU.width_em(f"|{letter}|", weight=weight) - DEJAVU.width_em("||", weight=weight), 3
    )


if __name__ == "__main__":
    for table, found in ((TABLE, widths()), (WIDEST_TABLE, widest_widths())):
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        table.write_text(text.replace("},", "},\n") + "\n", encoding="utf-8")
