"""What a picture is drawn from, as plain data: it may travel, and it needs no matplotlib."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A picture that is not drawn yet: a figure, its size in px of the screen (96 an inch).

    Without a height the figure's own is taken.
    """

    figure: Mapping[str, Any]
    width_px: float
    height_px: float | None
    look: Look

    def draw(self) -> bytes:
        """The picture as SVG; imports matplotlib. Raises features.NotDrawnError."""
        from layouts.pictures.picture import picture  # noqa: PLC0415 - loads matplotlib

        return picture(
            self.figure, width_px=self.width_px, height_px=self.height_px, look=self.look
        )


@dataclass(frozen=True, slots=True)
class Swatch:
    """A piece of a legend that is not drawn yet."""

    color: str
    width_px: float
    height_px: float
    look: Look

    def draw(self) -> bytes:
        """The fill and the lines of the class as SVG; imports matplotlib."""
        from layouts.pictures.patterns import swatch  # noqa: PLC0415 - loads matplotlib

        return swatch(
            self.color, width_px=self.width_px, height_px=self.height_px, look=self.look
        ).encode()
