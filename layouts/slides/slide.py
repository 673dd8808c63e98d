"""What a slide is made of, and how much of a finding it holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from data.decks.words import WordKind
from data.sentences.words import join
from layouts.figures.chart import Chart, Legend
from layouts.figures.slide_room import CODE_ROOM_PX, GAP_PX, LEAD_EM, WIDE, Shape, title_em
from layouts.paper.live_code import printed
from layouts.typefaces.text_fit import lines_of
from layouts.typefaces.typefaces import width_em

# Small words: type and line in px, and what of a line words fill before they break.
_MORE_PX, _MORE_LINE_PX, _FILLED = 32, 44, 0.95
# Lines of them above a chart, fewer where the chart has many rows.
_HEAD_LINES, _SHORT_HEAD_LINES, MANY_ROWS = 3.2, 1.7, 5
# Large words of three lines leave that room; each more line of them takes more than one of it. A
# line of them is reckoned short, so that the charts keep their height.
_LEAD_LINES, _LINE_TAKES = 3, 1.5
# Sizes of the large words over charts; several charts need the room that the largest would take.
_LARGE_EM, _MEDIUM_EM = 40.0, 69.0
# Words of a table that stand beside their headings.
_SHORT_EM = 21.0
# A slide of words alone.
WORDS_EM = 360.0
# Beside a map: type and line of the large words, an entry of the legend, and what is free for all
# of them, in px: a line less than there is, for where words stand in the place of the code,
# which are a little wider (present.css).
_LEAD_PX, _LEAD_LINE_PX = 50, 60
_ENTRY_PX, _BESIDE_PX = 46, 790
_SQUARE_LINES = 8  # the square of both ramps is as high as eight entries
# The line under everything: its type, what of the width is beside the number of the slide.
_SOURCE_PX, _SOURCE_SHARE, _SOURCE_LINES = 28, 0.946, 2
_SENTENCE_END = re.compile(r"(?<=[.!?”])\s+(?=[A-ZÁÉÍÓÚÑ¿¡0-9“])")
# After these a full stop ends no sentence.
_NO_END = ("St.", "Dr.", "vs.", "No.", "Mt.")


@dataclass(frozen=True, slots=True)
class Row:
    """What a slide of words tells under one heading; gray where it needs another look."""

    head: str
    said: str
    is_gray: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A slide without a chart: its kind, rows under the words, boxes to tick.

    `who_said` stands under a story, `why` is for whoever edits an ask, `empty` stands where nothing
    was typed. `signed` says who asks and is never cut, `by` is what was typed of it. `sizes` are
    those of the player in px: of the large words, of those below, and of the rows.
    """

    kind: WordKind
    rows: tuple[Row, ...] = ()
    boxes: tuple[str, ...] = ()
    do_today: str = ""
    who_said: str = ""
    why: str = ""
    empty: str = ""
    signed: str = ""
    by: str = ""
    sizes: tuple[int, int, int] = (64, 38, 36)


@dataclass(frozen=True, slots=True)
class Second:
    """What the slide says in its second language, under the first one."""

    lang: str
    lead: str
    more: str = ""
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Slide:
    """One finding. `lead` is large, `more` stands below; what does not fit is `also`, for notes.

    `title` is what of the title fits on a slide of every format: a cut one is whole in `also`.

    `figures` stand side by side; `table` (heading, then words) replaces them where there is no
    picture. `chart` is what all of it was made from; `live` is the path of the live view, empty
    where there is none. `legend_html` is the legend as a page draws it. `fact` is the finding with
    its numbers where a test found it, else empty. `words` are those of a slide without a chart,
    `second` those of the second language. `sizes` are the px of the large words, of those below and
    of the table where the player has to be told them.
    """

    title: str
    lead: str
    more: str
    also: str
    figures: tuple[Mapping[str, Any], ...]
    legend: Legend
    table: tuple[tuple[str, str], ...]
    source: str
    notes: str
    live: str
    chart: Chart
    is_map: bool = False
    legend_html: str = ""
    fact: str = ""
    words: Words | None = None
    second: Second | None = None
    shape: Shape = WIDE
    sizes: tuple[int, int, int] | None = None


def parted(text: str, room_em: float = LEAD_EM) -> tuple[str, str]:
    """First sentences of `text` in about `room_em` of bold type, and the rest. Nothing is lost."""
    sentences = _sentences(text)
    lead = sentences[0] if sentences else ""
    used = 1
    while used < len(sentences):
        longer = f"{lead} {sentences[used]}"
        if width_em(longer, "bold") > room_em:
            break
        lead, used = longer, used + 1
    return lead, " ".join(sentences[used:])


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for part in _SENTENCE_END.split(text.strip()):
        if found and found[-1].endswith(_NO_END):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def fitted(sentences: str, *, keep: Sequence[str] = (), room_em: float) -> tuple[str, str]:
    """What of `sentences` fits in `room_em`, in their order, and what is left for the notes.

    The sentences of `keep` (caveats) stand on the slide whatever the room.
    """
    kept = {part for text in keep for part in _sentences(text)}
    parts = list(dict.fromkeys(_sentences(sentences)))
    used = sum(width_em(f"{part} ") for part in parts if part in kept)
    shown, rest, is_full = [], [], False
    for part in parts:
        if part in kept:
            shown.append(part)
        elif not is_full and used + width_em(part) <= room_em:
            used += width_em(f"{part} ")
            shown.append(part)
        else:
            is_full = True
            rest.append(part)
    return " ".join(shown), " ".join(rest)


def lead_size(lead: str, charts: int) -> str:
    """`large`, `medium` or `small`: the type of the large words over `charts` (present.css)."""
    wide = width_em(lead, "bold")
    if charts > 1:
        return "medium" if wide <= _LARGE_EM else "small"
    if wide <= _LARGE_EM:
        return "large"
    return "medium" if wide <= _MEDIUM_EM else "small"


def is_short_table(table: Sequence[tuple[str, str]]) -> bool:
    """True if the words of a table have room beside their headings."""
    return all(width_em(words) <= _SHORT_EM for _, words in table)


def _line_em(width_px: float) -> float:
    """What a line of small words holds."""
    return width_px / _MORE_PX * _FILLED


def head_em(figures: Sequence[Mapping[str, Any]], lead: str) -> float:
    """Room of the small words above the charts, under the large ones."""
    rows = [len(figure["layout"].get("yaxis", {}).get("ticktext", ())) for figure in figures]
    lines = {figure["layout"].get("meta", {}).get("line", 0) for figure in figures}
    is_full = len(figures) > 1 and max(rows) * len(lines) >= MANY_ROWS
    more_lines = max(0, ceil(width_em(lead, "bold") / LEAD_EM * _LEAD_LINES) - _LEAD_LINES)
    free = (_SHORT_HEAD_LINES if is_full else _HEAD_LINES) - more_lines * _LINE_TAKES
    return max(0.0, free) * _line_em(WIDE.inner_px - CODE_ROOM_PX)


def foot_and_rest(
    slide: Slide, *, address: str, whole_lines: int = _SOURCE_LINES
) -> tuple[str, str]:
    """On a page of one size: the source with the flags that fit under it, and the short address as
    it is printed; the rest, for notes.

    Up to `whole_lines` it stays whole.
    """
    whole, line_em = join(slide.source, address), source_em(slide.shape)
    is_short = width_em(whole) <= whole_lines * line_em
    if not slide.chart.travels.foot or is_short:
        return whole, ""
    made = slide.chart.travels
    shown, rest = fitted(
        slide.source,
        keep=[made.source_short or made.source],
        room_em=_SOURCE_LINES * line_em - width_em(address),
    )
    return join(shown, address), rest


def short_address(slide: Slide, live_url: Callable[[str], str], lang: str) -> str:
    """The short address as it is printed; empty where there is none, or others cannot open it."""
    address = slide.chart.travels.address
    return printed(live_url(address), lang) if address else ""


def source_em(shape: Shape) -> float:
    """A line of the source in its type."""
    return round(shape.inner_px * _SOURCE_SHARE / _SOURCE_PX, 1)


def taken_em(source: str, map_px: float = 0.0) -> float:
    """Room of small words that a source of more than a line takes from those above it."""
    lines = max(0, ceil(width_em(source) / source_em(WIDE)) - 1)
    return lines * _line_em(WIDE.inner_px - map_px)


def beside_em(title: str, lead: str, legend: Legend, map_px: float) -> float:
    """Room of small words beside a map, under the large ones and the legend."""
    title_lines = lines_of(title, title_em(map_px), "bold")
    width_px = WIDE.inner_px - map_px - 2 * GAP_PX
    lines = lines_of(lead, (width_px - CODE_ROOM_PX) / _LEAD_PX, "bold")
    free_px = _BESIDE_PX - lines * _LEAD_LINE_PX - legend_lines(legend) * _ENTRY_PX
    free_px -= (title_lines - 1) * _MORE_LINE_PX
    return max(0, int(free_px / _MORE_LINE_PX)) * _line_em(width_px)


def legend_lines(legend: Legend) -> int:
    """Height of a legend in lines of its entries: title, note, an entry a line."""
    if legend.square is not None:
        return _SQUARE_LINES
    entries = len(legend.entries) + bool(legend.few_events) + bool(legend.no_data)
    return 1 + bool(legend.direction) + entries if entries else 0
