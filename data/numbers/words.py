"""What is said beside a number, in words: flags, why there is no value, why there was no test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from data.catalogue.schema import Indicator
from data.locale import Texts
from data.models import Estimator, Flag, IntervalKind, Kind, Verdict
from data.numbers.record import NumberFlag
from data.place.results import PlaceValue
from data.rules import STABLE_EVENTS

# Why there is no value: the first flag that is there.
_WITHHELD = (
    Flag.FEWER_THAN_5, Flag.FEWER_THAN_10, Flag.COVERAGE_UNDER_50, Flag.SMALL_TRACT_COUNT,
    Flag.NO_RESIDENTS, Flag.FEW_RESIDENTS,
)  # fmt: skip
# Why there was no test: the same.
_UNTESTED = (
    Flag.NO_ERROR, Flag.FEW_RESIDENTS, Flag.NO_RESIDENTS, Flag.PREDICTED_TABLES,
)  # fmt: skip
_TESTS = {Estimator.EVENT_RATE: "rates", Estimator.EVENT_SHARE: "shares"}


def flags_in_words(flags: Iterable[Flag], texts: Texts) -> tuple[NumberFlag, ...]:
    """Every flag of a number, in the order of the field's words."""
    held = set(flags)
    return tuple(flag_in_words(flag.value, texts) for flag in Flag if flag in held)


def flag_in_words(code: str, texts: Texts) -> NumberFlag:
    """One flag, as pages say it where they do."""
    key = f"figures.flag.{code}"
    return NumberFlag(code=code, words=texts.t(key if texts.has(key) else f"number.flag.{code}"))


def withheld_for(value: PlaceValue) -> str | None:
    """Why there is no value, as the end of a text key; None where there is one."""
    if value.shown:
        return None
    return next((flag.value for flag in _WITHHELD if flag in value.flags), Flag.NO_DATA.value)


def test_of(indicator: Indicator) -> str:
    """Which test holds a place against the rest of the city (docs/methods)."""
    return _TESTS.get(indicator.estimator, "tracts")


def untested_for(value: PlaceValue) -> str | None:
    """Why there was no test, as the end of a text key; None where there was one."""
    if value.verdict is not Verdict.NOT_TESTED:
        return None
    return next(why for why, holds in _reasons(value) if holds)


def _reasons(value: PlaceValue) -> Iterator[tuple[str, bool]]:
    """Every reason and whether it holds, what says most first; the last one is left over."""
    indicator = value.indicator
    yield "whole_city", Flag.WHOLE_CITY in value.flags
    yield "no_value", not value.shown
    yield "modelled", indicator.kind is Kind.MODELLED
    yield "counted", indicator.interval is IntervalKind.CENSUS
    yield from ((flag.value, flag in value.flags) for flag in _UNTESTED)
    yield (
        "few_events",
        indicator.estimator is Estimator.EVENT_SHARE and value.events < STABLE_EVENTS,
    )
    yield "same_tracts", True
