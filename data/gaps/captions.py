"""The one sentence that stands by each chart of Gaps: at most 25 words. Pure.

The numbers that a chart shows stand in its table, and with them the whole sentence of the chart,
which is its text alternative too. A caption says what the marks do not: what the test found, or
what the numbers must not be taken for.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.change.results import Change
from data.gaps.age_sentences import printed_gap
from data.gaps.age_split_sentences import early_years
from data.gaps.group_results import AreaByGroup
from data.gaps.group_sentences import first_count
from data.gaps.published_results import LifeGaps
from data.gaps.results import ClusterData, GapsData, GroupKind, IceYear
from data.locale import Texts
from data.locale.format import format_number, format_people, format_share
from data.models import Kind
from data.sentences.gap import may_claim
from data.sentences.words import amount, known, reason_text, subject

_KEY = "gap_captions"


def patterns(data: GapsData, texts: Texts) -> str:
    """What the one test says of the end groups, or why there is none."""
    if data.outcome.kind is Kind.MODELLED:
        return texts.t("gap_sentences.patterns.modelled")
    gap = data.gap
    if gap is None or not known(gap.worst, gap.best, gap.p_value):
        return reason_text(data.gap_reason or data.measures_reason, texts)
    return texts.t(f"{_KEY}.patterns.{'sure' if may_claim(gap, data.outcome) else 'unsure'}")


def groups(data: GapsData, texts: Texts) -> str:
    """How the groups were made."""
    factor = data.grouping.factor
    return texts.t(
        f"{_KEY}.groups.{data.grouping.kind.value}",
        factor="" if factor is None else subject(factor, texts.lang),
    )


def measures(data: GapsData, texts: Texts) -> str:
    """That the measures are of one gap; for groups without one, what the table has."""
    return texts.t(f"{_KEY}.measures" if data.gap is not None else "gaps.measures.plain")


def potential(_: GapsData, texts: Texts) -> str:
    """That it is arithmetic."""
    return texts.t(f"{_KEY}.potential")


def ages(data: GapsData, texts: Texts) -> str:
    """How much of a sure gap is lost before old age."""
    early, found = early_years(data), data.ages
    if found is None or early is None:
        return texts.t(f"{_KEY}.ages.plain")
    return texts.t(
        f"{_KEY}.ages.early",
        early=format_number(early, decimals=data.outcome.decimals, lang=texts.lang),
        total=amount(printed_gap(data), data.outcome, texts),
        age=found.broad[-1].age_from,
    )


def curve(data: GapsData, texts: Texts) -> str:
    """Where the events happened."""
    found = data.curve
    if found is None or data.grouping.kind is not GroupKind.FIFTHS:
        return ""
    return texts.t(
        f"{_KEY}.curve",
        events=format_people(found.events, lang=texts.lang),
        years=data.outcome.years,
        fifth=format_share(found.fifth_people, lang=texts.lang),
    )


def life_gaps(data: LifeGaps, texts: Texts) -> str:
    """Which of the publications could be tested."""
    tested = any(gap.tested is not None for gap in data.gaps)
    return texts.t(f"{_KEY}.life_gaps.{'tested' if tested else 'untested'}")


def untested_by_race(_: object, texts: Texts) -> str:
    """That no margin of error was published."""
    return texts.t("gap_sentences.life_by_race.untested")


def between_groups(data: AreaByGroup, texts: Texts) -> str:
    """In how many measures the test finds the first group worse off, better off, neither."""
    return first_count(data, texts)


def by_group(_: AreaByGroup, texts: Texts) -> str:
    """That overlap is no test."""
    return texts.t(f"{_KEY}.by_group")


def by_year(_: object, texts: Texts) -> str:
    """That single years are no trend."""
    return texts.t("gap_sentences.by_year.untested")


def yardsticks(_: object, texts: Texts) -> str:
    """Whose targets they are."""
    return texts.t(f"{_KEY}.yardsticks")


def segregation(_: object, texts: Texts) -> str:
    """That no change is tested."""
    return texts.t("gap_sentences.segregation.untested")


def ice(year: IceYear, texts: Texts) -> str:
    """How many residents live near either end."""
    return texts.t(
        f"{_KEY}.ice",
        years=year.indicator.years,
        low=format_share(year.low, lang=texts.lang),
        high=format_share(year.high, lang=texts.lang),
    )


def grades(_: object, texts: Texts) -> str:
    """What the grades are no proof of."""
    return texts.t("gap_sentences.grades_now.history")


def change(changes: Sequence[Change], texts: Texts) -> str:
    """In how many places the test finds a change of one measure."""
    told, tested = sum(c.told for c in changes), sum(c.tested for c in changes)
    key = "some" if told else "none"
    return texts.t(f"{_KEY}.change.{key}", told=told, tested=tested)


def clusters(data: ClusterData, texts: Texts) -> str:
    """What the pattern comes from."""
    if not data.areas:
        return texts.t(f"{_KEY}.clusters.none")
    partly = data.outcome.kind is Kind.PARTLY_MODELLED
    return texts.t(f"{_KEY}.clusters.{'model' if partly else 'plain'}")
