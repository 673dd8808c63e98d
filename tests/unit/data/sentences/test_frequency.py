"""Shares as so many of so many: never far from the number that is printed beside them."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from math import nan

import pytest

from data.catalogue.loader import load_catalogue
from data.locale import LANGUAGES, texts
from data.locale.format import as_printed
from data.models import Kind, Unit
from data.sentences.frequency import ALLOWED, frequency, is_wide, nearest, outside
from tests.comparatives import find_comparatives
from tests.shared import services

CATALOGUE = load_catalogue()
CAR = CATALOGUE.indicators["no_vehicle"]
# What is no share of people or homes: a home may be filed against twice.
WITHOUT = {"eviction_filing_rate", "eviction_filing_rate_2025"}
OF = {"en": re.compile(r"(\d+) in (\d+)"), "es": re.compile(r"(\d+) de cada (\d+)")}


def fractions(said: str, lang: str) -> list[Fraction]:
    return [Fraction(int(part), int(whole)) for part, whole in OF[lang].findall(said)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((25.1, 21.0, 29.0), "About 1 in 4 homes has no car (2018–2022)."),
        ((25.0, 17.0, 33.0), "About 1 in 4 homes has no car, between 1 in 6 and 1 in 3"
         " (2018–2022)."),
        ((66.0, 60.0, 70.0), "About 2 in 3 homes have no car (2018–2022)."),
        ((0.4, nan, nan), "Under 1 in 100 homes has no car (2018–2022)."),
        ((4.0, 0.3, 12.0), "About 1 in 25 homes has no car, at most 1 in 8 (2018–2022)."),
        ((97.0, 92.0, 99.0), "Over 9 in 10 homes have no car (2018–2022)."),
        ((0.04, 0.0, 3.0), ""),  # printed as none
        ((100.0, nan, nan), ""),
        ((nan, nan, nan), ""),
    ],
)  # fmt: skip
def test_it_is_said(numbers: tuple[float, float, float], expected: str) -> None:
    assert frequency(*numbers, CAR, texts("en")) == expected


def test_a_model_expects_and_nobody_counted() -> None:
    diabetes = CATALOGUE.indicators["diabetes_2015"]
    assert diabetes.kind is Kind.MODELLED
    said = frequency(12.3, 11.0, 13.0, diabetes, texts("en"))
    assert said == "A model expects that about 1 in 8 adults has diabetes (2015)."


def test_every_printed_share_is_near_its_words() -> None:
    for tenth in range(10, 951):
        share = Fraction(tenth, 1000)
        found = nearest(share)
        # no farther than a seventh of it; never more than five points
        limit = min(share / 7, Fraction(1, 20))
        assert abs(found - share) <= limit, (share, found)


def test_the_ends_of_a_wide_interval_hold_it() -> None:
    for low in range(1, 1000, 7):
        for high in range(low, 1000, 13):
            under, over = outside(Fraction(low, 1000), Fraction(high, 1000))
            assert under is None or under <= Fraction(low, 1000)
            assert over is None or over >= Fraction(high, 1000)
            assert under is not None or Fraction(low, 1000) < ALLOWED[0]
    assert is_wide(Fraction(17, 100), Fraction(33, 100))
    assert not is_wide(Fraction(20, 100), Fraction(30, 100))


def test_every_share_has_its_words_and_nothing_else_has() -> None:
    for entry in (*CATALOGUE.indicators.values(), *CATALOGUE.awaited_indicators.values()):
        needs = entry.unit is Unit.PERCENT and entry.id not in WITHOUT
        assert (entry.frequency is not None) == needs, entry.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_at_every_place_words_and_number_agree(lang: str) -> None:
    """One of the allowed fractions, near the printed number; verb after its number; no verdict."""
    known, spoken, seen = services(), texts(lang), 0
    for place in random.Random(12).sample(sorted(known.compare.places), 25):
        for value in known.place.data(place).values.values():
            indicator = value.indicator
            said = frequency(value.value, value.lower, value.upper, indicator, spoken)
            words = indicator.frequency
            if not said or words is None:
                continue
            seen += 1
            first, *ends = fractions(said, lang)
            share = Fraction(as_printed(value.value, decimals=indicator.decimals)) / 100
            limit = max(share / 8, Fraction(1, 100))
            assert abs(first - share) <= limit or share > Fraction(95, 100), (place, said)
            does = words.one if first.numerator == 1 else words.many
            assert f"{words.who.get(lang)} {does.get(lang)}" in said
            assert indicator.years in said
            assert all(end in ALLOWED for end in ends)
            assert not find_comparatives(said, lang), said
    assert seen > 500
