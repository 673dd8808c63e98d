"""Words on a PowerPoint slide: text boxes, tables, links, sizes that fit, the language of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from layouts.slides.powerpoint.inches import height_in, width_in
from layouts.slides.powerpoint.master import Box
from layouts.slides.slide import parted
from layouts.theme import LIGHT_PALETTE

TITLE_SIZES, NARROW_TITLE_SIZES = (32, 28), (32, 28, 24)
BODY_SIZES = (20, 18, 16, 14)
PARAGRAPH_PT = 6
_SLACK_IN = 0.06  # so that the longest words of a column stay on one line
_CELL_IN = 0.12  # air beside and between the words of cells
_TIGHT_IN = (0.08, 0.05, 0.03)
_FEW_ROWS = 6
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def rgb(color: str) -> RGBColor:
    """A color of the palette for python-pptx."""
    return RGBColor(*bytes.fromhex(color.lstrip("#")))  # type: ignore[no-untyped-call]


INK, MUTED = rgb(LIGHT_PALETTE.ink), rgb(LIGHT_PALETTE.ink_muted)


def place(shape: Any, box: Box) -> None:
    """Move a shape to a box."""
    shape.left, shape.top, shape.width, shape.height = box.emu


def text_box(page: Any, box: Box, words: str, *, size: int, color: Any = INK) -> Any:
    """A text box without margins, so that its words begin at its edge."""
    shape = page.shapes.add_textbox(*box.emu)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = words
    for paragraph in frame.paragraphs:
        paragraph.font.size, paragraph.font.color.rgb = Pt(size), color
    return shape


def fill_paragraphs(frame: Any, lines: Sequence[str], *, size: int) -> None:
    """Each line as a paragraph, a little apart."""
    frame.text = "\n".join(lines)
    for paragraph in frame.paragraphs:
        paragraph.font.size, paragraph.space_after = Pt(size), Pt(PARAGRAPH_PT)


def add_link(paragraph: Any, words: str, url: str, *, size: int) -> None:
    """Words that lead to an address; words alone where there is none."""
    run = paragraph.add_run()
    run.text = words
    run.font.size = Pt(size)
    if url:
        run.hyperlink.address = url
    else:
        run.font.color.rgb = MUTED


def sentences(text: str) -> list[str]:
    """Sentences of a finding, in order."""
    found, rest = [], text
    while rest:
        lead, rest = parted(rest, 0)
        found.append(lead)
    return found


def paragraphs_in(lines: Sequence[str], size: int, width: float) -> float:
    """Height of paragraphs in inches."""
    return sum(height_in(line, size, width) + PARAGRAPH_PT / 72 for line in lines)


def fitting(lines: Sequence[str], width: float, height: float) -> tuple[int, int]:
    """(type size, number of lines that fit): all of them at the largest size, or some at 14."""
    for size in BODY_SIZES:
        if paragraphs_in(lines, size, width) <= height:
            return size, len(lines)
    size = BODY_SIZES[-1]
    count = len(lines)
    while count and paragraphs_in(lines[:count], size, width) > height:
        count -= 1
    return size, count


# -- tables ---------------------------------------------------------------------------------------


def add_table(
    page: Any, box: Box, rows: Sequence[Sequence[str]], *, has_head: bool, name: str, alt: str
) -> Any:
    """A table of PowerPoint with a line under each row, in the largest type that fits."""
    widths = _widths(rows, box.width / Inches(1))
    size, air, heights = _heights(rows, widths, box.height / Inches(1))
    rows = rows[: len(heights)]  # all of them are in the notes
    frame = page.shapes.add_table(len(rows), len(rows[0]), *box.emu)
    table = frame.table
    properties = table._tbl.tblPr
    properties.set("firstRow", str(int(has_head)))
    properties.set("firstCol", str(int(not has_head)))
    properties.set("bandRow", "0")
    properties.find(qn("a:tableStyleId")).text = _NO_STYLE
    for column, width in enumerate(widths):
        table.columns[column].width = Inches(width)
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        table.rows[number].height = Inches(height)
        for column, words in enumerate(row):
            bold = number == 0 if has_head else column == 0
            _cell(table.cell(number, column), words, size=size, air=air, bold=bold)
    frame.height = Inches(sum(heights))
    describe(frame, name, alt)
    return frame


def _widths(rows: Sequence[Sequence[str]], total: float) -> list[float]:
    """Columns as wide as their longest words, the widest taking what is left."""
    size = BODY_SIZES[1] if len(rows) <= _FEW_ROWS else BODY_SIZES[-1]
    needs = [
        max(width_in(cell, size, bold=number == 0) for cell in column) + 2 * _CELL_IN + _SLACK_IN
        for number, column in enumerate(zip(*rows, strict=True))
    ]
    widest = needs.index(max(needs))
    most = total * 0.35
    found = [min(need, most) for need in needs]
    found[widest] = total - sum(found) + found[widest]
    return found


def _heights(
    rows: Sequence[Sequence[str]], widths: Sequence[float], height: float
) -> tuple[int, float, list[float]]:
    """Type size, air over and under the words of a cell, and heights of the rows that fit."""
    found: list[float] = []
    size, air = BODY_SIZES[-1], _CELL_IN
    for size, air in (
        *((size, _CELL_IN) for size in BODY_SIZES),
        *((BODY_SIZES[-1], air) for air in _TIGHT_IN),
    ):
        found = [
            max(
                height_in(cell, size, width - 2 * _CELL_IN, bold=number == 0)
                for number, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            + 2 * air
            for row in rows
        ]
        if sum(found) <= height:
            break
    while sum(found) > height:
        found.pop()
    return size, air, found


def _cell(cell: Any, words: str, *, size: int, air: float, bold: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(_CELL_IN)
    cell.margin_top = cell.margin_bottom = Inches(air)
    cell.text = words
    for paragraph in cell.text_frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(size), bold
        paragraph.font.color.rgb = INK
    rule = LIGHT_PALETTE.control.lstrip("#").upper()
    cell._tc.get_or_add_tcPr().append(
        parse_xml(
            f'<a:lnB xmlns:a="{_A}" w="9525"><a:solidFill><a:srgbClr val="{rule}"/></a:solidFill>'
            "</a:lnB>"
        )
    )


# -- what readers and searches need ---------------------------------------------------------------


def describe(shape: Any, name: str, alt: str) -> None:
    """Name in the list of objects, and the text that stands for it."""
    properties = next(shape._element.iter(qn("p:cNvPr")))
    properties.set("name", name)
    properties.set("descr", alt)


def decorate(shape: Any) -> None:
    """Mark a shape as one that readers pass over."""
    properties = next(shape._element.iter(qn("p:cNvPr")))
    properties.set("descr", "")
    properties.append(
        parse_xml(
            f'<a:extLst xmlns:a="{_A}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
            '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/'
            'decorative" val="1"/></a:ext></a:extLst>'
        )
    )


def set_language(element: Any, lang: str) -> None:
    """The language of every word below `element`, for spelling and for reading aloud."""
    for run in [*element.iter(qn("a:r")), *element.iter(qn("a:fld"))]:
        run.get_or_add_rPr().set("lang", lang) if run.tag == qn("a:r") else None
    for properties in element.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
        properties.set("lang", lang)
