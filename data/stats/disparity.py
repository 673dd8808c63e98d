"""Summary measures of inequality between groups, each with its derivatives by group value.

A measure is a function of the group values y, given the population shares f; its standard error
follows from the covariance of y by the delta method. Names and formulas: Schlotheuber &
Hosseinpoor 2022; SII and RII by weighted linear regression on the ridit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from data.stats._check import Floats
from data.stats.special import x_log_x

# An estimate and its gradient by y; None where the measure is not defined for these groups.
Result: TypeAlias = tuple[float, Floats] | None


@dataclass(frozen=True, slots=True)
class Groups:
    """Values `y` and population shares `f` (k,), the most disadvantaged group first if ordered."""

    y: Floats
    f: Floats
    favourable: bool
    ordered: bool
    reference: int | None

    @property
    def mean(self) -> float:
        """Weighted mean of all groups."""
        return float(self.f @ self.y)

    @property
    def ridit(self) -> Floats:
        """Share of people below the middle of each group."""
        return np.cumsum(self.f) - self.f / 2.0

    @property
    def best(self) -> int:
        """Group with the best value."""
        return int(np.argmax(self.y) if self.favourable else np.argmin(self.y))

    @property
    def yardstick(self) -> int:
        """Whom the potential compares with: the best-off group, the reference, else the best."""
        if self.ordered:
            return self.y.size - 1
        return self.best if self.reference is None else self.reference

    @property
    def ends(self) -> tuple[int, int]:
        """The two groups of the gap, in the order that makes an expected gap positive."""
        if self.ordered:
            last = self.y.size - 1
            return (last, 0) if self.favourable else (0, last)
        return int(np.argmax(self.y)), int(np.argmin(self.y))

    def unit(self, group: int) -> Floats:
        """Derivative of one group's value."""
        one = np.zeros(self.y.size)
        one[group] = 1.0
        return one


def difference(g: Groups) -> Result:
    """Value of one end minus the other."""
    high, low = g.ends
    return float(g.y[high] - g.y[low]), g.unit(high) - g.unit(low)


def ratio(g: Groups) -> Result:
    """Value of one end over the other."""
    high, low = g.ends
    if g.y.min() <= 0.0:
        return None
    value = float(g.y[high] / g.y[low])
    return value, g.unit(high) / g.y[low] - value / g.y[low] * g.unit(low)


def _regression(g: Groups) -> Floats:
    """H (2, k) of the weighted line: H·y = (value at ridit 0, slope)."""
    design = np.column_stack([np.ones(g.y.size), g.ridit])
    weighted = design.T * g.f
    return np.asarray(np.linalg.solve(weighted @ design, weighted), dtype=np.float64)


def slope_index(g: Groups) -> Result:
    """SII: fitted value at the best-off end minus the worst-off end."""
    if not g.ordered:
        return None
    slope = _regression(g)[1]
    return float(slope @ g.y), slope


def relative_index(g: Groups) -> Result:
    """RII: fitted value at the best-off end over the worst-off end."""
    if not g.ordered:
        return None
    bottom, slope = _regression(g)
    low, high = float(bottom @ g.y), float((bottom + slope) @ g.y)
    if low <= 0.0 or high <= 0.0:  # a straight line below zero has no ratio
        return None
    return high / low, (bottom + slope) / low - high / low**2 * bottom


def absolute_concentration(g: Groups) -> Result:
    """ACI: twice the covariance of value and ridit."""
    if not g.ordered:
        return None
    gradient = g.f * (2.0 * g.ridit - 1.0)
    return float(gradient @ g.y), gradient


def relative_concentration(g: Groups) -> Result:
    """RCI: ACI over the mean."""
    absolute = absolute_concentration(g)
    return None if absolute is None else _over_mean(g, absolute)


def attributable_risk(g: Groups) -> Result:
    """PAR: the yardstick group's value minus the mean."""
    best = g.yardstick
    return float(g.y[best]) - g.mean, g.unit(best) - g.f


def attributable_fraction(g: Groups) -> Result:
    """PAF: PAR in percent of the mean."""
    absolute = attributable_risk(g)
    return None if absolute is None else _over_mean(g, absolute, factor=100.0)


def variance(g: Groups) -> Result:
    """BGV: weighted variance of the groups."""
    away = g.y - g.mean
    return float(g.f @ away**2), 2.0 * g.f * away


def variance_curvature(g: Groups) -> Floats:
    """Half the second derivatives (k, k) of BGV, which is quadratic in y: F - f·fᵀ.

    With them its variance is exact for normal errors: 4·yᵀASAy + 2·tr(ASAS).
    """
    curvature: Floats = np.diag(g.f) - np.outer(g.f, g.f)
    return curvature


def standard_deviation(g: Groups) -> Result:
    """BGSD: its root."""
    away = g.y - g.mean
    spread = float(np.sqrt(g.f @ away**2))
    return spread, g.f * away / spread if spread > 0.0 else np.zeros(g.y.size)


def coefficient_of_variation(g: Groups) -> Result:
    """COV: BGSD in percent of the mean."""
    spread = standard_deviation(g)
    return None if spread is None else _over_mean(g, spread, factor=100.0)


def theil(g: Groups) -> Result:
    """TI: sum f·r·ln r x 1000, r = value over mean."""
    if g.y.min() <= 0.0:
        return None
    r = g.y / g.mean
    value = float((g.f * x_log_x(r)).sum())
    return 1000.0 * value, 1000.0 * g.f / g.mean * (np.log(r) - value)


def log_deviation(g: Groups) -> Result:
    """MLD: -sum f·ln r x 1000."""
    if g.y.min() <= 0.0:
        return None
    value = -float(g.f @ np.log(g.y / g.mean))
    return 1000.0 * value, 1000.0 * g.f * (1.0 / g.mean - 1.0 / g.y)


def _distance(g: Groups, shares: Floats, point: float, point_gradient: Floats) -> Result:
    """Sum a·|y - point| for a point that moves with y."""
    side = shares * np.sign(g.y - point)
    return float(shares @ np.abs(g.y - point)), side - side.sum() * point_gradient


def _equal(g: Groups) -> Floats:
    return np.full(g.y.size, 1.0 / g.y.size)


def _from_mean(weighted: bool) -> Callable[[Groups], Result]:
    return lambda g: _distance(g, g.f if weighted else _equal(g), g.mean, g.f)


def _from_best(weighted: bool) -> Callable[[Groups], Result]:
    return lambda g: _distance(
        g, g.f if weighted else _equal(g), float(g.y[g.best]), g.unit(g.best)
    )


def _from_reference(weighted: bool) -> Callable[[Groups], Result]:
    def measure(g: Groups) -> Result:
        if g.reference is None:
            return None
        shares = g.f if weighted else _equal(g)
        return _distance(g, shares, float(g.y[g.reference]), g.unit(g.reference))

    return measure


def _index_of_disparity(weighted: bool) -> Callable[[Groups], Result]:
    def measure(g: Groups) -> Result:
        absolute = _from_mean(weighted)(g)
        return None if absolute is None else _over_mean(g, absolute, factor=100.0)

    return measure


def _over_mean(g: Groups, absolute: tuple[float, Floats], *, factor: float = 1.0) -> Result:
    """A measure over the mean; undefined where values may be negative (indices)."""
    value, gradient = absolute
    if g.mean <= 0.0 or g.y.min() < 0.0:
        return None
    return factor * value / g.mean, factor * (gradient / g.mean - value / g.mean**2 * g.f)


# Rows of the summary in order. LOG: limits on the log scale; FLOOR: never below zero. The limits
# of RII are plain: simulated ones are far nearer to them than to log-scale ones.
MEASURES: dict[str, Callable[[Groups], Result]] = {
    "d": difference,
    "r": ratio,
    "sii": slope_index,
    "rii": relative_index,
    "aci": absolute_concentration,
    "rci": relative_concentration,
    "par": attributable_risk,
    "paf": attributable_fraction,
    "bgv": variance,
    "bgsd": standard_deviation,
    "cov": coefficient_of_variation,
    "ti": theil,
    "mld": log_deviation,
    "idisu": _index_of_disparity(weighted=False),
    "idisw": _index_of_disparity(weighted=True),
    "mdmu": _from_mean(weighted=False),
    "mdmw": _from_mean(weighted=True),
    "mdbu": _from_best(weighted=False),
    "mdbw": _from_best(weighted=True),
    "mdru": _from_reference(weighted=False),
    "mdrw": _from_reference(weighted=True),
}
LOG = frozenset({"r"})
DISPERSION = frozenset(MEASURES) - {"d", "r", "sii", "rii", "aci", "rci", "par", "paf"}
FLOOR = DISPERSION | {"rii"}
