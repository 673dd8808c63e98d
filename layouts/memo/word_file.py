"""A memo as a Word file: real styles, tables with a header row, links, its language. Pure.

It can be edited: whoever takes it to a meeting fills in the lines and changes the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Opened
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from data.cities.city import city
from data.locale import Texts
from data.locale.format import territory_of
from data.sentences.words import join
from layouts.memo.memo import Cited, Memo
from layouts.memo.page import memo_words
from layouts.memo.room import (
    MARGIN_IN,
    PAGES_IN,
    Room,
    cited_text,
    fitted,
    option_cells,
    parts_left,
    sure_text,
)
from layouts.pack.archive import dated

_FAMILY = "Times New Roman"
_SMALL, _CITED, _LINK = "memo-small", "memo-cited", "Hyperlink"
_LINE, _SHORT_LINE, _BOX = "_" * 22, "_" * 8, "\u2610"
_INK, _OLD = RGBColor(0, 0, 0), RGBColor(0x59, 0x59, 0x59)


def word_file(memo: Memo, texts: Texts) -> bytes:
    """The .docx of a memo; the same memo gives the same bytes."""
    words = memo_words(memo, texts)
    room = fitted(memo, words)
    document = Document()
    _page(document, memo)
    _styles(document, memo.lang, room)
    _about(document, memo, texts)
    _head(document, memo, words)
    _part(document, words["purpose"], memo.purpose)
    _part(document, words["finding"], memo.finding)
    _part(document, words["sure"])
    _table(document, memo.columns, memo.rows, memo.shares, memo)
    if said := sure_text(memo, room.cut):
        document.add_paragraph(said)
    for name, said in parts_left(memo, room.cut):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}. ").bold = True
        paragraph.add_run(said)
    if memo.options:
        _part(document, words["options"], memo.listed)
        _options(document, memo, words, room)
    _part(document, words["cannot"], memo.cannot)
    _part(document, words["cited"])
    _citations(document, memo, room)
    buffer = BytesIO()
    document.save(buffer)
    return dated(buffer.getvalue(), memo.made)


# -- the file ---------------------------------------------------------------------------------


def _page(document: Opened, memo: Memo) -> None:
    section = document.sections[0]
    width, height = PAGES_IN[memo.paper]
    section.page_width, section.page_height = Inches(width), Inches(height)
    section.left_margin = section.right_margin = Inches(MARGIN_IN)
    section.top_margin = section.bottom_margin = Inches(MARGIN_IN)


def _about(document: Opened, memo: Memo, texts: Texts) -> None:
    about = document.core_properties
    about.title, about.subject = memo.title, texts.t("memo.kicker")
    about.author = about.last_modified_by = texts.t("fact_sheets.sheet.product")
    about.language, about.comments = _language(memo.lang), ""
    about.keywords = city().name.get(memo.lang)
    about.created = about.modified = datetime.combine(memo.made, time())


def _language(lang: str) -> str:
    return territory_of(lang).replace("_", "-")


def _styles(document: Opened, lang: str, room: Room) -> None:
    """The styles of Word's own names in black, in sizes at which the memo fits a page."""
    named: Any = document.styles
    for language in named.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _language(lang))
    small = named.add_style(_SMALL, WD_STYLE_TYPE.PARAGRAPH)
    cited = named.add_style(_CITED, WD_STYLE_TYPE.PARAGRAPH)
    _set(named["Normal"], room.body_pt, after_pt=3)
    _set(named["Title"], room.title_pt, after_pt=3)
    _set(named["Heading 1"], room.heading_pt, before_pt=6, after_pt=1.5)
    _set(small, room.table_pt)
    _set(cited, room.cited_pt, after_pt=1)
    cited.paragraph_format.left_indent = Pt(12)
    cited.paragraph_format.first_line_indent = Pt(-12)
    named["Title"].font.bold = True
    _without(named["Title"], "pBdr")
    _without(named["Table Grid"], "left", "right", "insideV")
    named.add_style(_LINK, WD_STYLE_TYPE.CHARACTER).font.underline = True


def _without(style: Any, *lines: str) -> None:
    """The style without lines that the template of Word draws."""
    for name in lines:
        for line in style.element.findall(f".//{qn(f'w:{name}')}"):
            line.getparent().remove(line)


def _set(style: Any, size_pt: float, *, before_pt: float = 0, after_pt: float = 0) -> None:
    """Family, size and room of a paragraph style, whatever the template of Word says."""
    style.font.name, style.font.size, style.font.color.rgb = _FAMILY, Pt(size_pt), _INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [key for key in fonts.attrib if key.lower().endswith("theme")]:
        del fonts.attrib[name]
    for which in ("w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(which), _FAMILY)
    for tight in style.element.findall(f".//{qn('w:spacing')}"):
        if tight.getparent().tag == qn("w:rPr"):
            tight.getparent().remove(tight)
    room = style.paragraph_format
    room.space_before, room.space_after, room.line_spacing = Pt(before_pt), Pt(after_pt), 1.0


# -- parts ------------------------------------------------------------------------------------


def _part(document: Opened, heading: str, said: str = "") -> None:
    document.add_heading(heading, level=1)
    if said:
        document.add_paragraph(said)


def _head(document: Opened, memo: Memo, words: dict[str, Any]) -> None:
    typed = memo.occasion
    item = f"{words['item']} {typed.item or _SHORT_LINE}"
    meeting, when = typed.meeting or _LINE, typed.when or _SHORT_LINE
    document.add_paragraph(" · ".join((item, meeting, when, words["made"])), _SMALL)
    document.add_paragraph(memo.title, "Title")
    document.add_paragraph(f"{words['to']}: {_LINE}   {words['from']}: {_LINE}")
    line = document.add_paragraph(f"{words['action']}: ")
    for action in words["actions"]:
        line.add_run(action).bold = True
        line.add_run(f" {_BOX}   ")


def _options(document: Opened, memo: Memo, words: dict[str, Any], room: Room) -> None:
    rows = [option_cells(option, room.cut, words["check"]) for option in memo.options]
    table = _table(document, words["option_columns"], rows, words["option_shares"], memo)
    for option, row in zip(memo.options, table.rows[1:], strict=True):
        first = row.cells[0].paragraphs[0]
        whole, first.text = first.text, ""
        first.add_run(f"{option.what}.").bold = True
        first.add_run(whole.removeprefix(f"{option.what}."))
        for cell in row.cells if option.is_old else ():
            for run in cell.paragraphs[0].runs:
                run.font.color.rgb = _OLD


def _table(
    document: Opened,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    memo: Memo,
) -> Any:
    """A table as wide as the text, its first row a header that is told and repeated as one."""
    if not rows:
        return None
    table = document.add_table(rows=0, cols=len(heads))
    table.style, table.autofit = "Table Grid", False
    width_in = PAGES_IN[memo.paper][0] - 2 * MARGIN_IN
    widths = [Inches(width_in * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate((heads, *rows)):
        cells = table.add_row().cells
        for cell, said, width in zip(cells, row, widths, strict=True):
            cell.width = width
            _write(cell, said, is_head=number == 0)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    return table


def _write(cell: Cell, said: str, *, is_head: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = _SMALL
    paragraph.add_run(said).bold = is_head or None


def _citations(document: Opened, memo: Memo, room: Room) -> None:
    """Each a paragraph, or all in one where there is no room for their lines."""
    last, joined = join(memo.seen, memo.no_address), "lines" in room.cut
    paragraph = document.add_paragraph(style=_CITED)
    if joined:
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.first_line_indent = 0
    for number, cited in enumerate(memo.cited, start=1):
        _citation(paragraph, cited_text(number, cited, room.cut), cited)
        if joined:
            paragraph.add_run(" ")
        else:
            paragraph = document.add_paragraph(style=_CITED)
    paragraph.add_run(last)


def _citation(paragraph: Paragraph, said: str, cited: Cited) -> None:
    """A number ends in its address, which is a link; a paper is one as a whole."""
    if cited.shown:
        paragraph.add_run(f"{said} ")
        _link(paragraph, cited.shown, cited.address)
    elif cited.address:
        _link(paragraph, said, cited.address)
    else:
        paragraph.add_run(said)


def _link(paragraph: Paragraph, said: str, address: str) -> None:
    """A link: python-docx reads them and writes none."""
    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    run = paragraph.add_run(said, _LINK)
    link.append(run._r)
    paragraph._p.append(link)
