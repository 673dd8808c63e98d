"""A part of the city in words: how many places lie in it, and what the stored tests say of them.

Nothing is tested here. A word of comparison stands only for places that the test of the whole city
told apart from its rest.
"""

from __future__ import annotations

from data.explore.results import ExploreData, Within
from data.locale import Texts
from data.locale.format import join_list
from data.models import Flag, Kind, Polarity, Verdict
from data.sentences.words import name_as_title, name_in_text, opening, places_word, subject

# Verdicts of places with lower and with higher values, by what is good for people.
_LOW_HIGH = {
    Polarity.HIGHER_IS_BETTER: (Verdict.WORSE, Verdict.BETTER),
    Polarity.HIGHER_IS_WORSE: (Verdict.BETTER, Verdict.WORSE),
    Polarity.NONE: (Verdict.LOWER, Verdict.HIGHER),
}
_KEY = "sentences.within"


def area_name(within: Within, texts: Texts) -> str:
    """`District 3` inside a sentence."""
    place = within.place
    return name_in_text(within.name, place.area_id, place.geography, texts)


def area_title(within: Within, texts: Texts) -> str:
    """`ZIP code 12345` as a heading."""
    place = within.place
    return name_as_title(within.name, place.area_id, place.geography, texts)


def shown_inside(data: ExploreData, texts: Texts) -> str:
    """`Shown: the 57 neighborhoods of District 3.`; empty where the whole city is."""
    if data.within is None:
        return ""
    return texts.t(f"{_KEY}.shown", **_about(data, data.within, texts))


def within_sentence(data: ExploreData, within: Within, *, texts: Texts) -> str:
    """How many places the test told from the rest of the city, and what is with the others.

    `57 neighborhoods in District 3: in 21 life expectancy (2010–2015) is shorter than in the rest
    of the city, 10 cannot be told apart, 21 are not tested, and 5 have no number.`
    """
    about = _about(data, within, texts)
    if data.outcome.kind is Kind.MODELLED:
        return opening(texts.t(f"{_KEY}.modelled", **about))
    apart = _apart(data, about, texts)
    parts = join_list([*apart, *_others(data, about, texts, alike=bool(apart))], lang=texts.lang)
    return texts.t(f"{_KEY}.{'sentence' if apart else 'untested_sentence'}", parts=parts, **about)


def _about(data: ExploreData, within: Within, texts: Texts) -> dict[str, object]:
    n = len(data.frame)
    return {
        "n": n,
        "count": n,
        "places": places_word(data.geography, texts, count=n),
        "area": area_name(within, texts),
        "subject": subject(data.outcome, texts.lang),
        "years": data.outcome.years,
    }


def _verdicts(data: ExploreData, *verdicts: Verdict) -> int:
    shown = data.frame["outcome"].notna()
    return int((shown & data.frame["verdict"].isin([v.value for v in verdicts])).sum())


def _apart(data: ExploreData, about: dict[str, object], texts: Texts) -> list[str]:
    """What the test told apart, low before high, or that it told none; empty without a test."""
    words = data.outcome.outcome_words
    if words is None:
        return []
    below, beyond = _LOW_HIGH[data.outcome.polarity]
    found = (
        (_verdicts(data, below), words.lower.get(texts.lang)),
        (_verdicts(data, beyond), words.higher.get(texts.lang)),
    )
    said = [(count, word) for count, word in found if count]
    if not said:
        return [texts.t(f"{_KEY}.none", **about)] if _verdicts(data, Verdict.NOT_DIFFERENT) else []
    return [
        texts.t(f"{_KEY}.{key}", **{**about, "count": count, "comparative": word})
        for key, (count, word) in zip(("first", "second"), said, strict=False)
    ]


def _others(data: ExploreData, about: dict[str, object], texts: Texts, *, alike: bool) -> list[str]:
    """How many cannot be told apart, were not tested, have too few events, have no number."""
    absent = data.frame["outcome"].isna()
    flags = data.frame["outcome_flags"].fillna("").str.split()
    few = absent & flags.map(lambda found: Flag.FEWER_THAN_10.value in found)
    tested = _verdicts(data, *(set(Verdict) - {Verdict.NOT_TESTED}))
    counts = {
        "alike": _verdicts(data, Verdict.NOT_DIFFERENT) if alike else 0,
        "untested": int((~absent).sum()) - tested,
        "few": int(few.sum()),
        "missing": int((absent & ~few).sum()),
    }
    return [
        texts.t(f"{_KEY}.{key}", **{**about, "count": count})
        for key, count in counts.items()
        if count
    ]
