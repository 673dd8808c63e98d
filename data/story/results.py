"""What the story is drawn from: results of other pages, and which of them this city has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.gaps.published_results import LifeGaps, Quotation
from data.gaps.results import GapsData


class Screen(StrEnum):
    """A screen of the story, one idea each, in the order of reading."""

    FOUND = "found"  # what was published of the city, the first finding ahead
    SINCE = "since"  # what was published of its county
    FIFTHS = "fifths"  # where people live and how long
    HISTORY = "history"  # the grades of the land
    AGES = "ages"  # how much of the gap is lost before old age
    DEATHS = "deaths"  # what was said of social factors, quoted


@dataclass(frozen=True, slots=True)
class StoryData:
    """What each screen is of; None where the city lacks it, and its screen is left out.

    `fifths` and `ages` are one result: of `ages` only where there is a split of a sure gap.
    """

    found: LifeGaps | None
    since: LifeGaps | None
    fifths: GapsData | None
    history: GapsData | None
    ages: GapsData | None
    deaths: Quotation | None

    @property
    def screens(self) -> tuple[Screen, ...]:
        """The screens that there are, in their order."""
        return tuple(screen for screen in Screen if getattr(self, screen.value) is not None)
