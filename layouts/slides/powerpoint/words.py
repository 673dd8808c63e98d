"""Slides of words in PowerPoint: text boxes that can be edited, as high as their words need."""

from __future__ import annotations

from typing import Any

from pptx.util import Inches, Pt

from layouts.slides.powerpoint.inches import LINE, height_in, width_in
from layouts.slides.powerpoint.master import BODY, EDGE, FOOT_PT, HEIGHT, KICKER, Box, Frame
from layouts.slides.powerpoint.text import INK, MUTED, place, text_box
from layouts.slides.slide import Slide, Words
from layouts.slides.word_room import (
    COLUMN_GAP_PX,
    MORE_GAP_PX,
    ROW_GAP_PX,
    Sizes,
    box_lines,
    head_share,
    heads_of,
    lead_weight,
    said_of,
    second_px,
    sizes_of,
    today_of,
)
from layouts.typefaces.typefaces import ARIAL

# What the boxes of a second language are called, and the findings of both.
SECOND = "second"
FIRST_PT, SECOND_PT = 24, 18
_TOP, _FOOT_BOTTOM = Inches(0.75), HEIGHT - Inches(0.25)
_SMALLEST_PT = 14


def _pt(px: float) -> int:
    """A size of the sheet of 1080 px in points of a slide of 7.5 in."""
    return max(_SMALLEST_PT, int(px / 2))


def _emu(px: float) -> int:
    return int(Inches(px / 144))


def add_words(page: Any, slide: Slide, frame: Frame) -> str:
    """The words on the page; gives what its rows say, for the notes."""
    parts = {shape.placeholder_format.idx: shape for shape in page.placeholders}
    words, sizes = _words(slide), sizes_of(slide, ARIAL)
    for idx, text in ((KICKER, slide.title), (BODY, "")):
        if text:
            parts[idx].text_frame.text = text
        else:
            parts[idx]._element.getparent().remove(parts[idx]._element)
    width = frame.inner
    foot = _foot(page, slide, frame)
    top = _large(page, slide, Box(EDGE, _TOP, width, foot.top - _TOP), sizes)
    for text, name in ((slide.more, ""), (slide.second.more if slide.second else "", SECOND)):
        top = _paragraph(page, text, top, width, _pt(sizes[1]), name=name)
    top = _paragraph(page, words.who_said, top, width, _pt(sizes[1]), color=MUTED)
    rows = [(heads_of(slide, at), said_of(slide, at)) for at in range(len(words.rows))]
    colors = [MUTED if row.is_gray else INK for row in words.rows]
    if ticks := "\n".join(box_lines(slide)):
        rows.append((today_of(slide), ticks))
        colors.append(INK)
    for row, color in zip(rows, colors, strict=True):
        columns = _columns(Box(EDGE, top, width, 0), head_share(slide))
        top = _row(page, row, columns, size=_pt(sizes[2]), color=color)
    return "\n".join(f"{head}: {said}" for head, said in rows).replace("\u00a0", " ")


def _large(page: Any, slide: Slide, box: Box, sizes: Sizes) -> int:
    """The large words in the title, a second language under them; gives where they end."""
    bold, size = lead_weight(slide) == "bold", _pt(sizes[0])
    width = box.width / Inches(1)
    tall = Inches(
        height_in(slide.lead, size, width, bold=bold) + _spare_in(slide.lead, size, width)
    )
    top = box.top
    if not _words(slide).rows:  # a slide of few words has them in its middle
        top += max(0, (box.height - tall - _below(slide, width, sizes)) // 3)
    shape = page.shapes.title
    place(shape, Box(box.left, top, box.width, tall))
    shape.text_frame.text = slide.lead
    for paragraph in shape.text_frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(size), bold
    second = slide.second.lead if slide.second else ""
    return _paragraph(page, second, top + tall, box.width, _pt(second_px(sizes[0])), name=SECOND)


def _spare_in(text: str, size: int, width: float) -> float:
    """A line more where a long word may be broken sooner, at a sign inside it."""
    longest = max((width_in(word, size, bold=True) for word in text.split(" ")), default=0.0)
    return size * LINE / 72 if width / 2 < longest < width * 2 else 0.0


def _below(slide: Slide, width: float, sizes: Sizes) -> int:
    """Height of the words under the large ones, with the gaps before them."""
    second = slide.second
    parts = [
        (second.lead if second else "", _pt(second_px(sizes[0]))),
        (slide.more, _pt(sizes[1])),
        (second.more if second else "", _pt(sizes[1])),
        (_words(slide).who_said, _pt(sizes[1])),
    ]
    shown = [(text, size) for text, size in parts if text]
    tall = sum(Inches(height_in(text, size, width)) for text, size in shown)
    return int(tall) + len(shown) * _emu(MORE_GAP_PX)


def _paragraph(
    page: Any, text: str, top: int, width: int, size: int, *, color: Any = INK, name: str = ""
) -> int:
    """Words under what ends at `top`; gives where they end."""
    if not text:
        return top
    at = Box(EDGE, top + _emu(MORE_GAP_PX), width, 0)
    tall = Inches(height_in(text, size, width / Inches(1)))
    shape = text_box(page, Box(at.left, at.top, width, tall), text, size=size, color=color)
    if name:
        shape.name = name
    return at.top + tall


def _columns(box: Box, share: float) -> tuple[Box, Box]:
    """Where a heading and its words stand, from the top of `box` on."""
    top, gap, heads = box.top + _emu(ROW_GAP_PX), _emu(COLUMN_GAP_PX), int(box.width * share)
    left = box.left + heads + gap
    return Box(box.left, top, heads, 0), Box(left, top, box.right - left, 0)


def _row(
    page: Any, row: tuple[str, str], columns: tuple[Box, Box], *, size: int, color: Any
) -> int:
    """A heading and its words side by side; gives where the taller of them ends."""
    bottom = columns[0].top
    for text, at, shade in zip(row, columns, (MUTED, color), strict=True):
        tall = Inches(height_in(text, size, at.width / Inches(1)))
        box = Box(at.left, at.top, at.width, tall)
        text_box(page, box, text, size=size, color=shade)
        bottom = max(bottom, box.bottom)
    return bottom


def _foot(page: Any, slide: Slide, frame: Frame) -> Box:
    """Who asks and where the fact is from, or that a story is one person's."""
    width = frame.number.left - EDGE - Inches(0.2)
    tall = Inches(height_in(slide.source, FOOT_PT, width / Inches(1)))
    box = Box(EDGE, _FOOT_BOTTOM - tall, width, tall)
    if slide.source:
        text_box(page, box, slide.source, size=FOOT_PT, color=MUTED)
    return box


def _words(slide: Slide) -> Words:
    assert slide.words is not None
    return slide.words
