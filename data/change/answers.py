"""What was asked of change, remembered: the extract never changes while the app runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from data.atlas.atlas import Atlas
from data.change.compute import layer_changes
from data.change.results import PlaceChanges
from data.models import Geography, Layer

KEPT_OWN = 24


class ChangeAnswers:
    """Changes of places. Thread-safe: nothing changes after construction."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self.of_geography = lru_cache(maxsize=None)(self._of_geography)
        self._own = lru_cache(maxsize=KEPT_OWN)(self._of_own)

    def of_place(self, geography: Geography, area_id: str) -> PlaceChanges | None:
        """The changes of one place; None where nothing is asked."""
        if geography is Geography.OWN:
            return self._own(area_id)
        return self.of_geography(geography).get(area_id)

    def _of_own(self, area_id: str) -> PlaceChanges | None:
        """Of an area that a visitor drew: its tests are its own, corrected over nothing."""
        atlas = self._atlas.of(Layer.OWN, area_id)
        return layer_changes(atlas, Geography.OWN).get(area_id)

    def _of_geography(self, geography: Geography) -> Mapping[str, PlaceChanges]:
        """The changes of every place of a geography, by area id."""
        return layer_changes(self._atlas, geography)
