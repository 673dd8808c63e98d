"""Compare: the address is the state. The browser writes it, one callback redraws the page.

Nothing listens to the controls on the server: each of them changes the address
(assets/clientside/compare.js), so Back and a shared link come for free.
"""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.files.downloads import (
    CsvFile,
    asked_query,
    asked_texts,
    csv_response,
    csv_text,
    no_such_file,
    refusal,
)
from callbacks.routing import page_request
from data.compare.state import COMPARE_PATH
from data.services import Services
from data.settings import Settings
from layouts import ids
from layouts.charts.compare import compared
from layouts.charts.file_names import compare_name
from layouts.figures.compare.measures import compare_chart
from layouts.pages.compare import page
from layouts.pages.compare.parts import CSV_PATH

OUTPUTS = 8


def redraw(
    services: Services, settings: Settings, query: str | None, shown: str | None
) -> tuple[Any, ...]:
    """The page for a new address; only the notices where it is already drawn.

    Returns (head, places, controls, sources, figure, query, full, notices).
    """
    visit = page_request(services, settings, COMPARE_PATH, query or "")
    parsed = page.parse(services, visit.query, settings.default_language)
    said = page.notices(parsed, visit)
    if parsed.state.to_query() == shown:
        return (*(no_update,) * (OUTPUTS - 1), said)
    return (*page.drawn(visit, parsed), said)


def compare_file(services: Services, chart: str, query: str) -> CsvFile | None:
    """The rows that a slide of Compare shows; None where there is no such slide."""
    found = compared(services, chart, query)
    if found is None:
        return None
    return CsvFile(compare_name(found.state, found.measure), csv_text(compare_chart(found)))


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Wire the page and its download."""

    @app.callback(
        Output(ids.COMPARE_HEAD, "children"),
        Output(ids.COMPARE_PLACES, "children"),
        Output(ids.COMPARE_CONTROLS, "children"),
        Output(ids.COMPARE_SOURCES, "children"),
        Output(ids.COMPARE_STORE, "data"),
        Output(ids.COMPARE_SHOWN, "data"),
        Output(ids.COMPARE_ADD, "disabled"),
        Output(ids.COMPARE_NOTICES, "children"),
        Input(ids.COMPARE_LOCATION, "search"),
        State(ids.COMPARE_SHOWN, "data"),
        prevent_initial_call=True,
    )
    def _redraw(query: str | None, shown: str | None) -> tuple[Any, ...]:
        return redraw(services, settings, query, shown)

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("compare", "draw"),
        # an output of its own: without one Dash would not call it for a page that has just come
        Output(ids.COMPARE_ROWS, "data-groups"),
        Input(ids.COMPARE_STORE, "data"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("compare", "add"),
        Input(ids.COMPARE_ADD, "value"),
        prevent_initial_call=True,
    )
    _register_download(app, services, settings)


def _register_download(app: Dash, services: Services, settings: Settings) -> None:
    def compare_csv() -> Any:
        parsed = page.parse(services, asked_query(), settings.default_language)
        spoken = asked_texts(settings)
        refused = refusal(services, settings, parsed.notices, spoken)
        chart = page.chart_of(services, parsed.state)
        if refused is not None or chart is None:
            return refused or no_such_file(settings, spoken.t("files.few_places"), spoken)
        return csv_response(csv_text(chart), compare_name(parsed.state))

    base = settings.base_path.rstrip("/")
    app.server.add_url_rule(f"{base}{CSV_PATH}", "compare_csv", compare_csv, methods=["GET"])
