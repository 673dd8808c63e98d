"""National yardsticks: targets beside published values (`published/yardsticks.yaml`).

A yardstick is never the city's own target. One that is not comparable is kept, with its reason, so
that nobody draws it by mistake; it is never handed on.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import model_validator

from data.catalogue.measures import Period, load_measures
from data.checked import CatalogueError, Slug, Strict, Text, read_checked
from data.cities.city import city

_FILE = "yardsticks.yaml"
_WHOLE_PERCENT = 100.0


class YardstickEntry(Strict):
    """One target, in the unit of its publisher (`unit_words`).

    `measure` is the published measure that it may stand beside, `differs` what is not the same.
    `complement`: the measure counts the opposite share. Where `comparable` is `no` it is not shown.
    """

    id: Slug
    name: Text
    measure: Slug | None = None
    target: float
    baseline: float | None = None
    baseline_year: Period | None = None
    latest: float | None = None
    latest_year: Period | None = None
    desired: Literal["up", "down"]
    unit_words: Text
    comparable: Literal["yes", "roughly", "no"]
    complement: bool = False
    differs: Text

    @model_validator(mode="after")
    def _whole(self) -> YardstickEntry:
        if (self.baseline is None) != (self.baseline_year is None):
            raise ValueError(f"{self.id}: a baseline and its year go together")
        if (self.latest is None) != (self.latest_year is None):
            raise ValueError(f"{self.id}: a latest value and its year go together")
        if self.comparable != "no" and self.measure is None:
            raise ValueError(f"{self.id}: comparable with which measure?")
        return self

    @property
    def drawn(self) -> float:
        """Where the target stands on the scale of the measure."""
        return _WHOLE_PERCENT - self.target if self.complement else self.target


class Yardsticks(Strict):
    """The whole of `yardsticks.yaml`; `source` is their entry in the catalogue."""

    source: Slug | None = None
    name: Text | None = None
    yardsticks: tuple[YardstickEntry, ...] = ()

    def beside(self, measure_id: str) -> tuple[YardstickEntry, ...]:
        """Those that may be drawn beside a measure."""
        return tuple(
            entry
            for entry in self.yardsticks
            if entry.measure == measure_id and entry.comparable != "no"
        )


@cache
def load_yardsticks() -> Yardsticks:
    """The yardsticks of the city, read once; none for a city without. Raises CatalogueError."""
    file = city().folder / "published" / _FILE
    if not file.is_file():
        return Yardsticks()
    found = read_checked(file, Yardsticks)
    named = {entry.measure for entry in found.yardsticks if entry.measure}
    if unknown := sorted(named - set(load_measures().measures)):
        raise CatalogueError(f"published/{_FILE}: no measure {unknown[0]!r} in measures/")
    return found
