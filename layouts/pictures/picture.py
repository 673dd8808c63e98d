"""Any figure of the product as a picture: what plotly shows, without a browser.

A figure is the plain dict that the screen gets (`Chart.figure`, `Slide.figures`). What is not
drawn is an error (features.NotDrawnError); nothing is left out in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layouts.pictures.axes import Plot
from layouts.pictures.canvas import PNG_PPI, Format, Sheet
from layouts.pictures.features import NotDrawnError, check
from layouts.pictures.look import Look
from layouts.pictures.maps import Map
from layouts.pictures.marks import draw_scatter
from layouts.pictures.notes import draw_notes


def picture(
    figure: Mapping[str, Any],
    *,
    width_px: float,
    height_px: float | None = None,
    look: Look,
    output: Format = "svg",
    png_ppi: float = PNG_PPI,
) -> bytes:
    """The figure in `width_px` x `height_px` px of the screen (96 an inch), as SVG or PNG.

    Without a height the figure's own is taken. Raises NotDrawnError.
    """
    drawn = draw(figure, width_px=width_px, height_px=height_px, look=look)
    return drawn.to_bytes(output, png_ppi=png_ppi)


def draw(
    figure: Mapping[str, Any], *, width_px: float, height_px: float | None = None, look: Look
) -> Sheet:
    """The figure on a sheet. Raises NotDrawnError for what pictures do not draw."""
    check(figure)
    layout = figure["layout"]
    height = height_px or layout.get("height")
    if height is None:
        raise NotDrawnError("a figure without a height needs one")
    sheet = Sheet(width=width_px, height=height, look=look)
    if "geo" in layout:
        _draw_map(sheet, figure)
        return sheet
    plot = Plot(sheet, figure)
    plot.draw_axes()
    plot.draw_shapes()
    for number, trace in enumerate(figure["data"]):
        if trace["type"] != "scatter":
            raise NotDrawnError(f"{trace['type']!r} without a map is not drawn")
        draw_scatter(plot, trace, number)
    draw_notes(plot)
    return sheet


def _draw_map(sheet: Sheet, figure: Mapping[str, Any]) -> None:
    drawn = Map(sheet, figure["layout"])
    for number, trace in enumerate(figure["data"]):
        if trace["type"] == "choropleth":
            drawn.draw_areas(trace, number)
        elif trace["type"] == "scattergeo":
            drawn.draw_overlay(trace, number)
        else:
            raise NotDrawnError(f"{trace['type']!r} on a map is not drawn")
    if figure["layout"].get("annotations") or figure["layout"].get("shapes"):
        raise NotDrawnError("notes and shapes on a map are not drawn")
