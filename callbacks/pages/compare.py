"""Compare: the address is the state. The browser writes it, one callback redraws the page.

Nothing listens to the controls on the server: each of them changes the address
(assets/clientside/compare/page.js), so Back and a shared link come for free.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, no_update

from callbacks.routing import page_request
from data.services import Services
from data.settings import Settings
from layouts import ids, paths
from layouts.charts.compare import parsed as parsed_by
from layouts.components.controls import markup_of
from layouts.pages.compare import page

OUTPUTS = 8


def redraw(
    services: Services, settings: Settings, query: str | None, shown: str | None
) -> tuple[Any, ...]:
    """The page for a new address; only the notices where it is already drawn.

    Returns (head, places, controls, sources, rows, query, field, notices).
    """
    visit = page_request(services, settings, paths.COMPARE, query or "")
    parsed = parsed_by(services, visit.query, settings.default_language)
    said = page.notices(parsed, visit)
    if parsed.state.to_query() == shown:
        return (*(no_update,) * (OUTPUTS - 1), said)
    return (*page.drawn(visit, parsed), said)


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Wire the page."""

    @app.callback(
        Output(ids.COMPARE_HEAD, "children"),
        Output(ids.COMPARE_PLACES, "children"),
        Output(ids.COMPARE_CONTROLS, "children"),
        Output(ids.COMPARE_SOURCES, "children"),
        Output(ids.COMPARE_ROWS, "data-html"),
        Output(ids.COMPARE_SHOWN, "data"),
        Output(*markup_of(ids.COMPARE_ADD)),
        Output(ids.COMPARE_NOTICES, "children"),
        Input(ids.COMPARE_LOCATION, "search"),
        State(ids.COMPARE_SHOWN, "data"),
        prevent_initial_call=True,
    )
    def _redraw(query: str | None, shown: str | None) -> tuple[Any, ...]:
        return redraw(services, settings, query, shown)
