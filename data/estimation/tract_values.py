"""Values of one indicator by tract, with their errors: what area values are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.catalogue.schema import Indicator
from data.estimation.weights import Floats
from data.models import Flag, IntervalKind, Unit
from data.stats.intervals import normal, wilson_from_se


@dataclass(frozen=True, eq=False)
class TractValues:
    """Values of one indicator on the city's tracts, in the order of `Weights.tracts`.

    `value`, `lower`, `upper`, `se` in the indicator's unit; NaN = none. `denominator`: universe of
    the whole tract (count-based shares only, else NaN). `flags`: of each tract.
    """

    value: Floats
    lower: Floats
    upper: Floats
    se: Floats
    denominator: Floats
    flags: list[tuple[Flag, ...]]

    def flagged(self, flag: Flag) -> Floats:
        """(tracts,) 1 where a tract carries the flag, else 0."""
        return self._marks.get(flag, self._none)

    @cached_property
    def _marks(self) -> dict[Flag, Floats]:
        found = {flag for flags in self.flags for flag in flags}
        return {
            flag: np.array([flag in flags for flags in self.flags], dtype=np.float64)
            for flag in found
        }

    @cached_property
    def _none(self) -> Floats:
        return np.zeros(len(self.flags))


# Enough to print, few enough that another processor's last bits do not change what is stored.
SIGNIFICANT_DIGITS = 9


def stored_number(value: float) -> float:
    """One number as the extract holds it."""
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}") + 0.0


def as_stored(values: Floats) -> Floats:
    """Numbers as the extract holds them, NaN among them.

    Areas are estimated from these, so that the app, which reads them, finds the build's values.
    """
    flat = [stored_number(value) for value in values.ravel().tolist()]
    return np.array(flat, dtype=np.float64).reshape(values.shape)


def limits(indicator: Indicator, value: Floats, se: Floats) -> tuple[Floats, Floats]:
    """95 % limits in the indicator's unit: Wilson for surveyed shares, else normal.

    Intervals of a model are symmetric around its value and stay inside the possible range.
    """
    if indicator.unit is Unit.PERCENT and indicator.interval is IntervalKind.MARGIN_90:
        low, high = wilson_from_se(np.clip(value / 100.0, 0.0, 1.0), se / 100.0)
        return low * 100.0, high * 100.0
    low, high = normal(value, se)
    if indicator.unit is Unit.PERCENT:
        return np.clip(low, 0.0, 100.0), np.clip(high, 0.0, 100.0)
    return low, high
