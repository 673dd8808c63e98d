"""The card on paper: a plain form that asks for a PDF, before any script has loaded."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts import paths
from layouts.request import PageRequest


def section(request: PageRequest) -> Component:
    """What the card is, and the form that makes it."""
    t = request.texts.t
    return html.Section(
        [
            html.H2(t("stories.paper_title"), id="paper"),
            html.P(t("stories.paper")),
            html.P(t("stories.paper_kept")),
            html.P(
                [
                    t("stories.paper_more"),
                    " ",
                    html.A(t("stories.paper_slides"), href=request.link(paths.PRESENT)),
                ]
            ),
        ]
    )
