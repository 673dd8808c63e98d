"""Any figure of the screen as markup that the document carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layouts.inline.maps import draw_map
from layouts.inline.marked import Inks, element, plain, style
from layouts.inline.marks import draw_scatter
from layouts.inline.notes import draw_notes
from layouts.inline.plot import MARGIN_PX, Plot
from layouts.pictures.features import NotDrawnError, check


def picture(figure: Mapping[str, Any]) -> str:
    """The figure as a `<div class="drawn">` that fills the box of the chart (css/drawn.css).

    Hidden from a screen reader: the card has caption and sentence. Raises NotDrawnError for what
    pictures do not draw.
    """
    check(figure)
    layout = figure["layout"]
    if "geo" in layout:
        content, ratio = draw_map(figure)
        box = _margins(layout, around={"l": 0, "r": 0, "t": 0, "b": 0})
        sheet = _sheet(layout, content, class_="drawn__map", declared=f"--ratio:{ratio}")
        sheet = element("div", sheet, class_="drawn__room", style=style(**box))
    else:
        sheet = _sheet(layout, _plot(figure), declared=style(**_margins(layout)))
    return element(
        "div", sheet, class_="drawn", aria_hidden="true", data_rows=_rows(layout),
    )  # fmt: skip


def _rows(layout: Mapping[str, Any]) -> int | None:
    """How many rows a list has, for paper, which cuts it between them; None for what is no list."""
    names = [name for name in layout if name.startswith("yaxis")]
    low, high = layout.get("yaxis", {}).get("range", (0, 0))
    return round(low - high) if names == ["yaxis"] and low > high else None


def _plot(figure: Mapping[str, Any]) -> str:
    plot = Plot(figure)
    grid, ticks = plot.grid_and_ticks()
    marks = ""
    for trace in figure["data"]:
        if trace["type"] != "scatter":
            raise NotDrawnError(f"{trace['type']!r} without a map is not drawn")
        marks += draw_scatter(plot, trace)
    return (
        plot.shapes(below=True) + grid + marks + ticks + plot.shapes(below=False) + draw_notes(plot)
    )


def _margins(layout: Mapping[str, Any], around: Mapping[str, float] = MARGIN_PX) -> dict[str, str]:
    margin = {**around, **layout.get("margin", {})}
    across, down = margin["l"] + margin["r"], margin["t"] + margin["b"]
    return {
        "left": f"{plain(margin['l'])}px",
        "top": f"{plain(margin['t'])}px",
        "width": f"calc(100% - {plain(across)}px)",
        "height": f"calc(100% - {plain(down)}px)",
    }


def _sheet(
    layout: Mapping[str, Any], content: str, *, declared: str, class_: str | None = None
) -> str:
    font, inks = layout["font"], Inks(layout)
    type_ = style(fill=inks.css(font["color"]), font_size=f"{plain(font['size'])}px")
    return element("svg", content, class_=class_, style=f"{declared};{type_}")
