"""Targets that a department set itself, as `targets.yaml` of the city's folder says them."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from data.checked import Slug, Strict, Text, read_checked

_FILE = "targets.yaml"


class Target(Strict):
    """A number to reach: `target` in the unit of its measure, `by` the end of a year.

    `indicator` is a measure of this site, `published` one that others publish, as an aim of the
    plan names it. `source` says where the department sets it, `set_by` who does.
    """

    indicator: Slug | None = None
    published: Slug | None = None
    target: float
    by: int = Field(ge=1900, le=2200)
    set_by: Text
    source: str = Field(min_length=1)
    url: str | None = None

    @property
    def measure_id(self) -> str:
        """The id of its measure within an aim."""
        return self.indicator or f"published_{self.published}"

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.indicator is None) == (self.published is None):
            raise ValueError("either an indicator or a published measure")
        return self


class _Targets(Strict):
    targets: tuple[Target, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> Self:
        ids = [target.measure_id for target in self.targets]
        if len(set(ids)) != len(ids):
            raise ValueError("targets: one measure twice")
        return self


def read_targets(folder: Path) -> tuple[Target, ...]:
    """The targets of a city's folder; none without the file. Raises CatalogueError."""
    file = folder / _FILE
    return read_checked(file, _Targets).targets if file.is_file() else ()
