"""Published values by race and the gaps between groups in words; no side without its test."""

from __future__ import annotations

from collections.abc import Sequence

from data.catalogue.measures import MeasureEntry, load_measures
from data.gaps.context_sentences import group_inline
from data.gaps.group_results import AreaByGroup, GroupsOfMeasure
from data.locale import Texts
from data.locale.format import (
    format_interval,
    format_number,
    format_value,
    join_list,
    printed_difference,
)
from data.models import Unit
from data.published.results import PublishedComparison, PublishedEstimate
from data.published.sentences import county_note, inferred_notes
from data.sentences.words import join

_KEY = "gap_sentences.by_group"


def number(value: float, measure: MeasureEntry, lang: str) -> str:
    """A value of `measure` as a reader sees it, without its unit but for `$` and `%`."""
    if measure.unit in (Unit.USD.value, Unit.PERCENT.value):
        return format_value(value, unit=Unit(measure.unit), decimals=measure.decimals, lang=lang)
    return format_number(value, decimals=measure.decimals, lang=lang)


def limits(lower: float, upper: float, measure: MeasureEntry, lang: str) -> str:
    """`69.1–70.1`; empty where there is no interval."""
    known = (Unit.USD.value, Unit.PERCENT.value)
    unit = Unit(measure.unit) if measure.unit in known else Unit.INDEX
    return format_interval(lower, upper, unit=unit, decimals=measure.decimals, lang=lang)


def difference(value: float, measure: MeasureEntry, lang: str, *, finer: int = 0) -> str:
    """A gap as a reader sees it; of percent it is in points. `finer` adds decimals."""
    decimals = measure.decimals + finer
    if measure.unit == Unit.USD.value:
        return format_value(value, unit=Unit.USD, decimals=decimals, lang=lang)
    return format_number(value, decimals=decimals, lang=lang)


def printed_gap(gap: PublishedComparison, lang: str) -> str:
    """The gap as a reader gets it who subtracts the two printed values."""
    measure = gap.value.measure
    found = printed_difference(gap.value.value, gap.other.value, decimals=measure.decimals)
    return difference(found, measure, lang)


def between(lower: float, upper: float, measure: MeasureEntry, lang: str) -> str:
    """The limits of a gap."""
    unit = Unit.USD if measure.unit == Unit.USD.value else Unit.INDEX
    return format_interval(lower, upper, unit=unit, decimals=measure.decimals, lang=lang)


def unit_of_gap(measure: MeasureEntry, texts: Texts) -> str:
    """`years`, `percentage points`, `deaths per 100,000 people a year`; dollars carry their own."""
    if measure.unit == Unit.PERCENT.value:
        return texts.t(f"{_KEY}.points")
    return measure.unit_words.get(texts.lang)


def group_name(value: PublishedEstimate, texts: Texts) -> str:
    """The group as a label: `Black residents`, `All residents`."""
    name = value.group_name
    return texts.t("gaps.race.everyone") if name is None else name.get(texts.lang)


def result(gap: PublishedComparison, texts: Texts) -> str:
    """What the test says: worse off, better off, cannot be told apart, or why there was none."""
    if gap.contrast is None:
        return texts.t(f"{_KEY}.result.untested")
    return texts.t(f"{_KEY}.result.{side(gap)}")


def side(gap: PublishedComparison) -> str:
    """`worse`, `better` or `not_different`: of the group beside the other one, by the test."""
    contrast = gap.contrast
    if contrast is None or not gap.differs:
        return "not_different"
    return "worse" if contrast.difference > 0 else "better"


def pairs(data: AreaByGroup) -> tuple[tuple[str, str], ...]:
    """Pairs of groups (the one, and the one it is held against) that any measure tells."""
    tested = (gap for measure in data.measures for gap in measure.gaps if gap.contrast is not None)
    return tuple(dict.fromkeys(pair_of(gap) for gap in tested))


def pair_of(gap: PublishedComparison) -> tuple[str, str]:
    """The group whose gap it is, and the other: where more is better, the two are turned round."""
    groups = gap.value.group, gap.other.group
    return groups if gap.value.measure.polarity.value != "higher_is_better" else groups[::-1]


def summary(data: AreaByGroup, texts: Texts) -> str:
    """The gap of the first measure, then for each pair in how many measures the test finds the
    group worse off, better off, neither.
    """
    first = [one_gap(gap, texts) for gap in data.measures[0].gaps[:1]]
    return join(*filter(None, first), *(_counted(data, pair, texts) for pair in pairs(data)))


def first_count(data: AreaByGroup, texts: Texts) -> str:
    """The same count for the first pair alone."""
    return next((_counted(data, pair, texts) for pair in pairs(data)), "")


def _counted(data: AreaByGroup, pair: tuple[str, str], texts: Texts) -> str:
    gaps = [
        gap
        for measure in data.measures
        for gap in measure.gaps
        if gap.contrast is not None and pair_of(gap) == pair
    ]
    sides = [side(gap) for gap in gaps]
    one, other = names_inside(gaps[0], texts)
    found = [
        texts.t(f"{_KEY}.counted.{key}", n=sides.count(key))
        for key in ("worse", "better", "not_different")
        if key in sides
    ]
    return texts.t(
        f"{_KEY}.count",
        place=data.area.in_sentence.get(texts.lang),
        group=one,
        beside=other,
        measures=len(gaps),
        found=join_list(found, lang=texts.lang),
    )


def names_inside(gap: PublishedComparison, texts: Texts) -> tuple[str, str]:
    """The group and the one it is held against, inside a sentence."""
    names = {e.group: e.group_name for e in (gap.value, gap.other) if e.group_name is not None}
    one, other = (group_inline(names[group], texts.lang) for group in pair_of(gap))
    return one, other


def one_gap(gap: PublishedComparison, texts: Texts) -> str:
    """One tested gap with its years and limits; empty where there is no test."""
    contrast, measure = gap.contrast, gap.value.measure
    if contrast is None:
        return ""
    one, other = names_inside(gap, texts)
    lang, found = texts.lang, side(gap)
    # alone, without its two values, a gap in years may say its second decimal
    finer = 1 if measure.unit == Unit.YEARS.value else 0
    said = {
        "name": measure.name.get(lang),
        "years": gap.value.years,
        "group": one,
        "beside": other,
        "place": gap.value.area.name.get(lang),
        "unit": unit_of_gap(measure, texts),
    }
    if found == "not_different":
        return texts.t(f"{_KEY}.gap.not_different", **said)
    turned = contrast if contrast.difference > 0 else contrast.scaled(-1.0)
    size = difference(turned.difference, measure, lang, finer=finer)
    return texts.t(
        f"{_KEY}.gap.{found}",
        **said,
        size=size,
        limits=between(turned.lower, turned.upper, measure, lang),
    )


def ratio(gap: PublishedComparison, texts: Texts) -> str:
    """`10.0 (8.6–11.5)`: how many times as high, where both tests found a difference."""
    if gap.ratio is None or gap.ratio_limits is None or not gap.ratio_differs:
        return ""
    lang = texts.lang
    between = format_interval(*gap.ratio_limits, unit=Unit.INDEX, decimals=1, lang=lang)
    return f"{format_number(gap.ratio, decimals=1, lang=lang)} ({between})"


def notes(data: AreaByGroup, texts: Texts) -> Sequence[str]:
    """How the gaps are tested, the county is not the city, which years are inferred and from what,
    who is left out and why, what differs from a yardstick.
    """
    t, lang = texts.t, texts.lang
    found = [t(f"{_KEY}.note.test"), t(f"{_KEY}.note.overlap")]
    if data.share is not None:
        found.append(county_note(data.share, texts))
    for measure in data.measures:
        found += _of_measure(measure, texts)
    left_out = dict.fromkeys(
        (e.left_out, group_name(e, texts))
        for measure in data.measures
        for e in measure.values
        if e.left_out
    )
    least = format_number(load_measures().groups.least_residents, decimals=0, lang=lang)
    found += [f"{name}: {t(reason, least=least)}." for reason, name in left_out if reason]
    return found


def _of_measure(measure: GroupsOfMeasure, texts: Texts) -> list[str]:
    own, found = measure.measure, inferred_notes(measure.newest, texts)
    if own.note is not None:
        found.append(f"{own.name.get(texts.lang)}: {own.note.get(texts.lang)}")
    if measure.yardstick is not None:
        found.append(yardstick(measure, texts))
    return found


def yardstick(measure: GroupsOfMeasure, texts: Texts) -> str:
    """The national target beside a measure, and what is not the same."""
    found, lang = measure.yardstick, texts.lang
    if found is None:
        return ""
    return texts.t(
        f"{_KEY}.note.yardstick",
        name=measure.measure.name.get(lang),
        target=number(found.drawn, measure.measure, lang),
        unit=found.unit_words.get(lang),
        differs=found.differs.get(lang),
    )
