"""Published values of the city, its counties, state and nation: areas, groups and measures.

What they mean and where they stand is in the city's folder: `published/areas.yaml`, `groups.yaml`
and one file a measure in `published/measures/`. The values are in the extract, which the build
reads from the source files (data/build/published_estimates.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, model_validator

from data.checked import (
    CatalogueError,
    Slug,
    Strict,
    Text,
    label,
    read_checked,
    read_yaml,
    validated,
)
from data.cities.city import city
from data.models import Kind, Polarity, Unit

EVERYONE = "all"
# How many residents a group has, by area: under `least_residents` its values are left out.
RESIDENTS = "residents"
_GROUP = "{group}"
_AREA_CODE = {"county": 5, "state": 2}

Period = Annotated[str, Field(pattern=r"^\d{4}(-\d{4})?$")]


class AreaEntry(Strict):
    """An area that values are published for.

    `role`: it is the `place` itself, a `benchmark` beside it, or `context` (its other counties).
    `id` is `city`, `country`, `county_` or `state_` with the code of the Census Bureau.
    `people`: its residents as the Census Bureau counted them, by year, where a text needs them.
    """

    id: Slug
    kind: Literal["city", "county", "state", "country"]
    role: Literal["place", "benchmark", "context"]
    name: Text
    in_sentence: Text
    people: dict[int, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _coded(self) -> AreaEntry:
        digits = _AREA_CODE.get(self.kind)
        expected = self.kind if digits is None else f"{self.kind}_"
        if not self.id.startswith(expected) or (digits and len(self.digits) != digits):
            raise ValueError(f"{self.id}: not the id of a {self.kind}")
        return self

    @property
    def digits(self) -> str:
        """The code of a county (5 digits) or state (2); of the city, state and place; else none."""
        return city().id if self.kind == "city" else self.id.partition("_")[2]

    @property
    def code(self) -> tuple[str, str]:
        """State and county (of the city: place) as files give them; 000 is all of it."""
        return self.digits[:2] or "00", self.digits[2:] or "000"


class _Areas(Strict):
    areas: tuple[AreaEntry, ...] = Field(min_length=1)


class GroupEntry(Strict):
    """A group of residents as publications name it, people first."""

    id: Slug
    name: Text


class GroupsEntry(Strict):
    """The whole of `groups.yaml`: groups, and under how many residents one is left out.

    `pairs` are those whose gap is told: a group, and the one that it is held against.
    """

    least_residents: int = Field(default=0, ge=0)
    groups: tuple[GroupEntry, ...] = ()
    pairs: tuple[tuple[Slug, Slug], ...] = ()

    @model_validator(mode="after")
    def _known(self) -> GroupsEntry:
        ids = [group.id for group in self.groups]
        if len(set(ids)) != len(ids) or EVERYONE in ids:
            raise ValueError("a group twice, or one called all")
        if unknown := {group for pair in self.pairs for group in pair} - set(ids):
            raise ValueError(f"pairs: no group {sorted(unknown)[0]!r}")
        return self


class TableEntry(Strict):
    """Where values of one release stand in one file; `{group}` in a column becomes the group's.

    Either `value`, with `lower` and `upper` or a `margin` (or neither: none is published), or a
    share in percent of the sums of the columns `part` and `whole`, which the build works out with
    its margin; a `complement` is 100 less that share. `groups` maps our groups to what stands for
    them in the columns, or in `group_column` of a file with a row for each group. `unreliable` is
    a column that flags weak values, `quality` one that grades them. `row` stands in `row_column`
    of a file with a row for each item. `areas` are those that the file must have: all but the city
    by default.
    """

    file: str
    value: str | None = None
    lower: str | None = None
    upper: str | None = None
    margin: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    unreliable: str | None = None
    quality: str | None = None
    group_column: str | None = None
    row_column: str | None = None
    row: str | None = None
    part: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    complement: bool = False
    groups: dict[Slug, str] = Field(default_factory=lambda: {EVERYONE: ""}, min_length=1)
    areas: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> TableEntry:
        if (self.value is None) == (not self.part) or bool(self.part) != bool(self.whole):
            raise ValueError(f"{self.file}: either a value or a part of a whole")
        if (self.lower is None) != (self.upper is None):
            raise ValueError(f"{self.file}: one limit without the other")
        if self.lower and self.margin:
            raise ValueError(f"{self.file}: limits and a margin")
        by_column = self.group_column is None and _GROUP not in (self.value or _GROUP)
        if len(self.groups) > 1 and by_column:
            raise ValueError(f"{self.file}: the same column for several groups")
        return self

    @property
    def has_limits(self) -> bool:
        """Whether the file says how sure a value is."""
        return bool(self.lower or self.margin or self.part)


class ReleaseEntry(Strict):
    """Values of one measure and period from one source.

    `reader` names the adapter. `years_basis` is `inferred` where the publisher does not print the
    years; `inferred_from` then says what they were read from. `level_percent` is the level of the
    interval, none where none is published; its `level_basis` is `assumed` where the publisher gives
    limits without it. `scale` makes our unit of the file's (shares: 100).
    """

    source: Slug
    reader: Slug
    period: Period
    years_basis: Literal["published", "inferred"] = "published"
    inferred_from: Text | None = None
    level_percent: Literal[90, 95] | None = None
    level_basis: Literal["published", "assumed"] = "published"
    scale: float = Field(default=1.0, gt=0)
    tables: tuple[TableEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _said(self) -> ReleaseEntry:
        if (self.years_basis == "inferred") != (self.inferred_from is not None):
            raise ValueError(f"{self.period}: inferred years say what they were read from")
        limits = {table.has_limits for table in self.tables}
        if limits != {self.level_percent is not None}:
            raise ValueError(f"{self.period}: an interval and its level go together")
        if self.level_basis == "assumed" and self.level_percent is None:
            raise ValueError(f"{self.period}: no level to assume")
        return self


class MeasureEntry(Strict):
    """What one measure is, and the releases that its values come from.

    `unit_words` follow a number or stand on an axis. `listed` is false where it only serves others.
    `same_as` is the indicator of the catalogue with the same definition, so that both may stand
    side by side; `differs` says what is not the same as the nearest one. `unstable_groups` are left
    out of every area: the two counts that their rates rest on do not name the same people.
    """

    id: Slug
    theme: Slug
    kind: Literal[Kind.MEASURED, Kind.MODELLED]
    polarity: Polarity
    unit: Literal["years", "percent", "usd", "people", "index", "rate_per_100k", "rate_per_1k"]
    decimals: int = Field(ge=0, le=3)
    valid_range: tuple[float, float]
    name: Text
    short_name: Text
    unit_words: Text
    meaning: Text
    caveats: tuple[Slug, ...] = ()  # keys of locale/*/caveats.yaml
    note: Text | None = None
    listed: bool = True
    same_as: Slug | None = None
    differs: Text | None = None
    unstable_groups: tuple[Slug, ...] = ()
    releases: tuple[ReleaseEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _linked_or_not(self) -> MeasureEntry:
        if self.same_as and self.differs:
            raise ValueError(f"{self.id}: the same as an indicator, or different from it")
        periods = [(release.source, release.period) for release in self.releases]
        if len(set(periods)) != len(periods):
            raise ValueError(f"{self.id}: a period twice from one source")
        return self

    @property
    def is_rate(self) -> bool:
        """Events for so many people: two rates are also compared by their ratio."""
        return self.unit.startswith("rate")

    @property
    def number_format(self) -> Unit:
        """How a value is printed; a rate has no sign of its own, whatever it is for."""
        return Unit.RATE_PER_100K if self.is_rate else Unit(self.unit)


class ItemEntry(Strict):
    """One item of a file with a row for each: a measure of its own, named after it."""

    id: Slug
    row: str
    name: Text
    short_name: Text


class _Items(Strict):
    each: tuple[ItemEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedCatalogue:
    """Areas and groups in the order of their files, measures by id."""

    areas: Mapping[str, AreaEntry]
    groups: GroupsEntry
    measures: Mapping[str, MeasureEntry]

    @property
    def sources(self) -> frozenset[str]:
        """The sources that values are read from, awaited ones among them."""
        return frozenset(r.source for m in self.measures.values() for r in m.releases)

    @property
    def place(self) -> tuple[AreaEntry, ...]:
        """The areas that are the place itself: the city and its county."""
        return tuple(area for area in self.areas.values() if area.role == "place")


@cache
def load_measures() -> PublishedCatalogue:
    """What is published for the city, read once; empty for a city without. CatalogueError."""
    return read_measures(city().folder / "published")


def read_measures(folder: Path) -> PublishedCatalogue:
    """The areas, groups and measures of `folder`. Raises CatalogueError, which names the file."""
    if not (folder / "areas.yaml").is_file():
        return PublishedCatalogue(MappingProxyType({}), GroupsEntry(), MappingProxyType({}))
    areas = read_checked(folder / "areas.yaml", _Areas).areas
    groups = read_checked(folder / "groups.yaml", GroupsEntry)
    measures = {}
    for path in sorted((folder / "measures").glob("*.yaml")):
        for entry in _entries(path):
            measures[entry.id] = entry
    found = PublishedCatalogue(
        MappingProxyType({area.id: area for area in areas}), groups, MappingProxyType(measures)
    )
    for measure in measures.values():
        _check(measure, found)
    return found


def _entries(path: Path) -> Iterator[MeasureEntry]:
    """The measure of a file; of one with `each`, a measure an item. Raises CatalogueError."""
    content = read_yaml(path)
    if content.get("id") != path.stem:
        raise CatalogueError(f"{label(path)}: id is {content.get('id')!r}, the file's name differs")
    items = validated({"each": content.pop("each", ())}, _Items, path).each
    if not items:
        yield validated(content, MeasureEntry, path)
    for item in items:
        named = {"id": f"{path.stem}_{item.id}", "name": item.name, "short_name": item.short_name}
        entry = validated({**content, **named}, MeasureEntry, path)
        releases = tuple(_of_item(release, item.row) for release in entry.releases)
        yield entry.model_copy(update={"releases": releases})


def _of_item(release: ReleaseEntry, row: str) -> ReleaseEntry:
    tables = tuple(table.model_copy(update={"row": row}) for table in release.tables)
    return release.model_copy(update={"tables": tables})


def _check(measure: MeasureEntry, known: PublishedCatalogue) -> None:
    """Raise CatalogueError for an area or a group that no file names."""
    where = f"measures/{measure.id}.yaml"
    groups = {EVERYONE, *(group.id for group in known.groups.groups)}
    tables = [table for release in measure.releases for table in release.tables]
    named = {group for table in tables for group in table.groups} | {*measure.unstable_groups}
    if unknown := sorted(named - groups):
        raise CatalogueError(f"{where}: no group {unknown[0]!r} in groups.yaml")
    if unknown := sorted({a for table in tables for a in table.areas} - set(known.areas)):
        raise CatalogueError(f"{where}: no area {unknown[0]!r} in areas.yaml")
