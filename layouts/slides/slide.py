"""What a slide is made of, and how much of a finding it holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layouts.figures.chart import Chart, Legend
from layouts.figures.slide_room import GAP_PX, INNER_PX, LEAD_CHARS, title_em
from layouts.typefaces.text_fit import lines_of

# Under the large sentences, above a chart: three lines of 32 px, or one and a half where the chart
# has many rows.
HEAD_CHARS, SHORT_HEAD_CHARS, MANY_ROWS = 300, 160, 5
# Large words of three lines leave that room; what each more line of them takes of it.
_LEAD_LINE_CHARS, _LEAD_LINES, _LINE_TAKES_CHARS = 48, 3, 140
# A slide of words alone.
WORDS_CHARS = 700
# Beside a map: type and line of the large words, which leave room for the words that stand there
# without a code (present.css); a character and a line of the small ones, an entry of the legend,
# and what is free for all of them, in px. A typeface may be a little wider than was reckoned.
_LEAD_PX, _LEAD_LINE_PX, _NO_CODE_ROOM_PX, _LEAD_SHARE = 50, 60, 218, 0.93
_MORE_CHAR_PX, _MORE_LINE_PX = 17.5, 44
_ENTRY_PX, _BESIDE_PX = 46, 790
_SQUARE_LINES = 8  # the square of both ramps is as high as eight entries
# The line under everything: what fits beside the number of the slide.
_SOURCE_LINE_CHARS, _SOURCE_LINES = 118, 2
_SENTENCE_END = re.compile(r"(?<=[.!?”])\s+(?=[A-ZÁÉÍÓÚÑ¿¡0-9“])")
# After these a full stop ends no sentence.
_NO_END = ("St.", "Dr.", "vs.", "No.", "Mt.")


@dataclass(frozen=True, slots=True)
class Slide:
    """One finding. `lead` is large, `more` stands below; what does not fit is `also`, for notes.

    `title` is what of the title fits on a slide of every format: a cut one is whole in `also`.

    `figures` stand side by side; `table` (heading, then words) replaces them where there is no
    picture. `chart` is what all of it was made from; `live` is the path of the live view.
    `legend_html` is the legend as a page draws it.
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


def parted(text: str, limit: int = LEAD_CHARS) -> tuple[str, str]:
    """First sentences of `text` up to about `limit` characters, and the rest. Nothing is lost."""
    sentences = _sentences(text)
    lead = sentences[0] if sentences else ""
    used = 1
    while used < len(sentences) and len(lead) + 1 + len(sentences[used]) <= limit:
        lead += f" {sentences[used]}"
        used += 1
    return lead, " ".join(sentences[used:])


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for part in _SENTENCE_END.split(text.strip()):
        if found and found[-1].endswith(_NO_END):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def fitted(sentences: str, *, keep: Sequence[str] = (), chars: int) -> tuple[str, str]:
    """What of `sentences` fits in `chars`, in their order, and what is left for the notes.

    The sentences of `keep` (caveats) stand on the slide whatever the room.
    """
    kept = {part for text in keep for part in _sentences(text)}
    parts = list(dict.fromkeys(_sentences(sentences)))
    used = sum(len(part) + 1 for part in parts if part in kept)
    shown, rest, is_full = [], [], False
    for part in parts:
        if part in kept:
            shown.append(part)
        elif not is_full and used + len(part) + 1 <= chars:
            used += len(part) + 1
            shown.append(part)
        else:
            is_full = True
            rest.append(part)
    return " ".join(shown), " ".join(rest)


def head_chars(figures: Sequence[Mapping[str, Any]], lead: str) -> int:
    """Characters of small words that fit above the charts, under the large ones."""
    rows = [len(figure["layout"].get("yaxis", {}).get("ticktext", ())) for figure in figures]
    lines = {figure["layout"].get("meta", {}).get("line", 0) for figure in figures}
    is_full = len(figures) > 1 and max(rows) * len(lines) >= MANY_ROWS
    more_lines = max(0, -(-len(lead) // _LEAD_LINE_CHARS) - _LEAD_LINES)
    chars = SHORT_HEAD_CHARS if is_full else HEAD_CHARS
    return max(0, chars - more_lines * _LINE_TAKES_CHARS)


def foot_and_rest(slide: Slide, *, whole_lines: int = _SOURCE_LINES) -> tuple[str, str]:
    """On a page of one size: the source with the flags that fit under it; the rest, for notes.

    Up to `whole_lines` it stays whole.
    """
    if not slide.chart.travels.foot or len(slide.source) <= whole_lines * _SOURCE_LINE_CHARS:
        return slide.source, ""
    made = slide.chart.travels
    return fitted(
        slide.source,
        keep=[made.source_short or made.source],
        chars=_SOURCE_LINES * _SOURCE_LINE_CHARS,
    )


def taken_chars(source: str, map_px: float = 0.0) -> int:
    """Characters of small words that a source of more than a line takes from those above it."""
    lines = -(-len(source) // _SOURCE_LINE_CHARS) - 1
    return max(0, lines) * int((INNER_PX - map_px) / _MORE_CHAR_PX)


def beside_chars(title: str, lead: str, legend: Legend, map_px: float) -> int:
    """Characters of small words that fit beside a map, under the large ones and the legend."""
    title_lines = lines_of(title, 72, title_em(map_px), bold=True)
    width_px = INNER_PX - map_px - 2 * GAP_PX
    lead_em = (width_px - _NO_CODE_ROOM_PX) / _LEAD_PX * _LEAD_SHARE
    lines = lines_of(lead, 72, lead_em, bold=True)
    free_px = _BESIDE_PX - lines * _LEAD_LINE_PX - _legend_lines(legend) * _ENTRY_PX
    free_px -= (title_lines - 1) * _MORE_LINE_PX
    return max(0, int(free_px / _MORE_LINE_PX)) * int(width_px / _MORE_CHAR_PX)


def _legend_lines(legend: Legend) -> int:
    """Height of a legend in lines of its entries: title, note, an entry a line."""
    if legend.square is not None:
        return _SQUARE_LINES
    entries = len(legend.entries) + bool(legend.few_events) + bool(legend.no_data)
    return 1 + bool(legend.direction) + entries if entries else 0
