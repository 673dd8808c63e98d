"""The gap split by age as it is printed: bands add up to stages of life, stages to the gap."""

from __future__ import annotations

from math import inf, nan

from data.gaps.results import AgePart, AgeSplit, GapsData
from data.locale.format import printed_parts, printed_shares
from data.sentences.words import gap_between


def printed_gap(data: GapsData) -> float:
    """The gap as a reader gets it from the two printed values, best-off minus worst-off."""
    gap, found = data.gap, data.ages
    if gap is None:
        return found.total if found is not None else nan
    return gap_between(gap.best, gap.worst, data.outcome)


def printed_stages(data: GapsData) -> tuple[float, ...]:
    """Years of the four stages of life, which add up to the printed gap."""
    assert data.ages is not None  # ages
    years = [part.years for part in data.ages.broad]
    return printed_parts(years, printed_gap(data), decimals=data.outcome.decimals)


def printed_stage_shares(found: AgeSplit) -> tuple[float, ...]:
    """Shares of the stages, 0 to 1, as whole percentages that add up to 100."""
    return printed_shares([part.share for part in found.broad])


def printed_bands(data: GapsData) -> tuple[float, ...]:
    """Years of the bands as labels of their bars: those of a stage add up to its printed years."""
    assert data.ages is not None  # ages
    totals, decimals = printed_stages(data), data.outcome.decimals
    return tuple(
        years
        for parts, total in zip(_by_stage(data.ages), totals, strict=True)
        for years in printed_parts([part.years for part in parts], total, decimals=decimals)
    )


def printed_band_shares(found: AgeSplit) -> tuple[float, ...]:
    """Shares of the bands, 0 to 1: those of a stage add up to its printed share."""
    return tuple(
        share / 100.0
        for parts, total in zip(_by_stage(found), printed_stage_shares(found), strict=True)
        for share in printed_parts([100.0 * p.share for p in parts], 100.0 * total, decimals=0)
    )


def _by_stage(found: AgeSplit) -> list[list[AgePart]]:
    ends = [
        (stage.age_from, inf if stage.age_to is None else stage.age_to) for stage in found.broad
    ]
    return [[part for part in found.parts if low <= part.age_from <= high] for low, high in ends]
