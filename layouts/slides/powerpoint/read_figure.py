"""Native charts of a slide, read from the figure that the screen shows. Pure.

Rows of dots, bars and clouds of points each become a chart of their own kind; a map has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from data.locale import Texts
from layouts.figures.base import BARS, BEFORE, CITY, NOW, is_a
from layouts.slides.powerpoint.native_chart import NativeChart
from layouts.slides.powerpoint.read_ages import parts_of, residents_of
from layouts.slides.powerpoint.read_looks import chosen_of
from layouts.slides.powerpoint.read_points import cloud_of
from layouts.slides.powerpoint.read_rows import panels_of
from layouts.slides.slide import Slide


def charts_of(slide: Slide, texts: Texts) -> tuple[NativeChart, ...]:
    """One chart a panel, from the top one down; none for a map and where only words say it."""
    figure = slide.chart.figure
    if slide.is_map or slide.table or not slide.figures or not figure.get("data"):
        return ()
    if not has_rows(figure):
        return (cloud_of(figure, chosen_of(slide.figures), texts),)
    if any(is_a(trace, BARS) for trace in figure["data"]):
        return (parts_of(figure),)
    if any(is_a(trace, CITY, BEFORE, NOW) for trace in figure["data"]):
        return (residents_of(figure, texts),)
    return tuple(panels_of(figure, texts))


def has_rows(figure: Mapping[str, Any]) -> bool:
    """True if the vertical axes are rows with names."""
    layout = figure["layout"]
    return any(
        re.fullmatch(r"yaxis\d*", key) and layout[key].get("ticktext") is not None for key in layout
    )
