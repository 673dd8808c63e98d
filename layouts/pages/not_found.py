"""What an unknown address shows: what happened, which places it may have meant, where to go on."""

from __future__ import annotations

from urllib.parse import unquote

from dash import html
from dash.development.base_component import Component

from data.search.match import MAX_QUERY_CHARS
from layouts import ids, paths
from layouts.components.place_links import place_links
from layouts.components.place_search import place_search
from layouts.request import PageRequest


def build(request: PageRequest) -> Component:
    """The page; the server answers it with status 404."""
    t = request.texts.t
    path = unquote(request.pathname)
    of_place = path == paths.PLACE or path.startswith(f"{paths.PLACE}/")
    explanation = "places.lost.explanation" if of_place else "pages.not_found.explanation"
    return html.Div(
        [
            html.H1(t("pages.not_found.title")),
            html.P(t(explanation), className="lead"),
            place_search(request=request, id=ids.LOST_SEARCH),
            *_closest(request, path.removeprefix(paths.PLACE) if of_place else path),
            html.P(
                [
                    html.A(t("places.lost.all"), href=request.link(paths.PLACES)),
                    " · ",
                    html.A(t("pages.not_found.home"), href=request.link("/")),
                ]
            ),
        ],
        className="prose",
    )


def _closest(request: PageRequest, address: str) -> list[Component]:
    """Places whose name or number the address resembles; none is no reason to show any."""
    # /zip/64130 is as good an attempt as zip-64130
    written = address.strip("/")[:MAX_QUERY_CHARS].replace("/", "-")
    places = request.services.place_index.closest(written)
    if not places:
        return []
    return [html.H2(request.texts.t("places.lost.closest")), place_links(request, places)]
