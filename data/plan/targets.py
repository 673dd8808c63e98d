"""A department's own targets: on track only by a test (docs/decisions/0121).

The value that a straight line from baseline to target needs by now is held against the latest one.
All targets are one family of tests (Benjamini and Hochberg).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import hypot, isfinite

from data.change.results import Change
from data.cities.targets import Target
from data.models import Polarity
from data.plan.results import AimRow, Follow, MeasureRow, Reading, TargetResult, Track
from data.rules import ALPHA
from data.stats.contrast import benjamini_hochberg
from data.stats.progress import Timed, progress
from data.stats.published import se_from_limits

_OURS_PERCENT = 95


def judged(rows: Sequence[AimRow], targets: Mapping[str, Target]) -> tuple[AimRow, ...]:
    """The aims with the verdict on every target that a department set."""
    tried = {
        measure.id: _tried(measure, targets[measure.id])
        for row in rows
        for measure in row.measures
        if measure.id in targets
    }
    adjusted = benjamini_hochberg([found.p_value for found in tried.values()])
    verdicts = {
        key: _with_verdict(found, float(p), _up(found.target, key, rows))
        for (key, found), p in zip(tried.items(), adjusted, strict=True)
    }
    return tuple(
        replace(row, measures=tuple(replace(m, target=verdicts.get(m.id)) for m in row.measures))
        for row in rows
    )


def _tried(row: MeasureRow, target: Target) -> TargetResult:
    """The test of one target, without its verdict; why there is none."""
    if row.follow in (Follow.ONCE, Follow.BEFORE) or row.latest is None:
        return TargetResult(target, Track.NO_LATER_DATA)
    ends = [_timed(reading) for reading in (row.baseline, row.latest)]
    if row.follow is Follow.UNTESTED or ends[0] is None or ends[1] is None:
        return TargetResult(target, Track.CANNOT_TELL)
    baseline, latest = ends[0], ends[1]
    if target.by + 1 <= baseline.year:  # set for a time before the first value
        return TargetResult(target, Track.CANNOT_TELL)
    found = progress(
        baseline, latest, target.target, target.by + 1.0,
        inflation=_inflation(row, hypot(baseline.se, latest.se)),
    )  # fmt: skip
    contrast = found.contrast
    return TargetResult(
        target, Track.CANNOT_TELL, found.needed, found.passed,
        contrast.difference, contrast.lower, contrast.upper, contrast.p_value,
    )  # fmt: skip


def _with_verdict(found: TargetResult, p_adjusted: float, up: bool) -> TargetResult:
    if not isfinite(p_adjusted):
        return found
    track = Track.CANNOT_TELL
    if p_adjusted < ALPHA and found.difference != 0.0:
        ahead = (found.difference > 0.0) == up
        track = Track.ON_TRACK if ahead else Track.NOT_ON_TRACK
    return replace(found, track=track, p_adjusted=p_adjusted)


def _up(target: Target, measure_id: str, rows: Sequence[AimRow]) -> bool:
    """Whether more is wanted: by the measure's good direction, else from baseline to target."""
    row = next(found for aim in rows if (found := aim.measure(measure_id)) is not None)
    if row.polarity is Polarity.NONE:
        return target.target > row.baseline.value
    return row.polarity is Polarity.HIGHER_IS_BETTER


def _timed(reading: Reading) -> Timed | None:
    """A value with the standard error behind its limits; None without limits."""
    if not reading.has_limits or reading.level_percent is None:
        return None
    se = se_from_limits(reading.lower, reading.upper, reading.level_percent)
    return Timed(reading.value, se, reading.middle)


def _inflation(row: MeasureRow, plain_se: float) -> float:
    """How much wider the tested change is than both intervals say: counts of events vary more
    from year to year than chance alone would make them.
    """
    if not isinstance(row.change, Change) or plain_se <= 0.0:
        return 1.0
    change = row.change
    if not (isfinite(change.lower) and isfinite(change.upper)):
        return 1.0
    return max(1.0, se_from_limits(change.lower, change.upper, _OURS_PERCENT) / plain_se)
