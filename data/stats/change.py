"""Whether something changed between two times: counts, shares and survey estimates of one place.

Each function gives later minus earlier as a `Contrast`. Rates of events are compared by
`data.stats.event_contrast.rate_contrast`.
"""

from __future__ import annotations

import numpy as np

from data.stats._check import number
from data.stats.contrast import Contrast, normal_contrast
from data.stats.event_contrast import joined_limits, rate_contrast
from data.stats.intervals import wilson
from data.stats.margins import Z_90, significance_z
from data.stats.special import normal_tails


def count_change(earlier: float, later: float, *, dispersion: float) -> Contrast:
    """Change of a count of people; its variance is `dispersion` times the count.

    Quasi-Poisson (McCullagh & Nelder 1989, chapter 9): the score test given the sum of both, the
    limits of each joined (Zou & Donner 2008).
    """
    return rate_contrast(later, earlier, 0.0, 1.0, 1.0, dispersion=dispersion)


def share_change(
    part_earlier: float,
    total_earlier: float,
    part_later: float,
    total_later: float,
    *,
    dispersion: float,
) -> Contrast:
    """Change of a share of people, 0-1, who come in groups of alike ones.

    Each total counts as many times less as `dispersion` says (Rao & Scott 1992, Biometrics
    48:577-585). Score test with the share of both together; limits by Newcombe's hybrid score
    (1998, method 10). Raises ValueError for a zero total or more in a part than in its total.
    """
    stretch = number("dispersion", dispersion, minimum=1.0)
    n_before = number("total_earlier", total_earlier, above=0.0) / stretch
    n_after = number("total_later", total_later, above=0.0) / stretch
    x_before = number("part_earlier", part_earlier, minimum=0.0, maximum=total_earlier) / stretch
    x_after = number("part_later", part_later, minimum=0.0, maximum=total_later) / stretch
    before, after = x_before / n_before, x_after / n_after
    together = (x_before + x_after) / (n_before + n_after)
    error = float(np.sqrt(together * (1.0 - together) * (1.0 / n_before + 1.0 / n_after)))
    p_value = normal_tails((after - before) / error) if error > 0.0 else 1.0
    low_before, high_before = map(float, wilson(x_before, n_before))
    low_after, high_after = map(float, wilson(x_after, n_after))
    lower, upper = joined_limits((after, low_after, high_after), (before, low_before, high_before))
    se = float(np.sqrt(before * (1.0 - before) / n_before + after * (1.0 - after) / n_after))
    return Contrast(after - before, se, p_value, same=False, lower=lower, upper=upper)


def survey_change(earlier: float, se_earlier: float, later: float, se_later: float) -> Contrast:
    """Change between two surveys that share no year, so that their errors are independent.

    The test of the ACS handbook, chapter 8 (`significance_z`), two-sided; difference ± z·se. An
    unknown (NaN) standard error gives no test.
    """
    z = significance_z(earlier, se_earlier * Z_90, later, se_later * Z_90)
    found = normal_contrast(later - earlier, float(np.hypot(se_earlier, se_later)))
    p_value = normal_tails(float(z)) if np.isfinite(z) else found.p_value
    return Contrast(
        found.difference, found.se, p_value, same=False, lower=found.lower, upper=found.upper
    )
