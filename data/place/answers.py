"""What the page of one place asks for, remembered."""

from __future__ import annotations

from functools import lru_cache, partial

from data.atlas.atlas import Atlas
from data.models import Geography
from data.place.beside import beside, published_of_city
from data.place.compute import place_data
from data.place.inside import around, inside
from data.place.results import Beside, PlaceData
from data.place.similar import Features, build_features
from data.published.facts import published_facts

KEPT = 16  # 70 kB each: what a page, what takes its place and its files ask for


class PlaceAnswers:
    """Answers of the Place page. Thread-safe: nothing changes after construction."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self.data = lru_cache(maxsize=KEPT)(self._data)
        self.beside = lru_cache(maxsize=KEPT)(self._beside)
        self.inside = lru_cache(maxsize=KEPT)(partial(inside, atlas))
        self.around = lru_cache(maxsize=KEPT)(partial(around, atlas))
        self.features = lru_cache(maxsize=None)(self._features)

    def _data(self, place_id: str) -> PlaceData:
        """Everything on the page of one place. Raises KeyError for an unknown one."""
        return place_data(self._atlas, place_id, self.features)

    def _beside(self, place_id: str) -> tuple[Beside, ...]:
        """Its measures that are published of county, state and nation too; KeyError as `data`."""
        facts, data = published_facts(self._atlas), self.data(place_id)
        found = beside(facts, data.values.values())
        if data.geography is not Geography.CITY:
            return found
        indicators = self._atlas.catalogue.indicators.values()
        return (*found, *published_of_city(facts, indicators, data.values))

    def _features(self, geography: Geography) -> Features:
        """What the places of a geography are compared by to find similar ones."""
        return build_features(self._atlas, geography)
