"""The button "Use my location": the browser finds the place by itself (search/location.js)."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from layouts import paths
from layouts.components.controls import button
from layouts.request import PageRequest

# What the button says while it looks, outside of the city, and where there is no position.
LOCATION_SAID = ("searching", "outside", "unavailable")


def location_words(request: PageRequest) -> dict[str, str]:
    """The outlines in which the browser looks, of which places they are, and LOCATION_SAID."""
    t = request.texts.t
    return {
        "boundaries": request.services.atlas.geojson_url(city().home.value),
        "geography": city().home.value,
        "searching": t("explore.locate.searching"),
        "outside": t("explore.locate.outside"),
        "unavailable": t("places.page.no_location"),
    }


def my_location(
    *, request: PageRequest, id: str, kind: str = "solid", lead: str | None = None
) -> Component:
    """The button, which opens the page of the place where the visitor is, and its status.

    `lead` stands before it where the page does not say what it is for.
    """
    status = f"{id}-status"
    opened = request.link(paths.of_place(paths.PLACE_MARK))
    return html.Div(
        [
            *([html.Span(lead)] if lead else []),
            button(
                id=id,
                label=request.texts.t("explore.locate.button"),
                kind=kind,
                described_by=status,
                data={"locate": "true", "open": opened, **location_words(request)},
            ),
            html.P(id=status, role="status"),
        ],
        className="my-location",
    )
