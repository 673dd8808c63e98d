"""What may be asked of the API: the parameters of each address, as models.

A word is understood as everywhere on this site: capitals and separators do not matter
(data/address.py). What it names is looked up by the answer: no such thing is 404. A parameter that
nobody knows, or a value of the wrong form, is 422.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from data.address import language_of, understood, words_of
from data.catalogue.measures import load_measures
from data.cities.city import city
from data.compare.state import MAX_PLACES
from data.explore.state import MapMode, Overlay
from data.models import Geography, Kind

MAX_WORD_CHARS = 100
MAX_PLACE_CHARS = 2_000  # an area that somebody drew is one word, with its name
MAX_OFFSET = 1_000_000
LIGHT_PAGE, MOST_LIGHT = 100, 1_000
PAGE, MOST = 50, 200
FOUND, MOST_FOUND = 8, 50


def _kinds_of_place() -> tuple[str, ...]:
    """Those of the city, in its order, then areas beyond it that values are published for."""
    own = city().geographies
    beyond = (area.kind for area in load_measures().areas.values())
    return tuple(dict.fromkeys((*(kind.value for kind in Geography if kind in own), *beyond)))


class Where(StrEnum):
    """Kinds of place that a number may be of: what the city lacks is not one, for no document."""

    _ignore_ = "kind members"
    members = vars()
    for kind in _kinds_of_place():
        members[kind.upper()] = kind


def _member(kind: type[StrEnum]) -> BeforeValidator:
    known = frozenset(member.value for member in kind)
    return BeforeValidator(lambda v: (understood(v, known) or v) if isinstance(v, str) else v)


def _digits(written: object) -> object:
    """The number that only digits write: ` 5`, `5.0` and `+5` are slips."""
    if isinstance(written, str) and _WHOLE.fullmatch(written):
        return int(written)
    return written


def _listed(written: object) -> object:
    """Words between commas; a form without scripts repeats the key of a list instead."""
    parts = [written] if isinstance(written, str) else written
    if not isinstance(parts, list):
        return written
    return [word for part in parts for word in words_of(part) or [part]]


def _each(kind: type[StrEnum]) -> BeforeValidator:
    known = frozenset(member.value for member in kind)
    return BeforeValidator(
        lambda v: [understood(word, known) or word for word in v] if isinstance(v, list) else v
    )


def _language(written: object) -> object:
    known = language_of(written) if isinstance(written, str) else None
    return written if known is None else known


_WHOLE = re.compile(r"[0-9]{1,30}")
_LIST = {"style": "form", "explode": False}
Word = Annotated[str, StringConstraints(min_length=1, max_length=MAX_WORD_CHARS)]
PlaceWord = Annotated[str, StringConstraints(min_length=1, max_length=MAX_PLACE_CHARS)]
_InList = Annotated[
    str, StringConstraints(min_length=1, max_length=MAX_PLACE_CHARS, pattern=r"^[^,]+$")
]
_Places = Annotated[
    tuple[_InList, ...],
    Field(min_length=1, max_length=MAX_PLACES + 1, json_schema_extra=_LIST),
    BeforeValidator(_listed),
]
_Layers = Annotated[
    tuple[Overlay, ...],
    Field(min_length=1, max_length=len(Overlay), json_schema_extra=_LIST),
    _each(Overlay),
    BeforeValidator(_listed),
]
Nothing = SkipJsonSchema[None]


class Asked(BaseModel):
    """What every address takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lang: Annotated[Literal["en", "es"] | Nothing, BeforeValidator(_language)] = None


class Paged(Asked):
    """A part of a list."""

    offset: Annotated[int, Field(strict=True, ge=0, le=MAX_OFFSET), BeforeValidator(_digits)] = 0
    limit: Annotated[int, Field(strict=True, ge=1, le=MOST_LIGHT), BeforeValidator(_digits)] = (
        LIGHT_PAGE
    )


class OfIndicators(Paged):
    """Which measures are listed."""

    theme: Word | Nothing = None
    kind: Annotated[Kind | Nothing, _member(Kind)] = None
    geography: Annotated[Where | Nothing, _member(Where)] = None


class OfOptions(Paged):
    """Whose options are listed."""

    determinant: Word | Nothing = None


class OfPlaces(Paged):
    """Which places are listed."""

    geography: Annotated[Where | Nothing, _member(Where)] = None


class OfEstimates(Paged):
    """Which numbers are listed."""

    indicator: Word | Nothing = None
    geography: Annotated[Where | Nothing, _member(Where)] = None
    place: PlaceWord | Nothing = None
    kind: Annotated[Kind | Nothing, _member(Kind)] = None
    limit: Annotated[int, Field(strict=True, ge=1, le=MOST), BeforeValidator(_digits)] = PAGE


class OfEstimate(Asked):
    """Which release and group of a published measure; whether it changed since version `v`."""

    period: Word | Nothing = None
    group: Word | Nothing = None
    v: Word | Nothing = None


class OfSearch(Asked):
    """What somebody typed."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=MAX_WORD_CHARS)]
    limit: Annotated[int, Field(strict=True, ge=1, le=MOST_FOUND), BeforeValidator(_digits)] = FOUND


class OfGaps(Asked):
    """Which gap: as in the address of its page."""

    outcome: Word | Nothing = None
    group: Word | Nothing = None
    by: Annotated[Where | Nothing, _member(Where)] = None


class OfCompare(Asked):
    """What is compared: as in the address of its page."""

    places: _Places
    baseline: PlaceWord | Nothing = None


class OfChart(Asked):
    """What a chart is asked: as in the address of its page. Each chart takes some of these."""

    outcome: Word | Nothing = None
    factor: Word | Nothing = None
    group: Word | Nothing = None
    by: Annotated[Where | Nothing, _member(Where)] = None
    inside: Annotated[PlaceWord | Nothing, Field(alias="in")] = None
    map: Annotated[MapMode | Nothing, _member(MapMode)] = None
    layers: _Layers | Nothing = None
    place: PlaceWord | Nothing = None
    places: _Places | Nothing = None
    baseline: PlaceWord | Nothing = None
    measure: Word | Nothing = None
