"""Changes on the shipped extract: worked out by hand from the raw files, and the rules."""

from __future__ import annotations

import numpy as np
import pytest

from data.change.results import Basis, Change, PlaceChanges, Reason
from data.models import Flag, Geography, Layer, Verdict
from data.rules import ALPHA, MIN_EVENTS_FOR_RATE, MIN_RESIDENTS
from data.stats.contrast import benjamini_hochberg
from tests.shared import services

SERVICES = services()
GEOGRAPHIES = (
    Geography.NEIGHBORHOOD, Geography.ZIP, Geography.COUNCIL_DISTRICT, Geography.CITY,
)  # fmt: skip


def places(geography: Geography) -> dict[str, PlaceChanges]:
    return dict(SERVICES.change.of_geography(geography))


def change(geography: Geography, area_id: str, measure: str) -> Change:
    found = places(geography)[area_id].changes
    return next(each for each in found if each.measure == measure)


def column(geography: Geography, measure: str) -> list[Change]:
    return [change(geography, area_id, measure) for area_id in places(geography)]


@pytest.mark.parametrize(
    ("district", "events", "rates", "p_value"),
    [
        ("3", (271, 245.5), (66.129, 59.536), 0.3748),
        ("5", (122, 165), (28.608, 38.401), 0.0655),
        ("6", (21, 34), (5.231, 8.318), 0.2094),
    ],
)
def test_homicides_of_a_district(
    district: str, events: tuple[float, float], rates: tuple[float, float], p_value: float
) -> None:
    """Points in polygons, people on the line between the censuses, a score test: by other code."""
    found = change(Geography.COUNCIL_DISTRICT, district, "homicide_rate")
    assert (found.earlier.events, found.later.events) == events
    assert (found.earlier.value, found.later.value) == pytest.approx(rates, abs=5e-4)
    assert found.p_value == pytest.approx(p_value, abs=1e-4)
    assert (found.earlier.years, found.later.years) == ("2007–2011", "2013–2017")
    assert found.lower < found.difference < found.upper


@pytest.mark.parametrize(
    ("neighborhood", "measure", "values", "p_value"),
    [
        ("130", "share_white_2019", (13.4402, 29.9407), 0.000407627),
        ("28", "share_white_2019", (3.3632, 12.1478), 0.002073457),
        ("25", "share_black_2019", (75.8751, 49.7103), 3.328e-06),
    ],
)
def test_a_share_by_race(
    neighborhood: str, measure: str, values: tuple[float, float], p_value: float
) -> None:
    """Block people by tract, counts and margins of both surveys: by other code."""
    found = change(Geography.NEIGHBORHOOD, neighborhood, measure)
    assert (found.earlier.value, found.later.value) == pytest.approx(values, abs=1e-4)
    assert found.p_value == pytest.approx(p_value, rel=1e-3)


def test_the_city_is_counted_as_published() -> None:
    people = change(Geography.CITY, next(iter(places(Geography.CITY))), "population_2020")
    assert (people.earlier.value, people.later.value) == (459_787, 508_090)
    assert people.verdict is Verdict.HIGHER
    killings = change(Geography.CITY, next(iter(places(Geography.CITY))), "homicide_rate")
    assert (killings.earlier.events, killings.later.events) == (521, 564)
    # its years vary more than those of its parts, so its interval is wider than Poisson's
    poisson = 1.96 * np.sqrt(
        sum((m.value / np.sqrt(m.events)) ** 2 for m in (killings.earlier, killings.later))
    )
    assert killings.upper - killings.difference > 1.7 * poisson
    assert killings.verdict is Verdict.NOT_DIFFERENT


@pytest.mark.parametrize("geography", GEOGRAPHIES)
def test_the_correction_runs_over_all_places_of_a_kind(geography: Geography) -> None:
    measures = [each.measure for each in next(iter(places(geography).values())).changes]
    assert len(measures) == 9
    for measure in measures:
        found = column(geography, measure)
        expected = benjamini_hochberg([each.p_value for each in found])
        np.testing.assert_allclose([each.p_adjusted for each in found], expected)
        for each, p in zip(found, expected, strict=True):
            assert each.told == bool(p <= ALPHA and each.difference != 0)
            assert each.tested == np.isfinite(p) == (each.reason is None)
            if each.told:
                assert (each.verdict is Verdict.HIGHER) == (each.difference > 0)


@pytest.mark.parametrize("geography", GEOGRAPHIES)
def test_who_is_not_tested_and_why(geography: Geography) -> None:
    areas = SERVICES.atlas.areas(Layer(geography.value)).set_index("area_id")
    for area_id, place in places(geography).items():
        least = areas.loc[area_id, ["people_2010", "people_2020"]].min()
        for each in place.changes:
            if least < MIN_RESIDENTS:
                assert not each.tested
            if each.basis is Basis.EVENTS:
                few = min(each.earlier.events, each.later.events) < MIN_EVENTS_FOR_RATE
                assert not (few and each.tested)
                assert few == (Flag.FEWER_THAN_10 in each.flags)
                for moment in (each.earlier, each.later):
                    assert not (moment.shown and moment.events < MIN_EVENTS_FOR_RATE)
            if each.basis is Basis.UNTESTED:
                assert each.reason in (Reason.NO_MARGIN, Reason.NO_DATA)
                assert not each.told
        assert (place.reason is None) == bool(place.tested)
        assert [indicator.id for indicator in place.once] == ["life_expectancy"]


def test_no_pair_shares_a_year_or_changes_its_definition() -> None:
    for each in next(iter(places(Geography.CITY).values())).changes:
        before, after = each.earlier.indicator, each.later.indicator
        assert before.unit is after.unit
        assert before.universe == after.universe
        assert before.estimator is after.estimator
        assert each.earlier.years < each.later.years
        if before is not after:
            assert before.year_end < after.year_start
