"""The part of the app that never changes: the address, the stores, and the shell's place."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from layouts import ids


def build() -> Component:
    """Address and stores around an empty shell, which the routing callback fills."""
    return html.Div(
        [
            # `callback-nav`: a callback may write the address it listens to without a reload
            dcc.Location(id=ids.LOCATION, refresh="callback-nav"),
            html.Div(id=ids.FAILURE, role="alert"),
            html.Div(id=ids.SHELL),
        ]
    )
