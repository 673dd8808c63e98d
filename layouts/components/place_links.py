"""Links to places."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.search.index import Place
from layouts import paths
from layouts.request import PageRequest


def place_links(request: PageRequest, places: Sequence[Place]) -> Component:
    """Links to places of any kind, each with the word for its kind."""
    return html.Ul(
        [
            html.Li(
                [
                    place_link(request, place),
                    " ",
                    html.Span(
                        request.texts.t(f"places.kind.{place.geography.value}"),
                        className="places__people",
                    ),
                ]
            )
            for place in places
        ],
        className="places__found",
    )


def place_link(request: PageRequest, place: Place) -> Component:
    """Link to the page of a place."""
    name = place.names[request.texts.lang]
    return html.A(name, href=request.link(paths.of_place(place.place_id)), className="places__link")
