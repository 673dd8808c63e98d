"""Answers of the API about what there is: measures, places, sources, the version of the data.

Names of fields are those of the columns of files where there is one (data/files/csv_file.py); what
each means stands in the locale (`api.fields`, else `columns.meaning`). Words are in the language
that was asked for; a number that there is not is null.
"""

from __future__ import annotations

from typing import Literal

from data.models import Kind, Polarity, Role
from data.numbers.record import NumberRecord, NumberSource, Public


class Answer(Public):
    """What every answer says: the version of the data and the language of its words."""

    version: str
    language: Literal["en", "es"]


class Page(Answer):
    """What every list says: how many there are, which of them these are, and where the rest is."""

    total: int
    limit: int
    offset: int
    next: str | None
    previous: str | None


# -- measures -----------------------------------------------------------------------------------


class Measure(Public):
    """A measure: of this site's own estimates, or published for whole areas."""

    id: str
    name: str
    short_name: str
    meaning: str
    why: str | None
    published: bool
    theme: str | None
    theme_name: str | None
    kind: Kind
    kind_name: str
    role: Role | None
    polarity: Polarity
    unit: str
    decimals: int
    years: str
    data_through: int | None
    geographies: tuple[str, ...]
    groups: tuple[str, ...]
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    address: str
    estimates: str


class Indicators(Page):
    """Measures, in the order of their themes, those that are published for whole areas last."""

    items: tuple[Measure, ...]


class OneIndicator(Answer):
    """One measure."""

    indicator: Measure


# -- places -------------------------------------------------------------------------------------


class PlaceHeld(Public):
    """A larger place that holds the center of this one."""

    id: str
    geography: str
    name: str


class Place(Public):
    """A place: residents as the censuses counted them, its middle in degrees."""

    id: str
    geography: str
    name: str
    official_name: str | None
    people_2010: int | None
    people_2020: int | None
    lon: float | None
    lat: float | None
    inside: tuple[PlaceHeld, ...]
    address: str | None
    estimates: str


class Places(Page):
    """Places, kind by kind."""

    items: tuple[Place, ...]


class OnePlace(Answer):
    """One place."""

    place: Place


class Found(Answer):
    """Places that somebody who typed `q` may mean, best first."""

    q: str
    literal: bool
    items: tuple[Place, ...]


# -- numbers ------------------------------------------------------------------------------------


class Estimates(Page):
    """Numbers, each with all that must be said of it."""

    items: tuple[NumberRecord, ...]


class OneEstimate(Answer):
    """One number."""

    estimate: NumberRecord


# -- sources and version ------------------------------------------------------------------------


class SourceAnswer(NumberSource):
    """A source: who published it, what may be done with it, how old it is."""

    published_in: int | None
    read_on: str | None
    renewed: str | None
    indicators: tuple[str, ...]


class Sources(Page):
    """Sources, by id."""

    items: tuple[SourceAnswer, ...]


class OneSource(Answer):
    """One source."""

    source: SourceAnswer


class VersionThen(Public):
    """A version of the data."""

    version: str
    date: str | None


class Version(Answer):
    """Which data this is, and what it holds."""

    content_hash: str
    schema_version: str
    build_version: str
    versions: tuple[VersionThen, ...]
    data_through: int
    indicators: int
    places: int
    sources: int


class Link(Public):
    """A part of the API and its address."""

    id: str
    name: str
    address: str


class Entry(Answer):
    """Where to begin."""

    name: str
    description: str
    licence: str
    documentation: str
    openapi: str
    links: tuple[Link, ...]
