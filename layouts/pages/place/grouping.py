"""Part of the page of a group: what it is made of, who groups its places so, what is unsure."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.cities.groups import GroupSource
from data.locale.format import join_list
from data.models import Geography, Layer
from data.place.results import PlaceData
from data.sentences.words import opening, place_label, places_word
from layouts.pages.place.headline import name_of
from layouts.request import PageRequest

# More names than this are not read in a sentence: the list of the places inside has them.
NAMED_AT_MOST = 9


def grouping(request: PageRequest, data: PlaceData) -> Component | None:
    """Members, basis, caveat and sources; nothing for a place that is no group."""
    group = city().place_groups.get(data.area.area_id)
    if data.geography is not Geography.GROUP or group is None:
        return None
    t, lang = request.texts.t, request.texts.lang
    place = name_of(request, data)
    sources = [part for source in group.sources for part in ("; ", _cited(source))]
    return html.Section(
        [
            html.H2(t("place.grouping.title", place=place), id="grouping"),
            html.P(opening(_members(request, data, place))),
            html.P(group.basis.get(lang)),
            html.P(group.caveat.get(lang)),
            html.P([t("place.grouping.source"), " ", *sources[1:], "."], className="place__small"),
        ],
        className="place__part place__grouping",
    )


def _members(request: PageRequest, data: PlaceData, place: str) -> str:
    atlas, texts = request.services.atlas, request.texts
    members = atlas.group_members[data.area.area_id]
    said = {
        "place": place,
        "count": len(members),
        "places": places_word(city().home, texts, count=len(members)),
    }
    if len(members) > NAMED_AT_MOST:
        return texts.t("place.grouping.many", **said)
    homes = atlas.areas(Layer(city().home.value)).set_index("area_id")["name"]
    names = [place_label(str(homes[m]), m, city().home, texts) for m in members]
    listed = join_list(names, lang=texts.lang)
    return texts.t("place.grouping.few", members=listed, **said)


def _cited(source: GroupSource) -> Component | str:
    if source.url is None:
        return source.citation
    return html.A(source.citation, href=source.url, rel="noopener")
