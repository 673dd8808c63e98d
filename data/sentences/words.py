"""Parts of sentences: quantities with their unit, names in running text, kinds of place."""

from __future__ import annotations

import math
import re

from data.catalogue.schema import Indicator
from data.locale import Texts
from data.locale.format import format_interval, format_number, format_value, printed_difference
from data.models import Geography, Unit

# Capitals that stay inside an English sentence.
_PROPER = frozenset({"Black", "White", "Hispanic", "Asian", "American", "Native"})
_YEARS_AT_END = re.compile(r"(, \d{4}(–\d{2,4})?| \d{4}–\d{2,4})$")
# From here on a difference is said in whole units; below, decimals carry the meaning.
_WHOLE_FROM = 3.0


def opening(text: str) -> str:
    """`text` with a capital first letter."""
    return text[:1].upper() + text[1:]


def closed(text: str) -> str:
    """`text` with a full stop unless it ends in one."""
    return text if text.endswith((".", "!", "?")) else text + "."


def join(*sentences: str) -> str:
    """Sentences in a row, empty ones left out."""
    return " ".join(sentence for sentence in sentences if sentence)


def reason_text(reason: str | None, texts: Texts) -> str:
    """The text behind a reason, which is a key of the locale or already words."""
    if not reason:
        return ""
    return texts.t(reason) if texts.has(reason) else reason


def places_word(geography: Geography, texts: Texts, *, count: int = 2) -> str:
    """`neighborhood` for one, `neighborhoods` for any other count."""
    return texts.counted(f"sentences.geography.{geography.value}", count)


def place_label(name: str, area_id: str, geography: Geography, texts: Texts) -> str:
    """What a place is called: its name, with a word where the name is only a number."""
    if not name or name.startswith("("):
        return texts.t("sentences.place.unnamed", area_id=area_id)
    key = f"sentences.place.{geography.value}"
    return texts.t(key, name=name) if texts.has(key) and name[:1].isdigit() else name


def subject(indicator: Indicator, lang: str) -> str:
    """The indicator inside a sentence: the outcome's own words, else its name without years."""
    if indicator.outcome_words is not None:
        return indicator.outcome_words.subject.get(lang)
    name = _YEARS_AT_END.sub("", indicator.name.get(lang))
    first = name.split(" ", 1)[0]
    if lang == "en" and first in _PROPER:
        return name
    return name[:1].lower() + name[1:]


def short_name(indicator: Indicator, lang: str) -> str:
    """Short name without its years, for where the years stand beside it."""
    return _YEARS_AT_END.sub("", indicator.short_name.get(lang))


def value_text(value: float, indicator: Indicator, lang: str) -> str:
    """A value with the decimals of its indicator, without the words of its unit."""
    return format_value(value, unit=indicator.unit, decimals=indicator.decimals, lang=lang)


def quantity(value: float, indicator: Indicator, texts: Texts) -> str:
    """A value with its unit in words: `71.2 years`, `45.1 per 100,000 residents a year`."""
    return texts.t(
        f"sentences.unit.{indicator.unit.value}", value=value_text(value, indicator, texts.lang)
    )


def interval_text(lower: float, upper: float, indicator: Indicator, lang: str) -> str:
    """`68.1–74.3`; empty where there is no interval."""
    return format_interval(
        lower, upper, unit=indicator.unit, decimals=indicator.decimals, lang=lang
    )


def quantity_with_interval(
    value: float, lower: float, upper: float, indicator: Indicator, texts: Texts
) -> str:
    """`71.2 years (95% interval 68.1–74.3)`, or the value alone."""
    said = quantity(value, indicator, texts)
    interval = interval_text(lower, upper, indicator, texts.lang)
    if not interval:
        return said
    return texts.t("sentences.interval", value=said, interval=interval)


def amount(difference: float, indicator: Indicator, texts: Texts, *, about: bool = False) -> str:
    """Size of a difference in words, never negative: `8 years`, `3.4 percentage points`.

    `about` rounds to whole units from three on; decimals stay below.
    """
    size, decimals = abs(difference), indicator.decimals
    if about and size >= _WHOLE_FROM:
        size, decimals = math.floor(size + 0.5), 0
    if indicator.unit is Unit.USD:
        size = round(size, -3) if about and size >= 10_000 else size
        said = format_value(size, unit=Unit.USD, decimals=0, lang=texts.lang)
    else:
        said = format_number(size, decimals=decimals, lang=texts.lang)
    return texts.t(f"sentences.amount.{indicator.unit.value}", value=said)


def gap_between(value: float, other: float, indicator: Indicator) -> float:
    """`value` minus `other` as a reader gets it from the two printed values.

    Every sentence, headline and table line that prints two values prints this difference.
    """
    decimals = 0 if indicator.unit is Unit.USD else indicator.decimals
    return printed_difference(value, other, decimals=decimals)


def known(*values: float) -> bool:
    """True if every value is a finite number."""
    return all(math.isfinite(value) for value in values)
