"""A city's health plan as published: its aims, the measures held beside them, and who says so."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from data.checked import Slug, Strict, Text

NO_AIM = "none"  # in addresses: decisions that touch no aim
_REFERENCE = re.compile(r"\[(\d)\]")


class PlanText(Strict):
    """What a plan says of one determinant; `[n]` points to the n-th of its own citations."""

    text: Text
    citations: tuple[str, ...] = Field(min_length=1)

    def counted_on(self, before: int) -> Text:
        """The text, its citations numbered after `before` others."""

        def renumbered(text: str) -> str:
            return _REFERENCE.sub(lambda found: f"[{int(found[1]) + before}]", text)

        return Text(en=renumbered(self.text.en), es=renumbered(self.text.es))

    @model_validator(mode="after")
    def _references(self) -> Self:
        wanted = set(range(1, len(self.citations) + 1))
        for lang in ("en", "es"):
            named = {int(n) for n in _REFERENCE.findall(self.text.get(lang))}
            if named != wanted:
                raise ValueError(f"the text ({lang}) cites {sorted(named)}")
        return self


class PlanSource(Strict):
    """A publication that tells of the plan, and the day of it. `read` is how we could read it:
    the `plan` itself, or what the `press` or another `page` says of it.
    """

    citation: str
    published: date
    url: str | None = None
    read: Literal["plan", "press", "page"]


class QuotedBaseline(Strict):
    """A number that the plan starts from, as its publisher prints it: nothing is computed."""

    name: Text
    value: Text
    years: str
    citation: str
    url: str | None = None


class AimMeasure(Strict):
    """A measure held beside an aim: an `indicator` of this site, or a `published` measure.

    `districts` is the indicator whose values by district stand beside a published measure; an
    indicator has its own.
    """

    indicator: Slug | None = None
    published: Slug | None = None
    districts: Slug | None = None

    @property
    def id(self) -> str:
        """Its id, unique within an aim."""
        return self.indicator or f"published_{self.published}"

    @property
    def indicators(self) -> frozenset[str]:
        """Every indicator that it names."""
        return frozenset(name for name in (self.indicator, self.districts) if name)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.indicator is None) == (self.published is None):
            raise ValueError("either an indicator or a published measure")
        if self.indicator and self.districts:
            raise ValueError("districts: an indicator has its own")
        return self


class Aim(Strict):
    """One aim of the plan. `published` is its wording in the source, and in the other language our
    translation; `missing` is what no measure that we hold counts. Its id stands in addresses.
    """

    id: Annotated[str, Field(pattern=r"^[a-z]{2,20}$")]
    name: Text
    published: Text
    determinants: tuple[Slug, ...] = ()
    measures: tuple[AimMeasure, ...] = ()
    missing: Text | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        ids = [measure.id for measure in self.measures]
        if len(set(ids)) != len(ids):
            raise ValueError(f"{self.id}: a measure twice")
        if self.id == NO_AIM:
            raise ValueError(f"{NO_AIM} is the word for no aim")
        if not ids and self.missing is None:
            raise ValueError(f"{self.id}: an aim without a measure says what is missing")
        return self


class Member(Strict):
    """Who represents a district, as `source` says on `as_of`."""

    name: str
    source: str
    url: str | None = None
    as_of: date


class Plan(Strict):
    """The health plan of the city: its aims, and what it says by determinant.

    `start` and `end` are its years. `no_numeric_target`: no text of it that we could read gives a
    number to reach. `members` represent the districts, by the district's id; who is not named is
    not shown.
    """

    name: Text
    title: Text | None = None
    start: int | None = None
    end: int | None = None
    source: PlanSource | None = None
    no_numeric_target: bool = False
    aims: tuple[Aim, ...] = ()
    baselines: tuple[QuotedBaseline, ...] = ()
    members: dict[str, Member] = Field(default_factory=dict)
    says: dict[Slug, PlanText] = Field(default_factory=dict)

    @property
    def years(self) -> str:
        """`2022–2027`."""
        return f"{self.start}–{self.end}"

    @property
    def indicators(self) -> frozenset[str]:
        """Every indicator that its aims name."""
        named = (measure.indicators for aim in self.aims for measure in aim.measures)
        return frozenset().union(*named)

    def aim(self, aim_id: str) -> Aim | None:
        """The aim of that id, if there is one."""
        return next((aim for aim in self.aims if aim.id == aim_id), None)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        ids = [aim.id for aim in self.aims]
        if len(set(ids)) != len(ids):
            raise ValueError("aims: one id twice")
        if ids and (not self.title or not self.source or self.start is None or self.end is None):
            raise ValueError("aims come with title, start, end and source")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError("start is after end")
        return self
