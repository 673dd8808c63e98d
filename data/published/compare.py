"""Which published values may be compared, and how: two groups of one release, or two times.

Areas are not tested against each other: a county is a part of its state and of the nation, so the
errors are not independent.
"""

from __future__ import annotations

from data.models import Kind, Polarity
from data.published.results import PublishedComparison, PublishedEstimate, shares_years
from data.stats.published import difference_of_limits, ratio_of_limits

_REASON = "published.not_compared"


def gap(group: PublishedEstimate, other: PublishedEstimate) -> PublishedComparison:
    """How much worse off `group` is than `other`, in the unit of the measure.

    Above zero is worse: fewer years of life, more deaths. Where no direction is better, it is the
    value of `group` less that of `other`. Raises ValueError unless both are of one measure,
    release and area.
    """
    same = (
        group.measure.id == other.measure.id
        and group.release is other.release
        and group.area.id == other.area.id
    )
    if not same:
        raise ValueError("a gap is between two groups of one release and area")
    if group.measure.polarity is Polarity.HIGHER_IS_BETTER:
        return _compared(other, group)
    return _compared(group, other)


def change(earlier: PublishedEstimate, later: PublishedEstimate) -> PublishedComparison:
    """`later` less `earlier`: of one measure, publisher, area and group, with no year in common.

    Overlapping periods are never a change: they share deaths. Nor are dollars of different years,
    which bought different things. Raises ValueError for two measures, areas or groups.
    """
    for part in ("measure", "area", "group"):
        if getattr(earlier, part) != getattr(later, part):
            raise ValueError(f"a change is within one {part}")
    if earlier.source.publisher != later.source.publisher:
        return _refused(later, earlier, "other_source")
    if earlier.measure.unit == "usd":
        return _refused(later, earlier, "dollars")
    if shares_years(earlier.period, later.period):
        return _refused(later, earlier, "shared_years")
    return _compared(later, earlier)


def _refused(
    value: PublishedEstimate, other: PublishedEstimate, reason: str
) -> PublishedComparison:
    return PublishedComparison(value, other, None, f"{_REASON}.{reason}")


def _compared(value: PublishedEstimate, other: PublishedEstimate) -> PublishedComparison:
    if left_out := value.left_out or other.left_out:
        return PublishedComparison(value, other, None, left_out)
    if value.measure.kind is Kind.MODELLED:
        return _refused(value, other, "modelled")
    if (
        value.limits is None
        or other.limits is None
        or value.level_percent is None
        or value.level_percent != other.level_percent
    ):
        return _refused(value, other, "no_error")
    sides = (value.value, value.limits, other.value, other.limits, value.level_percent)
    contrast = difference_of_limits(*sides)
    ratio = ratio_of_limits(*sides) if value.measure.is_rate else None
    return PublishedComparison(
        value,
        other,
        contrast,
        None,
        ratio=ratio[0] if ratio else None,
        ratio_limits=ratio[1] if ratio else None,
    )
