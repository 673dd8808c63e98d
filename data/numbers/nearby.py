"""What stands near a number: of which place around it one can be told, the same measure next to it,
other years and groups of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from data.atlas.around import around
from data.atlas.atlas import Atlas
from data.cities.city import city
from data.locale import Texts
from data.models import PUBLISHED, Geography, Layer, PlaceId
from data.numbers.keys import NumberKey, published_key
from data.numbers.publications import Publications
from data.place.climb_sentences import climb_sentence
from data.place.climbing import climbs
from data.place.results import Climb
from data.place.values import place_values
from data.sentences.words import place_label

MOST_OFFERED = 8
_LIKE = 0.5  # of a word that is offered for another one


@dataclass(frozen=True, slots=True)
class Climbed:
    """What is told of a place around a number that cannot be told, and which number it is."""

    sentence: str
    larger: NumberKey | None


class Nearby:
    """Answers about what is near. Thread-safe: nothing changes after construction."""

    def __init__(self, atlas: Atlas, publications: Publications) -> None:
        self._atlas = atlas
        self._publications = publications

    def climbed(self, key: NumberKey, inside: str, texts: Texts) -> Climbed | None:
        """What can be told around a place; None where its own number can, or nothing is around.

        `inside` is the name of the place within a sentence.
        """
        climb = self._climb(key)
        if climb is None:
            return None
        said = climb_sentence(climb, place=inside, texts=texts)
        if climb.larger is None:
            return Climbed(said, None)
        place = climb.larger.at.place
        return Climbed(said, NumberKey(str(place), key.measure, place.geography.value))

    def _climb(self, key: NumberKey) -> Climb | None:
        place, layer = self._layer(key)
        if place is None or layer is Layer.CITY:
            return None
        values = place_values(
            self._atlas, place.geography, place.area_id, [key.measure], layer=layer
        )
        return climbs(self._atlas, place, values.values(), layer=layer).get(key.measure)

    def surrounding(self, key: NumberKey, texts: Texts) -> Iterator[NumberKey]:
        """The same measure of what is around a place, the smallest first, then next to it by name.

        Beside the city its largest parts.
        """
        place, layer = self._layer(key)
        if place is None:
            return
        if layer is Layer.CITY:
            yield from self._parts(key.measure)
            return
        for larger in around(self._atlas, place, layer=layer):
            yield from self._given(str(larger.place), key.measure)
        names = dict(zip(*(self._atlas.areas(layer)[c] for c in ("area_id", "name")), strict=True))
        beside = self._atlas.neighbors(layer).get(place.area_id, frozenset())
        labels = {
            area_id: place_label(names[area_id], area_id, place.geography, texts).casefold()
            for area_id in beside
        }
        for area_id in sorted(beside, key=lambda one: (labels[one], one)):
            yield from self._given(str(PlaceId(place.geography, area_id)), key.measure)

    def _parts(self, measure: str) -> Iterator[NumberKey]:
        """The places of the kind with the fewest that share nobody."""
        kinds = [kind for kind in city().layers if kind.covers_city]
        counts = {kind: len(self._atlas.place_ids[kind]) for kind in kinds}
        kind = min(counts, key=lambda one: counts[one])
        for place_id in sorted(self._atlas.place_ids[kind]):
            yield from self._given(place_id, measure)

    def _given(self, place_id: str, measure: str) -> Iterator[NumberKey]:
        place = PlaceId.parse(place_id)
        geographies = self._atlas.catalogue.indicator(measure).geographies
        if place is not None and place.geography in geographies:
            yield NumberKey(place_id, measure, place.geography.value)

    def _layer(self, key: NumberKey) -> tuple[PlaceId | None, Layer | None]:
        place = PlaceId.parse(key.place)
        if place is None or key.measure.startswith(PUBLISHED):
            return None, None
        return place, self._atlas.catalogue.indicator(key.measure).layer_of(place.geography)

    # -- of publishers ------------------------------------------------------------------------

    def series(self, key: NumberKey) -> tuple[NumberKey, ...]:
        """Every period and group of a published measure in a place, groups together."""
        if not key.measure.startswith(PUBLISHED):
            return ()
        found = self._publications.estimates(key.measure.removeprefix(PUBLISHED))
        here = [k for k in map(published_key, found) if k.place == key.place]
        groups = list(dict.fromkeys(k.group for k in here))
        return tuple(sorted(here, key=lambda k: groups.index(k.group)))

    # -- where there is no such number --------------------------------------------------------

    def measures_of(self, place_id: str) -> tuple[str, ...]:
        """Every measure that has a number in a place, indicators first."""
        place = PlaceId.parse(place_id)
        indicators = self._atlas.catalogue.indicators.values()
        stored = (i.id for i in indicators if place and place.geography in i.geographies)
        published = (
            published_key(estimates[0]).measure
            for name in self._publications.measures
            if (estimates := self._publications.estimates(name))
            and any(published_key(e).place == place_id for e in estimates)
        )
        return (*(stored if place else ()), *published)

    def like(self, written: str, place_id: str, texts: Texts) -> tuple[str, ...]:
        """Measures of a place whose id or name resembles what somebody wrote; the nearest first."""
        names: dict[str, str] = {}
        for measure in self.measures_of(place_id):
            for word in (measure.removeprefix(PUBLISHED), self.name(measure, texts)):
                names.setdefault(word.casefold().replace("_", " "), measure)
        word = written.casefold().replace("_", " ").replace("-", " ")
        inside = [measure for name, measure in names.items() if word and word in name]
        near = get_close_matches(word, names, n=MOST_OFFERED, cutoff=_LIKE)
        found = dict.fromkeys([*inside, *(names[name] for name in near)])
        return tuple(found)[:MOST_OFFERED]

    def name(self, measure: str, texts: Texts) -> str:
        """The name of a measure in words."""
        indicator = self._atlas.catalogue.indicators.get(measure)
        if indicator is not None:
            return indicator.name.get(texts.lang)
        (first, *_) = self._publications.estimates(measure.removeprefix(PUBLISHED))
        return first.measure.name.get(texts.lang)

    def places_with(self, measure: str, place_id: str) -> tuple[str, ...]:
        """Where a measure has a number, near a place that has none: around it first."""
        if measure.startswith(PUBLISHED):
            found = self._publications.estimates(measure.removeprefix(PUBLISHED))
            return tuple(dict.fromkeys(published_key(e).place for e in found))
        place = PlaceId.parse(place_id)
        kinds = self._atlas.catalogue.indicator(measure).geographies
        near: list[PlaceId] = []
        if place is not None and place.geography in {*Geography} - {Geography.TRACT}:
            near = [larger.place for larger in around(self._atlas, place)]
        near.append(PlaceId(Geography.CITY))
        return tuple(str(one) for one in near if one.geography in kinds)
