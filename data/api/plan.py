"""The answer of the API about the health plan. Words are in the language that was asked for."""

from __future__ import annotations

from data.api.answers import Answer
from data.numbers.record import Public


class PlanReading(Public):
    """A value at one time."""

    years: str
    years_inferred: bool
    value: float
    lower: float | None
    upper: float | None
    level_percent: int | None
    flags: tuple[str, ...]
    publisher: str
    source: str


class PlanDistrict(Public):
    """A measure in one district, with the verdict against the rest of the city."""

    place_id: str
    place: str
    member: str | None
    years: str
    value: float | None
    lower: float | None
    upper: float | None
    flags: tuple[str, ...]
    verdict: str


class PlanMeasure(Public):
    """A measure that stands beside an aim. Only what a test found is told as a change."""

    id: str
    name: str
    place_id: str
    place: str
    unit: str
    follow: str
    baseline: PlanReading
    latest: PlanReading | None
    change: str
    gap: str
    yardsticks: tuple[str, ...]
    own_target: str | None
    own_target_verdict: str | None
    districts: tuple[PlanDistrict, ...]
    address: str


class PlanAim(Public):
    """One aim as published, and what is held of it."""

    id: str
    name: str
    published: str
    status: str
    status_name: str
    missing: str | None
    measures: tuple[PlanMeasure, ...]


class PlanDecision(Public):
    """Something that was decided, as a source says it."""

    date: str
    body: str
    motion_number: str | None
    motion: str
    vote: str | None
    aims: tuple[str, ...]
    read_as: str
    citation: str
    url: str | None


class HealthPlan(Answer):
    """The plan: aims, measures, decisions. `headline` counts the aims, `definitions` say what its
    words mean.
    """

    title: str
    headline: str
    definitions: tuple[str, ...]
    citation: str
    read_as: str
    aims: tuple[PlanAim, ...]
    decisions: tuple[PlanDecision, ...]
    address: str
