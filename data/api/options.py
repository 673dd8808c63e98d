"""Answers of the API about what could be decided. Words are in the language that was asked for."""

from __future__ import annotations

from data.api.answers import Page
from data.cities.options import Decider, Design, Grade, Read
from data.numbers.record import Public


class OptionCitation(Public):
    """A paper for or against: what it found, how it knows, and how much of it was read."""

    text: str
    url: str | None
    finds: str
    design: Design
    read: Read


class OptionAnswer(Public):
    """Something that somebody could decide. It is listed, not recommended."""

    id: str
    determinant: str
    determinant_name: str
    what: str
    says: str
    who: tuple[Decider, ...]
    who_names: tuple[str, ...]
    status: str
    law: str
    url: str
    source: str
    as_of: str
    check_from: str
    old: bool
    grade: Grade
    grade_name: str
    disputed: bool
    supports: tuple[OptionCitation, ...]
    opposes: tuple[OptionCitation, ...]
    concerns: str
    cost: str | None
    cost_source: str | None
    cost_url: str | None
    address: str


class Options(Page):
    """Options, determinant by determinant. `listed` says who lists them, and that nobody
    recommends one.
    """

    listed: str
    items: tuple[OptionAnswer, ...]
