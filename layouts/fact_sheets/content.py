"""Everything a fact sheet shows: texts and links for the template, and what its pictures draw."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any

import segno
from babel.dates import format_date

from data.fact_sheet import FactSheet
from data.locale import Texts
from data.locale.format import format_number, format_scale
from data.models import Flag, Layer, Unit
from data.place_views import PlaceValue
from data.sentences import fact_sheet as say
from data.sentences.words import interval_text, places_word, short_name, value_text
from layouts.figures.base import axis_title
from layouts.pictures.drawing import Cloud, Drawing, IntervalRow, Look

if TYPE_CHECKING:
    from data.services import Services
    from data.views import ExploreData

TYPEFACE = "Libertinus Serif"
PAPERS = {"letter": "us-letter", "a4": "a4"}
_BABEL = {"en": "en_US", "es": "es_US"}
_WORDS = (
    "product", "map", "facts", "health", "body", "asks", "chip", "claim", "sources", "reading",
    "live", "chip_source",
)  # fmt: skip
_SCHEME = re.compile(r"^https?://")


def content(
    services: Services, sheet: FactSheet, *, texts: Texts, paper: str, made: date, live: str
) -> dict[str, Any]:
    """The JSON of the template, its pictures not drawn yet.

    `live` is the address of the live view, empty where unknown.
    """
    t, lang = texts.t, texts.lang
    determinant = sheet.determinant
    title, place = determinant.title.get(lang), say.title_of(sheet, texts)
    facts = say.facts(sheet, texts)
    sentence = _kept_together(say.link_sentence(sheet, texts))
    words = {key: t(f"fact_sheets.sheet.{key}") for key in _WORDS}
    words["made"] = t("fact_sheets.sheet.made", date=_date(made, lang))
    chart_key = "chart_city" if sheet.is_city else "chart"
    words["chart"] = t(f"fact_sheets.sheet.{chart_key}", place=place)
    words["interval"] = t("fact_sheets.picture.interval")
    return {
        "lang": lang,
        "paper": PAPERS[paper],
        "date": [made.year, made.month, made.day],
        "title": title,
        "place": place,
        "description": t("fact_sheets.sheet.description", title=title, place=place),
        "people": say.people_line(sheet, texts),
        "finding": say.finding(sheet, texts),
        "facts": facts,
        "meaning": determinant.meaning.get(lang),
        "body": determinant.body.get(lang),
        "asks": [ask.get(lang) for ask in determinant.asks],
        "chip": determinant.chip.get(lang),
        "link_sentence": sentence,
        "claim": _claim(sheet, texts),
        "sources": " ".join(_sources(services, sheet, texts)),
        "reading": " ".join(f"[{n}] {c}" for n, c in enumerate(determinant.citations, start=1)),
        "words": words,
        "chart": chart_picture(sheet, texts),
        "map": map_picture(services, sheet),
        "scatter": scatter_picture(sheet, texts),
        "alt": {
            "chart": t("fact_sheets.sheet.alt.chart", facts=" ".join(facts)),
            "map": _map_alt(sheet, place, texts),
            "scatter": t("fact_sheets.sheet.alt.scatter", sentence=sentence),
            "qr": t("fact_sheets.sheet.alt.qr", link=live),
        },
        "live": _live(live),
    }


def _kept_together(sentence: str) -> str:
    """The sentence without line breaks inside `r = −0.77`."""
    return sentence.replace("r = ", "r\u00a0=\u00a0").replace("\u00a0\u2212", "\u00a0\u2060\u2212")


def _date(day: date, lang: str) -> str:
    return str(format_date(day, format="long", locale=_BABEL[lang]))


def _claim(sheet: FactSheet, texts: Texts) -> list[dict[str, Any]]:
    check = say.claim_check(sheet, texts)
    parts = (("can", check.can), ("cannot", check.cannot), ("why", check.why))
    return [{"title": texts.t(f"fact_sheets.sheet.{k}"), "lines": lines} for k, lines in parts]


def _sources(services: Services, sheet: FactSheet, texts: Texts) -> tuple[str, ...]:
    sources = services.catalogue.sources

    def named(source_id: str) -> str:
        source = sources[source_id]
        return f"{source.title.get(texts.lang)}, {source.publisher}"

    return say.source_lines(sheet, named, texts)


def _map_alt(sheet: FactSheet, place: str, texts: Texts) -> str:
    if sheet.is_city:
        return texts.t("fact_sheets.sheet.alt.map_city")
    return texts.t("fact_sheets.sheet.alt.map", place=place)


def _live(address: str) -> dict[str, str] | None:
    if not address:
        return None
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", border=0, xmldecl=False, svgns=True
    )
    return {
        "address": address,
        "shown": _SCHEME.sub("", address).split("?")[0],
        "qr": buffer.getvalue().decode("utf-8"),
    }


# -- pictures ---------------------------------------------------------------------------------


def interval_rows(sheet: FactSheet, texts: Texts) -> list[IntervalRow]:
    """The rows of the chart: numbers as stored, words as everywhere."""
    return [_row(sheet, value, texts) for value in sheet.values]


def _row(sheet: FactSheet, value: PlaceValue, texts: Texts) -> IntervalRow:
    indicator, lang = value.indicator, texts.lang
    interval = interval_text(value.lower, value.upper, indicator, lang)
    said = value_text(value.value, indicator, lang)
    city = value_text(value.city, indicator, lang)
    upper = format_number(value.upper, decimals=indicator.decimals, lang=lang)
    few = Flag.FEWER_THAN_10 in value.flags
    return IntervalRow(
        name=f"{short_name(indicator, lang)}, {indicator.years}",
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        # The city's own sheet compares with nothing.
        city=float("nan") if sheet.is_city else value.city,
        said=f"{said} ({interval})" if interval else said,
        city_said=f"{texts.t('fact_sheets.picture.city')} {city}",
        missing=f"≤ {upper}" if few else "–",
        scale=partial(format_scale, unit=indicator.unit, decimals=indicator.decimals, lang=lang),
        most=100.0 if indicator.unit is Unit.PERCENT else inf,
    )


def chart_picture(sheet: FactSheet, texts: Texts) -> Drawing:
    """Dots with intervals."""
    look = Look.of("light", typeface=TYPEFACE, text_pt=9.2)
    rows = interval_rows(sheet, texts)
    return Drawing("rows", "render_rows", {"rows": rows, "look": look, "width_in": 5.2})


def scatter_picture(sheet: FactSheet, texts: Texts) -> Drawing:
    """The neighborhoods with the place named."""
    data = sheet.explore
    mark = None
    if sheet.outcome is not None and sheet.factor is not None:
        mark = (sheet.factor.value, sheet.outcome.value, say.title_of(sheet, texts))
    y_title = f"{axis_title(data.outcome, texts)}, {data.outcome.years}"
    arguments = {
        "cloud": cloud(data),
        "look": Look.of("light", typeface=TYPEFACE, text_pt=9.0),
        "x_title": f"{axis_title(data.factor, texts)}, {data.factor.years}",
        "y_title": f"{y_title} · {places_word(data.geography, texts)}",
        "mark": mark,
        "width_in": 3.6,
        "height_in": 2.35,
    }
    return Drawing("scatter", "render_scatter", arguments)


def cloud(data: ExploreData) -> Cloud:
    """The places that have both numbers, with what was fitted to them."""
    shown, fit = data.frame.dropna(subset=["factor", "outcome"]), None
    if (found := data.association) is not None:
        fit = (found.x_grid, found.fit, found.fit_lower, found.fit_upper)
    factor, outcome, people = (
        shown[name].to_numpy(float) for name in ("factor", "outcome", "people")
    )
    return Cloud(factor=factor, outcome=outcome, people=people, fit=fit)


def map_picture(services: Services, sheet: FactSheet) -> Drawing:
    """The city with the place marked."""
    layer = sheet.geography.value
    rivers = services.overlays["rivers"]
    arguments = {
        "city": next(iter(services.rings(Layer.CITY.value).values())),
        "areas": dict(services.rings(Layer.COUNCIL_DISTRICT.value)),
        "place": () if sheet.is_city else services.rings(layer).get(sheet.area_id, ()),
        "rivers": (rivers.lons, rivers.lats),
        "look": Look.of("light", typeface=TYPEFACE),
    }
    return Drawing("city_map", "render_city_map", arguments)
