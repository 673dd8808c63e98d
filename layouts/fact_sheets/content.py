"""Everything a fact sheet shows: texts and links for the template, and what its pictures draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from data.catalogue.determinants import FACTS
from data.cities.city import city
from data.fact_sheets import sentences as say
from data.fact_sheets.choice import Choice
from data.fact_sheets.compute import FactSheet
from data.fact_sheets.options import option_rows, papers_of, plan_line
from data.locale import Texts
from data.locale import texts as in_language
from data.locale.format import format_day
from data.models import Geography, Layer, Unit
from data.sentences.options import listed
from data.sentences.through import data_through
from data.sentences.words import closed, join
from data.services import Services
from data.wage.sentences import today_in_short, today_source
from layouts import ids, paths
from layouts.charts import gaps as gaps_charts
from layouts.figures.chart import Chart
from layouts.figures.fact_sheets.city_map import city_map
from layouts.figures.fact_sheets.fifths import build_sheet_fifths, shaded_areas, shading_key
from layouts.figures.fact_sheets.scatter import Mark, build_sheet_scatter
from layouts.figures.fact_sheets.strips import build_place_strips
from layouts.figures.travels import addressed, flags_of_values
from layouts.paper.live_code import code_svg, on_paper, printed, whole_in_print
from layouts.pictures.drawing import Drawing
from layouts.pictures.look import PX_PER_INCH, Look
from layouts.theme import PRINT_PALETTE
from layouts.typefaces.typefaces import LIBERTINUS

LOOK = Look(palette=PRINT_PALETTE, typeface=LIBERTINUS)
# Inches at which the template sets the pictures: their words are 9 pt, its keys 8.
SCATTER_IN = (3.35, 1.95)
MAP_IN = (1.75, 1.85)
# Of the page: the map and what parts it from the chart.
_BESIDE_CHART_IN = 1.75 + 0.3
PAPERS = {"letter": "us-letter", "a4": "a4"}
_WIDTHS_IN = {"letter": 8.5, "a4": 8.27}
_MARGINS_IN, _LARGE_MARGINS_IN = 1.0, 0.9
# In large print pictures are set so much larger than they are drawn: their words of 9 pt are 16.2.
LARGER = 1.79
_WORDS = (
    "product", "facts", "facts_few", "health", "body", "asks", "claim", "sources",
    "reading", "live", "second_page", "reading_elsewhere",
)  # fmt: skip


_OPTION_WORDS = ("option", "who", "evidence", "law", "concerns")


def printed_content(services: Services, choice: Choice, *, made: date, site: str) -> dict[str, Any]:
    """The JSON of the template for all pages of a choice that exists.

    `site` is the address of the dashboard, empty where unknown.
    """
    sheet = services.fact_sheets.data(choice.determinant, choice.place)
    sheets = [
        content(
            services,
            sheet,
            texts=in_language(lang),
            paper=choice.paper,
            made=made,
            live=site + live_path(choice.determinant, choice.place, lang) if site else "",
            large=choice.is_large,
        )
        for lang in choice.languages
    ]
    return sheets[0] if len(sheets) == 1 else {"date": sheets[0]["date"], "sheets": sheets}


def content(
    services: Services,
    sheet: FactSheet,
    *,
    texts: Texts,
    paper: str,
    made: date,
    live: str,
    large: bool = False,
) -> dict[str, Any]:
    """The JSON of the template for a sheet in one language, its pictures not drawn yet.

    `live` is the address of the live view, empty where unknown; paper takes none that others cannot
    open. `large` print sets the same in 16 pt on two pages.
    """
    t, lang = texts.t, texts.lang
    site, live = live.partition(paths.FACT_SHEETS)[0], on_paper(live, lang)
    determinant = sheet.determinant
    title, place = determinant.title.get(lang), say.title_of(sheet, texts)
    facts = [*_wage_today(services, sheet, texts), *say.facts(sheet, texts)][:FACTS]
    options, papers = option_rows(determinant, texts, made=made), papers_of(determinant, texts)
    sentence = join(say.link_sentence(sheet, texts), say.warning(sheet, texts))
    words = {key: t(f"fact_sheets.sheet.{key}") for key in _WORDS}
    words |= {key: t(f"fact_sheets.option.{key}") for key in _OPTION_WORDS}
    words["listed"] = listed(lang)
    words["no_address"] = t("common.no_address")
    words["chip"] = t("fact_sheets.sheet.chip") if determinant.chip else ""
    through = data_through((sheet.explore.outcome, sheet.explore.factor), texts)
    day = t("fact_sheets.sheet.made", date=format_day(made, lang=lang))
    words["made"] = join(closed(day), through)
    chart, scatter = main_chart(services, sheet, texts), scatter_chart(sheet, texts)
    words["chart"] = chart.title
    words["map_key"] = shading_key(sheet.explore, texts) if sheet.is_city else ""
    of_city = "_city" if sheet.is_city else ""
    words["map"] = t(f"fact_sheets.sheet.map{of_city}")
    meanings = [
        v.indicator.meaning.get(lang) for v in sheet.values if v.indicator.unit is Unit.INDEX
    ]
    interval = t(f"fact_sheets.picture.interval{of_city}")
    # what travels with the numbers stands right under them
    along = chart.travels
    flags = [*along.flags, *(_flags_of_facts(sheet, texts) if sheet.has_fifths else [])]
    under_chart = [closed(interval), along.key_line, *dict.fromkeys(flags)]
    words["interval"] = join(*under_chart, *([] if sheet.has_fifths else meanings))
    words["address"] = printed(site + along.address, lang) if along.address else ""
    return {
        "lang": lang,
        "paper": PAPERS[paper],
        "large": large,
        "date": [made.year, made.month, made.day],
        "title": title,
        "place": place,
        "city": city().name.get(lang),
        "description": t("fact_sheets.sheet.description", title=title, place=place),
        "people": say.people_line(sheet, texts),
        "finding": say.finding(sheet, texts),
        "finding_is_long": sheet.climb is not None,
        "facts": facts,
        "beside": say.beside_line(sheet, _named_beside(services, sheet, texts), texts),
        "meaning": determinant.meaning.get(lang),
        "body": "" if options else determinant.body.get(lang),
        "options": [asdict(option) for option in options],
        "chip": plan_line(determinant, texts),
        "link_sentence": sentence,
        "claim": _claim(sheet, texts),
        "sources": " ".join(_sources(services, sheet, texts)),
        "publishers": closed("; ".join(_publishers(services, sheet))),
        "reading": papers.listed(),
        "reading_short": papers.listed(short=True),
        "words": words,
        "chart": _drawing(chart.figure, width_in=_chart_in(paper, large)) if sheet.values else "",
        "map": _drawing(map_figure(services, sheet), width_in=MAP_IN[0], height_in=MAP_IN[1]),
        "scatter": _drawing(scatter.figure, width_in=SCATTER_IN[0], height_in=SCATTER_IN[1]),
        "alt": {
            "chart": t("fact_sheets.sheet.alt.chart", facts=_rows_said(chart)),
            "map": _map_alt(sheet, place, texts),
            "scatter": t("fact_sheets.sheet.alt.scatter", sentence=sentence),
            "qr": t("fact_sheets.sheet.alt.qr", link=live),
        },
        "live": _live(live),
    }


def _chart_in(paper: str, large: bool) -> float:
    """Width at which the chart is drawn: beside the map, in large print over the whole page."""
    if large:
        return (_WIDTHS_IN[paper] - _LARGE_MARGINS_IN) / LARGER
    return _WIDTHS_IN[paper] - _MARGINS_IN - _BESIDE_CHART_IN


def _flags_of_facts(sheet: FactSheet, texts: Texts) -> list[str]:
    """Where the chart is one of groups: what the place's own numbers carry."""
    return flags_of_values(
        ((value.indicator, value.flags) for value in sheet.values if value.shown), texts
    )


def live_path(sheet_id: str, place: str, lang: str) -> str:
    """Path of the live view of a sheet: its determinant, its place, and its language by name."""
    query = urlencode({"determinant": sheet_id, "place": place, "lang": lang})
    return f"{paths.FACT_SHEETS}?{query}"


def _rows_said(chart: Chart) -> str:
    """The rows of a chart in words: what they are of, the value, its interval."""
    return "; ".join(" ".join(text for text in row.values() if text) for row in chart.rows)


def _claim(sheet: FactSheet, texts: Texts) -> list[dict[str, Any]]:
    check = say.claim_check(sheet, texts)
    parts = (("can", check.can), ("cannot", check.cannot), ("why", check.why))
    return [{"title": texts.t(f"fact_sheets.sheet.{k}"), "lines": lines} for k, lines in parts]


def _publishers(services: Services, sheet: FactSheet) -> list[str]:
    """Who published what the sheet shows, each once."""
    sources = services.atlas.catalogue.sources
    return list(dict.fromkeys(sources[name].publisher for name in say.source_ids(sheet)))


def _sources(services: Services, sheet: FactSheet, texts: Texts) -> tuple[str, ...]:
    lines = say.source_lines(sheet, named_sources(services, texts), texts)
    drawn = city().rivers_credit(texts.lang)  # on its map
    wage = services.wage.data if sheet.determinant.wage_today else None
    said = (drawn, "" if wage is None else today_source(wage, texts))
    return (*lines, *filter(None, said))


def _wage_today(services: Services, sheet: FactSheet, texts: Texts) -> list[str]:
    """What the minimum wage is: the first fact of the sheet that asks for it, where it is known."""
    data = services.wage.data if sheet.determinant.wage_today else None
    return [] if data is None else [today_in_short(data, texts)]


def named_sources(services: Services, texts: Texts) -> Callable[[str], str]:
    """Title and publisher of a source by its id."""
    sources = services.atlas.catalogue.sources

    def named(source_id: str) -> str:
        source = sources[source_id]
        return f"{source.title.get(texts.lang)}, {source.publisher}"

    return named


def _named_beside(services: Services, sheet: FactSheet, texts: Texts) -> Callable[[str], str]:
    """Title of a source, and its publisher unless the sources of the sheet name it already."""
    sources = services.atlas.catalogue.sources
    cited = " ".join(_sources(services, sheet, texts))

    def named(source_id: str) -> str:
        source = sources[source_id]
        title = source.title.get(texts.lang)
        return title if source.publisher in cited else f"{title}, {source.publisher}"

    return named


def _map_alt(sheet: FactSheet, place: str, texts: Texts) -> str:
    if sheet.is_city:
        return texts.t("fact_sheets.sheet.alt.map_city", shading=shading_key(sheet.explore, texts))
    return texts.t("fact_sheets.sheet.alt.map", place=place)


def _live(address: str) -> dict[str, Any] | None:
    if not address:
        return None
    site, _, query = whole_in_print(address).partition("?")
    shown = [site, f"?{query}"] if query else [site]
    return {"address": address, "shown": shown, "qr": code_svg(address)}


# -- pictures ---------------------------------------------------------------------------------


def main_chart(services: Services, sheet: FactSheet, texts: Texts) -> Chart:
    """The fifths of the city where a test tells them apart, else the measures as strips, which are
    found under the number of the first one.
    """
    if sheet.has_fifths:
        pair = (sheet.determinant.outcome, sheet.determinant.factor)
        data = services.gaps.data(*pair, city().home)
        drawn = build_sheet_fifths(data, theme=PRINT_PALETTE, texts=texts)
        words = {"outcome": pair[0], "group": pair[1], "by": city().home.value}
        state = gaps_charts.read(services, words, texts.lang).state
        return addressed(drawn, gaps_charts.address_of(ids.GAP_PATTERNS, state))
    drawn = strips_chart(sheet, texts)
    if not sheet.values or sheet.geography is Geography.OWN:
        return drawn
    return addressed(drawn, paths.of_number(sheet.place_id, sheet.values[0].indicator.id))


def strips_chart(sheet: FactSheet, texts: Texts) -> Chart:
    """The measures of the sheet as dots with intervals."""
    place = say.title_of(sheet, texts)
    key = "chart_city" if sheet.is_city else "chart"
    return build_place_strips(
        sheet.values,
        place=place,
        with_city=not sheet.is_city,
        told=sheet.values[0].indicator.id if sheet.values else "",
        title=texts.t(f"fact_sheets.sheet.{key}", place=place),
        sentence=" ".join(say.facts(sheet, texts)),
        theme=PRINT_PALETTE,
        texts=texts,
    )


def scatter_chart(sheet: FactSheet, texts: Texts) -> Chart:
    """The neighborhoods with the place named; the sentence beside it has the numbers."""
    mark = None
    if sheet.outcome is not None and sheet.factor is not None and say.is_marked(sheet):
        mark = Mark(say.title_of(sheet, texts), sheet.factor.value, sheet.outcome.value)
    return build_sheet_scatter(sheet.explore, mark=mark, theme=PRINT_PALETTE, texts=texts)


def map_figure(services: Services, sheet: FactSheet) -> dict[str, Any]:
    """The city with the place marked."""
    layer = sheet.geography.value
    atlas = services.atlas.of(Layer(layer), sheet.area_id)
    drawn = sheet.geography is Geography.OWN
    return city_map(
        bounds=services.atlas.bounds(Layer.CITY.value),
        city_url=services.atlas.geojson_url(Layer.CITY.value),
        districts=services.atlas.overlays.get("districts"),
        rivers=services.atlas.overlays.get("rivers"),
        place=None if sheet.is_city or drawn else (atlas.geojson_url(layer), sheet.area_id),
        shaded=shaded_areas(sheet.explore, PRINT_PALETTE) if sheet.is_city else None,
        rings=() if sheet.is_city else atlas.rings(layer).get(sheet.area_id, ()),
        theme=PRINT_PALETTE,
    )


def _drawing(
    figure: Mapping[str, Any], *, width_in: float, height_in: float | None = None
) -> Drawing:
    height = None if height_in is None else height_in * PX_PER_INCH
    return Drawing(figure, width_in * PX_PER_INCH, height, LOOK)
