"""What changed between two releases of published values: all of one area, tested together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import nan

from data.published.compare import change
from data.published.results import PublishedComparison, PublishedEstimate, shares_years
from data.rules import ALPHA
from data.stats.contrast import benjamini_hochberg


@dataclass(frozen=True, slots=True)
class PublishedChange:
    """The newest value of a group beside an older one, `comparison.value` less `comparison.other`.

    `p_adjusted` is corrected for all that was tested of the area (Benjamini and Hochberg); NaN
    where nothing was tested: `comparison.why_not` then says why.
    """

    comparison: PublishedComparison
    p_adjusted: float

    @property
    def tested(self) -> bool:
        """Whether there was a test."""
        return self.comparison.contrast is not None

    @property
    def told(self) -> bool:
        """Whether a sentence may say that it changed."""
        return self.tested and self.comparison.differs and self.p_adjusted <= ALPHA


def changes(series: Iterable[Sequence[PublishedEstimate]]) -> tuple[PublishedChange, ...]:
    """The change of each series (one measure, area and group, oldest first) that has two times.

    The newest value is held against the oldest of the same publisher that shares no year with it.
    """
    found = [change(before, own[-1]) for own in series if (before := _before(own)) is not None]
    tested = [nan if c.contrast is None else c.contrast.p_value for c in found]
    adjusted = benjamini_hochberg(tested)
    return tuple(PublishedChange(c, float(p)) for c, p in zip(found, adjusted, strict=True))


def _before(own: Sequence[PublishedEstimate]) -> PublishedEstimate | None:
    """The oldest value that the newest may be held against; None where one is left out."""
    if not own or own[-1].left_out:
        return None
    newest = own[-1]
    fitting = (
        e
        for e in own
        if not e.left_out
        and e.source.publisher == newest.source.publisher
        and not shares_years(e.period, newest.period)
    )
    return next(fitting, None)
