"""Tables behind the charts and of every indicator, each at an address of its own."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import Dash
from flask import Response

from callbacks.files.csv_answers import (
    CsvFile,
    asked_query,
    asked_texts,
    csv_answer,
    csv_text,
    no_such,
    no_such_file,
    refusal,
)
from data.address import query_parameters, understood
from data.atlas.places import place_named
from data.cities.city import city
from data.decks.deck import COMPARE, PLACE, View
from data.files.estimate_table import estimate_csv
from data.files.names import file_name
from data.models import Geography
from data.numbers.published_table import published_csv
from data.place.inside import measures_inside
from data.plan.tables import aims_csv, decisions_csv
from data.services import Services
from data.settings import Settings
from layouts import ids
from layouts.charts import compare as compare_charts
from layouts.charts.entries import Asked
from layouts.charts.file_names import compare_name
from layouts.charts.place import inside_file
from layouts.charts.registry import PAGES, asked_by, charts_of
from layouts.pages.compare import page as compare_page
from layouts.pages.compare.parts import CSV_PATH
from layouts.pages.data.measures import ESTIMATES_PATH, PUBLISHED_PATH
from layouts.pages.plan.log import CSV_PATH as DECISIONS_PATH
from layouts.pages.plan.page import AIMS_PATH


def chart_file(services: Services, page: str, asked: Asked) -> CsvFile | None:
    """Numbers behind a chart of a page; None where the address has no such chart."""
    found = PAGES[page].file(services, asked)
    return None if found is None else CsvFile(found.name, csv_text(found.chart))


def view_file(services: Services, view: View, lang: str) -> CsvFile | None:
    """What the download below the chart gives for the view of a slide; None where it gives none.

    Compare gives the rows of the slide: its page has all of them in one file.
    """
    charts = charts_of(view.page)
    if charts is None or view.chart not in charts.entries:
        return None
    return chart_file(services, charts.page, asked_by(view, lang))


def estimates_file(
    services: Services, settings: Settings, written: str, by: str
) -> CsvFile | Response:
    """Every estimate of an indicator by one kind of place, or words that say what there is not."""
    spoken = asked_texts(settings)
    found = understood(written, services.atlas.catalogue.indicators)
    if found is None:
        return no_such(settings, "indicator", written, spoken)
    indicator = services.atlas.catalogue.indicators[found]
    geography = understood(by, frozenset(g.value for g in indicator.geographies))
    if geography is None:
        return no_such(settings, "geography", by, spoken)
    layer = indicator.layer_of(Geography(geography))
    source = services.atlas.catalogue.source_of(indicator)
    text = estimate_csv(services.atlas.repository, indicator, source, layer, spoken)
    name = file_name("estimates", indicator.id, indicator.years, geography, lang=spoken.lang)
    return CsvFile(name, text)


def published_file(services: Services, settings: Settings, written: str) -> CsvFile | Response:
    """Every value of a published measure, or words that say what there is not."""
    spoken = asked_texts(settings)
    found = understood(written, {measure.id for measure in services.published.measures})
    if found is None:
        return no_such(settings, "indicator", written, spoken)
    text = published_csv(services.published.estimates(found), spoken)
    return CsvFile(file_name("published", found, lang=spoken.lang), text)


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the download routes to the server below the base path."""
    base = settings.base_path.rstrip("/")

    def answer(page: str, chart: str, place: str = "") -> Any:
        spoken = asked_texts(settings)
        name = understood(chart, PAGES[page].entries)
        if name is None:
            return no_such(settings, "chart", chart, spoken)
        asked = Asked(name, asked_query(), place, settings.default_language)
        refused = refusal(services, settings, PAGES[page].notices(services, asked), spoken)
        if refused is not None:
            return refused
        found = chart_file(services, page, asked)
        return no_such(settings, "chart", chart, spoken) if found is None else csv_answer(found)

    def place_csv(place_id: str, chart: str) -> Any:
        place = place_named(services.atlas, place_id)
        if place is None:
            return no_such(settings, "place", place_id)
        return answer(PLACE, chart, place)

    def inside_csv(place_id: str) -> Any:
        place = place_named(services.atlas, place_id)
        if place is None:
            return no_such(settings, "place", place_id)
        written = query_parameters(asked_query()).get("measure", city().life_expectancy)
        measure = understood(written, measures_inside(services.atlas))
        if measure is None:
            return no_such(settings, "indicator", written)
        found = inside_file(services, place, measure, asked_texts(settings))
        if found is None:
            return no_such(settings, "chart", ids.INSIDE)
        return csv_answer(CsvFile(found.name, csv_text(found.chart)))

    def compare_csv() -> Any:
        spoken = asked_texts(settings)
        parsed = compare_charts.parsed(services, asked_query(), settings.default_language)
        refused = refusal(services, settings, parsed.notices, spoken)
        chart = compare_page.chart_of(services, parsed.state)
        if refused is not None or chart is None:
            return refused or no_such_file(settings, spoken.t("files.few_places"), spoken)
        return csv_answer(CsvFile(compare_name(parsed.state), csv_text(chart)))

    def estimates_csv(indicator_id: str, by: str) -> Any:
        found = estimates_file(services, settings, indicator_id, by)
        return csv_answer(found) if isinstance(found, CsvFile) else found

    def aims_answer() -> Any:
        data, spoken = services.plan.data, asked_texts(settings)
        if data is None:
            return no_such(settings, "chart", "plan", spoken)
        name = file_name("plan", "aims", lang=spoken.lang)
        return csv_answer(CsvFile(name, aims_csv(data, spoken)))

    def decisions_answer() -> Any:
        log, spoken = services.plan.log, asked_texts(settings)
        if services.plan.data is None:
            return no_such(settings, "chart", "decisions", spoken)
        parsed = log.parsed(asked_query(), default_lang=settings.default_language)
        refused = refusal(services, settings, parsed.notices, spoken)
        if refused is not None:
            return refused
        name = file_name("plan", "decisions", *parsed.state.chosen, lang=spoken.lang)
        text = decisions_csv(log.chosen(parsed.state), log, spoken)
        return csv_answer(CsvFile(name, text))

    def published_answer(measure_id: str) -> Any:
        found = published_file(services, settings, measure_id)
        return csv_answer(found) if isinstance(found, CsvFile) else found

    for address, name, view in (
        *(
            (f"/download/{page}/<chart>.csv", f"{page}_csv", partial(answer, page))
            for page in PAGES.keys() - {PLACE, COMPARE}
        ),
        ("/download/place/<place_id>/<chart>.csv", "place_csv", place_csv),
        (f"/download/place/<place_id>/{ids.INSIDE}.csv", "inside_csv", inside_csv),
        (CSV_PATH, "compare_csv", compare_csv),
        (f"{ESTIMATES_PATH}/<indicator_id>/<by>.csv", "estimates_csv", estimates_csv),
        (f"{PUBLISHED_PATH}/<measure_id>.csv", "published_csv", published_answer),
        (AIMS_PATH, "plan_aims_csv", aims_answer),
        (DECISIONS_PATH, "plan_decisions_csv", decisions_answer),
    ):
        app.server.add_url_rule(f"{base}{address}", name, view, methods=["GET"])
