"""Correlation of two indicators over places, in words that stay with places."""

from __future__ import annotations

from collections.abc import Sequence

from data.catalogue.pairs import PREDICTED_FROM
from data.catalogue.schema import Indicator
from data.locale import Texts
from data.locale.format import format_number
from data.models import Geography, Kind, ObservedLink, Polarity
from data.sentences.words import join, opening, places_word, reason_text, subject
from data.views import AssociationView

# Kinds of association whose interval leaves out zero.
_CLAIMS = ("opposite", "together")


def association_sentence(
    association: AssociationView | None,
    *,
    outcome: Indicator,
    factor: Indicator,
    geography: Geography,
    texts: Texts,
    reason: str | None = None,
) -> str:
    """R with its honest interval; a direction only where the interval leaves out zero.

    Modelled outcomes get the number and the warning, no direction. Without an association the
    reason is the sentence.
    """
    if association is None:
        return opening(reason_text(reason, texts))
    lang = texts.lang

    def number(value: float) -> str:
        return format_number(value, decimals=2, lang=lang)

    said = texts.t(
        f"sentences.association.{_kind(association, outcome, factor)}",
        n=association.n,
        places=places_word(geography, texts, count=association.n),
        outcome=subject(outcome, lang),
        factor=subject(factor, lang),
        r=number(association.r),
        lower=number(association.r_lower),
        upper=number(association.r_upper),
    )
    worth = texts.t("sentences.association.worth", n_effective=round(association.n_effective))
    return join(said, worth, texts.t("sentences.association.people"))


def association_headline(
    association: AssociationView,
    *,
    outcome: Indicator,
    factor: Indicator,
    geography: Geography,
    texts: Texts,
) -> str:
    """The same without a coefficient, for large words that stand alone: both ends, all years.

    A word of comparison only where the interval of r leaves out zero and no model made the numbers.
    """
    lang, words, ends = texts.lang, outcome.outcome_words, factor.factor_words
    assert words is not None and ends is not None  # of every outcome and factor of Explore
    worst_is_high = factor.polarity is not Polarity.HIGHER_IS_BETTER
    rises = (association.r > 0) == worst_is_high  # towards the worse end of the factor
    kind = _kind(association, outcome, factor)
    at_worst, at_best = (words.higher, words.lower) if rises else (words.lower, words.higher)
    return texts.t(
        f"sentences.association.headline.{'tends' if kind in _CLAIMS else kind}",
        n=association.n,
        places=places_word(geography, texts, count=association.n),
        subject=subject(outcome, lang),
        years=outcome.years,
        at_worst=at_worst.get(lang),
        at_best=at_best.get(lang),
        worst=ends.worst.get(lang),
        best=ends.best.get(lang),
        factor_years=factor.years,
    )


def pair_warnings(
    warnings: Sequence[str], observed: ObservedLink | None, texts: Texts
) -> list[str]:
    """What must be said beside a pair; what was predicted, with r where nothing was."""
    said = []
    for key in warnings:
        text = reason_text(key, texts)
        if key == PREDICTED_FROM and observed is not None:
            r = format_number(observed.r, decimals=2, lang=texts.lang)
            text = join(text, texts.t("sentences.association.observed", n=observed.n, r=r))
        said.append(text)
    return said


def predicted_warning(warnings: Sequence[str], observed: ObservedLink | None, texts: Texts) -> str:
    """Only the warning that goes wherever life expectancy meets what it was predicted from."""
    return join(*pair_warnings([key for key in warnings if key == PREDICTED_FROM], observed, texts))


def _kind(association: AssociationView, outcome: Indicator, factor: Indicator) -> str:
    if Kind.MODELLED in (outcome.kind, factor.kind):
        return "modelled"
    if association.r_upper < 0:
        return "opposite"
    if association.r_lower > 0:
        return "together"
    return "unclear"
