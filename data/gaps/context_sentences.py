"""What stands around the gap, in words: values by race, segregation, graded land, clusters."""

from __future__ import annotations

from collections.abc import Sequence

from data.catalogue.schema import Indicator
from data.checked import Text
from data.gaps.published_results import (
    ByRace,
    PublishedMeasure,
    PublishedRelease,
    PublishedValue,
    alphabetical,
)
from data.gaps.results import ClusterData, GradeRow, IceYear, SegregationData, SegregationYear
from data.locale import Texts
from data.locale.format import format_number, format_people, format_share, join_list
from data.models import Kind
from data.sentences.words import (
    amount,
    gap_between,
    join,
    known,
    opening,
    quantity,
    subject,
    value_text,
)

_KEY = "gap_sentences"
# Groups whose name keeps its capital inside an English sentence.
_PROPER = ("American", "Asian", "Black", "Hispanic")
_KINDS = ("low_low", "high_high")


# -- by race, as published ----------------------------------------------------------------------


def group_inline(name: Text, lang: str) -> str:
    """A group's name inside a sentence: `Black residents`, `white residents`."""
    said = name.get(lang)
    if lang == "en" and said.startswith(_PROPER):
        return said
    return said[:1].lower() + said[1:]


def life_by_race(data: ByRace, place: str, texts: Texts) -> str:
    """The releases of `city` or `county` one by one, no word about change between them.

    A quoted difference leads: it is what the city was told. Then the newest values.
    """
    releases = sorted(data.of(place), key=lambda release: release.years, reverse=True)
    said = [_release(release, texts) for release in sorted(releases, key=lambda r: not r.quoted)]
    caveats = (texts.t(f"{_KEY}.life_by_race.{key}") for key in ("untested", "apart"))
    return join(*said, *caveats)


def _release(release: PublishedRelease, texts: Texts) -> str:
    lang = texts.lang
    found = {
        "years": release.years,
        "place": texts.t(f"{_KEY}.life_by_race.place.{release.place}"),
        "difference": format_number(release.difference, decimals=1, lang=lang),
    }
    if release.quoted:
        return texts.t(f"{_KEY}.life_by_race.quoted", **found)
    said = [
        texts.t(
            f"{_KEY}.life_by_race.item",
            value=format_number(value.value, decimals=1, lang=lang),
            group=group_inline(value.name, lang),
        )
        for value in _shown(release.values, lang)
    ]
    return texts.t(f"{_KEY}.life_by_race.values", **found, groups=join_list(said, lang=lang))


def _shown(values: Sequence[PublishedValue], lang: str) -> tuple[PublishedValue, ...]:
    return tuple(value for value in alphabetical(values, lang) if known(value.value))


def measure_by_race(measure: PublishedMeasure, texts: Texts) -> str:
    """A measure of the city's file: every shown group, alphabetically, and the city."""
    lang = texts.lang
    said = [
        texts.t(
            f"{_KEY}.measure_by_race.item",
            value=format_number(value.value, decimals=measure.decimals, lang=lang),
            group=group_inline(value.name, lang),
        )
        for value in _shown(measure.values, lang)
    ]
    return texts.t(
        f"{_KEY}.measure_by_race.all",
        name=measure.name.get(lang),
        unit=measure.unit.get(lang),
        years=measure.years,
        groups=join_list(said, lang=lang),
        everyone=format_number(measure.everyone, decimals=measure.decimals, lang=lang),
    )


# -- segregation --------------------------------------------------------------------------------


def segregation(data: SegregationData, texts: Texts) -> str:
    """Every release, the newest first; the one on other tracts with the reason it stands alone."""
    found = sorted((*data.comparable, data.apart), key=lambda year: year.years, reverse=True)
    said = [
        join(segregation_year(year, texts), _why_apart(year, texts) if year is data.apart else "")
        for year in found
    ]
    return join(*said, texts.t(f"{_KEY}.segregation.untested"))


def _why_apart(year: SegregationYear, texts: Texts) -> str:
    return texts.t(f"{_KEY}.segregation.apart", years=year.years)


def segregation_year(year: SegregationYear, texts: Texts) -> str:
    """Dissimilarity and isolation of one release, both groups named."""
    lang = texts.lang
    return texts.t(
        f"{_KEY}.segregation.year",
        years=year.years,
        moved=format_share(year.dissimilarity, lang=lang),
        isolation=format_share(year.isolation, lang=lang),
        share=format_share(year.black_share, lang=lang),
    )


def segregation_moved(year: SegregationYear, texts: Texts) -> str:
    """Dissimilarity of one release."""
    moved = format_share(year.dissimilarity, lang=texts.lang)
    return texts.t("gap_findings.segregation.moved", years=year.years, moved=moved)


def segregation_isolation(year: SegregationYear, texts: Texts) -> str:
    """Isolation of one release, beside the share that it would be if spread evenly."""
    return texts.t(
        "gap_findings.segregation.isolation",
        isolation=format_share(year.isolation, lang=texts.lang),
        share=format_share(year.black_share, lang=texts.lang),
    )


def ice(year: IceYear, texts: Texts) -> str:
    """How many residents live near either end of the index, and what a surplus is."""
    said = texts.t(
        f"{_KEY}.ice.shares",
        years=year.indicator.years,
        low=format_share(year.low, lang=texts.lang),
        high=format_share(year.high, lang=texts.lang),
    )
    return join(said, ice_surplus(year, texts))


def ice_surplus(year: IceYear, texts: Texts) -> str:
    """What counts as a surplus: a caveat, without which it would be read as a majority."""
    return texts.t(f"{_KEY}.ice.surplus", more=round(year.surplus * 100))


def ice_cut_offs(year: IceYear, texts: Texts) -> str:
    """Which incomes the index calls low and high, and why two releases show no change."""
    return texts.t(
        f"{_KEY}.ice.cut_offs",
        low=format_people(year.low_income_usd, lang=texts.lang),
        high=format_people(year.high_income_usd, lang=texts.lang),
        years=year.indicator.years,
    )


# -- graded land, now ---------------------------------------------------------------------------


def grades_now(row: GradeRow, texts: Texts) -> str:
    """One indicator on land graded D and A; a comparison only where the test allows it."""
    by_grade = {group.key: group for group in row.values}
    indicator, lang = row.indicator, texts.lang
    words = indicator.outcome_words
    worst, best = by_grade["D"].value, by_grade["A"].value
    if grade_claims(row) and words is not None:
        low, high = sorted((abs(row.difference.lower), abs(row.difference.upper)))
        comparative = words.higher if row.difference.value > 0 else words.lower
        return texts.t(
            f"{_KEY}.grades_now.claim",
            subject=subject(indicator, lang),
            amount=amount(gap_between(worst, best, indicator), indicator, texts, about=True),
            comparative=comparative.get(lang),
            worst=value_text(worst, indicator, lang),
            best=quantity(best, indicator, texts),
            years=indicator.years,
            lower=format_number(low, decimals=indicator.decimals, lang=lang),
            upper=amount(high, indicator, texts),
        )
    return texts.t(
        f"{_KEY}.grades_now.plain",
        subject=opening(subject(indicator, lang)),
        years=indicator.years,
        worst=value_text(worst, indicator, lang),
        best=quantity(best, indicator, texts),
    )


def grade_claims(row: GradeRow) -> bool:
    """True if the test allows to compare the two ends in words."""
    indicator = row.indicator
    has_words = indicator.outcome_words is not None
    return row.claim_allowed and has_words and indicator.kind is not Kind.MODELLED


def grades_in_short(row: GradeRow, texts: Texts) -> tuple[str, str]:
    """The comparison, then its numbers; both values and nothing more where no test allows it."""
    indicator, words = row.indicator, row.indicator.outcome_words
    if not grade_claims(row) or words is None:
        return grades_now(row, texts), ""
    compared = [group for group in row.values if group.order is not None]
    worst, best = compared[0].value, compared[-1].value
    low, high = sorted((abs(row.difference.lower), abs(row.difference.upper)))
    comparative = words.higher if row.difference.value > 0 else words.lower
    sentence = texts.t(
        "gap_findings.grades.claim",
        subject=subject(indicator, texts.lang),
        years=indicator.years,
        amount=amount(gap_between(worst, best, indicator), indicator, texts, about=True),
        comparative=comparative.get(texts.lang),
    )
    detail = texts.t(
        "gap_findings.grades.detail",
        worst=value_text(worst, indicator, texts.lang),
        best=quantity(best, indicator, texts),
        lower=format_number(low, decimals=indicator.decimals, lang=texts.lang),
        upper=amount(high, indicator, texts),
    )
    return sentence, detail


# -- clusters -----------------------------------------------------------------------------------


def clusters(data: ClusterData, texts: Texts) -> str:
    """How many tracts stand in clusters after the adjustment for testing them all."""
    if data.reason is not None:
        return texts.t(data.reason)
    lang, outcome = texts.lang, data.outcome
    low, high = _counts(data)
    common = {
        "i": format_number(data.moran_i, decimals=2, lang=lang),
        "n": data.n,
        "subject": _named(outcome, texts),
        "years": outcome.years,
    }
    if not data.areas:
        return texts.t(f"{_KEY}.clusters.none", **common)
    lower, higher = _ends(outcome, texts)
    people = dict(data.people)
    said = texts.t(
        f"{_KEY}.clusters.found",
        **common,
        low=low,
        high=high,
        low_people=format_people(people["low_low"], lang=lang),
        high_people=format_people(people["high_high"], lang=lang),
        lower=lower,
        higher=higher,
    )
    outliers = len(data.areas) - low - high
    return join(said, _outliers(outliers, texts), _withheld(data, texts), _model(outcome, texts))


def clusters_in_short(data: ClusterData, texts: Texts) -> str:
    """The same in one sentence, of clusters that were looked for."""
    named = {"subject": _named(data.outcome, texts), "years": data.outcome.years}
    low, high = _counts(data)
    if not low + high:
        return texts.t("gap_findings.clusters.none", **named)
    lower, higher = _ends(data.outcome, texts)
    return texts.t(
        "gap_findings.clusters.found", **named, low=low, high=high, lower=lower, higher=higher
    )


def clusters_people(data: ClusterData, texts: Texts) -> str:
    """How many people live in either kind; empty where there is none."""
    if not sum(_counts(data)):
        return ""
    people = dict(data.people)
    low, high = (format_people(people[kind], lang=texts.lang) for kind in _KINDS)
    return texts.t("gap_findings.clusters.people", low_people=low, high_people=high)


def _counts(data: ClusterData) -> tuple[int, int]:
    """Tracts in clusters of low and of high values."""
    low, high = (sum(area.cluster == kind for area in data.areas) for kind in _KINDS)
    return low, high


def _named(outcome: Indicator, texts: Texts) -> str:
    said = subject(outcome, texts.lang)
    factor = outcome.outcome_words is None
    return texts.t(f"{_KEY}.clusters.factor", name=said) if factor else said


def _ends(outcome: Indicator, texts: Texts) -> tuple[str, str]:
    words = outcome.outcome_words
    if words is not None:
        return words.lower.get(texts.lang), words.higher.get(texts.lang)
    return texts.t(f"{_KEY}.clusters.factor_lower"), texts.t(f"{_KEY}.clusters.factor_higher")


def _outliers(count: int, texts: Texts) -> str:
    return texts.t(f"{_KEY}.clusters.outliers", count=count) if count else ""


def _withheld(data: ClusterData, texts: Texts) -> str:
    if not data.untested:
        return ""
    return texts.t(f"{_KEY}.clusters.untested", count=data.untested)


def _model(outcome: Indicator, texts: Texts) -> str:
    partly = outcome.kind is Kind.PARTLY_MODELLED
    return texts.t(f"{_KEY}.clusters.model") if partly else ""
