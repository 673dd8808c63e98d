"""Place: the numbers behind its charts, as files and as tables that load when they are opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, no_update

from callbacks.files.downloads import CsvFile, asked_query, csv_answer, csv_text, no_such
from callbacks.routing import page_request
from data.address import understood
from data.atlas.places import find_place, place_named
from data.services import Services
from data.settings import Settings
from layouts import ids
from layouts.charts.file_names import place_name
from layouts.pages.place import page


def place_table(services: Services, settings: Settings, name: str, view: Any) -> Any:
    """The table behind a chart of the place that `view` names; nothing for a tampered view."""
    asked = view if isinstance(view, Mapping) else {}
    place_id = str(asked.get("place"))
    if find_place(services.atlas, place_id) is None:
        return no_update
    query = urlencode({key: str(asked[key]) for key in ("lang", "theme") if asked.get(key)})
    visit = page_request(services, settings, f"{page.PATH}/{place_id}", query)
    data = page.data_of(visit)
    return page.table(data, page.chart(services, data, name, visit), visit.texts)


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Wire the tables, and add the download routes to the server below the base path."""
    for name in (ids.SPINE, ids.EXPECTED):
        _register_table(app, services, settings, name)
    _register_downloads(app, services, settings)


def _register_table(app: Dash, services: Services, settings: Settings, name: str) -> None:
    @app.callback(
        Output(ids.chart(name).table, "children"),
        Input(ids.chart(name).table_open, "data"),
        State(ids.PLACE_STORE, "data"),
        prevent_initial_call=True,
    )
    def _table(is_open: bool | None, view: Any) -> Any:
        return place_table(services, settings, name, view) if is_open else no_update


def place_file(
    services: Services, settings: Settings, place_id: str, chart: str, query: str
) -> CsvFile | None:
    """Numbers behind a chart of a place; None where there is no such place or chart."""
    name, place = understood(chart, ids.PLACE_CHARTS), place_named(services.atlas, place_id)
    if name is None or place is None:
        return None
    visit = page_request(services, settings, f"{page.PATH}/{place}", query)
    built = page.chart(services, page.data_of(visit), name, visit)
    return CsvFile(place_name(place, name, visit.texts.lang), csv_text(built))


def _register_downloads(app: Dash, services: Services, settings: Settings) -> None:
    base = settings.base_path.rstrip("/")

    def place_csv(place_id: str, chart: str) -> Any:
        if place_named(services.atlas, place_id) is None:
            return no_such(settings, "place", place_id)
        found = place_file(services, settings, place_id, chart, asked_query())
        return no_such(settings, "chart", chart) if found is None else csv_answer(found)

    app.server.add_url_rule(
        f"{base}/download/place/<place_id>/<chart>.csv", "place_csv", place_csv, methods=["GET"]
    )
