"""What others published and this site quotes: values by race, claims, a national table.

The texts, years and citations stand in `published/*.yaml`; the values by race in the extract, which
the build reads from the source files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from data.catalogue.loader import read_checked
from data.catalogue.schema import Slug, Text, _Strict

_HERE = Path(__file__).parent / "published"


class RaceGroup(_Strict):
    """A group as the publications name it, people first."""

    id: Slug
    name: Text


class PublishedRelease(_Strict):
    """Life expectancy by race of one place and time.

    Either `source`, `published_id` and `year` (where its values stand in the extract), or
    `quoted_difference` with a `citation`.
    """

    id: Slug
    place: Literal["city", "county"]
    title: Text
    years: str
    source: Slug | None = None
    published_id: Slug | None = None
    year: int | None = None
    quoted_difference: float | None = None
    citation: str | None = None
    url: str | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> PublishedRelease:
        read = (self.source, self.published_id, self.year)
        quoted = (self.quoted_difference, self.citation)
        if any(part is None for part in read) == any(part is None for part in quoted):
            raise ValueError(f"{self.id}: either a source with a year or a quotation")
        return self


class PublishedMeasure(_Strict):
    """A measure of the city's file. `listed` is false where it serves another purpose."""

    id: Slug
    source: Slug
    indicator: str
    name: Text
    unit: Text
    decimals: int = Field(ge=0, le=2)
    listed: bool = True
    note: Text | None = None


class ByRaceEntry(_Strict):
    """The whole of `by_race.yaml`."""

    groups: tuple[RaceGroup, ...]
    least_residents: int
    releases: tuple[PublishedRelease, ...]
    measures: tuple[PublishedMeasure, ...]


class FigureEntry(_Strict):
    """One quoted number."""

    id: Slug
    name: Text
    amount: float
    unit: Literal["deaths", "percent", "times", "years"]
    note: Text | None = None


class QuotationEntry(_Strict):
    """A quoted claim or table, with what must be said beside it."""

    id: Slug
    geography: Literal["city", "zip", "country"]
    years: str
    publisher: str
    title: Text
    statement: Text
    figures: tuple[FigureEntry, ...]
    citation: str
    url: str | None
    warning: Text


class _Quotations(_Strict):
    quotations: tuple[QuotationEntry, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """Everything under `published/`."""

    by_race: ByRaceEntry
    quotations: tuple[QuotationEntry, ...]


@cache
def load_published() -> Published:
    """The quoted publications of this project, read once. Raises CatalogueError."""
    by_race = read_checked(_HERE / "by_race.yaml", ByRaceEntry)
    quoted = read_checked(_HERE / "quotations.yaml", _Quotations)
    return Published(by_race, quoted.quotations)
