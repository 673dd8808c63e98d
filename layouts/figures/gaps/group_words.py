"""What a group of residents is called on charts and in tables, and in which color it is drawn."""

from __future__ import annotations

from data.catalogue.schema import Indicator
from data.gaps.results import GapsData, GroupKind, GroupValue
from data.locale import Texts
from data.locale.format import format_people
from data.models import Kind, Verdict
from data.sentences.words import few_count, few_text, interval_text, opening, short_name
from layouts.figures.inputs import value_with_interval
from layouts.figures.labels import wrapped
from layouts.theme import Palette, mark_style

_CAPITALS = frozenset({"Black"})
# Step of the factor's ramp, 0 light to 4 dark: dark is most disadvantaged, or simply most.
_STEPS: dict[str, int] = {
    **{str(fifth): 5 - fifth for fifth in range(1, 6)},
    **{"D": 4, "C": 3, "B": 1, "A": 0},
}


def group_name(data: GapsData, group: GroupValue, texts: Texts) -> str:
    """`Where the most people live in poverty`, `Third fifth`, `Graded D`, `District 3`."""
    grouping = data.grouping
    if grouping.kind is not GroupKind.FIFTHS:
        named = "ungraded" if group.key == "U" else "name"
        return texts.t(f"gaps.group.{grouping.kind.value}.{named}", group=group.key)
    words = grouping.factor.factor_words if grouping.factor is not None else None
    ends = {"1": words.worst, "5": words.best} if words is not None else {}
    if group.key in ends:
        return opening(ends[group.key].get(texts.lang))
    return texts.t(f"gaps.group.fifths.{group.key}")


def group_label(data: GapsData, group: GroupValue, texts: Texts) -> str:
    """The name in short lines; under it the range of the factor and the count of few events."""
    count = few_count(group.events, data.outcome, texts.lang)
    parts = (
        wrapped(group_name(data, group, texts)),
        factor_range(data, group, texts),
        f"({count})" if count else "",
    )
    return "<br>".join(part for part in parts if part)


def factor_range(data: GapsData, group: GroupValue, texts: Texts) -> str:
    """`34.5–73.0%`: the factor in the places of a group; empty for grades and districts."""
    factor = data.grouping.factor
    if factor is None:
        return ""
    return interval_text(group.factor_from, group.factor_to, factor, texts.lang)


def group_color(data: GapsData, group: GroupValue, theme: Palette) -> str:
    """Groups in order have the factor's ramp; others the outcome's color or their verdict's."""
    if group.key in _STEPS and data.grouping.kind is not GroupKind.COUNCIL_DISTRICT:
        return theme.factor[_STEPS[group.key]]
    shape = group_shape(data, group)
    return mark_style(shape, theme.name).color if shape else theme.outcome_mark


def group_shape(data: GapsData, group: GroupValue) -> str:
    """The mark of a group, a name of `theme.MARKS`; empty for the plain dot of an ordered group.

    Land without a grade is no yardstick and is compared with nothing.
    """
    if data.grouping.kind is GroupKind.COUNCIL_DISTRICT:
        if data.outcome.kind is Kind.MODELLED:
            return "modelled"
        return group.verdict or Verdict.NOT_TESTED.value
    return "" if group.compared else Verdict.NOT_TESTED.value


def group_value(data: GapsData, group: GroupValue, texts: Texts) -> str:
    """`71.0 (70.3–71.8)`, or that there were too few events to rate."""
    if group.has_few_events:
        return few_text(group.upper, data.outcome, texts)
    limits = (group.lower, group.upper)
    return value_with_interval(group.value, *limits, data.outcome, texts, events=group.events)


def grouping_name(data: GapsData, texts: Texts) -> str:
    """`poverty, 2011–2015`, `grade of the land`, `council district`: what groups are made by."""
    factor = data.grouping.factor
    if factor is None:
        return texts.t(f"gaps.group.{data.grouping.kind.value}.by")
    return texts.t("gaps.group.fifths.by", factor=_inline(factor, texts.lang), years=factor.years)


def _inline(factor: Indicator, lang: str) -> str:
    """The short name inside a sentence; names of peoples keep their capital in English."""
    name = short_name(factor, lang)
    first = name.split(" ", 1)[0]
    if first in _CAPITALS or not first[1:].islower():
        return name
    return name[:1].lower() + name[1:]


def people_text(group: GroupValue, texts: Texts) -> str:
    """`87,031`."""
    return format_people(group.people, lang=texts.lang)
