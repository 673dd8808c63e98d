"""Comparing counts of events: rates that vary more than chance alone, and shares of few cases.

Counts are too few for the normal contrast of `data.stats.contrast`. Rates are quasi-Poisson: events
come in groups and years differ, so counts vary more than Poisson counts do (`dispersion`). Shares
have Fisher's exact test and Newcombe's limits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import Floats, floats, number
from data.stats.contrast import Contrast, normal_contrast, same_estimate
from data.stats.intervals import poisson_limits, wilson
from data.stats.special import log_gamma, normal_tails

# The small factor keeps the mirror outcome, equal but for rounding, among those as unlikely.
ROUNDING = 1.0 + 1e-7


def dispersion(counts: ArrayLike) -> float:
    """How many times more counts vary from year to year inside areas than Poisson counts would.

    `counts` is (areas, years), no area without events. Pearson's statistic around each area's own
    mean over its degrees of freedom, areas x (years - 1) (McCullagh & Nelder 1989, section 4.5.2).
    At least 1: fewer than chance is chance. 1 without areas. Raises ValueError for a single year.
    """
    if np.shape(counts)[0] == 0:
        return 1.0
    table = floats("counts", counts, ndim=2, minimum=0.0)
    areas, years = table.shape
    if years < 2:
        raise ValueError("counts: at least two years are needed")
    mean = table.mean(axis=1, keepdims=True)
    if (mean == 0.0).any():
        raise ValueError("counts: an area without events")
    pearson = float(((table - mean) ** 2 / mean).sum())
    freedom: int = areas * (years - 1)
    return max(1.0, pearson / freedom)


def rate_limits(count: ArrayLike, dispersion: float) -> tuple[Floats, Floats]:
    """95 % limits of a quasi-Poisson count: those of count ÷ dispersion Poisson events, scaled."""
    stretch = number("dispersion", dispersion, minimum=1.0)
    lower, upper = poisson_limits(floats("count", count, minimum=0.0) / stretch)
    return lower * stretch, upper * stretch


def rate_contrast(
    count_a_only: float,
    count_b_only: float,
    count_both: float,
    people_years_a: float,
    people_years_b: float,
    *,
    dispersion: float,
) -> Contrast:
    """Compare two event rates, per person and year, of places that may share events.

    Events are counted in three cells: in a only, in b only, in both; an event on a line between
    two areas is half an event in each. The variance of a count is `dispersion` times its mean
    (quasi-Poisson, McCullagh & Nelder 1989, chapter 9).

    Without shared events the test is the score test given all events: those of a are expected to
    be the share of a's person-years. The limits join those of the two rates (Zou & Donner 2008,
    Statistics in Medicine 27:1693-1702). With shared events both are normal, with coefficients
    1/Pa, -1/Pb and 1/Pa - 1/Pb on the three counts; there a cell without events gets the variance
    of one event, since a count of 0 does not mean no uncertainty. The standard error of the
    difference uses the counts themselves. `same`: all events shared and equal person-years.
    """
    counts = np.array(
        [
            number("count_a_only", count_a_only, minimum=0.0),
            number("count_b_only", count_b_only, minimum=0.0),
            number("count_both", count_both, minimum=0.0),
        ]
    )
    years_a = number("people_years_a", people_years_a, above=0.0)
    years_b = number("people_years_b", people_years_b, above=0.0)
    stretch = number("dispersion", dispersion, minimum=1.0)
    c = np.array([1.0 / years_a, -1.0 / years_b, 1.0 / years_a - 1.0 / years_b])
    shared = counts[2] > 0.0
    if shared and counts[0] == counts[1] == 0.0 and years_a == years_b:
        return same_estimate()
    difference = float(c @ counts)
    variances = np.maximum(counts, 1.0) if shared else counts
    se = float(np.sqrt(stretch * (c * c * variances).sum()))
    if shared:
        return normal_contrast(difference, se)
    share = years_a / (years_a + years_b)
    lower, upper = joined_limits(
        (counts[0] / years_a, *(float(x) / years_a for x in rate_limits(counts[0], stretch))),
        (counts[1] / years_b, *(float(x) / years_b for x in rate_limits(counts[1], stretch))),
    )
    p_value = _score_p(counts[0], counts[0] + counts[1], share, stretch)
    return Contrast(difference, se, p_value, same=False, lower=lower, upper=upper)


def _score_p(count: float, total: float, share: float, dispersion: float) -> float:
    if total == 0.0:
        return 1.0
    se = np.sqrt(dispersion * total * share * (1.0 - share))
    return normal_tails((count - total * share) / se)


def joined_limits(
    a: tuple[float, float, float], b: tuple[float, float, float]
) -> tuple[float, float]:
    """Limits of a - b from (value, lower, upper) of each: the square-and-add rule."""
    (value_a, lower_a, upper_a), (value_b, lower_b, upper_b) = a, b
    difference = value_a - value_b
    return (
        difference - float(np.hypot(value_a - lower_a, upper_b - value_b)),
        difference + float(np.hypot(upper_a - value_a, value_b - lower_b)),
    )


def proportion_difference(
    successes_a: float,
    total_a: float,
    successes_b: float,
    total_b: float,
    *,
    confidence: float = 0.95,
) -> Contrast:
    """Two independent proportions, a - b (0-1).

    Limits: Newcombe's hybrid score, method 10 (Newcombe 1998, Statistics in Medicine 17:873-890):
    56 of 70 against 48 of 80 is 0.0524 to 0.3339. Test: Fisher's exact, two-sided. A half case, of
    an event on the line between two areas, takes part in the limits and not in the test. Raises
    ValueError for a zero total or more successes than people.
    """
    n_a, n_b = number("total_a", total_a, above=0.0), number("total_b", total_b, above=0.0)
    x_a = number("successes_a", successes_a, minimum=0.0, maximum=n_a)
    x_b = number("successes_b", successes_b, minimum=0.0, maximum=n_b)
    p_a, p_b = x_a / n_a, x_b / n_b
    limits_a = tuple(map(float, wilson(x_a, n_a, confidence=confidence)))
    limits_b = tuple(map(float, wilson(x_b, n_b, confidence=confidence)))
    lower, upper = joined_limits((p_a, limits_a[0], limits_a[1]), (p_b, limits_b[0], limits_b[1]))
    se = float(np.sqrt(p_a * (1.0 - p_a) / n_a + p_b * (1.0 - p_b) / n_b))
    p_value = fisher_p(x_a // 1.0, (n_a - x_a) // 1.0, x_b // 1.0, (n_b - x_b) // 1.0)
    return Contrast(
        p_a - p_b, se, p_value, same=False, lower=max(-1.0, lower), upper=min(1.0, upper)
    )


def fisher_p(yes_a: float, no_a: float, yes_b: float, no_b: float) -> float:
    """Two-sided p of Fisher's exact test: the sum over tables no likelier than the one seen.

    Whole numbers of cases. As `scipy.stats.fisher_exact`.
    """
    names = ("yes_a", "no_a", "yes_b", "no_b")
    cells = (yes_a, no_a, yes_b, no_b)
    a, b, c, d = (number(n, x, minimum=0.0) for n, x in zip(names, cells, strict=True))
    if any(x != round(x) for x in (a, b, c, d)):
        raise ValueError("yes_a, no_a, yes_b, no_b: must be whole numbers")
    total, yes, first = a + b + c + d, a + c, a + b
    k = np.arange(max(0.0, first + yes - total), min(first, yes) + 1.0)
    log_pmf = _log_choose(yes, k) + _log_choose(total - yes, first - k) - _log_choose(total, first)
    pmf = np.exp(log_pmf)
    seen = pmf[int(a - k[0])]
    return min(1.0, float(pmf[pmf <= seen * ROUNDING].sum()))


def _log_choose(n: float, k: ArrayLike) -> Floats:
    some = np.asarray(k, dtype=np.float64)
    result: Floats = log_gamma(n + 1.0) - log_gamma(some + 1.0) - log_gamma(n - some + 1.0)
    return result
