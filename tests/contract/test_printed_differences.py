"""A reader who subtracts two printed numbers gets the printed difference, on every page.

Every sentence that prints values and their difference is walked over outcomes, groupings, places
and languages; the numbers are read back from the words.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.change.sentences import answer as change_answer
from data.compare import sentences as compare
from data.gaps import sentences as gaps
from data.gaps.age_sentences import printed_stages
from data.gaps.age_split_sentences import ages
from data.gaps.context_sentences import life_by_race
from data.gaps.results import GroupKind
from data.locale import LANGUAGES, texts
from data.locale.format import (
    as_printed,
    format_number,
    printed_difference,
    printed_parts,
    printed_shares,
)
from data.models import Unit
from data.place.results import SIDES
from data.place.sentences import OLD, YOUNG, place_name, standout_sentence
from data.sentences.gap import gap_headline, may_claim
from data.sentences.words import is_few, known
from layouts.components.static import to_html
from layouts.figures.gaps.age_split import build_age_split
from layouts.figures.gaps.separation import build_ice
from layouts.figures.place.ages import build_ages
from layouts.pages.place import parts as place_parts
from layouts.theme import LIGHT_PALETTE
from tests.contract.test_counts_first import a_request
from tests.contract.test_gaps_walk import CHOICES, data_of
from tests.shared import services

SERVICES = services()
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SURE = [c for c in CHOICES if c[0] in ("life_expectancy", "homicide_rate")]
AREAS = [p for p in SERVICES.compare.places if p != "city"]
PLACES = random.Random(9).sample(AREAS, 40)


def numbers(said: str) -> list[Decimal]:
    """Every number of a sentence, without its years."""
    plain = re.sub(r"\d{4}–\d{2,4}|100,000|95[\u202f ]?%", "", said)
    return [Decimal(found.replace(",", "")) for found in NUMBER.findall(plain)]


@given(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5), st.integers(0, 3))
def test_the_difference_is_that_of_the_printed_numbers(a: float, b: float, decimals: int) -> None:
    shown = [
        Decimal(format_number(n, decimals=decimals, lang="en").replace(",", "").replace("−", "-"))
        for n in (a, b)
    ]
    found = as_printed(printed_difference(a, b, decimals=decimals), decimals=decimals)
    assert found == shown[0] - shown[1]


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=9), st.integers(0, 2))
def test_printed_parts_add_up_to_the_printed_total(parts: list[float], decimals: int) -> None:
    total = sum(parts)
    shown = [
        as_printed(part, decimals=decimals)
        for part in printed_parts(parts, total, decimals=decimals)
    ]
    assert sum(shown) == as_printed(total, decimals=decimals)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_gap_between_two_groups(lang: str) -> None:
    spoken, seen = texts(lang), 0
    for choice in SURE:
        data = data_of(choice)
        gap, outcome = data.gap, data.outcome
        if gap is None or data.grouping.kind is GroupKind.COUNCIL_DISTRICT:
            continue
        size = abs(
            as_printed(gap.worst, decimals=outcome.decimals)
            - as_printed(gap.best, decimals=outcome.decimals)
        )
        if data.measure("d") is not None:
            assert size in numbers(gaps.difference(data, spoken)), choice
        if data.potential is not None:
            _, _, told = gaps.potential(data, spoken).partition(gaps.end_words(data, spoken)[1])
            gain = numbers(told)
            best, now = gain[0], gain[1]
            if data.potential.sure:
                assert abs(best - now) == gain[2], choice
        if data.ages is not None:
            said = numbers(re.sub(r"\([^)]*\)", "", ages(data, spoken)))
            # "before age 15", "from ages 15 to 44": whole numbers; years have decimals
            years = [n for n in said if n.as_tuple().exponent != 0]
            assert years[0] == size == sum(years[1:]), choice
        seen += 1
    assert seen > 30


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headlines_carry_both_groups_and_their_years(lang: str) -> None:
    spoken = texts(lang)
    for choice in SURE:
        data = data_of(choice)
        said = gaps.headline(data, spoken)
        if data.gap is None:
            continue
        where, best_where = gaps.end_words(data, spoken)
        assert data.outcome.years in said, said
        if data.grouping.kind is GroupKind.FIFTHS:
            assert where.lower() in said.lower() and best_where in said, said
            factor = data.grouping.factor
            assert factor is not None
            if may_claim(data.gap, data.outcome):
                own = gap_headline(data.gap, outcome=data.outcome, factor=factor, texts=spoken)
                assert own == said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_beside_the_rest_of_the_city(lang: str) -> None:
    spoken, seen = texts(lang), 0
    for place_id in PLACES:
        data = SERVICES.place.data(place_id)
        name = place_name(data.area.name, data.area.area_id, data.geography, spoken)
        for value in data.values.values():
            if value.verdict not in SIDES or value.modelled or not value.shown:
                continue
            said = standout_sentence(value, place="X", texts=spoken)
            _, _, after = said.rpartition(spoken.t("place.in", place=name))
            *_, rest_said = after.split(": ", 1)
            found = numbers(rest_said)
            if value.indicator.counted is not None and is_few(value.events):
                found = found[2:]  # the count and its years come first
            assert value.indicator.years in said
            if len(found) > 2:
                assert abs(found[0] - found[1]) == found[2], said
                seen += 1
        changes = SERVICES.change.of_geography(data.geography)[data.area.area_id]
        for change in changes.told:
            if known(change.lower, change.upper):
                one = change.later.indicator.decimals
                size = abs(
                    as_printed(change.later.value, decimals=one)
                    - as_printed(change.earlier.value, decimals=one)
                )
                assert size == numbers(change_answer(change, spoken))[0]
    assert seen > 100


def test_two_places_side_by_side() -> None:
    chooser, seen = random.Random(4), 0
    for _ in range(12):
        chosen = chooser.sample(AREAS, 3)
        data = SERVICES.compare.data(tuple(chosen), chosen[0])
        for row in data.rows:
            for i, pair in enumerate(row.results):
                value, base = row.values[i], row.values[data.baseline]
                if pair is None or value is None or base is None or pair.by_means:
                    continue
                if not abs(pair.difference) < float("inf"):
                    continue
                decimals = 0 if row.indicator.unit is Unit.USD else row.indicator.decimals
                found = as_printed(compare.printed_pair(data, row, i), decimals=decimals)
                shown = [as_printed(v.value, decimals=decimals) for v in (value, base)]
                assert found == shown[0] - shown[1], row.indicator.id
                # the printed difference is the tested one, but for its last digit
                assert abs(float(found) - pair.difference) <= 1.01 * 10.0**-decimals
                seen += 1
    assert seen > 300


@pytest.mark.parametrize("lang", LANGUAGES)
def test_published_values_by_race(lang: str) -> None:
    data = SERVICES.gaps.by_race
    for release in (*data.city, *data.county):
        if release.quoted:
            continue
        shown = {v.group: as_printed(v.value, decimals=1) for v in release.values if not v.left_out}
        said = life_by_race(replace(data, city=(release,)), "city", texts(lang))
        assert shown["white"] - shown["black"] in numbers(said), said
        assert all(value in numbers(said) for value in shown.values()), said


# -- parts of a whole -----------------------------------------------------------------------------


@given(st.lists(st.floats(0.001, 1.0), min_size=1, max_size=12), st.integers(0, 3), st.data())
def test_printed_shares_add_up(weights: list[float], first: int, data: st.DataObject) -> None:
    first = min(first, len(weights))
    last = data.draw(st.integers(0, min(3, len(weights) - first)))
    shares = [weight / sum(weights) for weight in weights]
    printed = [round(100 * share) for share in printed_shares(shares, first=first, last=last)]
    assert sum(printed) == 100
    for part in (slice(0, first), slice(len(shares) - last, None)):
        assert sum(printed[part]) == as_printed(100 * sum(shares[part]), decimals=0)


def in_percent(said: str) -> int:
    return int(re.sub(r"[\u202f %]", "", said))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bars_of_the_gap_by_age(lang: str) -> None:
    """Labels of the bars add up to the stages of the sentence, and those to the printed gap."""
    spoken, seen = texts(lang), 0
    for choice in SURE:
        data = data_of(choice)
        if data.ages is None or data.gap is None:
            continue
        chart = build_age_split(data, theme=LIGHT_PALETTE, texts=spoken)
        bars = [Decimal(re.findall(r"<b>(.*)</b>", label)[0].replace("−", "-"))
                for label in chart.figure["layout"]["yaxis"]["ticktext"]]  # fmt: skip
        one = data.outcome.decimals
        best, worst = (as_printed(n, decimals=one) for n in (data.gap.best, data.gap.worst))
        assert sum(bars) == best - worst, choice
        starts = [part.age_from for part in data.ages.parts]
        stages = [part.age_from for part in data.ages.broad]
        for number, (start, years) in enumerate(zip(stages, printed_stages(data), strict=True)):
            end = stages[number + 1] if number + 1 < len(stages) else 999
            found = [bar for at, bar in zip(starts, bars, strict=True) if start <= at < end]
            assert sum(found) == as_printed(years, decimals=one), (choice, start)
        *rows, whole = chart.rows
        assert sum(in_percent(r["share"].replace("−", "-")) for r in rows) == 100, choice
        assert sum(Decimal(r["years"].replace("−", "-")) for r in rows) == Decimal(whole["years"])
        seen += 1
    assert seen > 10


@pytest.mark.parametrize("lang", LANGUAGES)
def test_residents_by_age_add_up(lang: str) -> None:
    """The printed shares of a census make 100 %, the young and the old what the sentence says."""
    spoken, seen = texts(lang), 0
    for place_id in (*PLACES, "city"):
        data = SERVICES.place.data(place_id)
        chart = build_ages(data, place=place_id, theme=LIGHT_PALETTE, texts=spoken)
        said = [int(n) for n in re.findall(r"(\d+)[\u202f ]?%", chart.sentence)]
        for key, at in (("share_2020", 0), ("share_2010", 2), ("city", 4)):
            cells = [row[key] for row in chart.rows]
            if data.ages.withheld or not all(cell[:1].isdigit() for cell in cells):
                continue
            shares = [in_percent(cell) for cell in cells]
            assert sum(shares) == 100, (place_id, key)
            assert [sum(shares[:YOUNG]), sum(shares[-OLD:])] == said[at : at + 2], place_id
            seen += 1
        for hover in (trace["customdata"] for trace in chart.figure["data"]
                      if "customdata" in trace):  # fmt: skip
            whole = [in_percent(one if isinstance(one, str) else one[0]) for one in hover]
            assert sum(whole) == 100, place_id
    assert seen > 60


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tracts_of_a_place_add_up(lang: str) -> None:
    for place_id in PLACES:
        data = SERVICES.place.data(place_id)
        made = place_parts._tracts(a_request(place_id, texts(lang)), data)
        lists = re.findall(r"<ul.*?</ul>", to_html(made)) if made is not None else []
        for item, markup in zip(data.evidence, lists, strict=True):
            shares = [in_percent(n) for n in re.findall(r"(\d+[\u202f ]?%)", markup)]
            assert sum(shares) == round(100 * sum(item.shares)), (place_id, item.vintage)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_residents_by_concentration_add_up(lang: str) -> None:
    chart = build_ice(SERVICES.gaps.segregation, theme=LIGHT_PALETTE, texts=texts(lang))
    shares = [in_percent(row["share"]) for row in chart.rows]
    low, high = (int(n) for n in re.findall(r"(\d+)[\u202f ]?%", chart.sentence)[:2])
    assert sum(shares) == 100
    assert (low, high) == (sum(shares[:2]), sum(shares[-2:]))
    drawn = [in_percent(said) for trace in chart.figure["data"] for said in trace["text"]]
    assert drawn == shares
