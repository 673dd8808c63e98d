"""Places on the shipped extract: the stored numbers, the stored verdicts, and their rules."""

from __future__ import annotations

import random

import numpy as np
import pytest

from data.atlas.places import find_place
from data.models import AGE_BANDS, Flag, Geography, Kind, Layer, Role, Verdict
from data.place.compute import AGE_GROUPS
from data.place.results import PlaceData
from tests.shared import services

SERVICES = services()
LAYERS = (Layer.NEIGHBORHOOD, Layer.ZIP, Layer.COUNCIL_DISTRICT)
SEED = 113


def everything() -> list[str]:
    return [
        f"{layer.value}-{area_id}"
        for layer in LAYERS
        for area_id in SERVICES.atlas.areas(layer)["area_id"]
    ] + ["city"]


def sample(count: int) -> list[PlaceData]:
    chosen = random.Random(SEED).sample(everything(), count)
    return [SERVICES.place.data(place_id) for place_id in chosen]


def test_every_place_of_the_extract_has_a_page() -> None:
    for place_id in everything():
        data = SERVICES.place.data(place_id)
        assert data.area.place_id == place_id
        assert data.standouts or data.standout_reason
        assert data.similar.places or data.similar.reason


@pytest.mark.parametrize(
    "place_id", ["", "neighborhood-", "zip-113", "tract-29095000300", "city-1", "holc_grade-A", "x"]
)
def test_what_is_no_place_is_not_found(place_id: str) -> None:
    assert find_place(SERVICES.atlas, place_id) is None
    with pytest.raises(KeyError):
        SERVICES.place.data(place_id)


def test_values_are_those_of_the_estimate_table() -> None:
    tables = {
        layer: SERVICES.atlas.repository.all_estimates(layer).set_index(["area_id", "indicator_id"])
        for layer in (*LAYERS, Layer.CITY)
    }
    for data in sample(6):
        table = tables[Layer(data.geography.value)].loc[data.area.area_id]
        for key, value in data.values.items():
            row = table.loc[key]
            for name in ("value", "lower", "upper", "own_share", "difference", "p_adjusted"):
                assert getattr(value, name) == pytest.approx(row[name], nan_ok=True)
            assert value.verdict.value == row["verdict"]
            assert value.city == pytest.approx(
                SERVICES.atlas.city_value(value.indicator)[0], nan_ok=True
            )


def test_place_and_explore_show_one_verdict() -> None:
    explored = SERVICES.explore.data("life_expectancy", "poverty_2015", Geography.NEIGHBORHOOD)
    stored = explored.frame.set_index("place_id")["verdict"]
    for place_id in random.Random(SEED).sample(sorted(stored.index), 40):
        assert (
            SERVICES.place.data(place_id).values["life_expectancy"].verdict.value
            == stored[place_id]
        )


def test_what_stands_out_passed_the_stored_test_and_is_in_order() -> None:
    for data in sample(60):
        shown = [value.departure for value in data.standouts]
        assert shown == sorted(shown, reverse=True)
        assert len(shown) <= 6
        for value in data.standouts:
            assert value.verdict in (Verdict.BETTER, Verdict.WORSE)
            assert value.indicator.kind is not Kind.MODELLED
            assert value.p_adjusted < 0.05
            assert value.indicator.role is not Role.CONTEXT
        sided = [
            v
            for v in data.values.values()
            if v.verdict in (Verdict.BETTER, Verdict.WORSE) and v.indicator.role is not Role.CONTEXT
        ]
        left_out = [v.departure for v in sided if v not in data.standouts]
        assert not left_out or len(shown) == 6
        assert not left_out or max(left_out) <= min(shown)


def test_a_departure_is_the_limit_nearer_zero_in_deviations() -> None:
    value = SERVICES.place.data("zip-64130").values["life_expectancy"]
    low, high = value.difference_limits
    nearer = min(abs(low), abs(high))
    assert value.departure == pytest.approx(nearer / value.spread.deviation)
    frame = SERVICES.atlas.estimates("life_expectancy", Layer.ZIP).dropna(subset=["value"])
    weight = frame["population"] / frame["population"].sum()
    mean = (weight * frame["value"]).sum()
    deviation = float(np.sqrt((weight * (frame["value"] - mean) ** 2).sum()))
    assert value.spread.deviation == pytest.approx(deviation)
    assert value.spread.lower == pytest.approx(frame["value"].quantile(0.25))


def test_the_spread_of_a_rate_counts_places_with_few_events_too() -> None:
    spread = SERVICES.place.data("neighborhood-113").values["homicide_rate"].spread
    frame = SERVICES.atlas.estimates("homicide_rate", Layer.NEIGHBORHOOD)
    assert spread.places > 3 * frame["value"].notna().sum()
    assert spread.lower < frame["value"].quantile(0.25)


def test_few_residents_are_never_tested_and_their_ages_of_2020_are_withheld() -> None:
    areas = SERVICES.atlas.areas(Layer.NEIGHBORHOOD)
    few = areas.loc[areas["people_2020"] < 500, "area_id"]
    assert len(few) > 5
    for area_id in few:
        data = SERVICES.place.data(f"neighborhood-{area_id}")
        # a verdict can only come from the census of tracts when more people lived there
        assert data.area.people_2010 >= 500 or not data.standouts
        assert all(value.indicator.tract_vintage == 2010 for value in data.standouts)
        assert data.ages.withheld
        assert data.similar.reason == "few_residents"


def test_ages_add_up_to_the_census_count() -> None:
    assert [band for bands in AGE_GROUPS.values() for band in bands] == list(AGE_BANDS)
    for data in sample(30):
        assert data.ages.people_2010.sum() == data.area.people_2010
        if not data.ages.withheld:
            assert data.ages.people_2020.sum() == data.area.people_2020


def test_similar_places_share_no_tract_with_the_place_or_each_other() -> None:
    lived = {}
    for vintage in (2010, 2020):
        weights = SERVICES.atlas.repository.area_tracts(Layer.NEIGHBORHOOD, vintage)
        for area_id, rows in weights[weights["people"] > 0].groupby("area_id"):
            lived.setdefault(area_id, set()).update(rows["tract_id"])
    found = 0
    for area_id in SERVICES.atlas.areas(Layer.NEIGHBORHOOD)["area_id"]:
        similar = SERVICES.place.data(f"neighborhood-{area_id}").similar.places
        ids = [area_id, *(place.place.area_id for place in similar)]
        tracts = [lived.get(each, set()) for each in ids]
        assert sum(map(len, tracts)) == len(set().union(*tracts)) or not similar
        distances = [place.distance for place in similar]
        assert distances == sorted(distances)
        found += len(similar) == 5
    assert found > 200


def test_districts_are_too_few_to_be_similar() -> None:
    assert SERVICES.place.data("council_district-3").similar.reason == "few_places"


def test_the_city_is_compared_with_nothing() -> None:
    data = SERVICES.place.data("city")
    assert data.standout_reason == data.similar.reason == "whole_city"
    assert all(value.verdict is Verdict.NOT_TESTED for value in data.values.values())
    assert data.spread_geography is Geography.NEIGHBORHOOD


def test_a_place_in_a_larger_tract_says_so() -> None:
    around = [data for data in sample(60) if data.around]
    assert around
    for data in around:
        assert all(item.own_share < 0.5 for item in data.evidence)
        for value in data.values.values():
            if value.shown and value.own_share < 0.5 and value.indicator.tract_vintage:
                assert value.around == (Flag.SURROUNDING_TRACT in value.flags)


def test_neighbors_lie_beside_each_other() -> None:
    for data in sample(20):
        for link in data.neighbors:
            back = {other.place_id for other in SERVICES.place.data(link.place_id).neighbors}
            assert data.area.place_id in back
