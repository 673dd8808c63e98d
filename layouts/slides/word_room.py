"""How large the words of a slide without a chart can be, and what of them it holds. Pure.

The player, the PDF and PowerPoint ask with the type that each sets; a px of the sheet is half a
point of PowerPoint. What not even the smallest type holds is cut, and is whole in the notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from data.decks.words import WordKind
from data.sentences.words import join
from layouts.figures.slide_room import NO_CODE_ROOM_PX, WIDE
from layouts.slides.slide import Row, Second, Slide, Words, parted
from layouts.typefaces.text_fit import cut_to, lines_of
from layouts.typefaces.typefaces import DEJAVU, Typeface

Sizes = tuple[int, int, int]  # of the large words, of those below, of the rows
TOP_PX, BOTTOM_PX = 52, 34
KICKER_PX = 56
LEAD_SPACING, SPACING = 1.2, 1.32
MORE_GAP_PX, ROWS_GAP_PX, ROW_GAP_PX, FOOT_GAP_PX = 22, 30, 20, 24
# Headings of rows stand in a share of the width: more of a narrow sheet, and in two languages.
_HEAD_SHARE, _WIDE_HEAD_SHARE, COLUMN_GAP_PX = 0.2, 0.27, 32
# PowerPoint has number and code beside the foot.
FOOT_PX, NUMBER_PX, CODE_UP_PX = 28, 290, 144
SMALLEST_PX = 28
# Of the first language: the second one is a little smaller under it.
SECOND_SHARE = 0.8
BOX, BOX_GAP = "☐", "\u2003 "
# A line that nearly fills its width may be broken sooner by whoever sets it.
_TIGHT = 0.985
_PLAIN: tuple[Sizes, ...] = (
    (96, 46, 36), (84, 44, 36), (72, 42, 36), (64, 40, 36), (56, 38, 34), (50, 36, 32),
    (46, 34, 32), (42, 32, 30), (38, 30, 28), (34, 28, 28),
)  # fmt: skip
_TOLD: tuple[Sizes, ...] = (
    (64, 40, 36), (58, 38, 36), (54, 36, 36), (50, 36, 36), (46, 34, 34), (42, 32, 32),
    (38, 30, 30), (34, 28, 28),
)  # fmt: skip
_ASKED: tuple[Sizes, ...] = (
    (68, 40, 38), (62, 38, 36), (56, 36, 34), (50, 34, 32), (46, 32, 31), (42, 30, 30),
    (38, 29, 29), (34, 28, 28), (30, 28, 28),
)  # fmt: skip
STEPS = {WordKind.ASK: _ASKED, WordKind.STORY: _TOLD}
_ROW_LINES = (3, 2, 1)
_MORE_LINES = (6, 4, 3, 2)


def steps_of(slide: Slide) -> tuple[Sizes, ...]:
    """Sizes that are tried for a slide, the largest first."""
    return STEPS.get(_words(slide).kind, _PLAIN)


def sizes_of(slide: Slide, typeface: Typeface = DEJAVU) -> Sizes:
    """The largest sizes at which everything fits; the smallest ones where none does."""
    steps = steps_of(slide)
    return next((sizes for sizes in steps if _fits(slide, sizes, typeface)), steps[-1])


def in_room(slide: Slide) -> Slide:
    """The slide with what its smallest type holds, and the sizes of the player."""
    shown = _cut(slide)
    parts = zip(_texts(slide), _texts(shown), strict=True)
    whole = [before for before, after in parts if before != after]
    words = replace(_words(shown), sizes=sizes_of(shown))
    also = "\n\n".join(part for part in (slide.also, *whole) if part)
    return replace(shown, words=words, also=also)


def second_px(lead_px: int) -> int:
    """Size of the large words of the second language."""
    return max(SMALLEST_PX, round(lead_px * SECOND_SHARE))


def head_px(slide: Slide) -> float:
    """Width of the large words and of those below: left of the code where there is one."""
    return slide.shape.inner_px - (NO_CODE_ROOM_PX if slide.live else 0)


def head_share(slide: Slide) -> float:
    """Share of the width that headings of rows stand in."""
    is_plain = slide.shape is WIDE and slide.second is None
    return _HEAD_SHARE if is_plain else _WIDE_HEAD_SHARE


def row_px(slide: Slide) -> tuple[float, float]:
    """Widths of the headings of rows, and of what stands behind them."""
    inner = slide.shape.inner_px
    head = inner * head_share(slide)
    return head, inner - head - COLUMN_GAP_PX


def heads_of(slide: Slide, number: int) -> str:
    """The heading of a row in each language of the slide."""
    second = slide.second.words if slide.second else None
    heads = [_words(slide).rows[number].head, second.rows[number].head if second else ""]
    return "\n".join(dict.fromkeys(filter(None, heads)))


def said_of(slide: Slide, number: int) -> str:
    """What a row says in each language of the slide."""
    second = slide.second.words if slide.second else None
    said = [_words(slide).rows[number].said, second.rows[number].said if second else ""]
    return "\n".join(dict.fromkeys(filter(None, said)))


def box_lines(slide: Slide) -> list[str]:
    """The boxes to tick, a line a language."""
    second = slide.second.words if slide.second else None
    return [
        BOX_GAP.join(f"{BOX}\u00a0{words.replace(' ', chr(160))}" for words in boxes)
        for boxes in (_words(slide).boxes, second.boxes if second else ())
        if boxes
    ]


def today_of(slide: Slide) -> str:
    """The heading of the boxes in each language of the slide."""
    second = slide.second.words if slide.second else None
    heads = [_words(slide).do_today, second.do_today if second else ""]
    return "\n".join(dict.fromkeys(filter(None, heads)))


def lead_weight(slide: Slide) -> str:
    """Large words are bold, but for a story, which somebody tells."""
    return "normal" if _words(slide).kind is WordKind.STORY else "bold"


# -- heights ----------------------------------------------------------------------------------


def lines(text: str, px: float, width: float, weight: str, typeface: Typeface) -> int:
    """Lines that `text` takes in `width` px at a size of `px`; none where there is no text."""
    said = "\n".join(re.sub(r"[^\S\n\u00a0]+", " ", part) for part in text.split("\n"))
    return lines_of(said, width * _TIGHT / px, weight, typeface) if said.strip() else 0


def height_px(slide: Slide, sizes: Sizes, typeface: Typeface = DEJAVU) -> float:
    """Height of everything between the margins."""
    words, second = _words(slide), slide.second
    lead, more, row = sizes
    width, weight = head_px(slide), lead_weight(slide)

    def tall(text: str, px: float, room: float, spacing: float, how: str = "normal") -> float:
        return lines(text, px, room, how, typeface) * px * spacing

    used = KICKER_PX if slide.title else 0.0
    used += tall(slide.lead, lead, width, LEAD_SPACING, weight)
    if second and second.lead:
        used += tall(second.lead, second_px(lead), width, LEAD_SPACING) + ROW_GAP_PX
    for text in (slide.more, second.more if second else "", words.who_said):
        used += (tall(text, more, width, SPACING) + MORE_GAP_PX) if text else 0
    heads, said = row_px(slide)
    for number in range(len(words.rows)):
        used += ROW_GAP_PX + max(
            tall(heads_of(slide, number), row, heads, SPACING),
            tall(said_of(slide, number), row, said, SPACING),
        )
    boxes = "\n".join(box_lines(slide))
    if boxes:
        used += ROW_GAP_PX + max(
            tall(today_of(slide), row, heads, SPACING), tall(boxes, row, said, SPACING)
        )
    used += ROWS_GAP_PX if words.rows or boxes else 0
    foot = tall(slide.source, FOOT_PX, slide.shape.inner_px - NUMBER_PX, SPACING) or FOOT_PX
    if slide.live:  # PowerPoint has the code there
        foot = max(foot, CODE_UP_PX)
    return used + foot + FOOT_GAP_PX


def _fits(slide: Slide, sizes: Sizes, typeface: Typeface) -> bool:
    return height_px(slide, sizes, typeface) <= slide.shape.height_px - TOP_PX - BOTTOM_PX


# -- cut --------------------------------------------------------------------------------------


def _cut(slide: Slide) -> Slide:
    """The slide with rows, then the words below, then the large ones cut until it fits."""
    smallest = steps_of(slide)[-1]
    tried = slide
    for tried in _shorter(slide, smallest):
        if _fits(tried, smallest, DEJAVU):
            return tried
    return tried


def _shorter(slide: Slide, sizes: Sizes) -> Iterator[Slide]:
    """The slide and what is left of it: rows give way first, a fact only sentence by sentence."""
    yield slide
    lead, more, row = sizes
    width, shown, said_em = head_px(slide), slide, row_px(slide)[1] * _TIGHT / row
    for most in _ROW_LINES:
        if most == 1:
            shown = _with_more(shown, lambda text: parted(text, 0)[0])
            yield shown
        shown = _with_rows(shown, said_em, most)
        yield shown
        shown = replace(shown, source=_short_source(shown, most))
        yield shown
    if shown.second and shown.second.more:
        shown = replace(shown, second=replace(shown.second, more=""))
        yield shown
    if _words(slide).kind is WordKind.ASK:
        shown = replace(shown, source=_words(slide).signed)
        yield shown
    else:
        room_em = width * _TIGHT / more
        for most in _MORE_LINES:
            shown = _with_more(shown, partial(cut_to, room_em=room_em, most_lines=most))
            yield shown
    for most in range(lines(shown.lead, lead, width, "bold", DEJAVU), 0, -1):
        yield replace(shown, lead=cut_to(shown.lead, width * _TIGHT / lead, most_lines=most))


def _short_source(slide: Slide, most: int) -> str:
    """Who asks, whole, and what of the source has room in `most` lines more."""
    signed, room_em = _words(slide).signed, (slide.shape.inner_px - NUMBER_PX) / FOOT_PX
    source = slide.source.removeprefix(signed).strip()
    return join(signed, cut_to(source, room_em, most_lines=most) if source else "")


def _with_rows(slide: Slide, room_em: float, most: int) -> Slide:
    def cut(words: Words) -> Words:
        rows = tuple(
            Row(r.head, cut_to(r.said, room_em, most_lines=most), r.is_gray) for r in words.rows
        )
        return replace(words, rows=rows)

    second = slide.second
    if second is not None and second.words is not None:
        second = replace(second, words=cut(second.words))
    return replace(slide, words=cut(_words(slide)), second=second)


def _with_more(slide: Slide, cut: Callable[[str], str]) -> Slide:
    second = slide.second
    if second is not None and second.more:
        second = replace(second, more=cut(second.more))
    return replace(slide, more=cut(slide.more) if slide.more else "", second=second)


def _texts(slide: Slide) -> list[str]:
    """Everything that may be cut, in one order."""
    second: Second | None = slide.second
    groups = [_words(slide), *([second.words] if second and second.words else [])]
    rows = [row.said for words in groups for row in words.rows]
    return [slide.lead, slide.more, slide.source, second.more if second else "", *rows]


def _words(slide: Slide) -> Words:
    """The words of a slide of words."""
    assert slide.words is not None
    return slide.words
