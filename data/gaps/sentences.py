"""The Gaps page in words: the gap, its size in several ways, and where it comes from. Pure.

A word of comparison is written by `headline` alone, and only where the one test of the end groups
allows it. Everything else gives magnitudes.
"""

from __future__ import annotations

from data.gaps.results import GapsData, GroupKind, GroupValue, Measure, Potential
from data.locale import Texts
from data.locale.format import (
    format_number,
    format_people,
    format_share,
    join_list,
    printed_ratio,
)
from data.models import Kind, Polarity, Verdict
from data.sentences.gap import gap_detail, may_claim, without_claim
from data.sentences.words import (
    amount,
    counted_value,
    gap_between,
    join,
    known,
    opening,
    quantity,
    reason_text,
    subject,
    value_text,
)

_KEY, _IN_SHORT, _SHORTEST = "gap_sentences", "gap_findings.size", "gap_findings.shortest"
TESTED = frozenset(verdict.value for verdict in Verdict) - {Verdict.NOT_TESTED.value}


def end_words(data: GapsData, texts: Texts) -> tuple[str, str]:
    """How a sentence speaks of the two end groups: `where the most people live in poverty`, …."""
    factor = data.grouping.factor
    if factor is not None and factor.factor_words is not None:
        words = factor.factor_words
        return words.worst.get(texts.lang), words.best.get(texts.lang)
    return texts.t(f"{_KEY}.grade.worst"), texts.t(f"{_KEY}.grade.best")


# -- the first screen ---------------------------------------------------------------------------


def headline(data: GapsData, texts: Texts) -> str:
    """The finding in one sentence; for districts their stored verdicts; else the reason."""
    if data.grouping.kind is GroupKind.COUNCIL_DISTRICT:
        return districts(data, texts)
    gap = data.gap
    if gap is None or not known(gap.worst, gap.best):
        return reason_text(data.gap_reason, texts)
    where, best_where = end_words(data, texts)
    lang, outcome = texts.lang, data.outcome
    if may_claim(gap, outcome):
        words = outcome.outcome_words
        assert words is not None  # may_claim
        comparative = words.higher if gap.difference > 0 else words.lower
        graded = data.grouping.kind is GroupKind.HOLC_GRADE
        return texts.t(
            f"{_KEY}.grade.claim" if graded else f"sentences.gap.claim.{outcome.unit.value}",
            where=opening(where),
            best_where=best_where,
            subject=subject(outcome, lang),
            years=outcome.years,
            amount=amount(gap_between(gap.worst, gap.best, outcome), outcome, texts, about=True),
            comparative=comparative.get(lang),
        )
    return without_claim(gap, outcome, (where, best_where), texts)


def headline_in_short(data: GapsData, texts: Texts, *, named: bool = True) -> str:
    """The same in sentences of few words, for where the numbers stand beside it.

    Without `named` the best-off group is the one at the other end.
    """
    gap, outcome = data.gap, data.outcome
    ordered = data.grouping.kind is not GroupKind.COUNCIL_DISTRICT
    if not ordered or gap is None or not known(gap.worst, gap.best):
        return headline(data, texts)
    where, best_where = end_words(data, texts)
    if not named:
        best_where = texts.t(f"{_IN_SHORT}.other_end")
    if not may_claim(gap, outcome):
        return without_claim(
            gap, outcome, (where, best_where), texts, said=_IN_SHORT if named else _SHORTEST
        )
    words = outcome.outcome_words
    assert words is not None  # may_claim
    comparative = words.higher if gap.difference > 0 else words.lower
    return texts.t(
        f"{_IN_SHORT}.claim",
        where=opening(where),
        best_where=best_where,
        subject=subject(outcome, texts.lang),
        years=outcome.years,
        comparative=comparative.get(texts.lang),
    )


def lead(data: GapsData, texts: Texts) -> str:
    """The headline; where there is no gap to speak of, the value of every group, and why."""
    said = headline(data, texts)
    has_gap = data.gap is not None and known(data.gap.worst, data.gap.best)
    if has_gap or data.grouping.kind is GroupKind.COUNCIL_DISTRICT or not data.groups:
        return said
    return join(patterns(data, texts), said)


def detail(data: GapsData, texts: Texts) -> str:
    """The numbers behind the headline, and what kind of gap it is; empty without a gap."""
    if data.gap is None:
        return ""
    place_gap = texts.t("pairs.places_not_people") if data.grouping.places_not_people else ""
    return join(gap_detail(data.gap, outcome=data.outcome, texts=texts), place_gap)


def measured(data: GapsData, texts: Texts) -> str:
    """The gap with its groups, years and numbers; empty without one."""
    return join(headline(data, texts), detail(data, texts)) if data.gap is not None else ""


def districts(data: GapsData, texts: Texts) -> str:
    """How many districts the stored test tells apart from the rest of the city."""
    tested = [group for group in data.groups if group.verdict in TESTED]
    apart = [g for g in tested if g.verdict != Verdict.NOT_DIFFERENT.value]
    outcome, lang = data.outcome, texts.lang
    if not tested:
        values = [group.value for group in data.groups if known(group.value)]
        return texts.t(
            f"{_KEY}.districts.untested",
            subject=subject(outcome, lang),
            years=outcome.years,
            low=value_text(min(values), outcome, lang),
            high=quantity(max(values), outcome, texts),
        )
    key = "all" if len(apart) == len(data.groups) else "some" if apart else "none"
    return texts.t(
        f"{_KEY}.districts.{key}",
        subject=subject(outcome, lang),
        apart=len(apart),
        n=len(data.groups),
        years=outcome.years,
    )


# -- groups -------------------------------------------------------------------------------------


def patterns(data: GapsData, texts: Texts) -> str:
    """The value of every group, in the order of the chart, and the city's."""
    if not data.groups:
        return reason_text(data.gap_reason, texts)
    said = [
        texts.t(f"{_KEY}.patterns.item", group=short_group(data, group, texts), value=value)
        for group in data.groups
        if (value := _group_value(data, group, texts))
    ]
    return texts.t(
        f"{_KEY}.patterns.all",
        subject=opening(subject(data.outcome, texts.lang)),
        years=data.outcome.years,
        groups=join_list(said, lang=texts.lang),
        city=quantity(data.city.value, data.outcome, texts),
        modelled=texts.t(f"{_KEY}.patterns.modelled") if _modelled(data) else "",
    ).strip()


def _modelled(data: GapsData) -> bool:
    return data.outcome.kind is Kind.MODELLED


def short_group(data: GapsData, group: GroupValue, texts: Texts) -> str:
    """`first fifth`, `grade D`, `no grade`, `district 3`."""
    kind = data.grouping.kind
    name = group.key if kind is GroupKind.FIFTHS or group.key == "U" else "any"
    return texts.t(f"{_KEY}.group.{kind.value}.{name}", group=group.key)


def _group_value(data: GapsData, group: GroupValue, texts: Texts) -> str:
    if known(group.value):
        return counted_value(group.value, group.events, data.outcome, texts)
    return texts.t(f"{_KEY}.patterns.few") if group.has_few_events else ""


def who(data: GapsData, texts: Texts) -> str:
    """Who is in the groups: how they were made, how many people, who is in none."""
    if not data.groups:
        return ""
    lang = texts.lang
    people = [group.people for group in data.groups]
    factor = data.grouping.factor
    said = texts.t(
        f"{_KEY}.who.{data.grouping.kind.value}",
        factor="" if factor is None else subject(factor, lang),
        years="" if factor is None else factor.years,
        fewest=format_people(min(people), lang=lang),
        most=format_people(max(people), lang=lang),
        ungraded=format_people(people[-1], lang=lang),
    )
    left = data.uncounted_people
    share = left / (left + data.grouped_people)
    if share < 0.005:
        return said
    return join(
        said,
        texts.t(
            f"{_KEY}.who.uncounted",
            people=format_people(left, lang=lang),
            share=format_share(share, lang=lang),
        ),
    )


# -- measures -----------------------------------------------------------------------------------


def difference(data: GapsData, texts: Texts) -> str:
    """The size of the gap between the end groups."""
    gap, outcome = data.gap, data.outcome
    if gap is None or not known(gap.difference_lower, gap.difference_upper):
        return reason_text(data.gap_reason or data.measures_reason, texts)
    key = "sure" if may_claim(gap, outcome) else "unsure"
    lower, upper = gap.difference_lower, gap.difference_upper
    if key == "sure":
        lower, upper = sorted((abs(lower), abs(upper)))
    return texts.t(
        f"{_KEY}.difference.{key}",
        amount=amount(gap_between(gap.worst, gap.best, outcome), outcome, texts),
        lower=format_number(lower, decimals=outcome.decimals, lang=texts.lang),
        upper=format_number(upper, decimals=outcome.decimals, lang=texts.lang),
    )


def ratio(data: GapsData, texts: Texts) -> str:
    """How many times the value of one end group is that of the other."""
    found = data.measure("r")
    if found is None:
        return reason_text(data.measures_reason, texts)
    where, best_where = end_words(data, texts)
    favourable = data.outcome.polarity is Polarity.HIGHER_IS_BETTER
    return texts.t(
        f"{_KEY}.ratio.{'sure' if found.sure else 'unsure'}",
        where=opening(best_where if favourable else where),
        other=where if favourable else best_where,
        subject=subject(data.outcome, texts.lang),
        **_times(printed_end_ratio(data, found), found.lower, found.upper, texts),
    )


def printed_end_ratio(data: GapsData, found: Measure) -> float:
    """The ratio of the end groups that a reader gets who divides their two printed values."""
    gap, outcome = data.gap, data.outcome
    if gap is None:
        return found.estimate
    favourable = outcome.polarity is Polarity.HIGHER_IS_BETTER
    over, under = (gap.best, gap.worst) if favourable else (gap.worst, gap.best)
    printed = printed_ratio(over, under, decimals=outcome.decimals)
    return printed if known(printed) else found.estimate


def ratio_decimals(value: float) -> int:
    """Digits that matter in a ratio: 1.12, but 24.9."""
    return 2 if abs(value) < 3 else 1


def _times(value: float, lower: float, upper: float, texts: Texts) -> dict[str, str]:
    """A ratio and its limits, with the digits of the ratio."""
    decimals = ratio_decimals(value)
    numbers = {"times": value, "lower": lower, "upper": upper}
    return {
        name: format_number(number, decimals=decimals, lang=texts.lang)
        for name, number in numbers.items()
    }


def slope(data: GapsData, texts: Texts) -> str:
    """Slope index: from one end of all residents to the other, along a straight line."""
    found, outcome = data.measure("sii"), data.outcome
    if found is None:
        return reason_text(data.measures_reason, texts)
    lower, upper = found.lower, found.upper
    if found.sure:
        lower, upper = sorted((abs(lower), abs(upper)))
    return texts.t(
        f"{_KEY}.slope.{'sure' if found.sure else 'unsure'}",
        subject=subject(outcome, texts.lang),
        amount=amount(found.estimate, outcome, texts),
        lower=format_number(lower, decimals=outcome.decimals, lang=texts.lang),
        upper=format_number(upper, decimals=outcome.decimals, lang=texts.lang),
    )


def relative(data: GapsData, texts: Texts) -> str:
    """Relative index: the same line's value at the best-off end over the worst-off end."""
    found = data.measure("rii")
    if found is None:
        if data.measure("sii") is not None:
            return texts.t(f"{_KEY}.relative.undefined")
        return reason_text(data.measures_reason, texts)
    return texts.t(
        f"{_KEY}.relative.{'sure' if found.sure else 'unsure'}",
        **_times(found.estimate, found.lower, found.upper, texts),
    )


def potential(data: GapsData, texts: Texts) -> str:
    """The average of all groups if all did as well as the best-off: arithmetic, no forecast."""
    found = data.potential
    if found is None:
        return reason_text(data.potential_reason, texts)
    return _potential(data, found, ("sure" if found.sure else "unsure",), texts)


def potential_in_short(data: GapsData, texts: Texts) -> str:
    """The same in short sentences, `potential_gain` the second; whole where there may be none."""
    found = data.potential
    if found is None or not found.sure:
        return potential(data, texts)
    return _potential(data, found, ("lead", "gain"), texts)


def _potential(data: GapsData, found: Potential, keys: tuple[str, ...], texts: Texts) -> str:
    said = (_of_potential(data, found, key, texts) for key in keys)
    return join(*said, city_beside(data, found.now, texts), texts.t(f"{_KEY}.potential.arithmetic"))


def potential_gain(data: GapsData, texts: Texts) -> str:
    """The difference with its interval; empty where there is none to be sure of."""
    found = data.potential
    return _of_potential(data, found, "gain", texts) if found and found.sure else ""


def _of_potential(data: GapsData, found: Potential, key: str, texts: Texts) -> str:
    outcome, lang = data.outcome, texts.lang
    ends = found.gain.lower, found.gain.upper
    lower, upper = sorted(map(abs, ends)) if found.sure else ends
    return texts.t(
        f"{_KEY}.potential.{key}",
        best_where=end_words(data, texts)[1],
        subject=subject(outcome, lang),
        years=outcome.years,
        now=value_text(found.now, outcome, lang),
        potential=quantity(found.potential, outcome, texts),
        amount=amount(gap_between(found.potential, found.now, outcome), outcome, texts),
        lower=format_number(lower, decimals=outcome.decimals, lang=lang),
        upper=format_number(upper, decimals=outcome.decimals, lang=lang),
    )


def city_beside(data: GapsData, now: float, texts: Texts) -> str:
    """Why the average of the groups is not the number of the city that the same page shows."""
    city, outcome = data.city.value, data.outcome
    if not known(city) or value_text(city, outcome, texts.lang) == value_text(
        now, outcome, texts.lang
    ):
        return ""
    return texts.t(f"{_KEY}.potential.city", city=quantity(city, outcome, texts))


def curve(data: GapsData, texts: Texts) -> str:
    """Where the events happened: their share among the most disadvantaged fifth and half."""
    found, lang = data.curve, texts.lang
    if found is None:
        return ""
    return texts.t(
        f"{_KEY}.curve",
        worst=end_words(data, texts)[0],
        events=format_people(found.events, lang=lang),
        years=data.outcome.years,
        fifth=format_share(found.fifth_people, lang=lang),
        half=format_share(found.half_people, lang=lang),
    )
