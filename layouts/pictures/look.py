"""How figures are drawn: sizes, typeface and palette of the sheet they stand on."""

from __future__ import annotations

from dataclasses import dataclass

from layouts.theme import LIGHT_PALETTE, Palette
from layouts.typefaces.typefaces import DEJAVU, Typeface

PX_PER_INCH = 96


@dataclass(frozen=True, slots=True)
class Look:
    """How figures are drawn: the typeface of the sheet they stand on, and for a copier, patterns.

    `palette` is the one that the figure was built with. `paper` is the color that the picture will
    stand on, the palette's own where it is empty. `type_scale` enlarges all words, for a
    typeface that looks small beside the one of the screen.
    """

    palette: Palette = LIGHT_PALETTE
    typeface: Typeface = DEJAVU
    patterns: bool = False
    type_scale: float = 1.0
    paper: str = ""
