"""The gap between fifths of residents, in words: the first thing that Explore says."""

from __future__ import annotations

from data.catalogue.schema import Indicator
from data.locale import Texts
from data.locale.format import format_number
from data.models import Kind
from data.pooling.fifths import FifthsGap
from data.sentences.words import (
    amount,
    gap_between,
    interval_text,
    known,
    opening,
    quantity,
    reason_text,
    short_name,
    subject,
    value_text,
)


def may_claim(gap: FifthsGap, outcome: Indicator) -> bool:
    """True if words of comparison are allowed: the test found a difference and may be made."""
    return bool(
        gap.claim_allowed
        and outcome.kind is not Kind.MODELLED
        and outcome.outcome_words is not None
        and known(gap.difference, gap.p_value)
        and gap.difference != 0
    )


def speaks_of_gap(gap: FifthsGap | None, factor: Indicator) -> bool:
    """False where the headline can only say why there is no gap."""
    return gap is not None and factor.factor_words is not None and known(gap.worst, gap.best)


def gap_headline(
    gap: FifthsGap | None,
    *,
    outcome: Indicator,
    factor: Indicator,
    texts: Texts,
    reason: str | None = None,
) -> str:
    """The finding in one sentence; the reason where there is no gap to speak of."""
    if gap is None or factor.factor_words is None or not speaks_of_gap(gap, factor):
        return reason_text(reason, texts)
    lang = texts.lang
    where, best_where = factor.factor_words.worst.get(lang), factor.factor_words.best.get(lang)
    if may_claim(gap, outcome):
        return _claim(gap, outcome, (where, best_where), texts)
    return without_claim(gap, outcome, (where, best_where), texts)


def without_claim(
    gap: FifthsGap,
    outcome: Indicator,
    ends: tuple[str, str],
    texts: Texts,
    *,
    said: str = "sentences.gap",
) -> str:
    """Both values and why they are not compared; `ends` say where the worst and the best live.

    `said` is where the texts stand that say it.
    """
    where, best_where = ends
    modelled = outcome.kind is Kind.MODELLED
    key = "modelled" if modelled else "not_apart" if known(gap.p_value) else "no_error"
    return texts.t(
        f"{said}.{key}",
        where=where if modelled else opening(where),
        best_where=best_where,
        and_where=opening(where),
        name=opening(short_name(outcome, texts.lang)),
        and_best_where=opening(best_where),
        subject=subject(outcome, texts.lang),
        years=outcome.years,
        worst=quantity(gap.worst, outcome, texts),
        best=quantity(gap.best, outcome, texts),
    )


def _claim(gap: FifthsGap, outcome: Indicator, ends: tuple[str, str], texts: Texts) -> str:
    """Both groups and the years: the headline also stands alone, on a slide or a shared card."""
    words = outcome.outcome_words
    assert words is not None  # may_claim
    comparative = words.higher if gap.difference > 0 else words.lower
    return texts.t(
        f"sentences.gap.claim.{outcome.unit.value}",
        where=opening(ends[0]),
        best_where=ends[1],
        subject=subject(outcome, texts.lang),
        years=outcome.years,
        amount=amount(gap_between(gap.worst, gap.best, outcome), outcome, texts, about=True),
        comparative=comparative.get(texts.lang),
    )


def gap_detail(gap: FifthsGap | None, *, outcome: Indicator, texts: Texts) -> str:
    """The numbers behind the headline: both fifths, interval of the gap in magnitudes."""
    if gap is None or not known(gap.worst, gap.best):
        return ""
    lang = texts.lang
    worst, best = value_text(gap.worst, outcome, lang), quantity(gap.best, outcome, texts)
    if may_claim(gap, outcome) and known(gap.difference_lower, gap.difference_upper):
        low, high = sorted((abs(gap.difference_lower), abs(gap.difference_upper)))
        return texts.t(
            "sentences.gap.detail",
            worst=worst,
            best=best,
            lower=format_number(low, decimals=outcome.decimals, lang=lang),
            upper=amount(high, outcome, texts),
        )
    worst_interval = interval_text(gap.worst_lower, gap.worst_upper, outcome, lang)
    best_interval = interval_text(gap.best_lower, gap.best_upper, outcome, lang)
    if worst_interval and best_interval:
        return texts.t(
            "sentences.gap.detail_apart",
            worst_interval=worst_interval,
            best_interval=best_interval,
        )
    return texts.t("sentences.gap.detail_untested", worst=worst, best=best)


def gap_groups_note(factor: Indicator, texts: Texts) -> str:
    """What a group of the gap is: a fifth of the residents, in the order of the factor."""
    return texts.t(
        "sentences.gap.groups", factor=subject(factor, texts.lang), factor_years=factor.years
    )
