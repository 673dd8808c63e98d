"""What a city says of wages: its law, what was decided and by whom, what studies found.

Folder `wage` of the city. Rates, counts and ratios are in the extract, which the build reads from
the source files; here stand the words, each keyed to its row (docs/decisions/0120).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from data.checked import Slug, Strict, Text, read_checked
from data.cities.options import Decider

WAGE = "wage"


class Link(Strict):
    """A source under its name, with its address."""

    name: str = Field(min_length=4)
    url: str = Field(pattern=r"^https?://[^\s/]+\.[^\s/]+(/\S*)?$")


class HistorySource(Link):
    """A source of the history; `match` is what rows of the table call it."""

    match: str


class Event(Strict):
    """Something that was decided. `in_table` is false for what the table of events lacks."""

    date: date
    by: Decider
    said: Text
    sources: tuple[Link, ...] = Field(min_length=1)
    in_table: bool = True


class _Events(Strict):
    events: tuple[Event, ...] = Field(min_length=1)


class Scenario(Strict):
    """Who would have had a raise, as published. `row` is what its table calls the scenario, `when`
    says what its year is of: the data, or the estimate.
    """

    id: Slug
    row: str
    name: Text
    who: Text
    author: str
    years: str = Field(pattern=r"^\d{4}$")
    when: Text
    assumes: Text
    source: Link


class Raised(Strict):
    """Every scenario, and the groups under the names that their table gives them."""

    scenarios: tuple[Scenario, ...] = Field(min_length=1)
    groups: dict[str, Text]


class Study(Strict):
    """What one study found. `row` is what the table of studies calls it; a study without one was
    read at `url`, as far as `read` says. A range or an interval stands in `interval` only where one
    was read.
    """

    cite: str = Field(min_length=12)
    year: int
    kind: Literal["review", "quasi_experiment", "simulation"]
    found: Literal["better", "none", "mixed", "worse"]
    read: Literal["whole", "abstract", "press"]
    outcome: Text
    effect: Text
    interval: Text | None = None
    caveat: Text | None = None
    url: str = Field(pattern=r"^https?://")
    row: str | None = None


class _Studies(Strict):
    studies: tuple[Study, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        order = [(study.kind != "review", study.year) for study in self.studies]
        if order != sorted(order):
            raise ValueError("studies: reviews first, then by year: none leads by what it found")
        return self


class WageFacts(Strict):
    """`facts.yaml`. `laws` are what rows of the history call the law, in words; `named` are dates
    of steps that the chart names. `pay` are published measures of the city by race, `context` is an
    indicator by place, `awaited` are indicators whose file has not come.
    """

    state: Text
    as_of: date
    laws: dict[str, Text]
    named: tuple[date, ...]
    history_sources: tuple[HistorySource, ...]
    exempt: tuple[Text, ...]
    exempt_sources: tuple[Link, ...]
    no_longer_exempt: Text | None = None
    pay: tuple[Slug, ...] = ()
    context: Slug
    awaited: tuple[Slug, ...] = ()


class Wage(Strict):
    """All that the folder says."""

    facts: WageFacts
    events: tuple[Event, ...]
    raised: Raised
    studies: tuple[Study, ...]


def read_wage(folder: Path) -> Wage | None:
    """What `folder` says; None where there is no such folder. Raises CatalogueError."""
    if not folder.is_dir():
        return None
    return Wage(
        facts=read_checked(folder / "facts.yaml", WageFacts),
        events=read_checked(folder / "events.yaml", _Events).events,
        raised=read_checked(folder / "raised.yaml", Raised),
        studies=read_checked(folder / "studies.yaml", _Studies).studies,
    )
