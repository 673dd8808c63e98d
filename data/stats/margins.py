"""Arithmetic with American Community Survey margins of error.

Formulas: US Census Bureau, ACS General Handbook 2018, chapter 8. Margins are for 90 %, so the
standard error is margin / 1.645. An unknown margin (NaN) makes every result unknown (NaN). All
functions broadcast; bad input raises ValueError naming the argument.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import Floats, floats, same_shape

Z_90 = 1.645  # the rounded factor by which the Bureau makes its margins


def standard_error(margin: ArrayLike) -> Floats:
    """Standard error of an estimate from its 90 % margin, in the same unit."""
    se: Floats = _margin("margin", margin) / Z_90
    return se


def sum_margin(estimates: ArrayLike, margins: ArrayLike) -> Floats:
    """90 % margin of a sum over the last axis: root of the sum of squares.

    Of several estimates of zero only the largest margin counts: they come from the same weights,
    and adding all of them overstates the error.
    """
    values = floats("estimates", estimates, minimum=0.0)
    moe = _margin("margins", margins)
    same_shape(estimates=values, margins=moe)
    if values.ndim == 0:
        raise ValueError("estimates: expected at least one dimension")
    zero = values == 0.0
    others = (np.where(zero, 0.0, moe) ** 2).sum(axis=-1)
    largest_zero = np.where(zero, moe, 0.0).max(axis=-1)
    total: Floats = np.sqrt(others + largest_zero**2)
    return total


def proportion_margin(
    numerator: ArrayLike,
    numerator_margin: ArrayLike,
    denominator: ArrayLike,
    denominator_margin: ArrayLike,
) -> Floats:
    """90 % margin of a share (0-1) whose numerator is part of the denominator.

    Where the formula asks for the root of a negative number, the handbook takes the ratio's.
    """
    top, top_moe, bottom, bottom_moe = _division(
        numerator, numerator_margin, denominator, denominator_margin
    )
    share_part = (top / bottom * bottom_moe) ** 2
    inside = top_moe**2 - share_part
    squared = np.where(inside < 0.0, top_moe**2 + share_part, inside)
    margin: Floats = np.sqrt(squared) / bottom
    return margin


def significance_z(
    first: ArrayLike, first_margin: ArrayLike, second: ArrayLike, second_margin: ArrayLike
) -> Floats:
    """|first - second| in standard errors of the difference; over 1.645 differs at 90 %.

    Overlap of the two intervals is not this test. Two estimates without any error give NaN if
    they are equal, else infinity.
    """
    gap = np.abs(
        floats("first", first, nan_allowed=True) - floats("second", second, nan_allowed=True)
    )
    squares = [
        _margin(name, moe) ** 2
        for name, moe in (("first_margin", first_margin), ("second_margin", second_margin))
    ]
    se = np.sqrt(squares[0] + squares[1]) / Z_90
    exact = np.where(gap > 0.0, np.inf, np.nan)
    z: Floats = np.where(se == 0.0, exact, gap / np.where(se == 0.0, 1.0, se))
    return z


def _division(
    numerator: ArrayLike,
    numerator_margin: ArrayLike,
    denominator: ArrayLike,
    denominator_margin: ArrayLike,
) -> tuple[Floats, Floats, Floats, Floats]:
    return (
        floats("numerator", numerator, minimum=0.0, nan_allowed=True),
        _margin("numerator_margin", numerator_margin),
        floats("denominator", denominator, above=0.0, nan_allowed=True),
        _margin("denominator_margin", denominator_margin),
    )


def _margin(name: str, margin: ArrayLike) -> Floats:
    # Negative margins are the Bureau's codes for "no margin": they must become NaN before.
    return floats(name, margin, minimum=0.0, nan_allowed=True)
