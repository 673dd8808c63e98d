"""The part of the app that never changes: the address, the stores, and the shell's place."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from layouts import ids


def build(page: Component | None = None) -> Component:
    """Address and stores around the shell, which the routing callback fills with the page."""
    return html.Div(
        [
            # `callback-nav`: a callback may write the address it listens to without a reload
            dcc.Location(id=ids.LOCATION, refresh="callback-nav"),
            html.Div(id=ids.FAILURE, role="alert"),
            html.Div(page, id=ids.SHELL),
        ]
    )
