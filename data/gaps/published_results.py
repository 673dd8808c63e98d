"""What others have published of the city, as charts and sentences take it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.catalogue.measures import AreaEntry
from data.catalogue.schema import Source
from data.catalogue.yardsticks import YardstickEntry
from data.checked import Text
from data.published.results import CountyShare, PublishedComparison, PublishedEstimate


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """A published value of one racial or ethnic group. `group` is `asian`, `black`, `hispanic`,
    `native`, `white` or `all`; values of all groups stand apart from the list of groups.

    `left_out` is the text key of the reason where the value is not shown (then it is NaN).
    """

    group: str
    name: Text
    value: float
    left_out: str | None


def alphabetical(values: Iterable[PublishedValue], lang: str) -> tuple[PublishedValue, ...]:
    """Groups in the order of their names in `lang`: no group comes first by rank."""
    return tuple(sorted(values, key=lambda value: value.name.get(lang).casefold()))


@dataclass(frozen=True, slots=True)
class PublishedRelease:
    """Values of one place and time as one publication gives them, groups in alphabetical order.

    `place`: `city` or `county`. `years`: the years of death, as the publication states them.
    `difference`: years between Black and white residents, as published or from the two published
    values (rounded like them); `quoted`: only the difference was published. `citation` names the
    publication, `note` is a text on how it was measured.
    """

    id: str
    place: str
    years: str
    title: Text
    values: tuple[PublishedValue, ...]
    everyone: float
    difference: float
    quoted: bool
    citation: str
    note: Text | None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class PublishedMeasure:
    """A health measure of the city by race and ethnicity, as the city published it.

    `values` are means over `years` where there is more than one year (`pooled`), in the
    publication's own unit, groups in alphabetical order. `years_by_group` says how many years a
    group's mean has. The caption says those `in_words`, and a slide draws them.
    """

    id: str
    name: Text
    unit: Text
    decimals: int
    years: str
    pooled: bool
    values: tuple[PublishedValue, ...]
    years_by_group: tuple[int, ...]
    everyone: float
    citation: str
    note: Text | None
    source: Source | None = None
    in_words: bool = False


@dataclass(frozen=True, slots=True)
class ByRace:
    """What was published by race and ethnicity. Life expectancy of city and county never join."""

    city: tuple[PublishedRelease, ...]
    county: tuple[PublishedRelease, ...]
    measures: tuple[PublishedMeasure, ...]
    sources: tuple[Source, ...]

    def of(self, place: str) -> tuple[PublishedRelease, ...]:
        """The releases of `city` or `county`, oldest first."""
        return self.city if place == "city" else self.county


@dataclass(frozen=True, slots=True)
class LifeGap:
    """The gap in years of life between Black and white residents, as one publication has it.

    `difference` is the life expectancy of white residents minus that of Black residents, as in
    PublishedRelease. `tested` is there where both values have limits: then `difference`, `lower`
    and `upper` (95 %) are its contrast's; without it the limits are NaN and no side may be told.
    """

    years: str
    difference: float
    lower: float
    upper: float
    quoted: bool
    citation: str
    note: Text | None
    source: Source | None
    tested: PublishedComparison | None = None


@dataclass(frozen=True, slots=True)
class LifeGaps:
    """The gaps of `city` or `county` publication by publication, oldest first; nothing joins them.

    `ends`: the smallest and the largest number of both places, so that a year is as long in one
    chart as in the other. `share`: how much of the city lives in the county, of the county only.
    """

    place: str
    gaps: tuple[LifeGap, ...]
    ends: tuple[float, float]
    share: CountyShare | None = None

    @property
    def leading(self) -> LifeGap:
        """The one that is told first: the newest tested, else one quoted, else the newest."""
        tested = [gap for gap in self.gaps if gap.tested is not None]
        quoted = [gap for gap in self.gaps if gap.quoted]
        return (tested or quoted or self.gaps)[-1]

    @property
    def others(self) -> tuple[LifeGap, ...]:
        """All but the leading one, newest first."""
        return tuple(gap for gap in reversed(self.gaps) if gap is not self.leading)


@dataclass(frozen=True, slots=True)
class QuotedFigure:
    """A number quoted from a publication: nothing is computed. `amount` is deaths or percent."""

    id: str
    name: Text
    amount: float
    unit: str  # deaths | percent | times | years
    note: Text | None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted claim or table with its citation and what must be said beside it.

    `years` are those of the publication, `found` that of the finding which it tells of, if known.
    """

    id: str
    title: Text
    statement: Text
    figures: tuple[QuotedFigure, ...]
    citation: str
    url: str | None
    warning: Text
    geography: str = ""
    years: str = ""
    publisher: str = ""
    on_slide: bool = False
    found: str = ""


@dataclass(frozen=True, slots=True)
class MeasuredYardstick:
    """A national target that may be drawn beside a published value, and that value."""

    estimate: PublishedEstimate
    yardstick: YardstickEntry


@dataclass(frozen=True, slots=True)
class AreaYardsticks:
    """The national targets of `source` beside the values of an area, in the order of their file.

    `share`: how much of the city lives in the area, which is not the city.
    """

    area: AreaEntry
    name: Text
    source: Source
    measured: tuple[MeasuredYardstick, ...]
    share: CountyShare | None
