"""Measures of the city year by year, as charts and sentences take them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from data.catalogue.measures import MeasureEntry
from data.catalogue.publications import load_published
from data.published.results import PublishedEstimate


@dataclass(frozen=True, slots=True)
class MeasureByYear:
    """One measure of one source, oldest first; those left out are there without their number.

    `own_limits`: the intervals are worked out here, of counts.
    """

    measure: MeasureEntry
    values: tuple[PublishedEstimate, ...]
    own_limits: bool

    @property
    def shown(self) -> tuple[PublishedEstimate, ...]:
        """Those with a number."""
        return tuple(estimate for estimate in self.values if not estimate.left_out)

    @property
    def newest(self) -> PublishedEstimate:
        """The newest number, for what all of them share: source, level."""
        return self.shown[-1]

    @property
    def in_words(self) -> bool:
        """Whether the caption says it; table and picture have every measure."""
        return self.measure.id in load_published().by_year.in_words
