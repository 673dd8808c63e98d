"""The head of the page of one place: its name, what can be done with it, and where it is."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.catalogue.determinants import determinants
from data.compare.state import compare_query
from data.decks.deck import ready_decks
from data.models import Geography
from data.place.results import PlaceData
from data.place.sentences import around, people_sentence, place_name, place_title
from layouts import ids, paths
from layouts.components.attributes import aria
from layouts.components.controls import button, link_button
from layouts.figures.place.measures import measures
from layouts.figures.place.mini_map import mini_map
from layouts.pages.place import own
from layouts.request import PageRequest
from layouts.theme import palette


def title_of(request: PageRequest, data: PlaceData) -> str:
    """The place as a heading."""
    return place_title(data.area.name, data.area.area_id, data.geography, request.texts)


def name_of(request: PageRequest, data: PlaceData) -> str:
    """The place inside a sentence."""
    return place_name(data.area.name, data.area.area_id, data.geography, request.texts)


def headline(request: PageRequest, data: PlaceData) -> Component:
    """Name, people, what the numbers are of, what to do, and where it is."""
    t = request.texts.t
    said: list[Component] = [
        _breadcrumb(request, data),
        html.H1(title_of(request, data), id="place-title"),
        html.P(people_sentence(data, request.texts), className="lead"),
    ]
    if data.around:
        name = name_of(request, data)
        tracts = max(len(item.tracts) for item in data.evidence)
        said.append(
            html.P(
                t("place.around_note", around=around(name, tracts, request.texts), place=name),
                className="place__around",
                role="note",
            )
        )
    if data.geography is Geography.OWN:
        said.append(own.note(request, data))
    said.append(_actions(request, data))
    if data.neighbors:
        said.append(_neighbors(request, data))
    return html.Header([html.Div(said, className="place__said"), _map(request, data)],
                       className="place__headline")  # fmt: skip


def _breadcrumb(request: PageRequest, data: PlaceData) -> Component:
    t = request.texts.t
    kind = t(f"place.kind.{data.geography.value}")
    steps: list[Component] = []
    if "places" in request.pages:
        steps.append(html.Li(html.A(t("place.all_places"), href=request.link(paths.PLACES))))
    if data.geography is Geography.OWN:
        steps.append(html.Li(html.A(kind, href=request.link(paths.OWN))))
    elif data.geography is not Geography.CITY:
        explore = request.link(f"{paths.EXPLORE}?by={data.geography.value}")
        steps.append(html.Li(html.A(kind, href=explore)))
    steps.append(html.Li(title_of(request, data), **aria(current="page")))
    return html.Nav(html.Ol(steps), className="breadcrumb", **aria(label=t("place.breadcrumb")))


def _actions(request: PageRequest, data: PlaceData) -> Component:
    t, place_id = request.texts.t, data.area.place_id
    whole = data.geography is Geography.CITY
    actions: list[Component] = []
    if "fact_sheets" in request.pages:
        href = request.link(f"{paths.FACT_SHEETS}?place={place_id}")
        actions.append(link_button(label=t("place.actions.sheet"), href=href, kind="solid"))
    if "present" in request.pages and measures(data):
        deck, place = ("gap", "") if whole else ("neighborhood", f"&place={place_id}")
        if deck in ready_decks():
            href = request.link(f"{paths.PRESENT}?ready={deck}{place}")
            actions.append(link_button(label=t("place.actions.present"), href=href))
    if "compare" in request.pages and not whole:
        href = request.link(paths.COMPARE + compare_query([place_id]))
        actions.append(link_button(label=t("place.actions.compare"), href=href))
    if not whole and data.geography is not Geography.OWN:
        href = request.link(f"{paths.EXPLORE}?by={data.geography.value}&places={place_id}")
        actions.append(link_button(label=t("place.actions.map"), href=href))
    actions += [
        button(
            id="share",
            label=t("place.actions.share"),
            described_by=ids.SHARE_STATUS,
            data={
                "share": "true",
                "copied": t("place.actions.copied"),
                "failed": t("place.actions.copy_failed"),
            },
        ),
        button(id="print", label=t("place.actions.print"), data={"print": "true"}),
        html.Span(id=ids.SHARE_STATUS, className="place__status", role="status"),
    ]
    return html.Div(
        actions, className="place__actions", role="group", **aria(label=t("place.actions.label"))
    )


def sheets(request: PageRequest, data: PlaceData) -> Component | None:
    """A link to each fact sheet of the place, where it can be seen before it is printed."""
    if "fact_sheets" not in request.pages:
        return None
    t, lang = request.texts.t, request.texts.lang
    place = data.area.place_id
    links = [
        html.Li(
            html.A(
                entry.title.get(lang),
                href=request.link(f"{paths.FACT_SHEETS}?determinant={entry.id}&place={place}"),
            )
        )
        for entry in determinants().values()
    ]
    head = html.H2(t("place.sheets"), id="place-sheets")
    return html.Section(
        [head, html.Ul(links, className="place__way-list", **aria(labelledby="place-sheets"))],
        className="place__part place__sheets",
    )


def _map(request: PageRequest, data: PlaceData) -> Component:
    services, t = request.services, request.texts.t
    (city,) = services.atlas.rings(Geography.CITY.value).values()
    whole = data.geography is Geography.CITY
    rings = services.atlas.of(data.area.layer, data.area.area_id).rings(data.geography.value)
    picture = mini_map(
        city=city,
        place=() if whole else rings.get(data.area.area_id, ()),
        neighbors=[ring for link in data.neighbors for ring in rings.get(link.area_id, ())],
        bounds=services.atlas.bounds("city"),
        theme=palette(request.theme.value),
    )
    said = t("place.map.alt_city") if whole else t("place.map.alt", place=title_of(request, data))
    return html.Img(src=picture, alt=said, className="place__map")


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
