"""The first sentence of a place, said for a person: what a newborn could expect here.

Numbers are rounded as people say them, unless that would contradict what is printed beside them.
"""

from __future__ import annotations

from math import floor, nan

from data.cities.city import city
from data.locale import Texts
from data.locale.format import printed_difference
from data.models import Flag, Verdict
from data.place.results import PlaceData, PlaceValue
from data.place.sentences import where
from data.rules import MAX_ROUNDED_GAP
from data.sentences.frequency import frequency_clause
from data.sentences.words import join, quantity, quantity_beside, subject, value_text

# Why a number is not held against the rest of the city: the first flag that is there.
_REASONS = (Flag.FEW_RESIDENTS, Flag.PREDICTED_TABLES, Flag.NO_ERROR)


def lead_value(data: PlaceData) -> PlaceValue | None:
    """What the page says first: the first headline measure that has a number here.

    None where there is none; then the page leads with how many people live there.
    """
    return next((value for value in data.headline if value.shown), None)


def missing(data: PlaceData) -> list[PlaceValue]:
    """Headline measures before the leading one, which have no number here."""
    led = lead_value(data)
    before = data.headline if led is None else data.headline[: data.headline.index(led)]
    return [value for value in before if not value.shown]


def person_sentence(value: PlaceValue, *, place: str, texts: Texts) -> str:
    """One measure of a place, for a person; the rest of the city only where it was tested.

    What cannot be told apart is not called the same, and what was not tested says why.
    """
    return join(_said(value, place, texts), _how_sure(value, texts))


def missing_sentence(value: PlaceValue, *, place: str, texts: Texts) -> str:
    """That a measure has no number here."""
    named = subject(value.indicator, texts.lang)
    return texts.t("place.person.missing", subject=named, place=place)


def rounded(value: PlaceValue) -> tuple[str, str] | None:
    """Value and rest of the city in whole numbers; None where those would mislead.

    Two printed numbers that differ must not become one, and a reader who subtracts the whole ones
    must not get another gap than the printed one.
    """
    decimals = value.indicator.decimals
    here = _whole(value.value)
    if not value.against_rest:
        return str(here), ""
    rest = _whole(value.rest)
    gap = printed_difference(value.value, value.rest, decimals=decimals)
    if (here == rest) != (gap == 0) or abs(here - rest - gap) > MAX_ROUNDED_GAP:
        return None
    return str(here), str(rest)


def _whole(value: float) -> int:
    return floor(value + 0.5)


def _said(value: PlaceValue, place: str, texts: Texts) -> str:
    indicator = value.indicator
    named = where(value, place, texts)
    # the interval stands on the line under the sentence
    clause = frequency_clause(value.value, nan, nan, indicator, texts)
    if indicator.id == city().life_expectancy:
        key, words = "life", _life(value, texts)
    elif clause:
        key, words = "share", {"said": clause, "value": quantity(value.value, indicator, texts)}
    else:
        key, words = (
            "value",
            {
                "subject": subject(indicator, texts.lang),
                "value": quantity(value.value, indicator, texts, events=value.events),
            },
        )
    words |= {"where": named, "years": indicator.years}
    if not value.against_rest:
        return texts.t(f"place.person.{key}.alone", **words)
    words.setdefault("rest", quantity_beside(value.rest, indicator, texts))
    return texts.t(f"place.person.{key}.beside", **words)


def _life(value: PlaceValue, texts: Texts) -> dict[str, str]:
    whole = rounded(value)
    if whole is not None:
        here, rest = whole
        return {
            "value": texts.t("place.person.about", value=here),
            "rest": texts.t("place.person.about", value=rest),
        }
    shown = (value_text(n, value.indicator, texts.lang) for n in (value.value, value.rest))
    return dict(zip(("value", "rest"), shown, strict=True))


def _how_sure(value: PlaceValue, texts: Texts) -> str:
    """That the test tells nothing apart, or why there was none; empty where it found something."""
    if value.against_rest:
        same = value.verdict is Verdict.NOT_DIFFERENT
        return texts.t("place.person.not_different") if same else ""
    if Flag.WHOLE_CITY in value.flags:
        return ""
    reason = next((flag.value for flag in _REASONS if flag in value.flags), "other")
    return texts.t(f"place.person.untested.{reason}")
