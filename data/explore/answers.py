"""What the Explore page asks for, remembered."""

from __future__ import annotations

from functools import lru_cache, partial

from data.atlas.atlas import Atlas
from data.explore.compute import explore_data
from data.explore.factors import factor_links
from data.explore.results import ExploreData
from data.explore.selection import Selection, describe_selection
from data.models import Geography

KEPT = 24  # the charts of one view ask for the same


class ExploreAnswers:
    """Answers of the Explore page. Thread-safe: nothing changes after construction."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self.factors = lru_cache(maxsize=KEPT)(partial(factor_links, atlas))
        self._data = lru_cache(maxsize=KEPT)(partial(explore_data, atlas))

    def data(self, outcome_id: str, factor_id: str, by: Geography, inside: str = "") -> ExploreData:
        """One outcome and one factor over every place of a geography, or those inside a place."""
        return self._data(outcome_id, factor_id, by, inside)

    def describe(
        self, outcome_id: str, factor_id: str, by: Geography, places: frozenset[str]
    ) -> Selection:
        """The chosen places together, beside the city: described, never tested."""
        return describe_selection(self._atlas, outcome_id, factor_id, by, places)
