"""The number of a place in words: value and interval, wherever a chart has a row a place."""

from __future__ import annotations

from data.locale import Texts
from data.models import Flag
from data.place.results import PlaceValue
from data.sentences.words import counted_value, few_text, interval_text


def value_said(value: PlaceValue, texts: Texts) -> str:
    """The value as shown: with few events their count, else that there is none."""
    if value.shown:
        return counted_value(value.value, value.events, value.indicator, texts)
    if Flag.FEWER_THAN_10 in value.flags:
        return few_text(value.upper, value.indicator, texts, events=value.events)
    return texts.t("place.numbers.no_value")


def interval_said(value: PlaceValue, texts: Texts) -> str:
    """`68.1–74.3`; empty without a value or an interval."""
    if not value.shown:
        return ""
    return interval_text(value.lower, value.upper, value.indicator, texts.lang)
