"""A chart inside a closed fold: its figure is there, and drawn when the fold opens.

Drawing five charts that nobody sees yet costs a phone seconds before its first tap. The holder
carries the graph as JSON; assets/clientside/shared/later.js hands it to Dash once it is asked for,
and paper draws it from there (assets/clientside/place/print.js).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder  # type: ignore[import-untyped]

from data.locale import Texts
from layouts import ids
from layouts.components.attributes import data
from layouts.components.chart_card import graph, graph_style, pictured


def graph_later(*, texts: Texts, chart: str, figure: Mapping[str, Any]) -> Component:
    """As high as its figure from the start, so that nothing moves when it is drawn."""
    made: Any = graph(texts=texts, chart=chart, figure=figure, scrolls=True)
    holder = html.Div(
        id=ids.chart(chart).later,
        className="chart-card__later",
        style=graph_style(height_px=figure.get("layout", {}).get("height")),
        **data(graph=json.dumps(made.to_plotly_json(), cls=PlotlyJSONEncoder, ensure_ascii=False)),
    )
    return pictured(holder, figure)


def is_open(chart: str) -> Component:
    """What knows whether the fold around a chart is open: `loads` of that fold."""
    return dcc.Store(id=ids.chart(chart).is_open, data=False)


def register_later(app: Dash, charts: tuple[str, ...]) -> None:
    """Draw each of `charts` when its fold opens for the first time."""
    for chart in charts:
        card = ids.chart(chart)
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("later", "draw"),
            Output(card.later, "children"),
            Input(card.is_open, "data"),
            State(card.later, "id"),
            prevent_initial_call=True,
        )
