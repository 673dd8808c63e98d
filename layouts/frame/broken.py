"""What stands where a page could not be made: words, and two ways on. It needs no data."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from layouts.request import Link


def broken(texts: Texts, message: str, link: Link) -> Component:
    """The page of a failure, for a document that never lives; `message` says what happened."""
    ways_on: list[Component | str] = [
        html.A(texts.t("network.reload"), href=""),  # an empty address is the page's own
        " · ",
        html.A(texts.t("pages.not_found.home"), href=link("/")),
    ]
    content = [
        html.H1(texts.t("shell.broken.title")),
        html.P(message, className="lead"),
        html.P(ways_on),
    ]
    return html.Main(html.Div(content, className="prose"), className="main")
