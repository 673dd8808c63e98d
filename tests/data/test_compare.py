"""Chosen places on the shipped extract: the same differences as everywhere, and the same rules."""

from __future__ import annotations

import itertools
import random
from math import isfinite

import numpy as np
import pandas as pd
import pytest

from data.compare.results import CompareData, CompareRow, PairResult, Reason
from data.models import CITY_PLACE, Flag, Geography, Kind, Layer, Verdict
from data.stats.contrast import benjamini_hochberg, verdict
from data.stats.event_contrast import rate_contrast
from tests.shared import services

SERVICES = services()
COMPARER = SERVICES.compare
PLACES = COMPARER.places
PLACE_LAYERS = (Layer.NEIGHBORHOOD, Layer.ZIP, Layer.COUNCIL_DISTRICT)
STORED = {layer: SERVICES.atlas.repository.all_estimates(layer) for layer in PLACE_LAYERS}
SEED = 64_130


def compare(*places: str, baseline: str = "") -> CompareData:
    return COMPARER.data(places, baseline or places[-1])


def pairs(data: CompareData) -> list[tuple[CompareRow, int, PairResult]]:
    return [(row, i, pair) for row in data.rows for i, pair in enumerate(row.results) if pair]


def row_of(data: CompareData, indicator: str) -> CompareRow:
    return next(row for row in data.rows if row.indicator.id == indicator)


def sampled(count: int, size: int) -> list[tuple[str, ...]]:
    draw = random.Random(SEED)
    return [tuple(draw.sample(sorted(PLACES), size)) for _ in range(count)]


# -- one decision for Explore, Place and Compare ----------------------------------------------


def some_places() -> list[str]:
    """Every ZIP code and district and a fifth of the neighborhoods."""
    wide = [p for p in PLACES if p.startswith(("zip-", "council_district-"))]
    return [*wide, *[p for p in PLACES if p.startswith("neighborhood-")][::5]]


@pytest.mark.parametrize("place", some_places())
def test_a_place_beside_the_city_has_the_stored_difference(place: str) -> None:
    area = PLACES[place]
    stored = STORED[area.layer]
    stored = stored[stored["area_id"] == area.area_id].set_index("indicator_id")
    for row, _, pair in pairs(compare(place, CITY_PLACE)):
        kept = stored.loc[row.indicator.id]
        assert (pair.reason is None) == bool(np.isfinite(kept["difference"])), row.indicator.id
        if pair.reason is None:
            assert pair.difference == pytest.approx(kept["difference"], rel=1e-6, abs=1e-9)
            assert pair.se == pytest.approx(kept["difference_se"], rel=1e-6)
            limits = (kept["difference_lower"], kept["difference_upper"])
            assert (pair.lower, pair.upper) == pytest.approx(limits, rel=1e-6, abs=1e-6)
            # the one decision, given the same p value
            said = verdict(pair.difference, kept["p_adjusted"], row.indicator.polarity.value)
            assert said == kept["verdict"]


@pytest.mark.parametrize("indicator", ["life_expectancy", "poverty_150", "homicide_rate"])
def test_explore_place_and_compare_agree(indicator: str) -> None:
    factor = "poverty_150" if indicator != "poverty_150" else "poverty_2015"
    outcome = indicator if indicator != "poverty_150" else "life_expectancy"
    explored = SERVICES.explore.data(outcome, factor, Geography.COUNCIL_DISTRICT).frame
    for place in [p for p in PLACES if p.startswith("council_district-")]:
        data = compare(place, CITY_PLACE)
        pair = row_of(data, indicator).results[0]
        page = SERVICES.place.data(place).values[indicator]
        assert pair is not None
        assert pair.difference == pytest.approx(page.difference, rel=1e-6)
        assert (pair.lower, pair.upper) == pytest.approx(page.difference_limits, rel=1e-5)
        if outcome == indicator:
            shown = explored.set_index("place_id").loc[place]
            assert shown["verdict"] == page.verdict.value
        # one family is larger than the other, but far from the limit both say the same
        if isfinite(pair.standardised) and not 1.5 < pair.standardised < 4:
            assert pair.verdict is page.verdict


# -- the contrast -----------------------------------------------------------------------------


def people_by_tract(place: str, vintage: int) -> pd.Series:
    area = PLACES[place]
    frame = SERVICES.atlas.repository.area_tracts(area.layer, vintage)
    return frame[frame["area_id"] == area.area_id].set_index("tract_id")["people"].astype(float)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("neighborhood-64", "zip-64127"),
        ("zip-64130", "council_district-3"),
        ("neighborhood-113", "neighborhood-218"),
    ],
)
def test_overlapping_places_share_what_they_share(a: str, b: str) -> None:
    """Limited English: a share of people, recomputed here from the tables of the extract."""
    tracts = SERVICES.atlas.repository.tract_estimates("people_of_color").set_index("tract_id")
    areas = SERVICES.atlas.areas(Layer.TRACT_2020).set_index("area_id")
    scale = tracts["denominator"] / areas["people_whole_tract"].reindex(tracts.index)
    weights = []
    for place in (a, b):
        mass = people_by_tract(place, 2020).reindex(tracts.index).fillna(0.0) * scale.fillna(0.0)
        weights.append(mass / mass.sum())
    c = weights[0] - weights[1]
    used = c != 0
    pair = row_of(compare(a, b), "people_of_color").results[0]
    assert pair is not None
    assert pair.difference == pytest.approx(float((c * tracts["value"]).sum()), rel=1e-9)
    assert pair.se == pytest.approx(
        float(np.sqrt((c[used] ** 2 * tracts.loc[used, "se"] ** 2).sum())), rel=1e-9
    )


def test_a_comparison_turned_round_changes_only_its_sign() -> None:
    for a, b in sampled(12, 2):
        one, two = compare(a, b), compare(b, a)
        for left, right in zip(one.rows, two.rows, strict=True):
            x, y = left.results[0], right.results[0]
            assert x is not None
            assert y is not None
            assert x.reason is y.reason
            assert x.difference == pytest.approx(-y.difference, abs=1e-9, nan_ok=True)
            assert x.se == pytest.approx(y.se, nan_ok=True)


def test_places_in_one_tract_cannot_be_compared() -> None:
    """Neighborhoods whose people all live in one tract of 2010, and in the same one."""
    weights = SERVICES.atlas.weights(Layer.NEIGHBORHOOD, 2010)
    inside = (weights.people > 0).sum(axis=1) == 1
    tract = weights.people.argmax(axis=1)
    shared = [
        (weights.area_ids[i], weights.area_ids[j])
        for i, j in itertools.combinations(np.flatnonzero(inside), 2)
        if tract[i] == tract[j]
    ]
    assert len(shared) > 50
    for first, second in shared[::10]:
        data = compare(f"neighborhood-{first}", f"neighborhood-{second}")
        pair = row_of(data, "poverty_2015").results[0]
        life = row_of(data, "life_expectancy").results[0]
        assert pair is not None
        assert life is not None
        assert pair.reason in {Reason.SAME_ESTIMATE, Reason.NO_VALUE}
        assert life.reason in {Reason.SAME_ESTIMATE, Reason.NO_VALUE}
        assert not isfinite(pair.difference)


def test_homicides_that_two_places_share_are_counted_once() -> None:
    events = SERVICES.atlas.repository.homicides()
    keys = {
        layer: SERVICES.atlas.areas(layer).set_index("area_id")["area_key"]
        for layer in (Layer.ZIP, Layer.COUNCIL_DISTRICT)
    }
    in_zip = events["zip_key"] == keys[Layer.ZIP]["64130"]
    in_district = events["council_district_key"] == keys[Layer.COUNCIL_DISTRICT]["5"]
    assert (in_zip & in_district).sum() > 20
    years = [
        (0.775 * PLACES[p].people_2010 + 0.225 * PLACES[p].people_2020) * 11 / 100_000
        for p in ("zip-64130", "council_district-5")
    ]
    weight = events["weight"]
    expected = rate_contrast(
        float(weight[in_zip & ~in_district].sum()),
        float(weight[~in_zip & in_district].sum()),
        float(weight[in_zip & in_district].sum()),
        *years,
        dispersion=SERVICES.atlas.dispersion(Layer.ZIP, Layer.COUNCIL_DISTRICT),
    )
    pair = row_of(compare("zip-64130", "council_district-5"), "homicide_rate").results[0]
    assert pair is not None
    assert pair.difference == pytest.approx(expected.difference)
    assert pair.se == pytest.approx(expected.se)
    assert pair.p_value == pytest.approx(expected.p_value)


def test_life_expectancy_is_made_the_same_way_on_both_sides() -> None:
    data = compare("zip-64113", "zip-64130", "neighborhood-64", baseline="zip-64130")
    row = row_of(data, "life_expectancy")
    methods = [value.method for value in row.values if value is not None]
    assert methods == ["pooled_life_table", "pooled_life_table", "weighted_mean_e0"]
    large, _, small = row.results
    assert large is not None
    assert small is not None
    assert not large.by_means
    assert small.by_means
    values = [value.value for value in row.values if value is not None]
    assert large.difference == pytest.approx(values[0] - values[1], rel=1e-6)
    means = {place: mean_life_expectancy(place) for place in ("neighborhood-64", "zip-64130")}
    expected = means["neighborhood-64"] - means["zip-64130"]
    assert small.difference == pytest.approx(expected, rel=1e-9)
    assert small.difference != pytest.approx(values[2] - values[1], abs=0.01)


def mean_life_expectancy(place: str) -> float:
    tracts = SERVICES.atlas.repository.tract_estimates("life_expectancy").set_index("tract_id")[
        "value"
    ]
    people = people_by_tract(place, 2010).reindex(tracts.index).fillna(0.0)
    return float((people * tracts).sum() / people.sum())


def test_a_full_count_is_compared_without_a_test() -> None:
    """Children in 2020, counted here from the age bands of the blocks."""

    def counts(layer: Layer, area_id: str) -> tuple[float, float]:
        frame = SERVICES.atlas.repository.area_tracts(layer, 2020)
        frame = frame[frame["area_id"] == area_id]
        bands = ["age_0_4", "age_5_9", "age_10_14", "age_15_17"]
        return float(frame[bands].to_numpy().sum()), float(frame["people"].sum())

    children, people = counts(Layer.COUNCIL_DISTRICT, "3")
    all_children, everyone = counts(Layer.CITY, PLACES[CITY_PLACE].area_id)
    rest = (all_children - children) / (everyone - people)
    pair = row_of(compare("council_district-3", CITY_PLACE), "children_2020").results[0]
    assert pair is not None
    assert pair.reason is Reason.FULL_COUNT
    assert pair.rest_of_city
    assert pair.difference == pytest.approx((children / people - rest) * 100, rel=1e-6)


# -- rules ------------------------------------------------------------------------------------

FORBIDDEN = {Flag.FEW_RESIDENTS, Flag.NO_RESIDENTS, Flag.PREDICTED_TABLES, Flag.NO_ERROR}


@pytest.mark.parametrize("places", sampled(25, 5))
def test_what_may_not_be_tested_is_not(places: tuple[str, ...]) -> None:
    data = compare(*places)
    for row, i, pair in pairs(data):
        sides = (row.values[i], row.values[data.baseline])
        if pair.verdict is Verdict.NOT_TESTED:
            assert not isfinite(pair.se), row.indicator.id
            assert pair.reason is not None
            continue
        assert row.indicator.kind is not Kind.MODELLED
        for side in sides:
            assert side is not None
            assert isfinite(side.value)
            assert not side.flags & FORBIDDEN


@pytest.mark.parametrize("places", sampled(8, 6))
def test_all_tests_of_a_page_are_one_family(places: tuple[str, ...]) -> None:
    found = [pair for _, _, pair in pairs(compare(*places))]
    p_values = [pair.p_value for pair in found]
    adjusted = benjamini_hochberg(p_values)
    np.testing.assert_allclose([pair.p_adjusted for pair in found], adjusted)
    assert all(pair.is_real == (pair.p_adjusted <= 0.05) for pair in found if pair.reason is None)


def test_the_family_counts_only_what_was_tested() -> None:
    data = compare("neighborhood-64", "zip-64113", "city")
    tested = [pair for _, _, pair in pairs(data) if isfinite(pair.p_value)]
    assert data.tests == len(tested) > 50
