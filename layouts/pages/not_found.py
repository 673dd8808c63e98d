"""What an unknown address shows: what happened and where to go on."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.pages.request import PageRequest


def build(request: PageRequest) -> Component:
    """The page; the server answers it with status 404."""
    t = request.texts.t
    return html.Div(
        [
            html.H1(t("pages.not_found.title")),
            html.P(t("pages.not_found.explanation"), className="lead"),
            html.P(html.A(t("pages.not_found.home"), href=request.link("/"))),
        ],
        className="prose",
    )
