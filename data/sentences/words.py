"""Parts of sentences: quantities with their unit, names in running text, kinds of place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from data.catalogue.schema import Indicator
from data.checked import Text
from data.cities.city import city
from data.cities.groups import PlaceGroup
from data.locale import Texts
from data.locale.format import (
    format_count,
    format_interval,
    format_number,
    format_value,
    printed_difference,
)
from data.models import Estimator, Flag, Geography, Kind, Unit
from data.rules import MIN_EVENTS_FOR_RATE, STABLE_EVENTS

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
    """What a place is called: its name, with a word where the name is only a number.

    A group has a name in each language.
    """
    if geography is Geography.OWN:
        return name or texts.t("sentences.place.own")
    if not name or name.startswith("("):
        return texts.t("sentences.place.unnamed", area_id=area_id)
    if (group := _group(area_id, geography)) is not None:
        return group.name.get(texts.lang)
    key = f"sentences.place.{geography.value}"
    return texts.t(key, name=name) if texts.has(key) and name[:1].isdigit() else name


def name_in_text(name: str, area_id: str, geography: Geography, texts: Texts) -> str:
    """The name of a place inside a sentence, with its article where the language needs one."""
    if geography is Geography.OWN and not name:
        return texts.t("sentences.place.own_inside")
    label = place_inside(name, area_id, geography, texts)
    key = f"place.name.{geography.value}"
    return texts.t(key, name=label) if texts.has(key) else label


def name_as_title(name: str, area_id: str, geography: Geography, texts: Texts) -> str:
    """The name of a place as a heading: `Elm Park`, `ZIP code 12345`, `District 3`."""
    label = place_label(name, area_id, geography, texts)
    key = f"place.title.{geography.value}"
    return texts.t(key, name=label) if texts.has(key) else label


def place_inside(name: str, area_id: str, geography: Geography, texts: Texts) -> str:
    """The label inside a sentence: a group with its article, where people say one."""
    if (group := _group(area_id, geography)) is not None:
        return (group.in_sentence or group.name).get(texts.lang)
    return place_label(name, area_id, geography, texts)


def _group(area_id: str, geography: Geography) -> PlaceGroup | None:
    return city().place_groups.get(area_id) if geography is Geography.GROUP else None


def measure(indicator: Indicator, lang: str) -> str:
    """Its name without its years, which every release of one measure has."""
    return _YEARS_AT_END.sub("", indicator.name.get(lang))


def subject(indicator: Indicator, lang: str) -> str:
    """The indicator inside a sentence: the outcome's own words, else its name without years."""
    if indicator.outcome_words is not None:
        return indicator.outcome_words.subject.get(lang)
    name = measure(indicator, lang)
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


def is_few(events: float) -> bool:
    """True where a value rests on so few events (10 to 19) that their count comes before it."""
    return MIN_EVENTS_FOR_RATE <= events < STABLE_EVENTS


def says_count(events: float, indicator: Indicator) -> bool:
    """True where the count of events comes before the rate: where it is few.

    What was counted by area has no interval, so there the count always says how much it is.
    """
    if indicator.counted is None:
        return False
    by_area = indicator.estimator is Estimator.AREA_RATE
    return is_few(events) or (by_area and events >= STABLE_EVENTS)


def few_count(events: float, indicator: Indicator, lang: str, *, where: str = "short") -> str:
    """`14 killed here` where that is few, else nothing; `where="count"` for a sentence."""
    if indicator.counted is None or not says_count(events, indicator):
        return ""
    said: Text = getattr(indicator.counted, where)
    return said.get(lang).format(count=format_count(events, lang=lang))


def counted_value(value: float, events: float, indicator: Indicator, texts: Texts) -> str:
    """A value for a cell or a label: `33.1`; of few events `14 killed here: 33.1`."""
    said, count = value_text(value, indicator, texts.lang), few_count(events, indicator, texts.lang)
    return texts.t("sentences.counted", count=count, value=said) if count else said


def few_text(
    upper: float, indicator: Indicator, texts: Texts, *, events: float | None = None
) -> str:
    """`fewer than 10 in 11 years, at most 12.3`; without a limit their count, `fewer than 5`.

    `events` of one place: NaN where the count is not told. None where the words are for several.
    """
    years, counted = indicator.years_counted, indicator.counted
    if math.isfinite(upper):
        limit = format_number(upper, decimals=indicator.decimals, lang=texts.lang)
        return texts.t("figures.few_events_limit", years=years, limit=limit)
    if events is None:
        return texts.t("figures.few_events", years=years)
    if not math.isfinite(events) or counted is None:
        by_area = indicator.estimator is Estimator.AREA_RATE  # of events in a drawn area: under ten
        return texts.t("figures.few_untold" if by_area else "figures.few_events", years=years)
    count = counted.count.get(texts.lang).format(count=format_count(events, lang=texts.lang))
    return texts.t("figures.few_counted", count=count, years=years)


def kind_of_number(indicator: Indicator, flags: Iterable[Flag], texts: Texts) -> str:
    """That a model had a part in a number; empty for one measured.

    "Partly modelled" goes unsaid beside "mostly predicted by a model", which says more.
    """
    partly = indicator.kind is Kind.PARTLY_MODELLED
    if indicator.kind is Kind.MEASURED or (partly and Flag.PREDICTED_TABLES in flags):
        return ""
    return texts.t(f"figures.kind.{indicator.kind.value}")


def quantity(value: float, indicator: Indicator, texts: Texts, *, events: float = math.nan) -> str:
    """A value with its unit in words: `71.2 years`, `45.1 people killed here, a year, for …`.

    Where it rests on few `events`, their count comes before it.
    """
    said, counted = value_text(value, indicator, texts.lang), indicator.counted
    if counted is not None and says_count(events, indicator):
        span = indicator.years_counted
        count = format_count(events, lang=texts.lang)
        return counted.few.get(texts.lang).format(count=count, span=span, value=said)
    return _with_unit(said, indicator, texts, of="unit")


def quantity_beside(value: float, indicator: Indicator, texts: Texts) -> str:
    """The number that stands beside a quantity; a long unit, with its `here`, is not said twice."""
    if indicator.counted is not None:
        return value_text(value, indicator, texts.lang)
    return quantity(value, indicator, texts)


def _with_unit(said: str, indicator: Indicator, texts: Texts, *, of: str) -> str:
    if indicator.counted is not None and indicator.counted.rate is not None:
        return indicator.counted.rate.get(texts.lang).format(value=said)
    return texts.t(f"sentences.{of}.{indicator.unit.value}", value=said)


def interval_text(lower: float, upper: float, indicator: Indicator, lang: str) -> str:
    """`68.1–74.3`; empty where there is no interval."""
    return format_interval(
        lower, upper, unit=indicator.unit, decimals=indicator.decimals, lang=lang
    )


def quantity_with_interval(
    value: float,
    lower: float,
    upper: float,
    indicator: Indicator,
    texts: Texts,
    *,
    events: float = math.nan,
) -> str:
    """`71.2 years (95% interval 68.1–74.3)`, or the value alone."""
    said = quantity(value, indicator, texts, events=events)
    interval = interval_text(lower, upper, indicator, texts.lang)
    if not interval:
        return said
    return texts.t("sentences.interval", value=said, interval=interval)


def amount(
    difference: float,
    indicator: Indicator,
    texts: Texts,
    *,
    about: bool = False,
    label: bool = False,
) -> str:
    """Size of a difference in words, never negative: `8 years`, `3.4 percentage points`.

    `about` rounds to whole units from three on; decimals stay below. A `label` on a chart, whose
    axis says of what, has the unit alone.
    """
    size, decimals = abs(difference), indicator.decimals
    if about and size >= _WHOLE_FROM:
        size, decimals = math.floor(size + 0.5), 0
    if indicator.unit is Unit.USD:
        size = round(size, -3) if about and size >= 10_000 else size
        said = format_value(size, unit=Unit.USD, decimals=0, lang=texts.lang)
    else:
        said = format_number(size, decimals=decimals, lang=texts.lang)
    if label:
        return texts.t(f"sentences.amount.{indicator.unit.value}", value=said)
    return _with_unit(said, indicator, texts, of="amount")


def gap_between(value: float, other: float, indicator: Indicator) -> float:
    """`value` minus `other` as a reader gets it from the two printed values.

    Every sentence, headline and table line that prints two values prints this difference.
    """
    decimals = 0 if indicator.unit is Unit.USD else indicator.decimals
    return printed_difference(value, other, decimals=decimals)


def known(*values: float) -> bool:
    """True if every value is a finite number."""
    return all(math.isfinite(value) for value in values)
