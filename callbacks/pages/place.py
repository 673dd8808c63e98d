"""Place: charts and tables of its folded parts, when they are opened."""

from __future__ import annotations

import os
from collections.abc import Mapping
from threading import Timer
from typing import Any
from urllib.parse import urlencode
from weakref import ref

from dash import Dash, Input, Output, State, no_update

from callbacks.room import life
from callbacks.routing import page_request
from callbacks.server.heavy import warm_in_makers
from data.atlas.atlas import Atlas
from data.atlas.places import find_place
from data.services import Services
from data.settings import Settings
from layouts import ids, paths
from layouts.charts.place import build_chart
from layouts.components.later import register_later
from layouts.pages.place import page
from layouts.theme import palette

WARM_SECONDS = 1.5  # a worker answers its first visitors first


def place_table(services: Services, settings: Settings, name: str, view: Any) -> Any:
    """The table behind a chart of the place that `view` names; nothing for a tampered view."""
    asked = view if isinstance(view, Mapping) else {}
    place_id = str(asked.get("place"))
    if find_place(services.atlas, place_id) is None:
        return no_update
    query = urlencode({key: str(asked[key]) for key in ("lang", "theme") if asked.get(key)})
    visit = page_request(services, settings, f"{paths.PLACE}/{place_id}", query)
    data, theme = page.data_of(visit), palette(visit.theme.value)
    chart = build_chart(services, data, name, theme=theme, texts=visit.texts)
    return no_update if chart is None else page.table(visit, data, chart)


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Wire the charts and the tables.

    Workers read what areas are drawn on before anybody draws one.
    """
    register_later(app, ids.PLACE_CHARTS)
    _warm_in_workers(services.atlas)
    warm_in_makers(app.server, lambda _number: services.atlas.own_ground.warm())
    for name in (ids.SPINE, ids.EXPECTED, ids.BESIDE):
        _register_table(app, services, settings, name)


def _warm_in_workers(atlas: Atlas) -> None:
    found = ref(atlas)

    def warm() -> None:
        if life.current() is None and (known := found()) is not None:
            starting = Timer(WARM_SECONDS, known.own_ground.warm)
            starting.daemon = True
            starting.start()

    os.register_at_fork(after_in_child=warm)


def _register_table(app: Dash, services: Services, settings: Settings, name: str) -> None:
    @app.callback(
        Output(ids.chart(name).table, "children"),
        Input(ids.chart(name).table_open, "data"),
        State(ids.PLACE_STORE, "data"),
        prevent_initial_call=True,
    )
    def _table(is_open: bool | None, view: Any) -> Any:
        return place_table(services, settings, name, view) if is_open else no_update
