"""What council, commission and voters decided: `decisions.yaml` of the city's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from data.checked import Slug, Strict, Text, read_checked

_FILE = "decisions.yaml"
# A day, or the month or year of it where the source says no more.
Dated = Annotated[
    str,
    BeforeValidator(str),  # YAML reads a day as a date and a year as a number
    StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-[0-3]\d)?)?$"),
]


class Body(Strict):
    """Who decides."""

    id: Slug
    name: Text


class Decision(Strict):
    """One decision. `number` is that of the motion, `motion` what was decided, in plain words.

    `vote` is as published, none where no source gives it. `aims` are those of the plan that it
    touches in its own words; none is no aim. `source` is what was read, and `read` how: its `whole`
    text, the clerk's `record` of it (title and history), or the `press`.
    """

    date: Dated
    body: Slug
    number: Text | None = None
    motion: Text
    vote: Text | None = None
    url: str | None = None
    aims: tuple[Slug, ...] = ()
    source: str = Field(min_length=1)
    read: Literal["whole", "record", "press"]

    @property
    def year(self) -> int:
        """The year of it."""
        return int(self.date[:4])


class Decisions(Strict):
    """The whole of `decisions.yaml`, newest decision first."""

    bodies: tuple[Body, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> Self:
        ids = [body.id for body in self.bodies]
        if len(set(ids)) != len(ids):
            raise ValueError("bodies: one id twice")
        if unknown := sorted({entry.body for entry in self.decisions} - set(ids)):
            raise ValueError(f"decisions: no body {unknown[0]!r}")
        return self

    @property
    def newest_first(self) -> tuple[Decision, ...]:
        """By date; those of one day in the order of the file."""
        return tuple(sorted(self.decisions, key=lambda entry: entry.date, reverse=True))


def read_decisions(folder: Path) -> Decisions:
    """The decisions of a city's folder; none without the file. Raises CatalogueError."""
    file = folder / _FILE
    return read_checked(file, Decisions) if file.is_file() else Decisions()
