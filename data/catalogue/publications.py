"""What others published and this site quotes: values by race, claims, a national table.

The texts, years and citations stand in `published/*.yaml`; the values by race in the extract, which
the build reads from the source files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import Field, model_validator

from data.catalogue.measures import Period, load_measures
from data.checked import CatalogueError, Slug, Strict, Text, read_checked
from data.cities.city import city


class PublishedRelease(Strict):
    """Life expectancy by race of one place and time.

    Either `source`, `measure` and `period` (where its values stand in the extract), or
    `quoted_difference` with a `citation`.
    """

    id: Slug
    place: Literal["city", "county"]
    title: Text
    years: str
    source: Slug | None = None
    measure: Slug | None = None
    period: Period | None = None
    quoted_difference: float | None = None
    citation: str | None = None
    url: str | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> PublishedRelease:
        read = (self.source, self.measure, self.period)
        quoted = (self.quoted_difference, self.citation)
        if any(part is None for part in read) == any(part is None for part in quoted):
            raise ValueError(f"{self.id}: either a source with a year or a quotation")
        return self


class PublishedMeasure(Strict):
    """A measure of the city's file (`indicator`: its name there), or of another one's.

    `listed` is false where it serves another purpose. `in_words`: the caption says it and a slide
    draws it; the table has every listed one. `theme` is that of the catalogue, `unit_id` the unit
    as files name it.
    """

    id: Slug
    source: Slug
    indicator: str | None = None
    theme: Slug
    name: Text
    unit: Text
    unit_id: Literal["years", "percent", "index", "rate_per_100k", "rate_per_1k"]
    decimals: int = Field(ge=0, le=2)
    listed: bool = True
    in_words: bool = False
    note: Text | None = None


class ByRaceEntry(Strict):
    """The whole of `by_race.yaml`; groups are those of `groups.yaml` (data.catalogue.measures)."""

    releases: tuple[PublishedRelease, ...]
    measures: tuple[PublishedMeasure, ...]
    # of the measures of `measures/`: the order in which those by group stand, and which of them a
    # caption says and a slide draws
    order: tuple[Slug, ...] = ()
    in_words: tuple[Slug, ...] = ()


class ByYearEntry(Strict):
    """The whole of `by_year.yaml`: measures of the city by year, in the order of their chart.

    `counts` and `shares` are a chart each; a slide draws the first of it. `in_words` are those that
    a caption says.
    """

    counts: tuple[Slug, ...] = ()
    shares: tuple[Slug, ...] = ()
    in_words: tuple[Slug, ...] = ()


class FigureEntry(Strict):
    """One quoted number."""

    id: Slug
    name: Text
    amount: float
    unit: Literal["deaths", "percent", "times", "years"]
    note: Text | None = None


class QuotationEntry(Strict):
    """A quoted claim or table, with what must be said beside it.

    `on_slide`: the slide of deaths shows it; the page shows all. `found`: the year of the finding
    that the publication tells of, where it is another.
    """

    id: Slug
    on_slide: bool = False
    geography: Literal["city", "zip", "country"]
    years: str
    found: str = ""
    publisher: str
    title: Text
    statement: Text
    figures: tuple[FigureEntry, ...]
    citation: str
    url: str | None
    warning: Text


class _Quotations(Strict):
    quotations: tuple[QuotationEntry, ...]

    @model_validator(mode="after")
    def _on_slide(self) -> _Quotations:
        if not any(quotation.on_slide for quotation in self.quotations):
            raise ValueError("no quotation is on_slide, so the slide of deaths would be empty")
        return self


@dataclass(frozen=True, slots=True)
class Published:
    """Everything under `published/`."""

    by_race: ByRaceEntry
    by_year: ByYearEntry
    quotations: tuple[QuotationEntry, ...]


@cache
def load_published() -> Published:
    """The publications quoted for the city, read once; empty for one without. CatalogueError."""
    folder = city().folder / "published"
    if not folder.is_dir():
        return Published(ByRaceEntry(releases=(), measures=()), ByYearEntry(), ())
    by_race = read_checked(folder / "by_race.yaml", ByRaceEntry)
    if twice := sorted({m.id for m in by_race.measures} & set(load_measures().measures)):
        raise CatalogueError(f"published/by_race.yaml: {twice[0]!r} is also in measures/")
    by_year = read_checked(folder / "by_year.yaml", ByYearEntry)
    quoted = read_checked(folder / "quotations.yaml", _Quotations)
    return Published(by_race, by_year, quoted.quotations)
