"""A deck as a PowerPoint file: titles, notes, native charts that can be edited, alt texts.

Dots with intervals become line charts without lines, with error bars; a scatter stays a scatter.
Only a map is a picture. Numbers come from the figures that the screen shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.util import Emu, Inches, Pt

from data.locale import Texts
from layouts.pictures.drawing import Look
from layouts.slides.chart_parts import Dots, clean, panels_of, scatter_of
from layouts.slides.distance import HEIGHT_PX, WIDTH_PX
from layouts.slides.errbars import add_error_bars
from layouts.slides.slide import Slide
from layouts.theme import LIGHT_PALETTE

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
_EDGE = Inches(0.5)
_FONT = "Arial"
_MAP_PPI = 130.0
_TITLE_ONLY = 5

LiveUrl = Callable[[str], str]


def _rgb(color: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(color.lstrip("#")))  # type: ignore[no-untyped-call]


_INK, _MUTED = _rgb(LIGHT_PALETTE.ink), _rgb(LIGHT_PALETTE.ink_muted)


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the slide."""

    left: int
    top: int
    width: int
    height: int


def pptx_file(slides: Sequence[Slide], *, texts: Texts, live_url: LiveUrl) -> bytes:
    """The file. Slides are 16:9; each has its finding as title, and its notes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for slide in slides:
        _add(deck, slide, texts, live_url(slide.live))
    buffer = BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _add(deck: Any, slide: Slide, texts: Texts, url: str) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    title = page.shapes.title
    box = Box(_EDGE, Inches(0.75), WIDTH - 2 * _EDGE, Inches(1.25))
    _place(title, box)
    _write(title.text_frame, slide.lead, size=28 if len(slide.lead) <= 110 else 22, bold=True)
    _text(page, Box(_EDGE, Inches(0.3), box.width, Inches(0.45)), slide.title, size=18)
    aside = Inches(3.6) if slide.more or slide.legend.entries else 0
    body = Box(_EDGE, Inches(2.05), box.width - aside, Inches(4.55))
    _body(page, slide, body, texts)
    if aside:
        side = Box(body.left + body.width + Inches(0.2), body.top, aside - Inches(0.2), body.height)
        _aside(page, slide, side, texts)
    foot = Box(_EDGE, Inches(6.7), box.width, Inches(0.65))
    live = texts.t("present.pptx_text.live", url=url)
    _text(page, foot, f"{slide.source}\n{live}", size=12, color=_MUTED)
    notes = "\n\n".join(
        part for part in (slide.notes, slide.lead, slide.more, slide.also, live) if part
    )
    page.notes_slide.notes_text_frame.text = notes


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top = Emu(box.left), Emu(box.top)
    shape.width, shape.height = Emu(box.width), Emu(box.height)


def _text(page: Any, box: Box, words: str, *, size: int, color: Any = _INK) -> Any:
    shape = page.shapes.add_textbox(Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height))
    _write(shape.text_frame, words, size=size, color=color)
    return shape


def _write(frame: Any, words: str, *, size: int, bold: bool = False, color: Any = _INK) -> None:
    frame.word_wrap = True
    frame.text = words
    for paragraph in frame.paragraphs:
        font = paragraph.font
        font.size, font.bold, font.name, font.color.rgb = Pt(size), bold, _FONT, color


def _body(page: Any, slide: Slide, box: Box, texts: Texts) -> None:
    alt = texts.t("present.pptx_text.part", title=slide.title, finding=slide.lead)
    if slide.table:
        lines = "\n".join(f"{head}: {words}" if words else head for head, words in slide.table)
        _text(page, box, lines, size=16)
        return
    if slide.is_map:
        _map(page, slide, box, texts)
        return
    scatter = scatter_of(slide.figures)
    if scatter is not None:
        made = _scatter(page, scatter, box)
        _describe(made, slide.title, alt)
        return
    panels = [panel for figure in slide.figures for panel in panels_of(figure)]
    width = box.width // max(1, len(panels))
    for number, panel in enumerate(panels):
        part = Box(box.left + number * width, box.top, width, box.height)
        made = _dots(page, panel, part)
        _describe(made, f"{slide.title} {number + 1}", f"{alt} {panel.title}".strip())


def _describe(frame: Any, name: str, alt: str) -> None:
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("name", name)
    properties.set("descr", alt)


# -- charts ---------------------------------------------------------------------------------------


def _dots(page: Any, panel: Dots, box: Box) -> Any:
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = panel.categories
    for series in panel.series:
        data.add_series(series.name, series.values)
    kind = XL_CHART_TYPE.LINE_MARKERS
    frame = page.shapes.add_chart(kind, *_emu(box), data)
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(14), _FONT
    chart.has_legend = False
    chart.has_title = bool(panel.title)
    if panel.title:
        _write(chart.chart_title.text_frame, panel.title, size=14, bold=True)
    chart.value_axis.major_gridlines.format.line.color.rgb = _rgb(LIGHT_PALETTE.grid)
    if panel.limits is not None:
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = panel.limits
    for made, series in zip(chart.plots[0].series, panel.series, strict=True):
        made.format.line.fill.background()
        made.smooth = False
        made.marker.style, made.marker.size = XL_MARKER_STYLE.CIRCLE, 12
        for number, color in enumerate(series.colors):
            fill = made.points[number].marker.format.fill
            fill.solid()
            fill.fore_color.rgb = _rgb(color)
        labels = made.data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.RIGHT
        labels.font.size = Pt(14)
        add_error_bars(made._element, minus=series.minus, plus=series.plus)
    return frame


def _scatter(page: Any, series: Sequence[Any], box: Box) -> Any:
    data: Any = XyChartData()  # type: ignore[no-untyped-call]
    for one in series:
        points = data.add_series(one.name)
        for x, y in zip(one.x, one.y, strict=True):
            points.add_data_point(x, y)
    frame = page.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *_emu(box), data)
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(14), _FONT
    chart.has_legend, chart.has_title = False, False
    chart.value_axis.major_gridlines.format.line.color.rgb = _rgb(LIGHT_PALETTE.grid)
    _axis(chart.category_axis, series[0].x_title, series[0].x_limits)
    _axis(chart.value_axis, series[0].y_title, series[0].y_limits)
    for made, one in zip(chart.plots[0].series, series, strict=True):
        if one.is_line:
            made.marker.style = XL_MARKER_STYLE.NONE
            made.format.line.color.rgb, made.format.line.width = _INK, Pt(2)
            continue
        made.format.line.fill.background()
        made.marker.style, made.marker.size = XL_MARKER_STYLE.CIRCLE, 6
        made.marker.format.fill.solid()
        made.marker.format.fill.fore_color.rgb = _rgb(LIGHT_PALETTE.outcome_mark)
    return frame


def _axis(axis: Any, title: str, limits: tuple[float, float] | None) -> None:
    if title:
        axis.has_title = True
        _write(axis.axis_title.text_frame, clean(title), size=14)
    if limits is not None:
        axis.minimum_scale, axis.maximum_scale = limits


def _emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    return Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height)


# -- maps and words beside them -------------------------------------------------------------------


def _map(page: Any, slide: Slide, box: Box, texts: Texts) -> None:
    from layouts.pictures.picture import picture  # noqa: PLC0415 - loads matplotlib

    drawn = picture(
        slide.figures[0],
        width_px=box.width / WIDTH * WIDTH_PX,
        height_px=box.height / HEIGHT * HEIGHT_PX,
        look=Look(),
        output="png",
        png_ppi=_MAP_PPI,
    )
    shape = page.shapes.add_picture(BytesIO(drawn), *_emu(box))
    properties = shape._element.nvPicPr.cNvPr
    properties.set("name", slide.title)
    alt = texts.t("present.pptx_text.map", title=slide.title, finding=slide.lead)
    properties.set("descr", alt)


def _aside(page: Any, slide: Slide, box: Box, texts: Texts) -> None:
    top = box.top
    if slide.legend.entries:
        top = _legend(page, slide, box, texts)
    if slide.more:
        size = 16 if len(slide.more) < 300 else 11
        rest = Box(box.left, top, box.width, box.top + box.height - top)
        _text(page, rest, slide.more, size=size)


def _legend(page: Any, slide: Slide, box: Box, texts: Texts) -> int:
    """Squares of the fills with their words; gives where the next thing may begin."""
    step, side = Inches(0.32), Inches(0.22)
    title = slide.legend.title or texts.t("present.pptx_text.legend")
    _text(page, Box(box.left, box.top, box.width, step), title, size=14)
    top = box.top + Inches(0.45)
    for color, words in slide.legend.entries:
        square = page.shapes.add_shape(1, Emu(box.left), Emu(top), side, side)
        square.fill.solid()
        square.fill.fore_color.rgb = _rgb(color)
        square.line.fill.background()
        left = box.left + Inches(0.3)
        line = Box(left, top - Inches(0.06), box.width - Inches(0.3), step)
        _text(page, line, words, size=14)
        top += step
    return int(top + Inches(0.15))
