"""Drawings as SVG. Loads matplotlib: only the typesetter and PowerPoint's maps come here."""

from __future__ import annotations

from layouts.pictures.drawing import Drawing, Swatch
from layouts.pictures.patterns import swatch
from layouts.pictures.picture import picture


def render(drawing: Drawing | Swatch) -> bytes:
    """The drawing as SVG. Raises features.NotDrawnError for a figure that it cannot draw."""
    width_px, look = drawing.width_px, drawing.look
    if isinstance(drawing, Swatch):
        filled = swatch(drawing.color, width_px=width_px, height_px=drawing.height_px, look=look)
        return filled.encode()
    return picture(drawing.figure, width_px=width_px, height_px=drawing.height_px, look=look)
