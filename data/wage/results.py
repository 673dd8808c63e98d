"""What the page of wages is drawn from. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.catalogue.schema import Indicator, Source
from data.cities.wage import Scenario, Wage
from data.gaps.group_results import AreaByGroup
from data.models import Geography
from data.place.results import PlaceValue
from data.published.results import PublishedEstimate

# Sources of the catalogue behind the tables of the extract.
HISTORY, EVENTS, RAISED, STUDIES = (
    "minimum_wage_history", "wage_events", "workers_raised", "wage_studies",
)  # fmt: skip
SOURCES = (HISTORY, EVENTS, RAISED, STUDIES)
# Whose rate a row of the history is.
STATE, FEDERAL = "state", "federal"
# Full time, as arithmetic: hours of a week, weeks of a year.
HOURS_A_WEEK, WEEKS_A_YEAR = 40, 52


@dataclass(frozen=True, slots=True)
class Rate:
    """Dollars of the day for an hour, from `since` on. `law` and `source` are the row's words."""

    since: date
    usd: float
    law: str
    source: str
    date_assumed: bool = False

    @property
    def full_time_usd(self) -> float:
        """A year of 52 weeks of 40 hours, in dollars: arithmetic, nobody's income."""
        return self.usd * HOURS_A_WEEK * WEEKS_A_YEAR


@dataclass(frozen=True, slots=True)
class Floor:
    """A federal rate above the state's, from `since` until the state's rose above it at `until`."""

    since: date
    until: date | None
    usd: float


@dataclass(frozen=True, slots=True)
class RaisedShare:
    """Of one group: the share in percent who would have had a raise, and counts where published.

    NaN where there is no number; `share_said` is then what the publisher says. `about`: the
    publisher rounds the count.
    """

    group: str
    share_percent: float
    share_said: str
    workers_raised: float
    workers: float
    about: bool


@dataclass(frozen=True, slots=True)
class RaisedScenario:
    """One estimate as published, everyone first, then groups by name."""

    about: Scenario
    shares: tuple[RaisedShare, ...]

    @property
    def everyone(self) -> RaisedShare:
        """The share of all workers."""
        return self.shares[0]


@dataclass(frozen=True, slots=True)
class JobsAt:
    """The share of the jobs of a place's residents that a measure counts."""

    place_id: str
    name: str
    geography: Geography
    area_id: str
    value: PlaceValue


@dataclass(frozen=True, slots=True)
class WageData:
    """Everything of the page, oldest first where it has days.

    `pay` are measures of the city by race, `ratio` the newest value of each county, `jobs` those
    measures of jobs by pay that have come, of the city and its districts, `awaited` those that have
    not, with whose they are.
    `sources` are those of the source tables, by table.
    """

    said: Wage
    rates: tuple[Rate, ...]
    floor: Floor | None
    raised: tuple[RaisedScenario, ...]
    pay: AreaByGroup | None
    ratio: tuple[PublishedEstimate, ...]
    context: Indicator | None
    jobs: tuple[tuple[Indicator, tuple[JobsAt, ...]], ...]
    awaited: tuple[tuple[Indicator, Source], ...]
    sources: dict[str, Source]

    @property
    def newest(self) -> Rate:
        """The rate that the history ends with."""
        return self.rates[-1]
