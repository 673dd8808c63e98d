"""What a picture is drawn from, as plain data: it may travel, and it needs no matplotlib."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layouts.pictures.look import Look


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A picture that is not drawn yet: a figure, its size in px of the screen (96 an inch).

    Without a height the figure's own is taken.
    """

    figure: Mapping[str, Any]
    width_px: float
    height_px: float | None
    look: Look


@dataclass(frozen=True, slots=True)
class Swatch:
    """A piece of a legend that is not drawn yet."""

    color: str
    width_px: float
    height_px: float
    look: Look
