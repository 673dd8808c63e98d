"""How many places inside a larger one differ from the rest of the city, in one sentence.

Nothing is tested here: verdicts are those of the whole city, and a word of comparison stands only
for places that they tell from its rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from data.catalogue.schema import Indicator
from data.locale import Texts
from data.locale.format import join_list
from data.models import Flag, Geography, Kind, Polarity, Verdict
from data.sentences.words import opening, places_word, subject

# Verdicts of places with lower and with higher values, by what is good for people.
_LOW_HIGH = {
    Polarity.HIGHER_IS_BETTER: (Verdict.WORSE, Verdict.BETTER),
    Polarity.HIGHER_IS_WORSE: (Verdict.BETTER, Verdict.WORSE),
    Polarity.NONE: (Verdict.LOWER, Verdict.HIGHER),
}
_KEY = "sentences.within"


@dataclass(frozen=True, slots=True)
class Counts:
    """Places by what is known of one measure there: `low` and `high` by the stored test."""

    places: int
    low: int
    high: int
    alike: int
    untested: int
    few: int
    missing: int


def counts_of(indicator: Indicator, places: Iterable[tuple[float, Iterable[str], str]]) -> Counts:
    """Count places by (value, flags, verdict as stored)."""
    found: Counter[str] = Counter()
    below, beyond = _LOW_HIGH[indicator.polarity]
    kinds = {below: "low", beyond: "high", Verdict.NOT_DIFFERENT: "alike"}
    for value, flags, verdict in places:
        if isfinite(value):
            known = Verdict(verdict or Verdict.NOT_TESTED)
            found[kinds.get(known, "untested")] += 1
        else:
            found["few" if Flag.FEWER_THAN_10 in set(flags) else "missing"] += 1
    names = ("low", "high", "alike", "untested", "few", "missing")
    return Counts(found.total(), **{name: found[name] for name in names})


def within_sentence(
    counts: Counts, indicator: Indicator, geography: Geography, *, area: str, texts: Texts
) -> str:
    """How many places the test told from the rest of the city, and what is with the others.

    `57 neighborhoods in District 3: in 21 life expectancy (2010–2015) is shorter than in the rest
    of the city, 10 cannot be told apart, 21 are not tested, and 5 have no number.`
    """
    about: dict[str, object] = {
        "n": counts.places,
        "places": places_word(geography, texts, count=counts.places),
        "area": area,
        "subject": subject(indicator, texts.lang),
        "years": indicator.years,
    }
    if indicator.kind is Kind.MODELLED:
        return opening(texts.t(f"{_KEY}.modelled", **about))
    apart = _apart(counts, indicator, about, texts)
    said = apart or _beside(counts, texts)
    others = {
        "alike" if said else "alike_first": counts.alike,
        "untested": counts.untested,
        "few": counts.few,
        "missing": counts.missing,
    }
    said += [texts.t(f"{_KEY}.{key}", count=count) for key, count in others.items() if count]
    key = "sentence" if apart else "by_measure"
    return texts.t(f"{_KEY}.{key}", parts=join_list(said, lang=texts.lang), **about)


def _apart(
    counts: Counts, indicator: Indicator, about: dict[str, object], texts: Texts
) -> list[str]:
    """What was told apart in the words of an outcome, low before high."""
    words = indicator.outcome_words
    if words is None:
        return []
    ends = ((counts.low, words.lower), (counts.high, words.higher))
    said = [(count, word.get(texts.lang)) for count, word in ends if count]
    return [
        texts.t(f"{_KEY}.{key}", count=count, comparative=word, **about)
        for key, (count, word) in zip(("first", "second"), said, strict=False)
    ]


def _beside(counts: Counts, texts: Texts) -> list[str]:
    """The same for a measure that has no words of its own for less and more."""
    ends = {"below": counts.low, "above": counts.high}
    return [texts.t(f"{_KEY}.{key}", count=count) for key, count in ends.items() if count]
