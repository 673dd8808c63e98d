"""A card as the picture of it is set: every box in px, every line counted before it is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from data.cities.city import city
from data.locale import Texts
from layouts.components.interval_strip import Strip, scale
from layouts.figures.chart import Legend
from layouts.paper.live_code import on_paper, whole_in_print
from layouts.paper.unbroken import unbroken
from layouts.pictures.drawing import Drawing
from layouts.pictures.look import Look
from layouts.previews.card import Card, Mark, Picture
from layouts.slides.slide import fitted
from layouts.theme import LIGHT, LIGHT_PALETTE, mark_style
from layouts.typefaces.text_fit import lines_of
from layouts.typefaces.typefaces import DEJAVU, width_em

# What the sites that show link previews ask for.
WIDTH_PX, HEIGHT_PX = 1200, 630
PPI = 72.0  # a px of the card is a point of the page
MARGIN_PX, TOP_PX, BOTTOM_PX = 60, 44, 38
INNER_PX = WIDTH_PX - 2 * MARGIN_PX
BETWEEN_PX = 14
SPACING, LEAD_SPACING = 1.32, 1.2
ABOUT_PX, SOURCE_PX, LEGEND_PX = 26, 19, 17
# Sizes that are tried for the finding and for its numbers, the largest first.
LEADS = (
    (58, 28), (54, 27), (50, 26), (46, 26), (43, 25), (40, 24), (37, 23), (34, 22), (31, 21),
    (28, 20), (26, 20), (24, 19), (22, 18),
)  # fmt: skip
NUMBERS = (76, 66, 56, 48, 42, 36, 31, 27)
LIMITS_PX, KEY_PX, ENDS_PX, STRIP_PX = 26, 25, 17, 40
# A row of several marks: the name, the line, the number. Smaller type beside a smaller finding, and
# where there are many rows: (type in px, from which size of the finding, up to how many rows).
ROW_SIZES = ((22, 37, 5), (20, 31, 7), (18, 0, 7))
ROW_COLUMNS, STRIP_LINES = (430, 320, 290), 1.4
SOURCE_LINES = 2
MAP_PX, MAP_GAP_PX, MAP_SHARPER = 300, 44, 2
# A line that nearly fills its width may be broken sooner by the typesetter.
_TIGHT = 0.985
# Of the line of the page's number, where the tick and the verdict stand side by side.
_KEY_GAP = "\u2002\u2002\u2002"


@dataclass(frozen=True, slots=True)
class _Words:
    """The sizes that fit, and what of the detail and the source does."""

    lead_px: int
    detail_px: int
    detail: str
    source: str


def card_content(card: Card, *, texts: Texts, site: str) -> dict[str, Any]:
    """What the template `preview` sets, its map not drawn yet. `site` is the public address.

    Words are whole: the finding gets smaller until it fits, and of the numbers and flags under it
    those sentences are left out, from the last on, that have no room at the smallest size.
    """
    picture, product = _printable(card.picture()), texts.t("shell.product")
    card = replace(card, about=_clean(card.about), sentence=_clean(card.sentence))
    address = _address(site + (card.short or card.path), texts, product) if site else ""
    colors = {
        name: getattr(LIGHT_PALETTE, name)
        for name in ("paper", "ink", "ink_muted", "rule", "control", "accent")
    }
    words = _fit(card, picture, texts.t("preview.flags_on_page"))
    content: dict[str, Any] = {
        "template": "preview",
        "ppi": PPI,
        "lang": texts.lang,
        "colors": colors,
        "product": product,
        "city": city().name.get(texts.lang),
        "about": card.about,
        "lead": card.sentence,
        "lead_px": words.lead_px,
        "detail": words.detail,
        "detail_px": words.detail_px,
        "source": words.source,
        "address": address,
        "number": None,
        "rows": [],
        "map": None,
    }
    if picture.figure is not None:
        content |= _map(picture, HEIGHT_PX - TOP_PX - BOTTOM_PX - _foot_px(words.source))
    elif len(picture.marks) == 1:
        content["number"] = _number(picture)
    elif picture.marks:
        content |= _rows(picture, words.lead_px)
    return content


# -- what fits --------------------------------------------------------------------------------


def _fit(card: Card, picture: Picture, more: str) -> _Words:
    """The largest words with everything on the card; else the smallest, with what has room."""
    width = INNER_PX - (MAP_PX + MAP_GAP_PX if picture.figure is not None else 0)
    for words in _tried(picture, more):
        used = _used(card, words, picture, width) + _foot_px(words.source)
        if used <= HEIGHT_PX - TOP_PX - BOTTOM_PX:
            return words
    lead_px, detail_px = LEADS[-1]
    bare = _Words(lead_px, detail_px, "", _foot(picture, more))
    free = HEIGHT_PX - TOP_PX - BOTTOM_PX - _foot_px(bare.source)
    lines = int((free - _used(card, bare, picture, width) - BETWEEN_PX) / (detail_px * SPACING))
    # a line holds a little less than its width, by the word that went to the next one
    room_em = max(0, lines) * (width / detail_px) * 0.9
    return replace(bare, detail=fitted(picture.detail, room_em=room_em)[0])


def _tried(picture: Picture, more: str) -> Iterator[_Words]:
    """All words, at the largest size first."""
    foot = _foot(picture, more)
    for lead_px, detail_px in LEADS:
        yield _Words(lead_px, detail_px, picture.detail, foot)


def _foot(picture: Picture, more: str) -> str:
    """The source, and the flags that two lines hold; where not all of them, that there are more."""
    flags = list(picture.flags)
    while flags:
        rest = [] if len(flags) == len(picture.flags) else [more]
        said = " ".join([picture.source, *flags, *rest])
        if lines(said, SOURCE_PX, INNER_PX) <= SOURCE_LINES:
            return said
        flags.pop()
    return " ".join([picture.source, more if picture.flags else ""]).strip()


def lines(text: str, px: float, width: float, weight: str = "normal") -> int:
    """Lines that `text` takes in `width` px at a size of `px`; none where there is no text."""
    words = " ".join(re.findall(r"[^ \n]+", unbroken(text)))
    return lines_of(words, width * _TIGHT / px, weight) if words else 0


def _used(card: Card, words: _Words, picture: Picture, width: float) -> float:
    """Height of everything above the foot."""
    used = lines(card.about, ABOUT_PX, width, "bold") * ABOUT_PX * SPACING + 8
    used += lines(card.sentence, words.lead_px, width, "bold") * words.lead_px * LEAD_SPACING
    if words.detail:
        detail = lines(words.detail, words.detail_px, width)
        used += BETWEEN_PX + detail * words.detail_px * SPACING
    if picture.figure is None and picture.marks:
        is_one = len(picture.marks) == 1
        used += BETWEEN_PX + (
            _number(picture)["height"] if is_one else _rows(picture, words.lead_px)["height"]
        )
    return used


def _foot_px(source: str) -> float:
    return (
        BETWEEN_PX + lines(source, SOURCE_PX, INNER_PX) * SOURCE_PX * SPACING
        + 6 + SOURCE_PX * SPACING
    )  # fmt: skip


def _address(address: str, texts: Texts, product: str) -> str:
    """The address to be typed in, or that of the site where it is longer than a line."""
    whole = whole_in_print(on_paper(address, texts.lang))
    room_em = INNER_PX * _TIGHT / SOURCE_PX - width_em(product, "bold") - 2
    if width_em(whole) <= room_em:
        return whole
    return whole.partition("/")[0]


# -- numbers on lines -------------------------------------------------------------------------


def _number(picture: Picture) -> dict[str, Any]:
    """The one number: large, its line with the scale's ends, what the tick and the shape are."""
    (mark,) = picture.marks
    px = next((n for n in NUMBERS if lines(mark.said, n, INNER_PX, "bold") <= 1), NUMBERS[-1])
    rows = max(1, lines(mark.said, px, INNER_PX, "bold"))
    both = width_em(mark.said, "bold") * px + (width_em(mark.limits) + 2) * LIMITS_PX
    is_beside = rows == 1 and both <= INNER_PX * _TIGHT
    style = mark_style(mark.shape, LIGHT)
    key = [["┃", picture.beside, LIGHT_PALETTE.ink]] if picture.beside else []
    if mark.verdict:
        key.append([style.glyph, mark.verdict, style.color])
    said = [f"{glyph} {words}" for glyph, words, _ in key]
    is_in_line = lines(_KEY_GAP.join(said), KEY_PX, INNER_PX) <= 1
    key_lines = 1 if is_in_line else sum(lines(words, KEY_PX, INNER_PX) for words in said)
    height = rows * px * LEAD_SPACING + STRIP_PX + ENDS_PX * SPACING
    height += 0 if is_beside or not mark.limits else LIMITS_PX * SPACING
    height += 8 + key_lines * KEY_PX * SPACING if key else 0
    return {
        "said": mark.said,
        "px": px,
        "limits": mark.limits,
        "limits_beside": is_beside,
        "strip": _strip(mark),
        "ends": list(picture.ends),
        "key": key,
        "key_in_line": is_in_line,
        "height": height,
    }


def _rows(picture: Picture, lead_px: int) -> dict[str, Any]:
    """Several numbers, a row each, under the name of their measure."""
    count = len(picture.marks)
    px = next((px for px, lead, most in ROW_SIZES if lead_px >= lead and count <= most), 18)
    name_px, _, said_px = ROW_COLUMNS
    rows = []
    beside = f"┃ {picture.beside}" if picture.beside else ""
    head = width_em(picture.heading, "bold") + width_em(beside) + 2
    is_in_line = head * px <= INNER_PX * _TIGHT
    height = (1 if is_in_line or not beside else 2) * px * SPACING + 6
    for mark in picture.marks:
        limits = f"({mark.limits})" if mark.limits else ""
        high = max(
            lines(mark.name, px, name_px),
            lines(f"{mark.said} {limits}".strip(), px, said_px, "bold"),
        )
        tall = max(high * px * 1.2 + 4, STRIP_LINES * px)
        height += tall
        rows.append(
            {
                "name": mark.name,
                "strip": _strip(mark),
                "said": mark.said,
                "limits": limits,
                "height": tall,
            }
        )
    return {
        "rows": rows,
        "row_px": px,
        "columns": list(ROW_COLUMNS),
        "strip_px": STRIP_LINES * px,
        "heading": picture.heading,
        "beside": beside,
        "heading_in_line": is_in_line,
        "height": height,
    }


def _strip(mark: Mark) -> dict[str, Any] | None:
    """Places on the line as shares of its length; None where there is no number."""
    strip = mark.strip
    if not isfinite(strip.value):
        return None
    color = mark_style(mark.shape, LIGHT).color if mark.shape else LIGHT_PALETTE.outcome_mark
    return {
        "at": _share(strip, strip.value),
        "lower": _share(strip, strip.lower),
        "upper": _share(strip, strip.upper),
        "beside": _share(strip, strip.beside),
        "glyph": strip.glyph,
        "color": color,
    }


def _share(strip: Strip, number: float) -> float | None:
    low, high = scale(strip)
    return round((number - low) / (high - low), 4) if isfinite(number) else None


# -- map --------------------------------------------------------------------------------------


def _map(picture: Picture, room: float) -> dict[str, Any]:
    """The map, and under it what its fills mean."""
    assert picture.figure is not None
    legend = picture.legend or Legend()
    entries = [color for color, _ in legend.entries] if legend.square is None else []
    ends = [legend.entries[0][1], legend.entries[-1][1]] if entries else []
    extras = [
        [color, words]
        for color, words in (
            (LIGHT_PALETTE.few_events, legend.few_events),
            (LIGHT_PALETTE.no_data, legend.no_data),
        )
        if words
    ]
    title = legend.title if legend.square is None else ""
    used = lines(title, LEGEND_PX, MAP_PX, "bold") + lines(legend.direction, LEGEND_PX, MAP_PX)
    used += len(extras)
    height = used * LEGEND_PX * SPACING
    ends_in_line = sum(width_em(end) for end in ends) * LEGEND_PX + 20 <= MAP_PX
    if entries:
        height += 22 + (1 if ends_in_line else len(ends)) * LEGEND_PX * SPACING
    square = legend.square
    axes = [f"↑ {square.up}", f"→ {square.across}"] if square else []
    if square:
        axes_px = sum(lines(words, LEGEND_PX, MAP_PX - 110) for words in axes)
        height += max(86, axes_px * LEGEND_PX * SPACING) + 8
    map_px = room - BETWEEN_PX - height
    drawing = Drawing(
        picture.figure,
        MAP_PX * MAP_SHARPER,
        map_px * MAP_SHARPER,
        Look(paper=LIGHT_PALETTE.paper),
    )
    return {
        "picture": drawing,
        "map": {
            "width": MAP_PX,
            "gap": MAP_GAP_PX,
            "height": map_px,
            "px": LEGEND_PX,
            "title": title,
            "direction": legend.direction,
            "colors": entries,
            "ends": ends,
            "ends_in_line": ends_in_line,
            "extras": extras,
            "square": [list(row) for row in square.colors] if square else [],
            "axes": axes,
        },
    }


# -- letters ----------------------------------------------------------------------------------


def _clean(text: str) -> str:
    """What the typeface has letters for: a visitor may have named an area by an emoji."""
    return DEJAVU.printable(text)


def _printable(picture: Picture) -> Picture:
    marks = tuple(replace(mark, name=_clean(mark.name)) for mark in picture.marks)
    return replace(picture, detail=_clean(picture.detail), marks=marks)
