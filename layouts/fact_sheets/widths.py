"""Widths of the typeface inside typst, for pictures: `python -m layouts.fact_sheets.widths`."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from layouts.pictures.typefaces import LIBERTINUS

TABLE = Path(__file__).parents[1] / "pictures" / LIBERTINUS.table
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


if __name__ == "__main__":
    text = json.dumps(widths(), ensure_ascii=False, separators=(",", ":"))
    TABLE.write_text(text.replace("},", "},\n") + "\n", encoding="utf-8")
