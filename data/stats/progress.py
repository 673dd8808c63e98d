"""Whether a value is where a straight line from its baseline to a target would have it by now.

Healthy People 2030 tells the share of the targeted change that was achieved, (latest - baseline) /
(target - baseline), and whether it differs from chance (NCHS, Measuring progress toward target
attainment and the elimination of health disparities in Healthy People 2030, 2025). On a straight
line that share should be the share of the time that has passed; this is what is tested here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from data.stats._check import number
from data.stats.contrast import Contrast, normal_contrast


@dataclass(frozen=True, slots=True)
class Timed:
    """An estimate with its standard error, and the middle of its years (2022.5 is mid-2022)."""

    value: float
    se: float
    year: float


@dataclass(frozen=True, slots=True)
class Progress:
    """`needed`: where the line stands at the time of the latest value. `passed`: the share of the
    time that has passed by then (0-1). `contrast`: latest less needed, with both errors.
    """

    needed: float
    passed: float
    contrast: Contrast


def progress(
    baseline: Timed, latest: Timed, target: float, target_year: float, *, inflation: float = 1.0
) -> Progress:
    """Hold the latest value against the straight line from the baseline to the target.

    With w the share of the time that has passed, the line stands at (1 - w)·baseline + w·target;
    the baseline is an estimate too, so the difference has SE² = SE_latest² + (1 - w)²·SE_baseline².
    `inflation` (at least 1) widens it where values vary more than their own intervals say. From the
    year of the target on, the target itself is needed. Raises ValueError unless the latest value
    is later than the baseline, and the target year too.
    """
    elapsed = number("latest.year", latest.year) - number("baseline.year", baseline.year)
    whole = number("target_year", target_year) - baseline.year
    if elapsed <= 0.0 or whole <= 0.0:
        raise ValueError("the latest value and the target come after the baseline")
    passed = min(1.0, elapsed / whole)
    needed = (1.0 - passed) * baseline.value + passed * number("target", target)
    stretch = number("inflation", inflation, minimum=1.0)
    se = stretch * hypot(latest.se, (1.0 - passed) * baseline.se)
    return Progress(needed, passed, normal_contrast(latest.value - needed, se))
