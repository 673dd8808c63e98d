"""What the Gaps page is drawn from: frozen results, read by figures, sentences and downloads.

Every number that a picture, a sentence, a table or a download shows stands in one of these;
nothing downstream computes a statistic. Missing numbers are NaN. A `…_reason` is a text key that
says to the visitor why something is not shown; it is None where the thing is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.catalogue.schema import Indicator, Source
from data.models import Geography, ObservedLink
from data.pooling.fifths import FifthsGap
from data.rules import MIN_EVENTS_FOR_RATE


class GroupKind(StrEnum):
    """How residents are put into groups."""

    FIFTHS = "fifths"  # fifths of the residents by a factor of the places where they live
    HOLC_GRADE = "holc_grade"  # grade that the land had, by census block
    COUNCIL_DISTRICT = "council_district"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % limits; NaN where there is none."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way of grouping residents. `id` is its word in the address.

    `geography`: the places that are cut into fifths; None for grades and districts. `ordered`:
    the groups run from the most to the least disadvantaged. `places_not_people`: the groups are
    made by who lives there, so the gap is one between places (share of Black residents).
    """

    id: str
    kind: GroupKind
    factor: Indicator | None
    geography: Geography | None
    ordered: bool
    places_not_people: bool


@dataclass(frozen=True, slots=True)
class GroupOption:
    """A grouping that an outcome can be shown by, for the controls.

    `geographies` are the places that may be cut into fifths (empty for grades and districts).
    """

    id: str
    kind: GroupKind
    factor: Indicator | None
    geographies: tuple[Geography, ...]


@dataclass(frozen=True, slots=True)
class GroupValue:
    """One group and the outcome in it.

    `key`: `1`–`5` (fifths, 1 = most disadvantaged), `A`–`D` and `U` (ungraded), or the district's
    number. `order`: place from the most disadvantaged, None for groups without an order and for
    ungraded land. `compared` is false for ungraded land, which is shown and never a yardstick.
    `people`: residents of the group in the census that carries the values. `areas`: places in the
    group; `names`: the largest few of them, by residents, most people first. `factor_from` and
    `factor_to`: smallest and largest value of the factor among them. `events` is NaN for other
    than events; among few there is no rate and `upper` alone limits it. `verdict`: the stored
    verdict on a district (data.models.Verdict), empty for other groups.
    """

    key: str
    order: int | None
    compared: bool
    value: float
    lower: float
    upper: float
    people: float
    areas: int
    names: tuple[str, ...]
    factor_from: float
    factor_to: float
    events: float
    verdict: str

    @property
    def has_few_events(self) -> bool:
        """True where there are too few events for a rate; false for other than events."""
        return self.events < MIN_EVENTS_FOR_RATE


@dataclass(frozen=True, slots=True)
class GroupMap:
    """Which place of a map belongs to which group: `groups[i]` is the key of `feature_ids[i]`.

    A place in no group (no value, nobody there) has the empty key. `bounds` are west, south, east,
    north in degrees.
    """

    geojson_url: str
    bounds: tuple[float, float, float, float]
    feature_ids: tuple[str, ...]
    names: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One summary measure of inequality: `name` as in `data.stats.inequality.summary`.

    `sure` is true where the 95 % limits leave out the value of no inequality (0, or 1 for ratios).
    """

    name: str
    estimate: float
    se: float
    lower: float
    upper: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Potential:
    """The average of the groups if all did as well as the best-off group: arithmetic only.

    `gain` is `potential` minus `now`, in the outcome's unit; `gain_percent` the same in percent of
    `now`. `sure`: the limits of the gain leave out 0.
    """

    now: float
    potential: float
    gain: Estimate
    gain_percent: Estimate
    sure: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """Concentration curve of events: shares run from 0 to 1, most disadvantaged places first.

    `half_people`: share of events among the most disadvantaged half of the people;
    `fifth_people`: among the most disadvantaged fifth.
    """

    people_share: tuple[float, ...]
    event_share: tuple[float, ...]
    fifth_people: float
    half_people: float
    index: Estimate  # relative concentration index of the groups
    events: int


@dataclass(frozen=True, slots=True)
class AgePart:
    """Years of the gap that deaths at one age explain. `age_to` is None for the open last band.

    `share` is years over the whole gap (0-1; it may be negative).
    """

    age_from: int
    age_to: int | None
    years: float
    lower: float
    upper: float
    share: float


@dataclass(frozen=True, slots=True)
class AgeSplit:
    """The life-expectancy gap of the end groups split by age (Arriaga, both directions averaged).

    `parts` are the bands drawn, `broad` the same in four stages of life (0–14, 15–44, 45–64, 65
    and over); each adds up to `total`, which is best-off minus worst-off and the size of the
    headline gap.
    """

    parts: tuple[AgePart, ...]
    broad: tuple[AgePart, ...]
    total: float


@dataclass(frozen=True, slots=True, eq=False)
class GapsData:
    """One outcome by one grouping.

    `groups` stand in order: most disadvantaged first, ungraded land last; districts by number.
    `gap` compares the two end groups by the one contrast (worst minus best). `measures` hold
    every summary measure that is defined for these groups, in the order of `summary`. `tested` is
    false for modelled outcomes and outcomes without a published error: then words of comparison
    never appear. `warnings` are text keys of the pair rule.
    """

    outcome: Indicator
    outcome_source: Source
    factor_source: Source | None
    grouping: Grouping
    groups: tuple[GroupValue, ...]
    city: Estimate
    gap: FifthsGap | None
    gap_reason: str | None
    measures: tuple[Measure, ...]
    measures_reason: str | None
    potential: Potential | None
    potential_reason: str | None
    curve: Curve | None
    ages: AgeSplit | None
    map: GroupMap
    tested: bool
    warnings: tuple[str, ...]
    grouped_people: float  # residents in all groups together
    uncounted_people: float  # residents of the city that are in no group
    observed: ObservedLink | None = None

    def measure(self, name: str) -> Measure | None:
        """The measure called `name`, or None where it is not defined here."""
        return next((m for m in self.measures if m.name == name), None)

    def group(self, key: str) -> GroupValue | None:
        """The group with this key."""
        return next((g for g in self.groups if g.key == key), None)

    @property
    def ends(self) -> tuple[GroupValue, GroupValue] | None:
        """Most and least disadvantaged group; None for groups without an order."""
        ordered = [g for g in self.groups if g.order is not None]
        return (ordered[0], ordered[-1]) if len(ordered) > 1 else None


# -- segregation, graded land, clusters -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SegregationYear:
    """Black and white residents over census tracts in one release of five survey years.

    All 0-1. `dissimilarity`: between Black and white residents; `isolation`: share of Black
    residents in the tract of an average Black resident; `interaction`: share of white residents
    there. `entropy`: H over five groups. `tracts`: with residents; `vintage`: 2010 or 2020.
    """

    years: str
    vintage: int
    tracts: int
    dissimilarity: float
    isolation: float
    interaction: float
    entropy: float
    black_share: float


@dataclass(frozen=True, slots=True)
class IceYear:
    """Index of Concentration at the Extremes: share of the city's residents in tracts by value.

    `bins` are (from, to, share of residents); `low` and `high` the shares of residents in tracts
    under -`surplus` and over `surplus`. `low_income_usd` and `high_income_usd` are the incomes a
    year, in dollars of the survey years, under and from which a household counts.
    """

    indicator: Indicator
    source: Source
    city: float
    bins: tuple[tuple[float, float, float], ...]
    low: float
    high: float
    surplus: float
    low_income_usd: int
    high_income_usd: int


@dataclass(frozen=True, slots=True)
class SegregationData:
    """`comparable` may be set side by side; `apart` stands alone: other tracts, shared years.

    `ice` is one release: its cut-offs are not adjusted for inflation, so two show no change.
    """

    comparable: tuple[SegregationYear, ...]
    apart: SegregationYear
    ice: IceYear
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class GradeRow:
    """What one indicator is today on land of each grade. Keys of `values`: A-D and U."""

    indicator: Indicator
    values: tuple[GroupValue, ...]
    difference: Estimate  # D minus A
    claim_allowed: bool


@dataclass(frozen=True, slots=True)
class GradesNow:
    """Grade -> poverty, concentration at the extremes, life expectancy, by block."""

    rows: tuple[GradeRow, ...]
    people: tuple[tuple[str, int], ...]  # residents (2010) by grade
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ClusterArea:
    """One tract in a cluster that stays after Benjamini-Hochberg.

    `cluster`: `high_high`, `low_low`, `low_high` or `high_low` (value, neighbors); `where` names
    the neighborhoods with most residents of the tract.
    """

    tract_id: str
    cluster: str
    value: float
    people: int
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ClusterData:
    """Local Moran of one outcome on census tracts, or the reason why there is none.

    `clusters` has one entry a feature: the cluster's name, `none`, or the empty word for tracts
    without a value or neighbors. `n` counts tracts with a value and neighbors. Of those, `untested`
    are never named, though they count as neighbors: few residents, or a predicted life table; they
    too have the empty word.
    """

    outcome: Indicator
    reason: str | None
    n: int
    untested: int
    moran_i: float
    moran_expected: float
    moran_p: float
    permutations: int
    areas: tuple[ClusterArea, ...]
    people: tuple[tuple[str, int], ...]  # residents by kind of cluster
    geojson_url: str
    bounds: tuple[float, float, float, float]
    feature_ids: tuple[str, ...]
    clusters: tuple[str, ...]
    values: tuple[float, ...]
