"""Places as addresses name them."""

from __future__ import annotations

from collections.abc import Iterator

from data.address import understood
from data.atlas.atlas import Atlas
from data.cities.city import city
from data.models import CITY_PLACE, Geography, Layer, PlaceId
from data.outline import OutlineError


def find_place(atlas: Atlas, place_id: str) -> tuple[Geography, str] | None:
    """Geography and area id of an address such as `neighborhood-113` or `city`; None if unknown."""
    if place_id == CITY_PLACE:
        return Geography.CITY, str(atlas.areas(Layer.CITY)["area_id"].iloc[0])
    place = PlaceId.parse(place_id)
    if place is not None and place.geography is Geography.OWN:
        return _own(atlas, place)
    if place is None or place_id not in dict(_with_page(atlas)).get(place.geography, ()):
        return None
    return place.geography, place.area_id


def place_named(atlas: Atlas, written: str) -> str | None:
    """Address of the place that somebody wrote (`ZIP-64130`, `zip_64130`); None if there is none.

    Tracts have no page of their own, and no address here.
    """
    if understood(written, frozenset({CITY_PLACE})):
        return CITY_PLACE
    word = PlaceId.parse(written.casefold())
    if word is not None and word.geography is Geography.OWN:
        own = _own(atlas, word)
        return None if own is None else str(PlaceId(*own))
    named = (understood(written, known) for _, known in _with_page(atlas))
    return next((place for place in named if place), None)


def _own(atlas: Atlas, place: PlaceId) -> tuple[Geography, str] | None:
    """A drawn area, by the one word that it has; None for an outline that holds nobody."""
    try:
        return Geography.OWN, atlas.own(place.area_id).area_id
    except OutlineError:
        return None


def _with_page(atlas: Atlas) -> Iterator[tuple[Geography, frozenset[str]]]:
    """Geographies with a page but the city, which is found by its own word, with their ids."""
    for geography in city().with_page:
        if geography is not Geography.CITY:
            yield geography, atlas.place_ids[geography]
