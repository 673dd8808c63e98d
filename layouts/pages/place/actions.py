"""What can be done with a place, last on its page: share, fact sheet, slides, cite, compare."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.catalogue.determinants import determinants
from data.compare.state import compare_query
from data.decks.deck import ready_decks
from data.models import Geography
from data.place.person import lead_value
from data.place.results import PlaceData
from layouts import ids, paths
from layouts.components.attributes import aria
from layouts.components.controls import button, link_button
from layouts.figures.place.measures import measures
from layouts.pages.place.cite import cite
from layouts.request import PageRequest


def actions(request: PageRequest, data: PlaceData) -> Component:
    """At most five, in the order in which people ask for them."""
    t, place_id = request.texts.t, data.area.place_id
    whole = data.geography is Geography.CITY
    found: list[Component | None] = [_share(request)]
    if "fact_sheets" in request.pages:
        href = request.link(f"{paths.FACT_SHEETS}?place={place_id}")
        found.append(link_button(label=t("place.actions.sheet"), href=href, kind="solid"))
    if "present" in request.pages and measures(data):
        deck, place = ("gap", "") if whole else ("neighborhood", f"&place={place_id}")
        if deck in ready_decks():
            href = request.link(f"{paths.PRESENT}?ready={deck}{place}")
            found.append(link_button(label=t("place.actions.present"), href=href))
    if (led := lead_value(data)) is not None:
        found.append(cite(request, data, led, class_name="button button--plain"))
    if "compare" in request.pages and not whole:
        href = request.link(paths.COMPARE + compare_query([place_id]))
        found.append(link_button(label=t("place.actions.compare"), href=href))
    found.append(html.Span(id=ids.SHARE_STATUS, className="place__status", role="status"))
    return html.Div(
        found, className="place__actions", role="group", **aria(label=t("place.actions.label"))
    )


def _share(request: PageRequest) -> Component:
    """A button that copies the address of the page."""
    t = request.texts.t
    told = {
        "share": "true",
        "copied": t("place.actions.copied"),
        "failed": t("place.actions.copy_failed"),
    }
    return button(
        id="share", label=t("place.actions.share"), described_by=ids.SHARE_STATUS, data=told
    )


def sheets(request: PageRequest, data: PlaceData) -> Component | None:
    """A link to each fact sheet of the place, where it can be seen before it is printed."""
    if "fact_sheets" not in request.pages:
        return None
    lang, place = request.texts.lang, data.area.place_id
    links = [
        html.Li(
            html.A(
                entry.title.get(lang),
                href=request.link(f"{paths.FACT_SHEETS}?determinant={entry.id}&place={place}"),
            )
        )
        for entry in determinants().values()
    ]
    return html.Ul(
        links, className="place__way-list", **aria(label=request.texts.t("place.sheets"))
    )
