"""The visitor's own stories: written, kept and printed by the browser; nothing is ever sent."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.request import PageRequest


def section(request: PageRequest) -> Component:
    """What stays in the browser; assets/clientside/stories/own.js draws the form and the list."""
    t = request.texts.t
    return html.Section(
        [
            html.H2(t("stories.own_title"), id="own"),
            html.P(t("stories.own")),
            html.Noscript(html.P(t("stories.own_noscript"))),
        ]
    )
