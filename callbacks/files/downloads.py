"""Files behind the charts, each at an address of its own."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, NamedTuple

from dash import Dash
from flask import Response, abort, request

from callbacks.pages.explore import from_query
from data.address import Notice, language_of, query_parameters, understood
from data.files import csv_file
from data.files.estimate_table import estimate_csv, layer_of
from data.files.names import file_name
from data.locale import Texts, texts
from data.models import Geography
from data.sentences.notices import notice_text
from data.services import Services
from data.settings import Settings
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.charts.file_names import explore_name
from layouts.figures.chart import Chart
from layouts.pages.data_page import ESTIMATES_PATH
from layouts.pages.fact_sheets import problem_page

# Notices about what a file would hold. With another theme or map it holds the same.
_OF_CONTENT = frozenset(
    {
        "unknown_outcome", "unknown_factor", "unknown_by", "geography_without_outcome",
        "unknown_places", "unknown_group", "group_without_outcome", "places_without_group",
        "unknown_place", "unknown_baseline",
    }
)  # fmt: skip


class CsvFile(NamedTuple):
    """A download: its name without ending, and its text."""

    name: str
    text: str


def csv_text(chart: Chart) -> str:
    """The chart's rows as CSV."""
    return csv_file.csv_text(chart.csv_columns, chart.csv_rows, chart.csv_shared)


def csv_response(text: str, name: str) -> Response:
    """A download. The byte order mark lets spreadsheets read accents."""
    response = Response("\ufeff" + text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def csv_answer(found: CsvFile | None) -> Response:
    """The download, or 404 where there is no such chart."""
    if found is None:
        abort(404)
    return csv_response(found.text, found.name)


def asked_query() -> str:
    """The query of the request that is being answered."""
    return request.query_string.decode("utf-8", "replace")


def asked_texts(settings: Settings) -> Texts:
    """Texts in the language of the request."""
    lang = language_of(query_parameters(asked_query()).get("lang", ""))
    return texts(lang or settings.default_language)


def refusal(
    services: Services, settings: Settings, notices: Iterable[Notice], spoken: Texts
) -> Response | None:
    """404 in words where the address names something that there is not; None where all is known.

    A page falls back to something near; a file that did so would hold other numbers than its
    address says.
    """
    said = [
        notice_text(services.atlas, notice, spoken, key=f"files.{kind}")
        for notice in notices
        if (kind := notice.key.rpartition(".")[2]) in _OF_CONTENT
    ]
    return no_such_file(settings, " ".join(said), spoken) if said else None


def no_such_file(settings: Settings, message: str, spoken: Texts) -> Response:
    """A small page that says what is not there and where all files are listed."""
    body = problem_page(
        texts=spoken,
        title=spoken.t("files.title"),
        message=message,
        home=f"{settings.base_path.rstrip('/')}/data?lang={spoken.lang}",
        help_key="files.help",
        home_key="pages.data.title",
    )
    response = Response(body, HTTPStatus.NOT_FOUND, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def no_such(settings: Settings, kind: str, written: str, spoken: Texts | None = None) -> Response:
    """404 for one word of an address: `kind` is `chart`, `place`, `indicator` or `geography`."""
    said = spoken or asked_texts(settings)
    return no_such_file(settings, said.t(f"files.no_{kind}", value=written[:60]), said)


def explore_file(services: Services, settings: Settings, chart: str, query: str) -> CsvFile | None:
    """Numbers behind a chart of Explore at an address; None if there is no such chart."""
    name = understood(chart, ids.CHARTS)
    if name is None:
        return None
    state = from_query(services, settings, query).state
    built = explore_charts.build(services, state, name)
    return CsvFile(explore_name(services, state, name), csv_text(built))


def estimates_file(
    services: Services, settings: Settings, written: str, by: str
) -> CsvFile | Response:
    """Every estimate of an indicator by one kind of place, or words that say what there is not."""
    spoken = asked_texts(settings)
    found = understood(written, services.atlas.catalogue.indicators)
    if found is None:
        return no_such(settings, "indicator", written, spoken)
    geography = understood(by, frozenset(g.value for g in Geography))
    indicator = services.atlas.catalogue.indicators[found]
    layer = None if geography is None else layer_of(indicator, Geography(geography))
    if layer is None or geography is None:
        return no_such(settings, "geography", by, spoken)
    source = services.atlas.catalogue.source_of(indicator)
    text = estimate_csv(services.atlas.repository, indicator, source, layer, spoken)
    name = file_name("estimates", indicator.id, indicator.years, geography, lang=spoken.lang)
    return CsvFile(name, text)


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the download routes to the server below the base path."""
    base = settings.base_path.rstrip("/")

    def explore_csv(chart: str) -> Any:
        query, spoken = asked_query(), asked_texts(settings)
        refused = refusal(services, settings, from_query(services, settings, query).notices, spoken)
        if understood(chart, ids.CHARTS) is None:
            refused = no_such(settings, "chart", chart, spoken)
        return refused or csv_answer(explore_file(services, settings, chart, query))

    def estimates_csv(indicator_id: str, by: str) -> Any:
        found = estimates_file(services, settings, indicator_id, by)
        return csv_answer(found) if isinstance(found, CsvFile) else found

    for address, view in (
        ("/download/explore/<chart>.csv", explore_csv),
        (f"{ESTIMATES_PATH}/<indicator_id>/<by>.csv", estimates_csv),
    ):
        app.server.add_url_rule(f"{base}{address}", view.__name__, view, methods=["GET"])
