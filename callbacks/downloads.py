"""Files behind the charts, each at an address of its own."""

from __future__ import annotations

import csv
import io
from typing import Any

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


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the download routes to the server below the base path."""
    base = settings.base_path.rstrip("/")

    def explore_csv(chart: str) -> Any:
        if chart not in ids.CHARTS:
            abort(404)
        query = request.query_string.decode("utf-8", "replace")
        state = from_query(services, settings, query).state
        built = explore_charts.build(services, state, chart)
        name = f"kansas-city-{chart}-{state.outcome}-{state.factor}-{state.by.value}"
        return csv_response(csv_text(built), name.replace("_", "-"))

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
