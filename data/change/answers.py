"""What was asked of change, remembered: the extract never changes while the app runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from data.atlas.atlas import Atlas
from data.change.compute import layer_changes
from data.change.results import PlaceChanges
from data.models import Geography


class ChangeAnswers:
    """Changes of places. Thread-safe: nothing changes after construction."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self.of_geography = lru_cache(maxsize=None)(self._of_geography)

    def _of_geography(self, geography: Geography) -> Mapping[str, PlaceChanges]:
        """The changes of every place of a geography, by area id."""
        return layer_changes(self._atlas, geography)
