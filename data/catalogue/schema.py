"""What an indicator, a source and a theme must say: pydantic models of the YAML files."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from data.catalogue.live import Live
from data.checked import Slug, Strict, Text
from data.models import (
    Denominator,
    Estimator,
    Geography,
    IntervalKind,
    Kind,
    Layer,
    Polarity,
    Role,
    Unit,
)

# When the censuses were taken, in years.
CENSUS_2010, CENSUS_2020 = 2010.25, 2020.25
EVENTS_KEPT = "homicides"  # the one input table whose events the extract holds


class OutcomeWords(Strict):
    """How a sentence speaks of an outcome: subject with its article, and two comparatives.

    English: `life expectancy`, `longer`, `shorter`; Spanish: `la esperanza de vida`, `más larga`,
    `más corta` (agreeing with the subject).
    """

    subject: Text
    higher: Text
    lower: Text


class CountedWords(Strict):
    """How a number that rests on counted events is said; the count comes before what rests on it.

    `rate`: a value with its unit, with where it was counted. `few`: the same where the events are
    few (`{count}` in `{span}` years). `count`, `short`: the events alone, in a sentence and on a
    label. `head`: of their column.
    """

    few: Text
    count: Text
    short: Text
    head: Text
    rate: Text | None = None


class FactorWords(Strict):
    """How a sentence speaks of the two ends of a factor, people first, lower case, no full stop.

    `worst`: `where the most people live in poverty`; `best`: `where the fewest people live in
    poverty`. For a factor where higher is better (income) `worst` is the low end.
    """

    worst: Text
    best: Text


class FrequencyWords(Strict):
    """How a share is said as so many of so many: `about 1 in 4 homes has no car`.

    `who` is counted, in the plural and without an article; `one` and `many` are what they do or
    are, after `1 in 4` and after `2 in 3`.
    """

    who: Text
    one: Text
    many: Text


class Input(Strict):
    """Where the tract values stand in a source file. Columns are as published."""

    table: Slug  # a table id known to a build adapter, e.g. `svi2022`, `usaleep`, `cities500_2017`
    value: str | None = None  # column with the value (or its `question` for long tables)
    count: str | None = None  # numerator count
    margin: str | None = None  # 90 % margin of the value
    count_margin: str | None = None
    denominator: str | None = None  # column with the published universe, if there is one
    fallback_denominator: Literal["E_TOTPOP", "E_HH", "E_HU"] | None = None  # where EP = 0
    scale: float = 1.0  # multiplies the published value (fractions to percent: 100)
    complement: bool = False  # the source publishes the opposite share
    missing: tuple[float, ...] = ()  # sentinels of this column beside blank


class Indicator(Strict):
    """One catalogue entry. `id` is the file's name and never changes once published."""

    id: Slug
    theme: Slug
    kind: Kind
    role: Role
    polarity: Polarity
    unit: Unit
    decimals: int = Field(ge=0, le=3)
    year_start: int
    year_end: int
    source: Slug
    tract_vintage: Literal[2010, 2020] | None
    denominator: Denominator
    universe: Text | None = None  # who is counted, in words: "households", "adults 18 and over"
    estimator: Estimator
    interval: IntervalKind
    modelled_from: tuple[Literal["age", "sex", "race_ethnicity", "education", "poverty"], ...] = ()
    # What it carries of the inputs of modelled values: those are never paired with it.
    built_in: tuple[Literal["age", "race_ethnicity", "ice", "education"], ...] = ()
    # The same thing of other years or definitions: two of one family are never paired.
    family: Slug | None = None
    # What else it is never paired with: families, ids, or what an indicator carries (`built_in`).
    never_with: tuple[Slug, ...] = ()
    geographies: tuple[Geography, ...]
    default_geography: Geography = Geography.NEIGHBORHOOD
    # Why places are not split into fifths of it: the source covers a part of the city, or more than
    # a fifth of the people share one value (mostly zero), so that no honest cut exists; or all
    # places are nearly alike in it, so that it is not held against health at all.
    no_fifths: Literal["part_of_area", "shared_value", "nearly_alike"] | None = None
    valid_range: tuple[float, float]  # of a tract value; the build refuses anything outside
    input: Input | None = None
    name: Text
    short_name: Text  # at most about 24 characters: axis and control labels
    meaning: Text  # one line, plain words
    why: Text  # why it matters, one or two sentences
    caveats: tuple[Slug, ...] = ()  # keys of locale/*/caveats.yaml
    outcome_words: OutcomeWords | None = None
    factor_words: FactorWords | None = None
    counted: CountedWords | None = None
    # None for what is no share of people or homes: filings may meet one home twice.
    frequency: FrequencyWords | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Indicator:
        if self.kind is Kind.MODELLED and not self.modelled_from:
            raise ValueError(f"{self.id}: a modelled indicator says what it is modelled from")
        if self.role is Role.OUTCOME and self.outcome_words is None:
            raise ValueError(f"{self.id}: an outcome needs outcome_words")
        if self.role in (Role.FACTOR, Role.GROUP) and self.factor_words is None:
            raise ValueError(f"{self.id}: a factor or grouping needs factor_words")
        if self.interval is IntervalKind.COUNT and self.counted is None:
            raise ValueError(f"{self.id}: what rests on counted events says so (counted)")
        if self.frequency is not None and self.unit is not Unit.PERCENT:
            raise ValueError(f"{self.id}: only a share is said as a frequency")
        if self.year_start > self.year_end:
            raise ValueError(f"{self.id}: year_start is after year_end")
        if self.kin & set(self.never_with):
            raise ValueError(f"{self.id}: never_with names the indicator itself")
        if self.default_geography not in self.geographies:
            raise ValueError(f"{self.id}: default_geography is not among its geographies")
        return self

    @property
    def kin(self) -> frozenset[str]:
        """Every name by which another indicator may refuse to be paired with it."""
        return frozenset({self.id, self.family or self.id, *self.built_in})

    @property
    def census_weights(self) -> tuple[float, float]:
        """Shares of the 2010 and 2020 counts in the residents in the middle of its years.

        On a straight line between the censuses of April 2010 and April 2020; after it all of 2020.
        """
        middle = (self.year_start + self.year_end + 1) / 2
        later = min((middle - CENSUS_2010) / (CENSUS_2020 - CENSUS_2010), 1.0)
        return 1.0 - later, later

    @property
    def years(self) -> str:
        """`2015` or `2010–2015`."""
        if self.year_start == self.year_end:
            return str(self.year_start)
        return f"{self.year_start}–{self.year_end}"

    @property
    def years_counted(self) -> int:
        """How many calendar years it covers."""
        return self.year_end - self.year_start + 1

    @property
    def is_counted_by_place(self) -> bool:
        """Whether its single events are not in the extract: then no places are put together."""
        kept = self.input is not None and self.input.table == EVENTS_KEPT
        return self.estimator is Estimator.EVENT_RATE and not kept

    @property
    def is_given_for_drawn(self) -> bool:
        """Whether an area that a visitor draws has a value: those of small places, from blocks.

        What others counted by area does not say where inside it; shares of few events are for
        districts.
        """
        counted = (Estimator.AREA_RATE, Estimator.EVENT_SHARE, Estimator.TRACT_ONLY)
        small = Geography.NEIGHBORHOOD in self.geographies or Geography.ZIP in self.geographies
        return small and self.estimator not in counted and not self.is_counted_by_place

    def is_given_for(self, geography: Geography) -> bool:
        """Whether places of a geography have a value."""
        if geography is Geography.OWN:
            return self.is_given_for_drawn
        return geography in self.geographies

    def layer_of(self, geography: Geography) -> Layer:
        """Area layer of a geography; tracts are those of the indicator's vintage."""
        if geography is not Geography.TRACT:
            return Layer(geography.value)
        return Layer.TRACT_2010 if self.tract_vintage == 2010 else Layer.TRACT_2020


class SourceFile(Strict):
    """One file of a source, relative to SOURCES."""

    path: str
    rows: int | None = None  # data rows or features expected; another count stops the build
    live: Live | None = None  # where `make refresh` fetches it


class Freshness(Strict):
    """How old the numbers of a source are, and when newer ones come.

    `through`: the last year that they tell of; none for what has no year (a river).
    `published`: the year in which they came out, where the publisher says it. `read_on`: the day
    on which this project took them over. `renewed`: how often its publisher does it again, `month`
    in which month.
    """

    through: int | None
    published: int | None = None
    read_on: date
    renewed: Literal["once", "yearly", "every_ten_years", "irregularly"]
    month: Annotated[int, Field(ge=1, le=12)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Freshness:
        years = [y for y in (self.through, self.published, self.read_on.year) if y is not None]
        if years != sorted(years):
            raise ValueError("freshness: through, published and read_on are not in this order")
        if (self.renewed == "yearly") != (self.month is not None):
            raise ValueError("freshness: a yearly source names its month, others do not")
        return self


class Source(Strict):
    """Publisher, vintage and licence: they travel into the extract and onto every page.

    `noncommercial`: its licence allows no commercial use. What is not `confirmed` is in the
    extract but never shown; `unconfirmed_reason` says why.
    """

    id: Slug
    publisher: str
    title: Text
    vintage: str
    licence: Text
    citation: str
    url: str | None = None
    noncommercial: bool = False
    confirmed: bool = True
    unconfirmed_reason: Text | None = None
    # What is awaited has no age yet.
    freshness: Freshness | None = None
    files: tuple[SourceFile, ...]
    # Its files may be missing. Until all are there, its indicators are in no extract and no menu.
    awaited: bool = False

    @model_validator(mode="after")
    def _says_why(self) -> Source:
        if self.confirmed == (self.unconfirmed_reason is not None):
            raise ValueError(f"{self.id}: a reason goes with what is not confirmed, and only there")
        if self.freshness is None and not self.awaited:
            raise ValueError(
                f"{self.id}: freshness: say through which year, when read and how renewed"
            )
        return self


class Theme(Strict):
    """A heading under which indicators are listed, in this order."""

    id: Slug
    name: Text
