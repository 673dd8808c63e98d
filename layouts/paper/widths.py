"""Widths of typefaces as tables (layouts/typefaces): of screens, of paper, of PowerPoint.

`python -m layouts.paper.widths` writes them all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import typst

from layouts.typefaces import typefaces
from layouts.typefaces.typefaces import ARIAL, DEJAVU, LIBERTINUS, Typeface

Widths = dict[str, dict[str, float]]
# Spaces of every kind, then ASCII, Spanish and what charts write besides.
CHARACTERS = (
    " \u00a0\u202f\u2009\u2002"
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


def path_of(typeface: Typeface) -> Path:
    """Where the table of a typeface lies."""
    return Path(typefaces.__file__).with_name(typeface.table)


def libertinus() -> Widths:
    """Em of each character by weight, as the typesetter gives them."""
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


def dejavu() -> Widths:
    """Em of each character by weight, from the file of the family that matplotlib brings."""
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415
    from matplotlib.ft2font import LoadFlags  # noqa: PLC0415

    found: Widths = {}
    for weight in ("normal", "bold"):
        font = get_font(findfont(FontProperties(family=DEJAVU.family, weight=weight)))
        font.set_size(100, 72)
        glyphs = {x: font.load_char(ord(x), flags=LoadFlags.NO_HINTING) for x in CHARACTERS}
        # 16.16 fixed-point pixels
        found[weight] = {
            x: round(glyph.linearHoriAdvance / 2**16 / 100, 3) for x, glyph in glyphs.items()
        }
    return found


def arial() -> Widths:
    """Em of each character that Helvetica has (AFM of Adobe): Arial was drawn to its widths."""
    import matplotlib as mpl  # noqa: PLC0415
    from fontTools.agl import toUnicode  # type: ignore[import-untyped]  # noqa: PLC0415

    folder = Path(mpl.get_data_path()) / "fonts" / "pdfcorefonts"
    found: Widths = {}
    for weight, file in (("normal", "Helvetica.afm"), ("bold", "Helvetica-Bold.afm")):
        lines = re.findall(r"WX (\d+) ; N (\w+)", (folder / file).read_text(encoding="ascii"))
        known = {toUnicode(name): int(width) / 1000 for width, name in lines}
        # by its name this blank is the usual one
        known["\u00a0"] = known[" "]
        found[weight] = {letter: known[letter] for letter in CHARACTERS if letter in known}
    return found


TABLES: Mapping[Typeface, Callable[[], Widths]] = {
    DEJAVU: dejavu,
    LIBERTINUS: libertinus,
    ARIAL: arial,
}


if __name__ == "__main__":
    for typeface, measured in TABLES.items():
        text = json.dumps(measured(), ensure_ascii=False, separators=(",", ":"))
        path_of(typeface).write_text(text.replace("},", "},\n") + "\n", encoding="utf-8")
