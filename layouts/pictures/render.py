"""Drawings as SVG. Loads matplotlib: only the typesetter and PowerPoint's maps come here."""

from __future__ import annotations

from layouts.pictures.drawing import Drawing, Swatch
from layouts.pictures.patterns import swatch
from layouts.pictures.picture import picture


def render(drawing: Drawing | Swatch) -> bytes:
    """The drawing as SVG. Raises features.NotDrawnError for a figure that it cannot draw."""
    size = {"width_px": drawing.width_px, "look": drawing.look}
    if isinstance(drawing, Swatch):
        return swatch(drawing.color, height_px=drawing.height_px, **size).encode()
    return picture(drawing.figure, height_px=drawing.height_px, **size)
