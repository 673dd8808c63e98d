"""What pictures are drawn from, as plain data: it may travel, and it needs no matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layouts.theme import DARK_PALETTE, LIGHT_PALETTE, Palette

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that is not drawn yet: `function` of a module of this package, and its arguments.

    The function gives bytes; the arguments can be pickled.
    """

    module: str
    function: str
    arguments: Mapping[str, Any]

    def draw(self) -> bytes:
        """The picture; imports matplotlib."""
        drawn: bytes = getattr(import_module(f"{__package__}.{self.module}"), self.function)(
            **self.arguments
        )
        return drawn


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is drawn. `typeface` is the family that an SVG names for its text."""

    palette: Palette
    typeface: str = "sans-serif"
    text_pt: float = 8.0

    @classmethod
    def of(cls, theme: str, *, typeface: str = "sans-serif", text_pt: float = 8.0) -> Look:
        """The look of `light` or `dark`."""
        palette = DARK_PALETTE if theme == "dark" else LIGHT_PALETTE
        return cls(palette=palette, typeface=typeface, text_pt=text_pt)


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One measure: numbers in its unit (NaN where missing) and the words beside them.

    `said` is the value with its interval, `city_said` the city's value; `missing` is what stands
    there instead of a dot. `scale` writes the ends of the strip, which never passes `most`.
    """

    name: str
    value: float
    lower: float
    upper: float
    city: float
    said: str
    city_said: str
    missing: str = ""
    scale: Callable[[float], str] = "{:g}".format
    most: float = inf


@dataclass(frozen=True, slots=True, eq=False)
class Cloud:
    """Places as circles: arrays (n,) in the units of the two measures, and residents.

    `fit` is the fitted line with the limits of its band, four arrays of one shape: x, y, lower
    and upper; None where nothing was fitted.
    """

    factor: Floats
    outcome: Floats
    people: Floats
    fit: tuple[Floats, Floats, Floats, Floats] | None = None
