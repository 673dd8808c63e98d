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
from data.place.sentences import limits_of
from data.sentences.words import quantity, short_name
from layouts import ids, paths
from layouts.components.attributes import aria
from layouts.components.attributes import data as data_attributes
from layouts.components.controls import button, fold, link_button
from layouts.figures.place.measures import measures
from layouts.pages.place.headline import title_of
from layouts.request import PageRequest

_CITED = "place-cited"


def actions(request: PageRequest, data: PlaceData) -> Component:
    """At most five, in the order in which people ask for them."""
    t, place_id = request.texts.t, data.area.place_id
    whole = data.geography is Geography.CITY
    found: list[Component] = [_copy(request, "share", t("place.actions.share"))]
    if "fact_sheets" in request.pages:
        href = request.link(f"{paths.FACT_SHEETS}?place={place_id}")
        found.append(link_button(label=t("place.actions.sheet"), href=href, kind="solid"))
    if "present" in request.pages and measures(data):
        deck, place = ("gap", "") if whole else ("neighborhood", f"&place={place_id}")
        if deck in ready_decks():
            href = request.link(f"{paths.PRESENT}?ready={deck}{place}")
            found.append(link_button(label=t("place.actions.present"), href=href))
    found.append(_cite(request, data))
    if "compare" in request.pages and not whole:
        href = request.link(paths.COMPARE + compare_query([place_id]))
        found.append(link_button(label=t("place.actions.compare"), href=href))
    found.append(html.Span(id=ids.SHARE_STATUS, className="place__status", role="status"))
    return html.Div(
        found, className="place__actions", role="group", **aria(label=t("place.actions.label"))
    )


def _copy(request: PageRequest, id: str, label: str, *, of: str = "") -> Component:
    """A button that copies the address of the page, after the words of the element `of`."""
    t = request.texts.t
    told = {
        "share": "true",
        "copied": t("place.actions.copied_cite" if of else "place.actions.copied"),
        "failed": t("place.actions.copy_failed"),
    }
    return button(
        id=id,
        label=label,
        described_by=ids.SHARE_STATUS,
        data=told | ({"copy_of": of} if of else {}),
    )


def _cite(request: PageRequest, data: PlaceData) -> Component:
    t = request.texts.t
    return fold(
        label=t("place.actions.cite"),
        children=[
            html.P(_citation(request, data), id=_CITED),
            # filled by the browser code: assets/clientside/shared/share.js
            html.P(className="place__cite-address", **data_attributes(cite_address="true")),
            _copy(request, "cite", t("place.actions.cite_copy"), of=_CITED),
        ],
        class_name="fold--menu fold--up place__cite",
    )


def _citation(request: PageRequest, data: PlaceData) -> str:
    """Site, place, the leading number with interval and years, its source, version of the data."""
    texts, atlas = request.texts, request.services.atlas
    led = lead_value(data)
    told = ""
    if led is not None:
        indicator = led.indicator
        source = atlas.catalogue.source_of(indicator)
        told = texts.t(
            "place.cite.number",
            name=short_name(indicator, texts.lang),
            years=indicator.years,
            value=quantity(led.value, indicator, texts, events=led.events),
            interval=f" ({limits})" if (limits := limits_of(led, texts)) else "",
            publisher=source.publisher,
            title=source.title.get(texts.lang),
        )
    return texts.t(
        "place.cite.whole",
        site=texts.t("shell.product"),
        place=title_of(request, data),
        number=told,
        version=atlas.data_version,
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
