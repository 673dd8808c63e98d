"""Files behind the charts, each at an address of its own."""

from __future__ import annotations

import csv
import io
from typing import Any, NamedTuple

from dash import Dash
from flask import Response, abort, request

from callbacks.explore import from_query
from data.estimate_table import estimate_table, layer_of
from data.models import Geography
from data.services import Services
from data.settings import Settings
from layouts import ids
from layouts.figures.chart import Chart
from layouts.pages import explore_charts
from layouts.pages.data_page import ESTIMATES_PATH


class CsvFile(NamedTuple):
    """A download: its name without ending, and its text."""

    name: str
    text: str


def csv_text(chart: Chart) -> str:
    """The chart's rows as CSV, numbers unrounded."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(chart.csv_columns)
    writer.writerows(chart.csv_rows)
    return buffer.getvalue()


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


def explore_file(services: Services, settings: Settings, chart: str, query: str) -> CsvFile | None:
    """Numbers behind a chart of Explore at an address; None if there is no such chart."""
    if chart not in ids.CHARTS:
        return None
    state = from_query(services, settings, query).state
    built = explore_charts.build(services, state, chart)
    name = f"kansas-city-{chart}-{state.outcome}-{state.factor}-{state.by.value}"
    return CsvFile(name.replace("_", "-"), csv_text(built))


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the download routes to the server below the base path."""
    base = settings.base_path.rstrip("/")

    def explore_csv(chart: str) -> Any:
        query = request.query_string.decode("utf-8", "replace")
        return csv_answer(explore_file(services, settings, chart, query))

    def estimates_csv(indicator_id: str, by: str) -> Any:
        indicator = services.catalogue.indicators.get(indicator_id)
        layer = layer_of(indicator, Geography(by)) if indicator and by in set(Geography) else None
        if indicator is None or layer is None:
            abort(404)
        table = estimate_table(services.repository, indicator, layer)
        text = table.to_csv(index=False, lineterminator="\r\n")
        return csv_response(text, f"kansas-city-{indicator_id}-{by}".replace("_", "-"))

    for address, view in (
        ("/download/explore/<chart>.csv", explore_csv),
        (f"{ESTIMATES_PATH}/<indicator_id>/<by>.csv", estimates_csv),
    ):
        app.server.add_url_rule(f"{base}{address}", view.__name__, view, methods=["GET"])
