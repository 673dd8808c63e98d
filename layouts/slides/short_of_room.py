"""A draft where there is less room than on a wide sheet in one language: sizes that leave the chart
its height. Pure.

The first sentence leads, in both languages; what must stand beside it follows. Type gets smaller
until the chart has the height it needs, then the caveats of the second language go to the notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from data.locale import texts
from data.sentences.words import join
from layouts.figures.chart import Legend
from layouts.figures.slide_room import (
    BESIDE_PX,
    GAP_PX,
    NO_CODE_ROOM_PX,
    TITLE_PX,
    Shape,
    fitted_title,
)
from layouts.slides.distance import CHART_PX, HEAD_PX, for_distance, panels_in
from layouts.slides.draft import Draft
from layouts.slides.slide import (
    Second,
    Slide,
    fitted,
    is_short_table,
    legend_lines,
    parted,
    source_em,
)
from layouts.slides.word_room import SMALLEST_PX, second_px
from layouts.typefaces.text_fit import lines_of
from layouts.typefaces.typefaces import width_em

# Large words and those below, in px; what a chart wants of the height.
SIZES = ((54, 32), (50, 32), (46, 31), (42, 30), (38, 29), (34, SMALLEST_PX), (30, SMALLEST_PX))
WANTED_PX, _ROW_PX = 430, 60
_AROUND_PX = 52 + 34 + 2 * 18
_TITLE_LINE_PX, _LEAD_SPACING, _SPACING, _GAP_PX = 43, 1.2, 1.35, 14
# Of a table of words.
TABLE_SIZES, _PAIR_GAP_PX, _COLUMN_GAP_PX = (34, 32, 30, SMALLEST_PX), 8, 32
_LEAST_HEAD_PX, _ENTRY_PX, _SOURCE_LINE_PX = 130, 46, 35
_TIGHT, _FILLED = 0.96, 0.9

Drawn = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Head:
    """What is said over or beside the chart, and the widths it has for that in px."""

    title: str
    lead: str
    more: str
    second: Second | None
    lead_px: float
    more_px: float

    def height_px(self, sizes: tuple[int, int]) -> float:
        """Height at the sizes of the large words and of those below."""
        large, small = sizes
        used: float = lines_of(self.title, self.lead_px / TITLE_PX, "bold") * _TITLE_LINE_PX
        used += _tall(self.lead, large, self.lead_px, "bold") * _LEAD_SPACING
        if self.second and self.second.lead:
            used += _tall(self.second.lead, second_px(large), self.lead_px) * _LEAD_SPACING + 12
        for text in (self.more, self.second.more if self.second else ""):
            used += _tall(text, small, self.more_px) * _SPACING + _GAP_PX if text else 0
        return used


def _tall(text: str, px: int, width_px: float, weight: str = "normal") -> float:
    return lines_of(text, width_px * _TIGHT / px, weight) * px if text else 0.0


def short_of_room(draft: Draft, shape: Shape, lang: str, other: tuple[str, Draft] | None) -> Slide:
    """The slide of a draft on a narrow sheet, or in two languages."""
    figure = draft.chart.figure if draft.figure is None else draft.figure
    is_map = draft.is_map and bool(figure.get("data"))
    drawn: Drawn = for_distance(figure, shape) if is_map else ()
    map_px = drawn[0]["layout"]["width"] if is_map else 0
    made, also = draft.chart.travels, ""
    lead, rest = parted(draft.finding, 0)
    key = made.key_line if figure.get("data") else ""
    more, also = fitted(join(rest, key), keep=[*draft.keep, key], room_em=0.0)
    second, other_also = _second(*other) if other else (None, "")
    inner = shape.inner_px - (map_px + BESIDE_PX if map_px else 0)
    title = fitted_title(draft.view.title or draft.title or draft.chart.title, map_px, shape)
    head = _Head(
        title,
        lead,
        more,
        second,
        inner - NO_CODE_ROOM_PX,
        inner if map_px else inner - NO_CODE_ROOM_PX,
    )
    source = made.source_short or made.source
    foot_px = _SOURCE_LINE_PX * max(
        2, ceil(width_em(join(source, made.address)) / source_em(shape))
    )
    free_px = shape.height_px - _AROUND_PX - foot_px
    wanted = _legend_px(draft.chart.legend) if map_px else _wanted_px(figure)
    if draft.table:
        wanted = _table_px(draft.table, TABLE_SIZES[-1], shape)
    head, sizes = _chosen(head, free_px, wanted)
    if other is None:
        spare = int((free_px - wanted - head.height_px(sizes)) / (sizes[1] * _SPACING))
        room_em = width_em(more) + max(0, spare) * head.more_px / sizes[1] * _FILLED
        more, also = fitted(join(rest, key), keep=[*draft.keep, key], room_em=room_em)
        head = replace(head, more=more)
    if second and head.second and second.more != head.second.more:
        other_also = join(second.more, other_also)
    table_px = TABLE_SIZES[0]
    if not map_px:
        left = free_px - max(_LEAST_HEAD_PX, head.height_px(sizes))
        drawn, said = _drawn(figure, shape, left, lang, sizes[1])
        head = replace(head, more=join(head.more, said))
        fitting = (px for px in TABLE_SIZES if _table_px(draft.table, px, shape) <= left)
        table_px = next(fitting, TABLE_SIZES[-1])
    return Slide(
        title=title,
        lead=lead,
        more=head.more,
        also="\n\n".join(part for part in (also, other_also, draft.told) if part),
        figures=tuple(drawn),
        legend=draft.chart.legend or Legend(),
        legend_html=draft.legend_html,
        table=tuple(draft.table),
        source=made.foot,
        notes=draft.view.notes,
        live=draft.path,
        chart=draft.chart,
        is_map=draft.is_map,
        fact=draft.fact,
        second=head.second,
        shape=shape,
        sizes=(*sizes, table_px),
    )


def _drawn(
    figure: Mapping[str, Any], shape: Shape, height_px: float, lang: str, small: int
) -> tuple[Drawn, str]:
    """The panels that have room, and that the others are in the notes."""
    drawn = for_distance(figure, shape, chart_px=height_px)
    left_out = panels_in(figure) - len(drawn) if drawn else 0
    if left_out <= 0:
        return drawn, ""
    drawn = for_distance(figure, shape, chart_px=height_px - small * _SPACING)
    left_out = panels_in(figure) - len(drawn)
    return drawn, texts(lang).t("present.panels_left_out", n=left_out)


def _chosen(head: _Head, free_px: float, wanted: float) -> tuple[_Head, tuple[int, int]]:
    """The largest sizes that leave the chart what it wants, else the smallest."""
    tried, sizes = head, SIZES[0]
    for tried in _shorter(head):
        for sizes in SIZES:
            if free_px - tried.height_px(sizes) >= wanted:
                return tried, sizes
    return tried, sizes


def _shorter(head: _Head) -> Iterator[_Head]:
    yield head
    if head.second and head.second.more:
        yield replace(head, second=replace(head.second, more=""))


def _wanted_px(figure: Mapping[str, Any]) -> float:
    """The height that a chart wants: more for many rows."""
    layout = figure.get("layout", {})
    names = [axis.get("ticktext", ()) for key, axis in layout.items() if key.startswith("yaxis")]
    rows = max((len(ticks) for ticks in names), default=0)
    return min(CHART_PX, max(WANTED_PX, HEAD_PX + rows * _ROW_PX))


def _table_px(table: Sequence[tuple[str, str]], px: int, shape: Shape) -> float:
    """Height of headings with their words: short ones in two columns (present.css), a heading over
    its words.
    """
    columns = 2 if is_short_table(table) else 1
    width = shape.inner_px / columns - (columns - 1) * _COLUMN_GAP_PX
    pairs = [
        (_tall(head, px, width, "bold") + _tall(said, px, width)) * _SPACING + _PAIR_GAP_PX
        for head, said in table
    ]
    return sum(pairs) / columns + (columns - 1) * max(pairs, default=0.0)


def _legend_px(legend: Legend | None) -> float:
    return legend_lines(legend) * _ENTRY_PX + 3 * GAP_PX if legend else 0.0


def _second(lang: str, draft: Draft) -> tuple[Second, str]:
    """The first sentence of the finding in the second language with its caveats, and the rest."""
    lead, rest = parted(draft.finding, 0)
    more, also = fitted(rest, keep=draft.keep, room_em=0.0)
    return Second(lang=lang, lead=lead, more=more), also
