"""A ready-made deck for a place: what the place has is chosen for it, else what it lies in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from data.deck import Deck, ReadyDeck, View, ready_view
from data.locale import texts
from data.place import find_place
from data.place_around import places_around
from data.sentences.place import place_name, place_title

if TYPE_CHECKING:
    from data.services import Services


def deck_for(services: Services, ready: ReadyDeck, place_id: str, lang: str) -> Deck:
    """The deck of a place, every slide with something to say. Raises KeyError for no place."""
    if find_place(services, place_id) is None:
        raise KeyError(f"no place {place_id!r}")
    return Deck(tuple(_view(services, ready, slide, place_id, lang) for slide in ready.slides))


def _view(
    services: Services, ready: ReadyDeck, slide: Mapping[str, Any], place_id: str, lang: str
) -> View:
    chosen, at = _spot(services, slide, place_id)
    if at != place_id:
        chosen = {**chosen, "title": ready.near}
    return ready_view(
        chosen,
        lang,
        place=at,
        geography=at.partition("-")[0],
        name=_named(services, place_id, lang),
        inside=_named(services, place_id, lang, inside=True),
        around=_named(services, at, lang, inside=True),
    )


def _spot(
    services: Services, slide: Mapping[str, Any], place_id: str
) -> tuple[dict[str, Any], str]:
    """The first way to fill the slide that has its numbers, and the place it is of.

    The ways of the place itself come before those of anything around it.
    """
    ways = [{**slide, **way} for way in ({}, *slide.get("or", ()))]
    for at in (place_id, *places_around(services, place_id)):
        values = services.place(at).values
        for way in ways:
            needed = way.get("needs", ())
            if all(name in values and values[name].shown for name in needed):
                return way, at
    return ways[0], place_id


def _named(services: Services, place_id: str, lang: str, *, inside: bool = False) -> str:
    data = services.place(place_id)
    say = place_name if inside else place_title
    return say(data.area.name, data.area.area_id, data.geography, texts(lang))
