"""The catalogue and the shipped extract speak of the same things."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from data.catalogue.loader import load_catalogue
from data.catalogue.schema import Indicator
from data.models import Geography, Layer, Role
from data.repository import tables as t
from data.repository.engine import open_engine
from data.repository.queries import Repository

CATALOGUE = load_catalogue()
FACTORS = [i for i in CATALOGUE.indicators.values() if i.role in {Role.FACTOR, Role.GROUP}]


@pytest.fixture(scope="module")
def repository() -> Repository:
    return Repository(open_engine())


def _layer(geography: Geography, indicator: Indicator) -> Layer:
    if geography is Geography.TRACT:
        return Layer(f"tract_{indicator.tract_vintage}")
    return Layer(geography.value)


def test_the_extract_holds_exactly_the_catalogue() -> None:
    with open_engine().connect() as connection:
        found = set(connection.scalars(sa.select(t.indicator.c.indicator_id)))
        sources = set(connection.scalars(sa.select(t.source.c.source_id)))
    assert found == set(CATALOGUE.indicators)
    assert {i.source for i in CATALOGUE.indicators.values()} <= sources <= set(CATALOGUE.sources)


@pytest.mark.parametrize("indicator", CATALOGUE.indicators.values(), ids=lambda i: i.id)
def test_every_promised_geography_has_values(indicator: Indicator, repository: Repository) -> None:
    for geography in indicator.geographies:
        frame = repository.estimates(indicator.id, _layer(geography, indicator))
        assert frame["value"].notna().any(), geography
        low, high = indicator.valid_range
        assert frame["value"].dropna().between(low, high).all(), geography


@pytest.mark.parametrize("indicator", FACTORS, ids=lambda i: i.id)
def test_fifths_are_cut_only_where_a_cut_exists(
    indicator: Indicator, repository: Repository
) -> None:
    """Equal values cannot be told into two fifths: no value may belong to a fifth of the people."""
    largest = 0.0
    for geography in indicator.geographies:
        if geography in {Geography.CITY, Geography.COUNCIL_DISTRICT} or not geography.covers_city:
            continue
        layer = _layer(geography, indicator)
        people = repository.areas(layer).set_index("area_key")[f"people_{indicator.tract_vintage}"]
        values = repository.estimates(indicator.id, layer).set_index("area_key")["value"].dropna()
        weight = people.reindex(values.index)
        largest = max(largest, float((weight.groupby(values).sum() / weight.sum()).max()))
    if indicator.no_fifths != "nearly_alike":
        assert (largest > 0.2) == (indicator.no_fifths == "shared_value")


def test_what_is_called_nearly_alike_is(repository: Repository) -> None:
    alike = [i for i in FACTORS if i.no_fifths == "nearly_alike"]
    assert {i.id for i in alike} == {"hot_days", "smoke_days"}
    for indicator in alike:
        for layer in (Layer.NEIGHBORHOOD, Layer.ZIP, Layer.COUNCIL_DISTRICT):
            values = repository.estimates(indicator.id, layer)["value"].dropna()
            assert values.max() - values.min() < 2.5, layer  # days a year


@pytest.mark.parametrize("indicator", FACTORS, ids=lambda i: i.id)
def test_a_factor_with_fifths_covers_the_city(indicator: Indicator, repository: Repository) -> None:
    layer = _layer(indicator.default_geography, indicator)
    frame = repository.estimates(indicator.id, layer).merge(
        repository.areas(layer)[["area_key", f"people_{indicator.tract_vintage}"]], on="area_key"
    )
    people = frame[f"people_{indicator.tract_vintage}"]
    covered = people[frame["value"].notna()].sum() / people.sum()
    assert (covered < 0.8) == (indicator.no_fifths == "part_of_area")
