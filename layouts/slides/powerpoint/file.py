"""A deck as a PowerPoint file: finding as title, charts that can be edited, notes, alt texts.

Outline view and readers find the finding first, then its rest, the chart, and the source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from data.locale import Texts
from data.sentences.words import join
from layouts.figures.slide_room import WIDE
from layouts.paper.live_code import on_paper
from layouts.slides.powerpoint.charts import add_charts, add_legend, add_map
from layouts.slides.powerpoint.inches import height_in, largest, lines_of
from layouts.slides.powerpoint.master import (
    BODY,
    EDGE,
    FOOT_PT,
    HEIGHT,
    KICKER,
    LANGUAGES,
    Box,
    Frame,
    empty_deck,
    frame_of,
)
from layouts.slides.powerpoint.read_figure import charts_of
from layouts.slides.powerpoint.text import (
    BODY_SIZES,
    MUTED,
    NARROW_TITLE_SIZES,
    TITLE_SIZES,
    add_link,
    add_table,
    describe,
    fill_paragraphs,
    fitting,
    paragraphs_in,
    place,
    sentences,
    set_language,
    text_box,
)
from layouts.slides.powerpoint.words import FIRST_PT, SECOND, SECOND_PT, add_words
from layouts.slides.slide import Slide, foot_and_rest, short_address

_ASIDE, _ASIDE_SHARE = Inches(3.7), 0.38
_GAP = Inches(0.3)
_SHORT_LINES = 2
LEAST_BODY = Inches(2.9)
# Lines of the source that stay whole under a finding of up to these lines, and under longer ones.
_FOOT_LINES, _LEAD_LINES = 4, 3
_FOOT_BOTTOM = HEIGHT - Inches(0.25)

LiveUrl = Callable[[str], str]


def pptx_file(slides: Sequence[Slide], *, texts: Texts, live_url: LiveUrl) -> bytes:
    """The file, in the shape of its slides; each has its finding as title, and its notes."""
    shape = slides[0].shape if slides else WIDE
    first = (slides[0].title or slides[0].lead) if slides else ""
    deck = empty_deck(texts, title=f"{texts.t('shell.product')}: {first}", frame=frame_of(shape))
    for slide in slides:
        live = on_paper(live_url(slide.live), texts.lang) if slide.live else ""
        if slide.words is not None:
            _add_words(deck, slide, texts, live)
        else:
            _add(deck, slide, texts, live, short_address(slide, live_url, texts.lang))
    buffer = BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _add(deck: Any, slide: Slide, texts: Texts, url: str, address: str) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[0])
    parts = {shape.placeholder_format.idx: shape for shape in page.placeholders}
    parts[KICKER].text_frame.text = slide.title
    frame = frame_of(slide.shape)
    title = _title(page, slide, frame)
    words = _foot_words(slide, address)
    foot = _foot_box(words, texts, url, frame)
    body = _between(title, foot, frame)
    _body(page, slide, body, parts[BODY], texts)
    _foot(page, words, foot, texts, url)
    if url:
        _code(page, texts, url, frame)
    live = texts.t("present.pptx_text.live", url=url) if url else texts.t("common.no_address")
    table = "\n".join(f"{head}: {words}" for head, words in slide.table)
    _finish(deck, page, slide, texts, (table, slide.source, live))


def _add_words(deck: Any, slide: Slide, texts: Texts, url: str) -> None:
    """A slide of words: text boxes, nothing drawn."""
    page = deck.slides.add_slide(deck.slide_layouts[0])
    frame = frame_of(slide.shape)
    rows = add_words(page, slide, frame)
    live = ""
    if slide.live:
        live = texts.t("present.pptx_text.live", url=url) if url else texts.t("common.no_address")
    if url:
        _code(page, texts, url, frame)
    _finish(deck, page, slide, texts, (rows, slide.source, live))


def _finish(deck: Any, page: Any, slide: Slide, texts: Texts, told_last: tuple[str, ...]) -> None:
    """Number, notes, and the language of every word, but for those of the second one."""
    _number(page, deck.slide_layouts[0])
    second = slide.second
    other = (second.lead, second.more) if second else ()
    told = (slide.notes, slide.lead, *other, slide.more, slide.also, *told_last)
    page.notes_slide.notes_text_frame.text = "\n\n".join(part for part in told if part)
    for owner in (page, page.notes_slide):
        set_language(owner._element, LANGUAGES[texts.lang])
    for shape in page.shapes:
        if second and shape.name == SECOND:
            set_language(shape._element, LANGUAGES[second.lang])


def _title(page: Any, slide: Slide, frame: Frame) -> Box:
    """The finding in 28 to 32 pt, in a box as high as it needs, a second language under it."""
    finding, at = slide.lead, frame.title
    width, height = at.inches
    sizes = TITLE_SIZES if slide.shape is WIDE else NARROW_TITLE_SIZES
    size = largest(finding, sizes, width, height, bold=True) or sizes[-1]
    if slide.second:
        size = FIRST_PT
    need = Inches(height_in(finding, size, width, bold=True))
    least = 0 if slide.second else at.height
    box = Box(at.left, at.top, at.width, max(least, need))
    shape = page.shapes.title
    place(shape, box)
    shape.text_frame.text = finding
    shape.text_frame.paragraphs[0].font.size = Pt(size)
    return _second(page, slide, box) if slide.second else box


def _second(page: Any, slide: Slide, box: Box) -> Box:
    """The finding in the second language with its caveats; gives the room that both took."""
    assert slide.second is not None
    bottom = box.bottom
    for words, size in ((slide.second.lead, SECOND_PT), (slide.second.more, BODY_SIZES[-1])):
        if words:
            tall = Inches(height_in(words, size, box.width / Inches(1)))
            at = Box(box.left, bottom + Inches(0.08), box.width, tall)
            text_box(page, at, words, size=size).name = SECOND
            bottom = at.bottom
    return Box(box.left, box.top, box.width, bottom - box.top)


def _between(title: Box, foot: Box, frame: Frame) -> Box:
    """What is left between the finding and the foot."""
    top = max(frame.body.top, title.bottom + Inches(0.15))
    return Box(EDGE, top, frame.inner, foot.top - Inches(0.1) - top)


def _over_code(box: Box, frame: Frame) -> Box:
    """What of `box` lies above the QR code."""
    bottom = min(box.bottom, frame.code.top - Inches(0.1))
    return Box(box.left, box.top, box.width, bottom - box.top)


# -- body -----------------------------------------------------------------------------------------


def _body(page: Any, slide: Slide, box: Box, rest: Any, texts: Texts) -> None:
    charts, frame = charts_of(slide, texts), frame_of(slide.shape)
    if slide.sizes:  # panels that had no room are in the notes
        charts = charts[: max(1, len(slide.figures))]
    has_picture = bool(charts) or slide.is_map or bool(slide.table)
    lines = [line for line in sentences(slide.more) if line != slide.chart.travels.key_line]
    if slide.sizes and charts and box.height < LEAST_BODY:
        lines = []  # in the notes: the chart would be too low
    if not has_picture:
        _rest(rest, lines, _over_code(box, frame), texts)
        return
    main = _over_code(box, frame)
    if charts and lines and (len(charts) > 1 or _is_short(lines, main)):
        main, under = _parted(box, lines, frame)
        _rest(rest, lines, under, texts)
    elif slide.table and not lines:
        rest._element.getparent().remove(rest._element)
    elif lines or slide.legend.entries:
        aside = min(_ASIDE, round(box.width * _ASIDE_SHARE))
        main = Box(box.left, box.top, box.width - aside - _GAP, box.height)
        side = _over_code(Box(main.right + _GAP, box.top, aside, box.height), frame)
        if slide.legend.entries:
            top = add_legend(page, slide.legend, side, texts)
            side = Box(side.left, top, side.width, side.bottom - top)
        _rest(rest, lines, side, texts)
    else:
        rest._element.getparent().remove(rest._element)
    if slide.table:
        _table(page, slide, main, texts)
    elif slide.is_map:
        add_map(page, slide, main, texts)
    else:
        add_charts(page, slide, charts, main, texts)


def _is_short(lines: Sequence[str], box: Box) -> bool:
    """True for words that would leave a column beside the chart empty."""
    size = BODY_SIZES[1]
    return paragraphs_in(lines, size, box.inches[0]) <= _SHORT_LINES * size * 1.5 / 72


def _parted(box: Box, lines: Sequence[str], frame: Frame) -> tuple[Box, Box]:
    """The charts over the words, which take a quarter of the height at most, left of the code."""
    width, height = frame.number.left - box.left, box.inches[1]
    need = Inches(min(paragraphs_in(lines, BODY_SIZES[1], width / Inches(1)), height / 4))
    under = Box(box.left, box.bottom - need, width, need)
    bottom = min(under.top, frame.code.top) - Inches(0.1)
    return Box(box.left, box.top, box.width, bottom - box.top), under


def _rest(shape: Any, lines: Sequence[str], box: Box, texts: Texts) -> None:
    """The rest of the finding; what does not fit is in the notes, and the slide says so."""
    if not lines:
        shape._element.getparent().remove(shape._element)
        return
    width, height = box.inches
    size, count = fitting(lines, width, height)
    shown = list(lines)
    if count < len(lines):
        more = texts.t("present.pptx_text.more_in_notes")
        while count and fitting([*lines[:count], more], width, height)[1] <= count:
            count -= 1
        shown = [*lines[:count], more]
    place(shape, box)
    fill_paragraphs(shape.text_frame, shown, size=size)


def _table(page: Any, slide: Slide, box: Box, texts: Texts) -> None:
    """Columns of the chart where its rows are what is told; else the names and their sentences."""
    chart = slide.chart
    alt = texts.t("present.pptx_text.table", title=slide.title, finding=slide.lead)
    first = chart.columns[0].key
    told = [row.get(first) for row in chart.rows] == [head for head, _ in slide.table]
    rows: list[list[str]] = [list(row) for row in slide.table]
    if told:
        # a citation of two lines in each row would leave no room for the numbers
        columns = [column for column in chart.columns if column.key != "source"]
        head = [column.label for column in columns]
        rows = [head, *([row.get(c.key, "") for c in columns] for row in chart.rows)]
    add_table(page, box, rows, has_head=told, name=slide.title, alt=alt)


# -- foot -----------------------------------------------------------------------------------------


def foot_of(slide: Slide, address: str) -> tuple[str, str]:
    """Source and flags that the page has room for with the short address, and the rest, which is
    in the notes.
    """
    width = frame_of(slide.shape).title.inches[0]
    lines = lines_of(slide.lead, TITLE_SIZES[-1], width, bold=True)
    is_short = lines <= _LEAD_LINES and slide.second is None
    return foot_and_rest(
        slide, address=address, whole_lines=_FOOT_LINES if is_short else _SHORT_LINES
    )


def _foot_words(slide: Slide, address: str) -> str:
    """The key of shapes, which the body may have no room for, then the source and what fits of the
    flags: a page of one size has to keep room for its chart, and all of them are in the notes.
    """
    key, (source, _) = slide.chart.travels.key_line, foot_of(slide, address)
    return join(key if key in slide.more else "", source)


def _way(texts: Texts, url: str) -> str:
    """The words that lead to the live view, or why there are none."""
    return texts.t("present.player.live" if url else "common.no_address")


def _foot_box(words: str, texts: Texts, url: str, frame: Frame) -> Box:
    width = frame.number.left - EDGE - Inches(0.2)
    tall = Inches(height_in(f"{words}\n{_way(texts, url)}", FOOT_PT, width / Inches(1)))
    return Box(EDGE, _FOOT_BOTTOM - tall, width, tall)


def _foot(page: Any, words: str, box: Box, texts: Texts, url: str) -> None:
    """Source and short address, and the link to the live view, or why there is none."""
    shape = text_box(page, box, words, size=FOOT_PT, color=MUTED)
    shape.name = texts.t("present.player.source")
    add_link(shape.text_frame.add_paragraph(), _way(texts, url), url, size=FOOT_PT)


def _code(page: Any, texts: Texts, url: str, frame: Frame) -> None:
    """The address of the live view for a phone."""
    code = page.shapes.add_picture(BytesIO(_qr_png(url)), *frame.code.emu)
    code.click_action.hyperlink.address = url
    words = texts.t("present.pptx_text.code")
    describe(code, words, texts.t("present.pptx_text.live", url=url))


def _qr_png(url: str) -> bytes:
    import segno  # noqa: PLC0415 - only decks need it

    buffer = BytesIO()
    segno.make(url, error="m", micro=False).save(buffer, kind="png", scale=8, border=2)
    return buffer.getvalue()


def _number(page: Any, layout: Any) -> None:
    """The number of the slide: python-pptx leaves this placeholder out of new slides."""
    tree = page.shapes._spTree
    for shape in layout.placeholders:
        if shape._element.find(f".//{qn('p:ph')}").get("type") == "sldNum":
            copy = deepcopy(shape._element)
            next(copy.iter(qn("p:cNvPr"))).set("id", str(_free_id(tree)))
            tree.append(copy)


def _free_id(tree: Any) -> int:
    return max(int(part.get("id")) for part in tree.iter(qn("p:cNvPr"))) + 1
