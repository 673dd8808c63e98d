"""A draft on a sheet: what is large, what stands below, what has room only in the notes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from data.locale import texts
from data.sentences.words import join
from layouts.figures.chart import Legend
from layouts.figures.slide_room import LEAD_EM, WIDE, Shape, fitted_title
from layouts.slides.distance import for_distance
from layouts.slides.draft import Draft
from layouts.slides.short_of_room import short_of_room
from layouts.slides.slide import WORDS_EM, Slide, beside_em, fitted, head_em, parted, taken_em

Drawn = Sequence[Mapping[str, Any]]


def laid_out(draft: Draft, shape: Shape, lang: str, other: tuple[str, Draft] | None) -> Slide:
    """The slide of a draft in `lang` on a sheet of `shape`.

    `other` is the language that stands under the first one, with the draft of the same view in it.
    What of the title and of the sources has no room is in the notes.
    """
    is_roomy = shape is WIDE and other is None
    slide = _roomy(draft) if is_roomy else short_of_room(draft, shape, lang, other)
    whole, made = draft.view.title or draft.chart.title, draft.chart.travels
    is_cut = slide.title != " ".join(whole.split())
    cut = texts(lang).t("present.title_in_full", title=whole) if is_cut else ""
    in_full = "" if made.source in made.foot else made.source
    return replace(slide, also="\n\n".join(x for x in (cut, slide.also, in_full) if x))


def _roomy(draft: Draft) -> Slide:
    """The slide on a wide sheet, in one language."""
    chart, finding = draft.chart, draft.finding
    # beside a map there is less room for large words
    lead, rest = parted(finding, 0 if draft.is_map else LEAD_EM)
    made = chart.travels
    drawn = for_distance(chart.figure if draft.figure is None else draft.figure)
    map_px = drawn[0]["layout"]["width"] if draft.is_map and drawn else 0
    title = fitted_title(draft.view.title or draft.title or chart.title, map_px)
    key = made.key_line if drawn else ""
    room_em = head_em(drawn, lead) if drawn or draft.table else WORDS_EM
    if map_px:
        room_em = beside_em(title, lead, chart.legend or Legend(), map_px)
    room_em = max(0.0, room_em - taken_em(join(made.foot, made.address), map_px))
    more, also = fitted(join(rest, key), keep=[*draft.keep, key], room_em=room_em)
    return Slide(
        title=title,
        lead=lead,
        more=more,
        also="\n\n".join(part for part in (also, draft.told) if part),
        figures=drawn,
        legend=chart.legend or Legend(),
        legend_html=draft.legend_html,
        table=tuple(draft.table),
        source=made.foot,
        notes=draft.view.notes,
        live=draft.path,
        chart=chart,
        is_map=draft.is_map,
        fact=draft.fact,
    )
