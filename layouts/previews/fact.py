"""One tested finding as a picture for a group chat: number, interval, years, verdict, source."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from data.cities.city import city
from data.locale import Texts
from data.models import Flag, Kind
from data.numbers.cite import limits_text
from data.numbers.record import NumberRecord
from data.place.sentences import around
from data.sentences.words import closed, opening
from layouts import paths
from layouts.components.interval_strip import scale
from layouts.pages.number.page import beside_text, ends_of, shape_of, strip_of, years_text
from layouts.paper.live_code import code_svg, on_paper, whole_in_print
from layouts.request import PageRequest
from layouts.theme import LIGHT, LIGHT_PALETTE, mark_style
from layouts.typefaces.typefaces import DEJAVU

# Width and height in px: a post, a story, a link in a chat.
SIZES = dict(zip(paths.FACT_SIZES, ((1080, 1080), (1080, 1920), (1200, 630)), strict=True))
PPI = 72.0  # a px of the picture is a point of the page
COLORS = ("paper", "ink", "ink_muted", "rule", "control", "accent")
# `69.9 years`, `41.5 %`, `$31,000`: the figure is set large, what it counts under it.
_FIGURE = re.compile(r"^(\u2212?\$?\d[\d.,]*(?:[\s\u00a0\u202f]?%)?)\s*(.*)$", re.DOTALL)


def fact_content(request: PageRequest, record: NumberRecord, size: str) -> dict[str, Any]:
    """What the template `fact` sets for a tested finding; `size` is one of SIZES."""
    t, lang = request.texts.t, request.texts.lang
    figure, unit = _figure(record.value_text)
    measure = record.measure.name.removesuffix(f", {record.years}")
    modelled = record.measure.kind != Kind.MEASURED.value
    flags = [*([record.measure.kind_name] if modelled else []), *(f.words for f in record.flags)]
    source = record.sources[0]
    live = _live(request, record)
    words = {
        "about": _about(record, request.texts),
        "figure": figure,
        "unit": unit,
        "measure": measure,
        "beside": beside_text(record, request),
        "limits": limits_text(record, request.texts),
        "verdict": t("fact.verdict", verdict=opening(record.verdict_name)),
        "years": t("fact.years", years=years_text(request, record)),
        "places": t("fact.places"),
        "flags": closed(opening("; ".join(flags))) if flags else "",
        "source": t("fact.source", publisher=source.publisher, title=source.title),
        "product": t("shell.product"),
        "address": whole_in_print(live),
    }
    style = mark_style(shape_of(record), LIGHT)
    width, height = SIZES[size]
    return {
        "template": "fact",
        "ppi": PPI,
        "lang": lang,
        "size": size,
        "width": width,
        "height": height,
        "colors": {name: getattr(LIGHT_PALETTE, name) for name in COLORS},
        "city": city().name.get(lang),
        "mark": {"glyph": style.glyph, "color": style.color},
        "strip": _strip(record, request),
        "qr": code_svg(live) if live else "",
        "qr_alt": t("fact_sheets.sheet.alt.qr", link=live) if live else "",
        "words": {key: DEJAVU.printable(said) for key, said in words.items()},
    }


def _figure(said: str) -> tuple[str, str]:
    """The figure that a value begins with, and the rest."""
    found = _FIGURE.match(said)
    return (found[1], found[2]) if found else (said, "")


def _about(record: NumberRecord, texts: Texts) -> str:
    """The place, or the tracts around it where the number is theirs, and the city."""
    place = record.place.name
    if any(flag.code == Flag.SURROUNDING_TRACT.value for flag in record.flags):
        place = opening(around(record.place.inside, record.tracts or 1, texts))
    return f"{place} · {city().name.get(texts.lang)}"


def _live(request: PageRequest, record: NumberRecord) -> str:
    """The address of the number; empty where others cannot open it."""
    path = paths.of_number(record.place.id, record.measure.id)
    return on_paper(request.site + path, request.texts.lang)


def _strip(record: NumberRecord, request: PageRequest) -> dict[str, Any]:
    """Places on the line as shares of its length, and the words at its ends."""
    strip = strip_of(record, LIGHT)
    assert strip is not None  # a finding has a value
    low, high = scale(strip)

    def share(number: float) -> float | None:
        return round((number - low) / (high - low), 4) if isfinite(number) else None

    return {
        "at": share(strip.value),
        "lower": share(strip.lower),
        "upper": share(strip.upper),
        "beside": share(strip.beside),
        "ends": list(ends_of(strip, record, request.texts.lang)),
    }
