"""What the Gaps page asks for, remembered: the extract never changes while the app runs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from data.gap_groups import group_options
from data.gap_views import GapsData, GroupOption
from data.gaps import gaps_data
from data.models import Geography

if TYPE_CHECKING:
    from data.services import Services

KEPT = 96


class GapServices:
    """Answers of the Gaps page. Thread-safe: nothing changes after construction."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.data = lru_cache(maxsize=KEPT)(self._data)
        self.options = lru_cache(maxsize=None)(self._options)

    def _data(self, outcome_id: str, group: str, by: Geography | None = None) -> GapsData:
        """One outcome by one grouping (data.gaps.gaps_data)."""
        return gaps_data(self._services, outcome_id, group, by)

    def _options(self, outcome_id: str) -> tuple[GroupOption, ...]:
        """Groupings by which the outcome may be shown."""
        catalogue = self._services.catalogue
        return group_options(catalogue, catalogue.indicator(outcome_id))
