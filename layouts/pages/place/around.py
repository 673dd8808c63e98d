"""Inside and around: what lies next to a place, and the ways from it to others."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.models import Geography
from data.place.results import PlaceData
from data.place.sentences import place_title
from layouts import paths
from layouts.components.attributes import aria
from layouts.pages.place import inside as place_inside
from layouts.pages.place.headline import title_of
from layouts.request import PageRequest


def inside_and_around(request: PageRequest, data: PlaceData) -> Component:
    """The places inside it and what it lies in; those next to it, and the ways to all others."""
    inside = place_inside.inside(request, data)
    parts = [
        html.H2(request.texts.t("place.around_here.title"), id="around")
        if inside is None
        else inside,
        _neighbors(request, data) if data.neighbors else None,
        _ways(request, data),
    ]
    return html.Section(parts, className="place__part place__inside")


def _neighbors(request: PageRequest, data: PlaceData) -> Component:
    texts = request.texts
    links = [
        html.Li(
            html.A(
                place_title(link.name, link.area_id, data.geography, texts),
                href=request.link(paths.of_place(link.place_id)),
            )
        )
        for link in data.neighbors
    ]
    head = html.Span(texts.t("place.map.neighbors"), id="neighbors", className="place__way-head")
    return html.Div(
        [head, html.Ul(links, className="place__way-list", **aria(labelledby="neighbors"))],
        className="neighbors place__way",
    )


def _ways(request: PageRequest, data: PlaceData) -> Component:
    t = request.texts.t
    steps: list[Component] = []
    if "places" in request.pages:
        steps.append(html.Li(html.A(t("place.all_places"), href=request.link(paths.PLACES))))
    kind = t(f"place.kind.{data.geography.value}")
    if data.geography is Geography.OWN:
        steps.append(html.Li(html.A(kind, href=request.link(paths.OWN))))
    elif data.geography is not Geography.CITY:
        explore = f"{paths.EXPLORE}?by={data.geography.value}"
        steps.append(html.Li(html.A(kind, href=request.link(explore))))
        here = request.link(f"{explore}&places={data.area.place_id}")
        steps.append(html.Li(html.A(t("place.actions.map"), href=here)))
    steps.append(html.Li(title_of(request, data), **aria(current="page")))
    return html.Nav(html.Ol(steps), className="breadcrumb", **aria(label=t("place.breadcrumb")))
