"""Charts of a slide in PowerPoint: native ones side by side, a picture and its legend for a map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from data.locale import Texts
from layouts.figures.chart import Legend
from layouts.pictures.look import Look
from layouts.slides.powerpoint.chart_xml import ChartData
from layouts.slides.powerpoint.inches import height_in
from layouts.slides.powerpoint.master import LANGUAGES, Box
from layouts.slides.powerpoint.native_chart import LABEL_PT, NativeChart, XyChart
from layouts.slides.powerpoint.plot_area import (
    names_in,
    with_few_ticks,
    with_roomy_labels,
    with_short_names,
)
from layouts.slides.powerpoint.text import MUTED, decorate, describe, rgb, text_box
from layouts.slides.slide import Slide
from layouts.theme import LIGHT_PALETTE

MOST_ABREAST = 3
_GAP = Inches(0.15)
_SQUARE = Inches(0.24)
_LEGEND_PT = 16
# A slide of 13.33 in is 1920 px wide.
_PX_PER_INCH, _MAP_PPI = 144, 130.0
_BETWEEN = "\u2003 "


def add_charts(page: Any, slide: Slide, charts: Sequence[NativeChart], box: Box, t: Texts) -> None:
    """Every panel as a chart of its own; rows of the same names are named at the left only."""
    keys = tuple(dict.fromkeys(key for c in charts if isinstance(c, XyChart) for key in c.keys))
    box = _explained(page, keys, box)
    abreast = len(charts) if len(charts) <= MOST_ABREAST else math.ceil(len(charts) / 2)
    lines = math.ceil(len(charts) / abreast)
    height = (box.height - (lines - 1) * _GAP) // lines
    for line in range(lines):
        part = _once(charts[line * abreast : (line + 1) * abreast])
        top = box.top + line * (height + _GAP)
        row = Box(box.left, top, box.width, height)
        part = [with_short_names(c, *_share(row, len(part)).inches) for c in part]
        for number, (chart, place) in enumerate(zip(part, _columns(part, row), strict=True)):
            fitted = with_roomy_labels(with_few_ticks(chart, *place.inches), *place.inches)
            _add(page, slide, fitted, place, number=line * abreast + number + 1, t=t)


def _share(box: Box, count: int) -> Box:
    return Box(box.left, box.top, box.width // count, box.height)


def _explained(page: Any, keys: Sequence[tuple[str, str, str]], box: Box) -> Box:
    """What the marks mean, in a line of words below; gives the room above it."""
    if not keys:
        return box
    words = _BETWEEN.join(f"{sign} {name}" for sign, _, name in keys)
    tall = Inches(height_in(words, LABEL_PT, box.width / Inches(1)))
    shape = text_box(page, Box(box.left, box.bottom - tall, box.width, tall), "", size=LABEL_PT)
    line = shape.text_frame.paragraphs[0]
    for number, (sign, color, name) in enumerate(keys):
        mark = line.add_run()
        mark.text, mark.font.color.rgb = f"{_BETWEEN if number else ''}{sign} ", rgb(color)
        line.add_run().text = name
    return Box(box.left, box.top, box.width, box.height - tall - Inches(0.08))


def _once(charts: Sequence[NativeChart]) -> list[NativeChart]:
    """Names of rows that the chart to the left has as well are left out."""
    found: list[NativeChart] = []
    for number, chart in enumerate(charts):
        before = charts[number - 1] if number else None
        if not isinstance(chart, XyChart) or not isinstance(before, XyChart):
            found.append(chart)
            continue
        if chart.rows != before.rows:
            found.append(chart)
            continue
        kept = tuple(s for s in chart.series if s.labels is None or s.labels.at != "l")
        shift = len(chart.series) - len(kept)
        moved = [
            replace(s, points_of=s.points_of - shift) if s.points_of is not None else s
            for s in kept
        ]
        found.append(replace(chart, series=tuple(moved), rows=()))
    return found


def _columns(charts: Sequence[NativeChart], box: Box) -> list[Box]:
    """Places side by side with plots of one width: what is named at the left is wider."""
    names = [
        Inches(names_in(chart.rows)) if isinstance(chart, XyChart) and len(charts) > 1 else 0
        for chart in charts
    ]
    free = box.width - (len(charts) - 1) * _GAP - sum(names)
    found, left = [], box.left
    for own in names:
        width = int(free // len(charts) + own)
        found.append(Box(left, box.top, width, box.height))
        left += width + _GAP
    return found


def _add(page: Any, slide: Slide, chart: NativeChart, box: Box, *, number: int, t: Texts) -> None:
    data: Any = ChartData(chart, *box.inches, LANGUAGES[t.lang])
    kind = XL_CHART_TYPE.XY_SCATTER
    frame = page.shapes.add_chart(kind, *box.emu, data)
    title = chart.title.replace("\n", " ")
    alt = t.t("present.pptx_text.part", title=slide.title, finding=slide.lead)
    describe(frame, f"{slide.title} {number}", f"{alt} {title}".strip())


def _fills(legend: Legend) -> list[tuple[str, str]]:
    """Colors and words of the scale, and of the classes outside it."""
    colors = LIGHT_PALETTE.few_events, LIGHT_PALETTE.no_data
    outside = zip(colors, (legend.few_events, legend.no_data), strict=True)
    return [*legend.entries, *((color, words) for color, words in outside if words)]


def _swatch(page: Any, color: str, left: int, top: int) -> None:
    """A square in a fill of the map: what has no number is hatched there."""
    square = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, _SQUARE, _SQUARE)
    if color == LIGHT_PALETTE.no_data:
        square.fill.patterned()
        square.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        square.fill.fore_color.rgb, square.fill.back_color.rgb = MUTED, rgb(LIGHT_PALETTE.paper)
        square.line.color.rgb = MUTED
    else:
        square.fill.solid()
        square.fill.fore_color.rgb = rgb(color)
        square.line.color.rgb = rgb(LIGHT_PALETTE.area_line)
        square.line.width = Pt(0.5)
    square._element.remove(square._element.find(qn("p:style")))  # it brings a shadow
    decorate(square)


# -- maps -----------------------------------------------------------------------------------------


def add_map(page: Any, slide: Slide, box: Box, t: Texts) -> None:
    """The map as a picture as large as its box."""
    from layouts.pictures.picture import picture  # noqa: PLC0415 - loads matplotlib

    width, height = (length * _PX_PER_INCH for length in box.inches)
    drawn = picture(
        slide.figures[0],
        width_px=width,
        height_px=height,
        look=Look(),
        output="png",
        png_ppi=_MAP_PPI,
    )
    shape = page.shapes.add_picture(BytesIO(drawn), *box.emu)
    alt = t.t("present.pptx_text.map", title=slide.title, finding=slide.lead)
    describe(shape, slide.title, alt)


def add_legend(page: Any, legend: Legend, box: Box, t: Texts) -> int:
    """Squares in the fills of the map with their words; gives where the next thing may begin."""
    width = box.width / Inches(1)
    title = legend.title or t.t("present.pptx_text.legend")
    tall = Inches(height_in(title, _LEGEND_PT, width, bold=True))
    head = text_box(page, Box(box.left, box.top, box.width, tall), title, size=_LEGEND_PT)
    head.text_frame.paragraphs[0].font.bold = True
    size = _LEGEND_PT if len(legend.entries) <= 6 else 14
    top, left = box.top + tall + Inches(0.05), box.left + Inches(0.36)
    if legend.direction:
        tall = Inches(height_in(legend.direction, size, width))
        place = Box(box.left, top, box.width, tall)
        text_box(page, place, legend.direction, size=size, color=MUTED)
        top += tall
    top += Inches(0.05)
    for color, words in _fills(legend):
        tall = Inches(height_in(words, size, width - 0.36))
        _swatch(page, color, box.left, top)
        text_box(page, Box(left, top, box.right - left, tall), words, size=size)
        top += max(tall, _SQUARE) + int(Pt(2))
    return int(top + Inches(0.15))
