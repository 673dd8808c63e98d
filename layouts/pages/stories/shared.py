"""Shared stories: where this site collects none, it says so."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.request import PageRequest


def section(request: PageRequest) -> Component:
    """What can be shared here."""
    t = request.texts.t
    return html.Section(
        [html.H2(t("stories.shared_title"), id="shared"), html.P(t("stories.shared_off"))]
    )
