"""A share as so many of so many: `about 1 in 4 homes has no car`.

One rule for all shares, from the numbers as they are printed, so that words and percentage agree.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from functools import lru_cache

from data.catalogue.schema import FrequencyWords, Indicator
from data.locale import Texts
from data.locale.format import as_printed
from data.models import Kind
from data.rules import FREQUENCY_ONE_IN, FREQUENCY_WHOLES, FREQUENCY_WIDE_RATIO
from data.sentences.words import known, opening

KEPT = 4096  # shares as they are printed
ALLOWED: list[Fraction] = sorted(
    {Fraction(part, whole) for whole in FREQUENCY_WHOLES for part in range(1, whole)}
    | {Fraction(1, whole) for whole in FREQUENCY_ONE_IN}
)


def frequency(value: float, lower: float, upper: float, indicator: Indicator, texts: Texts) -> str:
    """`About 1 in 4 homes has no car (2018–2022).`; empty where `frequency_clause` is."""
    said = frequency_clause(value, lower, upper, indicator, texts)
    years = indicator.years
    return texts.t("sentences.frequency.whole", said=opening(said), years=years) if said else ""


def frequency_clause(
    value: float, lower: float, upper: float, indicator: Indicator, texts: Texts
) -> str:
    """`about 1 in 4 homes has no car`; empty where no words are written for it.

    Value and limits in percent. Where the interval is wide its ends are said too, rounded away
    from the value. Empty as well where nobody or everybody is counted: the number says it.
    """
    words = indicator.frequency
    if words is None or not known(value):
        return ""
    share = _printed(value, indicator)
    if not 0 < share < 1:
        return ""
    said = _share(share, words, texts) + _ends(lower, upper, indicator, texts)
    modelled = indicator.kind is Kind.MODELLED
    return texts.t("sentences.frequency.expected", said=said) if modelled else said


@lru_cache(maxsize=KEPT)
def nearest(share: Fraction) -> Fraction:
    """The allowed fraction nearest to `share`; of two as near the one of fewer parts."""
    return min(ALLOWED, key=lambda part: (abs(part - share), part.denominator))


def is_wide(low: Fraction, high: Fraction) -> bool:
    """Whether one fraction alone would say more than an interval carries."""
    return high > FREQUENCY_WIDE_RATIO * low


def outside(low: Fraction, high: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """The nearest allowed fractions not above `low` and not below `high`; None where none is."""
    under = bisect_right(ALLOWED, low) - 1
    over = bisect_left(ALLOWED, high)
    return (
        ALLOWED[under] if under >= 0 else None,
        ALLOWED[over] if over < len(ALLOWED) else None,
    )


def _printed(value: float, indicator: Indicator) -> Fraction:
    return Fraction(as_printed(value, decimals=indicator.decimals)) / 100


def _of(part: Fraction, texts: Texts) -> str:
    return texts.t("sentences.frequency.of", part=part.numerator, whole=part.denominator)


def _share(share: Fraction, words: FrequencyWords, texts: Texts) -> str:
    lang, found = texts.lang, nearest(share)
    key = "about"
    if share < ALLOWED[0]:
        key, found = "fewer", ALLOWED[0]
    elif share > ALLOWED[-1]:
        # beyond halfway to everybody the last fraction is no longer near
        key = "more" if share - ALLOWED[-1] > (1 - ALLOWED[-1]) / 2 else "about"
        found = ALLOWED[-1]
    does = words.one if found.numerator == 1 else words.many
    return texts.t(
        f"sentences.frequency.{key}",
        of=_of(found, texts),
        who=words.who.get(lang),
        does=does.get(lang),
    )


def _ends(lower: float, upper: float, indicator: Indicator, texts: Texts) -> str:
    """` (between 1 in 6 and 1 in 3)` of a wide interval, else nothing."""
    if not known(lower, upper):
        return ""
    low, high = _printed(lower, indicator), _printed(upper, indicator)
    if not is_wide(low, high):
        return ""
    under, over = outside(low, high)
    if under and over:
        return texts.t("sentences.frequency.between", low=_of(under, texts), high=_of(over, texts))
    if over:
        return texts.t("sentences.frequency.at_most", of=_of(over, texts))
    return texts.t("sentences.frequency.at_least", of=_of(under, texts)) if under else ""
