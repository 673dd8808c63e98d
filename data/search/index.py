"""Every place a visitor can open, under all the names somebody may type for it. Pure.

Names come from the extract, other words for them ("distrito 3", "zip 64130", "mt cleveland") from
the texts of every language, so that each language finds the words of the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import pandas as pd

from data.cities.city import city
from data.locale import LANGUAGES, Texts, texts
from data.models import Geography, PlaceId
from data.search.match import Key, Query, normalise, rank
from data.search.street_words import street_words
from data.sentences.words import place_label

# Places with a page in the order of search results that match equally well.
SEARCH_ORDER: tuple[Geography, ...] = (
    Geography.CITY,
    Geography.COUNCIL_DISTRICT,
    Geography.GROUP,
    Geography.NEIGHBORHOOD,
    Geography.ZIP,
)
MAX_RESULTS = 8
_READ = ("area_id", "name", "official_name", "people_2020")
_LAST_NUMBER = re.compile(r"[A-Za-z]?\d+$")


@dataclass(frozen=True, slots=True)
class Place:
    """One place: `place_id` as in addresses, its name by language, residents counted in 2020.

    `keys` are its normalised names, its own first.
    """

    place_id: str
    geography: Geography
    names: Mapping[str, str]
    named: bool
    people_2020: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """Places for a typed name, best first; `literal` is False where mistakes were forgiven."""

    places: tuple[Place, ...]
    literal: bool


class PlaceIndex:
    """All places in one order: by geography, then by name as people sort them."""

    def __init__(self, places: Iterable[Place], little_words: frozenset[str]) -> None:
        self.places = tuple(sorted(places, key=_order))
        self.little_words = little_words
        self._keys = [[Key.of(key) for key in place.keys] for place in self.places]
        self._by_id = {place.place_id: place for place in self.places}

    @classmethod
    def of(cls, areas: Mapping[Geography, pd.DataFrame]) -> PlaceIndex:
        """Index the areas of each geography, frames with the columns of _READ."""
        spoken = [texts(lang) for lang in LANGUAGES]
        places = [
            _place(geography, row, spoken)
            for geography, frame in areas.items()
            for row in frame[[*_READ]].to_dict("records")
        ]
        little = (_words(each, "places.little_words") for each in spoken)
        return cls(places, frozenset(word for words in little for word in words))

    def get(self, place_id: str) -> Place | None:
        """The place with that id."""
        return self._by_id.get(place_id)

    def search(self, text: str, *, limit: int = MAX_RESULTS) -> Matches:
        """Places that somebody who typed `text` may mean."""
        positions, literal = rank(Query.of(text, self.little_words), self._keys)
        return Matches(tuple(self.places[position] for position in positions[:limit]), literal)

    def closest(self, address: str, *, limit: int = MAX_RESULTS) -> tuple[Place, ...]:
        """Places that a wrong address (`zip-113`, `armor-fields`) may have meant.

        First those with the same id under another geography, then those of a similar name.
        """
        number = _LAST_NUMBER.search(address)
        same_id = [
            place
            for place in self.places
            if number and place.place_id.endswith(f"-{number.group().upper()}")
        ]
        similar = self.search(address, limit=limit).places
        found = {place.place_id: place for place in (*same_id, *similar)}
        return tuple(found.values())[:limit]

    @cached_property
    def json(self) -> bytes:
        """The index for the browser, which searches by itself: one file for all languages."""
        entries = [
            {
                "id": place.place_id,
                "geography": place.geography.value,
                "name": dict(place.names),
                "people_2020": place.people_2020,
                "keys": place.keys,
            }
            for place in self.places
        ]
        content = {
            "little_words": sorted(self.little_words),
            "street_words": street_words(),
            "places": entries,
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")

    @cached_property
    def version(self) -> str:
        """Changes whenever the content of the index does."""
        return blake2b(self.json, digest_size=6).hexdigest()


def _order(place: Place) -> tuple[Any, ...]:
    """Numbers before letters and by their value, so that 7 stands before 18th."""
    name = place.keys[0]
    leading = re.match(r"\d+", name)
    number = int(leading.group()) if leading else 10**9
    return SEARCH_ORDER.index(place.geography), not place.named, number, name


def _place(geography: Geography, row: Mapping[Hashable, Any], spoken: Sequence[Texts]) -> Place:
    area_id, name, official = str(row["area_id"]), str(row["name"]), str(row["official_name"])
    names = {each.lang: place_label(name, area_id, geography, each) for each in spoken}
    named = not name.startswith("(")
    own = [normalise(name), normalise(official)] if named else []
    others = [normalise(label) for label in names.values()]
    aliases = [
        *(alias for each in spoken for alias in _aliases(name, geography, each)),
        *(_also_called(area_id) if geography is Geography.GROUP else ()),
    ]
    return Place(
        place_id=str(PlaceId(geography, area_id)),
        geography=geography,
        names=names,
        named=named,
        people_2020=int(row["people_2020"]),
        keys=tuple(dict.fromkeys([*own, *others, *aliases])),
    )


def _aliases(name: str, geography: Geography, spoken: Texts) -> list[str]:
    if geography in (Geography.NEIGHBORHOOD, Geography.GROUP):
        return _other_words(normalise(name), spoken)
    values = {"n": name}
    if geography is Geography.COUNCIL_DISTRICT:
        for kind in ("cardinal", "ordinal", "ordinal_long", "nth"):
            values[kind] = _numbered(name, _words(spoken, f"places.numbers.{kind}"))
    aliases = spoken.t(f"places.alias.{geography.value}", **values)
    return [normalise(alias) for alias in aliases.split(",")]


def _also_called(area_id: str) -> Iterator[str]:
    """What else people call a group, in any language."""
    group = city().place_groups.get(area_id)
    if group is None:
        return
    inside = (group.in_sentence,) if group.in_sentence else ()
    for lang in LANGUAGES:
        said = (*(text.get(lang) for text in inside), *group.also_called.get(lang))
        yield from map(normalise, said)


def _numbered(name: str, words: Sequence[str]) -> str:
    """The word for a number; the name itself where there is none."""
    known = name.isdigit() and 0 < int(name) <= len(words)
    return words[int(name) - 1] if known else name


def _other_words(name: str, spoken: Texts) -> list[str]:
    """The name with words replaced that people write in another way or another language."""
    swaps = dict(pair.split("=") for pair in _words(spoken, "places.other_words"))
    changed = " ".join(swaps.get(word, word) for word in name.split())
    return [changed] if changed != name else []


def _words(spoken: Texts, key: str) -> list[str]:
    return [word.strip() for word in spoken.t(key).split(",") if word.strip()]
