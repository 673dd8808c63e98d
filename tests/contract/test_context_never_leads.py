"""What only gives context (age, race, cases without an arrest) never stands out anywhere."""

from __future__ import annotations

import random

import pytest

from data.catalogue.determinants import determinants
from data.models import CITY_PLACE, Role
from layouts.figures.compare.measures import clearest
from tests.shared import services

SERVICES = services()
COMPARER = SERVICES.compare
DISTRICTS = [f"council_district-{key}" for key in range(1, 7)]
PLACES = [p for p in COMPARER.places if p != CITY_PLACE]
SAMPLED = [*DISTRICTS, *random.Random(9).sample(PLACES, 30)]


@pytest.mark.parametrize("place_id", SAMPLED)
def test_no_context_on_a_page_or_slide(place_id: str) -> None:
    check(place_id)


@pytest.mark.full
def test_no_context_on_any_page_or_slide() -> None:
    for place_id in PLACES:
        check(place_id)


def check(place_id: str) -> None:
    place = SERVICES.place.data(place_id)
    leading = [*place.standouts, *place.headline]
    assert all(value.indicator.role is not Role.CONTEXT for value in leading)
    compared = COMPARER.data((place_id, CITY_PLACE), CITY_PLACE)
    assert all(row.indicator.role is not Role.CONTEXT for row in clearest(compared))


def test_no_context_on_a_sheet() -> None:
    for determinant in determinants().values():
        used = (*determinant.indicators, determinant.outcome, determinant.factor)
        roles = {SERVICES.atlas.catalogue.indicator(key).role for key in used}
        assert Role.CONTEXT not in roles, determinant.id
