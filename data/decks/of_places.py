"""A ready-made deck for a place: what the place has is chosen for it, else what it lies in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.atlas.around import places_around
from data.atlas.atlas import Atlas
from data.atlas.places import find_place
from data.decks.deck import EXPLORE, Deck, ReadyDeck, View, ready_decks, ready_view
from data.locale import texts
from data.models import CITY_PLACE, Geography, PlaceId
from data.place.answers import PlaceAnswers
from data.place.sentences import place_name, place_title

# Of a slide: that there is the number which leads.
_LEADS = "{measure}"


def deck_for(
    atlas: Atlas,
    places: PlaceAnswers,
    ready: ReadyDeck,
    place_id: str,
    lang: str,
    *,
    measure: str = "",
) -> Deck:
    """The deck of a place, every slide with something to say; `measure` leads where it is chosen.

    Raises KeyError where there is no such place.
    """
    if find_place(atlas, place_id) is None:
        raise KeyError(f"no place {place_id!r}")
    if place_id == CITY_PLACE:
        return ready_decks()[ready.of_city].deck(lang)
    chosen = "" if measure == ready.measures[0] else measure
    wanted = _Wanted(atlas, places, ready, place_id, chosen)
    return Deck(tuple(_view(wanted, slide, lang) for slide in ready.slides))


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """Which deck of which place; `chosen` is the indicator that leads, empty for the usual one."""

    atlas: Atlas
    places: PlaceAnswers
    ready: ReadyDeck
    place_id: str
    chosen: str

    def has(self, place_id: str, needs: Sequence[str]) -> bool:
        """True if the place has every number that a slide needs."""
        values = self.places.data(place_id).values
        names = [self.chosen or self.ready.measures[0] if n == _LEADS else n for n in needs]
        return all(name in values and values[name].shown for name in names)


def _view(wanted: _Wanted, slide: Mapping[str, Any], lang: str) -> View:
    way, at, relation = _spot(wanted, slide)
    titles = {**wanted.ready.elsewhere, **slide.get("elsewhere", {})}
    places, place_id = wanted.places, wanted.place_id
    return ready_view(
        {**way, "title": titles.get(relation, slide["title"])},
        lang,
        place=at,
        geography=_geography(at),
        measure=wanted.chosen,
        name=_named(places, place_id, lang),
        inside=_named(places, place_id, lang, inside=True),
        around=_named(places, at, lang, inside=True),
        around_name=_named(places, at, lang),
    )


def _geography(place_id: str) -> str:
    place = PlaceId.parse(place_id)
    return place.geography.value if place else place_id


def _spot(wanted: _Wanted, slide: Mapping[str, Any]) -> tuple[dict[str, Any], str, str]:
    """The first way to fill the slide that has its numbers, the place it is of, and how that lies.

    The ways of the place itself come before those of anything around it. What was chosen to lead
    has no other way: it is looked for around the place.
    """
    is_chosen = wanted.chosen and _LEADS in slide["needs"]
    ways = [{**slide, **way} for way in ({}, *(() if is_chosen else slide.get("or", ())))]
    around = [
        (at, "inside" if holds else "near")
        for at, holds in places_around(wanted.atlas, wanted.place_id)
    ]
    here = (wanted.place_id, "here")
    # No map of Explore has an area that a visitor drew: what it lies in is on one.
    is_off_map = slide.get("page") == EXPLORE and _geography(wanted.place_id) == Geography.OWN
    spots = around if is_off_map and around else [here, *around]
    found = (
        (way, at, relation)
        for at, relation in spots
        for way in ways
        if wanted.has(at, way["needs"])
    )
    return next(found, (ways[0], *spots[0]))


def _named(places: PlaceAnswers, place_id: str, lang: str, *, inside: bool = False) -> str:
    data = places.data(place_id)
    say = place_name if inside else place_title
    return say(data.area.name, data.area.area_id, data.geography, texts(lang))


class DeckAnswers:
    """Ready-made decks of places, from the atlas and from what the pages of places remember."""

    def __init__(self, atlas: Atlas, places: PlaceAnswers) -> None:
        self._atlas = atlas
        self._places = places

    def of_place(self, ready: ReadyDeck, place_id: str, lang: str, *, measure: str = "") -> Deck:
        """The deck of a place (`deck_for`). Raises KeyError where there is no such place."""
        return deck_for(self._atlas, self._places, ready, place_id, lang, measure=measure)
