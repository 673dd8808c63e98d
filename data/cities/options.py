"""What a city or those above it could decide: listed with law, date, evidence and concerns.

One YAML file a determinant, in the folder `options` of the city. The health department lists, it
does not recommend; what each text rests on, and how much of it was read, stands beside it
(docs/decisions/0118).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import Field, model_validator

from data.checked import CatalogueError, Slug, Strict, Text, label, read_checked

# A row of a table and the headline of a slide hold this many characters.
WHAT_CHARACTERS = {"en": 60, "es": 72}
Https = Annotated[str, Field(pattern=r"^https://[^\s/]+\.[^\s/]+(/\S*)?$")]
_Printed = Annotated[str, Field(min_length=12)]


class Decider(StrEnum):
    """Who can decide an option; their names stand in the locale under `options.who`."""

    CITY_COUNCIL = "city_council"
    STATE_LEGISLATURE = "state_legislature"
    STATE_AGENCY = "state_agency"
    VOTERS = "voters"
    COUNTY = "county"
    SCHOOL_DISTRICT = "school_district"
    EMPLOYERS = "employers"
    HEALTH_CARE = "health_care"
    CONGREGATIONS = "congregations"
    COURTS = "courts"
    HOUSING_AUTHORITY = "housing_authority"
    FEDERAL = "federal"


class Grade(StrEnum):
    """The best kind of evidence there is, whatever it found; the strongest first."""

    TRIALS = "trials"
    QUASI_EXPERIMENTS = "quasi_experiments"
    OBSERVATION = "observation"
    OPINION = "opinion"
    NONE_FOUND = "none_found"


class Design(StrEnum):
    """How a cited paper knows what it says."""

    META_ANALYSIS = "meta_analysis"
    REVIEW = "review"
    TRIAL = "trial"
    QUASI_EXPERIMENT = "quasi_experiment"
    OBSERVATION = "observation"
    SIMULATION = "simulation"
    OPINION = "opinion"


class Read(StrEnum):
    """How much of a cited text was read by those who wrote the option."""

    WHOLE = "whole"
    ABSTRACT = "abstract"
    PRESS = "press"
    TITLE = "title"


# Which designs a grade may rest on.
_RESTS_ON: Mapping[Grade, frozenset[Design]] = MappingProxyType(
    {
        Grade.TRIALS: frozenset({Design.META_ANALYSIS, Design.TRIAL}),
        Grade.QUASI_EXPERIMENTS: frozenset({Design.QUASI_EXPERIMENT}),
        Grade.OBSERVATION: frozenset({Design.OBSERVATION, Design.REVIEW, Design.SIMULATION}),
        Grade.OPINION: frozenset({Design.OPINION, Design.REVIEW}),
    }
)


class Citation(Strict):
    """One cited text: as printed, what it found (one phrase), how it knows, and what was read."""

    text: _Printed
    url: Https | None = None
    finds: Text
    design: Design
    read: Read


class Cost(Text):
    """A published cost, with whoever published it."""

    source: _Printed
    url: Https | None = None


class Option(Strict):
    """One thing that somebody could decide.

    `what` fits a row of a table; `says` is one sentence more. `status` tells where the law stands
    as of the day `as_of`, the date of `source`, the text in which it was read; `law` names the law
    or the program, `url` leads to the text. `supports` and `opposes` are citations for and against;
    `disputed` means that studies disagree. `cost` is a published one.
    """

    id: Slug
    what: Text
    says: Text
    who: tuple[Decider, ...] = Field(min_length=1)
    status: Text
    law: Text
    url: Https
    source: _Printed
    as_of: date
    grade: Grade
    disputed: bool = False
    supports: tuple[Citation, ...] = ()
    opposes: tuple[Citation, ...] = ()
    concerns: Text
    cost: Cost | None = None

    @property
    def old_from(self) -> date:
        """The day from which its law and status need another look: twelve months after `as_of`."""
        try:
            return self.as_of.replace(year=self.as_of.year + 1)
        except ValueError:  # February 29
            return date(self.as_of.year + 1, 3, 1)

    def is_old(self, today: date) -> bool:
        """Whether it is gray, with the word "check", on the day `today`."""
        return today >= self.old_from

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Those for, then those against."""
        return (*self.supports, *self.opposes)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for lang, most in WHAT_CHARACTERS.items():
            if (length := len(self.what.get(lang))) > most:
                raise ValueError(f"what ({lang}): {length} characters, at most {most}")
        if len(set(self.who)) < len(self.who):
            raise ValueError("who: named twice")
        return self

    @model_validator(mode="after")
    def _rests(self) -> Self:
        designs = {citation.design for citation in self.citations}
        if self.grade is Grade.NONE_FOUND:
            if self.supports:
                raise ValueError("grade: none_found, but supports cites a text")
        elif not designs & _RESTS_ON[self.grade]:
            wanted = ", ".join(sorted(_RESTS_ON[self.grade]))
            raise ValueError(f"grade: {self.grade.value} rests on none of: {wanted}")
        if self.disputed and not (self.supports and self.opposes):
            raise ValueError("disputed: needs a citation in supports and one in opposes")
        return self


class _File(Strict):
    options: tuple[Option, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once(self) -> Self:
        names = [option.id for option in self.options]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"options: {twice[0]} is named twice")
        return self


Listed = Mapping[str, tuple[Option, ...]]


def read_options(folder: Path) -> Listed:
    """The options of `folder` by determinant, the name of their file; none without a folder.

    Raises CatalogueError, which names the file and the field.
    """
    files = sorted(folder.glob("*.yaml"))
    return MappingProxyType({file.stem: read_checked(file, _File).options for file in files})


def check_options(listed: Listed, determinants: Iterable[str], folder: Path) -> None:
    """Raises CatalogueError for options of a determinant that there is none of."""
    known = set(determinants)
    for name in listed:
        if name not in known:
            raise CatalogueError(f"{label(folder / f'{name}.yaml')}: no determinant {name!r}")


def old_refs(listed: Listed, today: date) -> frozenset[str]:
    """Addresses of the options that are old on the day `today`."""
    return frozenset(
        f"{determinant}.{option.id}"
        for determinant, options in listed.items()
        for option in options
        if option.is_old(today)
    )


def option_of(listed: Listed, address: str) -> Option | None:
    """The option of an address `determinant.option`, if it is listed."""
    determinant, _, name = address.partition(".")
    return next((found for found in listed.get(determinant, ()) if found.id == name), None)
