"""A deck as pages of a PDF: what the template sets, with every box in px of the slide.

The widths of words are known (`layouts.typefaces`), so the height that is left for the
charts is too. Sizes are those of the player, a little larger: the typeface of print looks small
beside the screen's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from data.cities.city import city
from data.locale import Texts
from data.sentences.words import join
from layouts.figures.chart import Legend
from layouts.figures.slide_room import (
    BESIDE_PX,
    CODE_ROOM_PX,
    GAP_PX,
    TITLE_PX,
    WIDE,
    Shape,
    fitted_title,
)
from layouts.paper.live_code import code_svg, on_paper
from layouts.paper.unbroken import unbroken
from layouts.pictures.drawing import Drawing, Swatch
from layouts.pictures.look import Look
from layouts.slides.pdf_words import words_page
from layouts.slides.slide import Slide, short_address
from layouts.slides.word_room import second_px
from layouts.theme import LIGHT_PALETTE, PRINT_PALETTE
from layouts.typefaces.text_fit import lines_of
from layouts.typefaces.typefaces import LIBERTINUS

LiveUrl = Callable[[str], str]
TYPE_SCALE = 1.1
TOP_PX, BOTTOM_PX = 52, 34
BETWEEN_PX, LINE_GAP_PX, SECOND_GAP_PX = 18, 16, 12
WORDS_PX = 40
# Sizes of the source: the flags of six places with long names would take the height of the charts.
SOURCE_PX = (28, 26, 24, 22)
# Charts want this height; large words give way to it, and under this one a long source does.
CHART_PX, LEAST_CHART_PX = 560, 530
# Where the sheet is narrow or has a second language.
SHORT_CHART_PX, LEAST_LEAD_PX = 440, 40
CODE_PX = 136
NUMBER_PX = 150
# Sizes that are tried for the large words, with the most lines each may take.
LEADS = ((64, 2), (56, 2), (50, 3), (46, 3), (42, 9))
MAP_LEADS = ((54, 5), (50, 7), (44, 12))
SMALL_LEADS = (*LEADS, (38, 10), (34, 12), (30, 14))
SMALL_MAP_LEADS = (*MAP_LEADS, (40, 14), (36, 16), (34, 18), (32, 20), (28, 24))
SMALLER = (34, 32, 31, 30, 29, 28)
LEAD_SPACING, SPACING = 1.2, 1.32
ENTRY_PX, SWATCH_PX, CELL_PX = 46, (46, 30), (150, 66)
# A line that nearly fills its width may be broken sooner by the typesetter.
_TIGHT = 0.985


def pdf_content(
    slides: Sequence[Slide],
    *,
    texts: Texts,
    live_url: LiveUrl,
    made: date,
    patterns: bool = False,
) -> dict[str, Any]:
    """What the template `slides` sets: a page a slide, its pictures not drawn yet.

    Pictures stand at the top of the contents, slides name them. `patterns` draws for a copier.
    """
    look = Look(
        typeface=LIBERTINUS, patterns=patterns, type_scale=TYPE_SCALE, paper=PRINT_PALETTE.paper
    )
    pages: list[dict[str, Any]] = []
    drawings: dict[str, Drawing | Swatch] = {}
    for number, slide in enumerate(slides, start=1):
        address = short_address(slide, live_url, texts.lang)
        page = _page(slide, on_paper(live_url(slide.live), texts.lang), address)
        page["number"] = texts.t("present.player.number").format(n=number, of=len(slides))
        page["code_alt"] = texts.t("fact_sheets.sheet.alt.qr", link=page["live"])
        page["no_code"] = "" if page["code"] or not slide.live else texts.t("common.no_code")
        for place, box in enumerate(page["boxes"]):
            box["picture"] = f"picture-{number}-{place}"
            figure = slide.figures[place]
            drawings[box["picture"]] = Drawing(figure, box["width"], box["height"], look)
        drawings |= _swatches(page["legend"], look)
        pages.append(page)
    return {
        "template": "slides",
        "lang": texts.lang,
        **_sheet(slides[0].shape if slides else WIDE),
        "date": [made.year, made.month, made.day],
        "title": texts.t("pages.present.title"),
        "city": city().name.get(texts.lang),
        "description": " · ".join(page["title"] or page["lead"] for page in pages),
        "author": texts.t("fact_sheets.sheet.product"),
        "pages": pages,
        **drawings,
    }


def _sheet(shape: Shape) -> dict[str, int]:
    return {"width": shape.width_px, "height": shape.height_px}


def _page(slide: Slide, live: str, address: str) -> dict[str, Any]:
    """The page with the largest source that leaves its charts their height, and the words beside a
    map theirs. `address` is the short one, as it is printed.
    """
    if slide.words is not None:
        return words_page(slide, live)
    tried = (_page_of(slide, live, address, px) for px in SOURCE_PX)
    page: dict[str, Any] = {}
    for page in tried:
        is_large = page["lead_px"] >= LEAST_LEAD_PX or not _is_short(slide)
        has_room = all(box["height"] >= LEAST_CHART_PX for box in page["boxes"])
        if not page["is_full"] and has_room and is_large:
            break
    return page


def _page_of(slide: Slide, live: str, address: str, source_px: int) -> dict[str, Any]:
    inner_px = slide.shape.inner_px
    foot_px = inner_px - NUMBER_PX
    page: dict[str, Any] = {
        "is_full": False,
        "address": address,
        "address_is_line": lines(address, source_px, foot_px) <= 1,
        "title": LIBERTINUS.printable(slide.title) or fitted_title(slide.chart.title),
        "lead": slide.lead,
        "more": slide.more,
        "source": slide.source,
        "source_px": source_px,
        "live": live,
        "code": code_svg(live) if live else "",
        "table": [list(pair) for pair in slide.table],
        "boxes": [],
        "map": 0,
        "legend": None,
        "words": None,
        "second": None,
    }
    foot = lines(join(slide.source, address), source_px, foot_px) * source_px * SPACING
    free = slide.shape.height_px - TOP_PX - BOTTOM_PX - foot - BETWEEN_PX
    if slide.is_map and slide.figures:
        return {**page, **_beside_a_map(slide, free)}
    width = inner_px - CODE_ROOM_PX
    page["more_px"] = SMALLER[1] if slide.figures or slide.table else WORDS_PX
    more = lines(slide.more, page["more_px"], width) * page["more_px"] * SPACING
    head = TITLE_PX * 1.6 + (14 + more if slide.more else 0)
    wanted = _wanted(slide)
    page["lead_px"], lead = _lead(slide, width, free - head - BETWEEN_PX - wanted)
    page["second"] = _second(slide, page["lead_px"])
    if slide.second and slide.second.more:
        more = lines(slide.second.more, page["more_px"], width) * page["more_px"] * SPACING
        lead += more + SECOND_GAP_PX
    free -= max(head + lead, CODE_PX + 8) + BETWEEN_PX + 12
    if slide.table:
        page["table_px"] = _table_px(slide.table, free, inner_px)
    else:
        page["boxes"] = _boxes(slide.figures, free, inner_px)
    return page


def _beside_a_map(slide: Slide, free: float) -> dict[str, Any]:
    """The map as tall as the slide; title, finding, legend and the rest stand beside it."""
    map_px = float(slide.figures[0]["layout"]["width"])
    width = slide.shape.inner_px - map_px - BESIDE_PX
    beside_code = width - CODE_ROOM_PX
    around = TITLE_PX * (1.9 + 1.3 * (lines(slide.title, TITLE_PX, beside_code, "bold") - 1))
    around += _legend_height(slide.legend) + 56
    sizes_of = SMALL_MAP_LEADS if _is_short(slide) else MAP_LEADS
    leads = [px for px, _ in sizes_of if px <= _fitting(slide.lead, beside_code, sizes_of)]
    heights = [_lead_px(slide, px, beside_code) for px in leads]
    sizes = list(zip(leads, heights, strict=True))
    lead_px, tall = next((pair for pair in sizes if around + pair[1] <= free), sizes[-1])
    used = around + tall
    words = [slide.more, slide.second.more if slide.second else ""]

    def below(px: float) -> float:
        return sum(lines(text, px, width) * px * SPACING for text in words)

    more_px = next((px for px in SMALLER if below(px) <= free - used), SMALLER[-1])
    height = free - 6
    return {
        "is_full": used + below(more_px) > free,
        "second": _second(slide, lead_px),
        "map": map_px,
        "lead_px": lead_px,
        "more_px": more_px,
        "legend": _legend(slide.legend),
        "boxes": [{"width": map_px, "height": height, "line": 0}],
    }


def _boxes(
    figures: Sequence[Mapping[str, Any]], free: float, inner_px: float
) -> list[dict[str, Any]]:
    """Boxes of the charts in px: on their lines, each as wide as it was made."""
    if not figures:
        return []
    where = [figure["layout"].get("meta", {}).get("line", 0) for figure in figures]
    count = len(set(where))
    height = (free - LINE_GAP_PX * (count - 1)) / count
    return [
        {"width": min(float(figure["layout"]["width"]), inner_px), "height": height, "line": line}
        for figure, line in zip(figures, where, strict=True)
    ]


# -- words ------------------------------------------------------------------------------------


def lines(text: str, px: float, width: float, weight: str = "normal") -> int:
    """Lines that `text` takes in `width` px at a size of `px`; none where there is no text."""
    words = " ".join(re.findall(r"[^ \n]+", unbroken(text)))
    return lines_of(words, width * _TIGHT / px, weight, LIBERTINUS) if words else 0


def _fitting(text: str, width: float, sizes: Sequence[tuple[int, int]]) -> int:
    """The largest size at which `text` takes no more lines than are allowed to it."""
    return next((px for px, most in sizes if lines(text, px, width, "bold") <= most), sizes[-1][0])


def _wanted(slide: Slide) -> float:
    """The height that charts want, or a table where there is little room."""
    if not _is_short(slide):
        return CHART_PX if slide.figures else 0
    if slide.figures:
        return SHORT_CHART_PX
    return _table_height(slide.table, SMALLER[-1], slide.shape.inner_px)


def _is_short(slide: Slide) -> bool:
    """True where the sheet is narrow or has a second language."""
    return slide.shape is not WIDE or slide.second is not None


def _second(slide: Slide, lead_px: float) -> dict[str, Any] | None:
    """What stands in the second language under the first."""
    second = slide.second
    if second is None:
        return None
    return {
        "lang": second.lang,
        "lead": second.lead,
        "lead_px": second_px(round(lead_px)),
        "more": second.more,
    }


def _lead_px(slide: Slide, px: float, width: float) -> float:
    """Height of the large words at a size of `px`, with those of the second language."""
    tall = lines(slide.lead, px, width, "bold") * px * LEAD_SPACING
    if slide.second is None:
        return tall
    small = second_px(round(px))
    return tall + lines(slide.second.lead, small, width) * small * LEAD_SPACING + SECOND_GAP_PX


def _lead(slide: Slide, width: float, room: float) -> tuple[int, float]:
    """Size and height of the large words: the largest that leave the charts their room."""
    leads = SMALL_LEADS if _is_short(slide) else LEADS
    found = [(px, lines(slide.lead, px, width, "bold")) for px, _ in leads]
    heights = [(px, _lead_px(slide, px, width)) for px, _ in leads]
    allowed = [
        pair
        for pair, (_, count), (_, most) in zip(heights, found, leads, strict=True)
        if count <= most
    ]
    return next((pair for pair in allowed if pair[1] <= room), heights[-1])


def _table_px(table: Sequence[tuple[str, str]], free: float, inner_px: float) -> int:
    """The largest size at which the pairs fit, headings beside their words."""
    sizes = (40, 38, 36, *SMALLER)
    return next((px for px in sizes if _table_height(table, px, inner_px) <= free), SMALLER[-1])


def _table_height(table: Sequence[tuple[str, str]], px: float, inner_px: float) -> float:
    half = inner_px * 0.42
    return sum(
        max(lines(head, px, half, "bold"), lines(words, px, inner_px - half - GAP_PX))
        * px * SPACING + 16
        for head, words in table
    )  # fmt: skip


# -- legend -----------------------------------------------------------------------------------


def _legend(legend: Legend) -> dict[str, Any] | None:
    """Title, entries and square with the names of their pieces; None where there is nothing."""
    entries = [] if legend.square else list(legend.entries)
    if legend.few_events:
        entries.append((LIGHT_PALETTE.few_events, legend.few_events))
    if legend.no_data:
        entries.append((LIGHT_PALETTE.no_data, legend.no_data))
    if not entries and legend.square is None:
        return None
    square = legend.square
    return {
        "title": "" if square else legend.title,
        "direction": legend.direction,
        "entries": [[f"swatch-{color}", words] for color, words in entries],
        "square": square
        and {
            "cells": [[f"cell-{color}" for color in row] for row in square.colors],
            "up": square.up,
            "across": square.across,
            "rows": list(square.rows),
            "columns": list(square.columns),
        },
    }


def _legend_height(legend: Legend) -> float:
    extra = bool(legend.few_events) + bool(legend.no_data)
    if legend.square:
        rows = len(legend.square.rows)
        return CELL_PX[1] * rows + 3 * ENTRY_PX + ENTRY_PX * extra
    return ENTRY_PX * (len(legend.entries) + extra + bool(legend.title) + bool(legend.direction))


def _swatches(legend: Mapping[str, Any] | None, look: Look) -> dict[str, Swatch]:
    """The pieces that a legend names."""
    if legend is None:
        return {}
    names = [(name, SWATCH_PX) for name, _ in legend["entries"]]
    if legend["square"]:
        names += [(name, CELL_PX) for row in legend["square"]["cells"] for name in row]
    return {name: Swatch(name.partition("-")[2], *size, look) for name, size in names}
