"""Where the story ends: the reader's own place, and what one can do with all of it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.decks.deck import ready_decks
from data.models import Geography
from data.place.sentences import place_title
from data.story.sentences import place_sentence
from layouts import ids, paths
from layouts.components.attributes import aria
from layouts.components.kept_together import kept_together
from layouts.components.my_location import my_location
from layouts.components.place_links import place_link
from layouts.components.place_search import place_search
from layouts.request import PageRequest

# The ready deck that is the same material.
DECK = "gap"


def your_place(request: PageRequest, place_id: str, *, first: bool) -> Component:
    """The place of the address, if there is one, and every way to find one's own."""
    t = request.texts.t
    title = html.H1 if first else html.H2
    return html.Section(
        [
            title(t("story.place.title"), id=ids.STORY_PLACE, className="story__headline"),
            *_chosen(request, place_id),
            html.P(t("story.place.lead"), className="lead"),
            place_search(request=request, id=ids.STORY_SEARCH),
            my_location(request=request, id=ids.STORY_LOCATE, kind="plain"),
            html.Ul([html.Li(way) for way in _ways(request)], className="story__ways"),
        ],
        className="story__screen story__screen--place",
        **aria(labelledby=ids.STORY_PLACE),
    )


def _chosen(request: PageRequest, place_id: str) -> list[Component]:
    """What the page of the place says first, and the way there."""
    if not place_id:
        return []
    texts, data = request.texts, request.services.place.data(place_id)
    name = place_title(data.area.name, data.area.area_id, data.geography, texts)
    link = html.A(
        texts.t("story.place.open", place=name), href=request.link(paths.of_place(place_id))
    )
    sentence = kept_together(place_sentence(data, texts))
    return [html.Div([html.P(sentence), html.P(link)], className="story__own")]


def _ways(request: PageRequest) -> list[Component]:
    """Lists of places for those who do not type, and an area of one's own."""
    t = request.texts.t
    ways: list[Component] = [html.A(t("story.place.all"), href=request.link(paths.PLACES))]
    known = request.services.place_index.places
    for geography in (Geography.COUNCIL_DISTRICT, Geography.GROUP):
        if geography not in city().layers:
            continue
        links = [place_link(request, place) for place in known if place.geography is geography]
        lead = html.Span(t(f"places.page.{geography.value}"), className="story__kind")
        named = html.Ul([html.Li(link) for link in links], className="story__places")
        ways.append(html.Div([lead, named]))
    ways.append(html.A(t("place.own.draw_yours"), href=request.link(paths.OWN)))
    return ways


def tools(request: PageRequest) -> Component:
    """What one can do with it: look, print, present, compare."""
    t = request.texts.t
    found = [
        ("explore", paths.EXPLORE),
        ("fact_sheets", paths.FACT_SHEETS),
        ("present", f"{paths.PRESENT}?ready={DECK}" if DECK in ready_decks() else paths.PRESENT),
        ("compare", paths.COMPARE),
        ("gaps", paths.GAPS),
    ]
    items = [
        html.Li(
            [
                html.A(t(f"story.tools.{key}.link"), href=request.link(path)),
                html.Span(t(f"story.tools.{key}.what")),
            ]
        )
        for key, path in found
        if key in request.pages
    ]
    return html.Section(
        [
            html.H2(t("story.tools.title"), id="story-tools", className="story__headline"),
            html.Ul(items, className="story__tools"),
        ],
        className="story__screen story__screen--tools",
        **aria(labelledby="story-tools"),
    )
