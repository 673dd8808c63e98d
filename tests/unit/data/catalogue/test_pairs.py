"""The pair rule on small made-up changes of real entries."""

from __future__ import annotations

from data.catalogue.loader import load_catalogue
from data.catalogue.pairs import (
    never_together,
    pair_rule,
    same_tract_vintage,
    shared_geographies,
)
from data.models import Geography, Kind

CATALOGUE = load_catalogue()
LIFE = CATALOGUE.indicator("life_expectancy")
POVERTY = CATALOGUE.indicator("poverty_2015")
HOMICIDES = CATALOGUE.indicator("homicide_rate")


def test_one_side_is_enough_to_forbid_a_pair() -> None:
    alone = POVERTY.model_copy(update={"never_with": ("life_expectancy",)})
    assert never_together(LIFE, alone)
    assert pair_rule(LIFE, alone).reason == "pairs.never_together"


def test_a_family_and_what_is_carried_can_be_refused_by_name() -> None:
    kin = LIFE.model_copy(update={"family": "poverty"})
    assert never_together(kin, POVERTY) and never_together(POVERTY, kin)
    assert not never_together(POVERTY, POVERTY)
    refusing = LIFE.model_copy(update={"never_with": ("poverty",)})
    assert never_together(refusing, POVERTY) and never_together(POVERTY, refusing)
    carrying = POVERTY.model_copy(update={"built_in": ("education",)})
    assert never_together(LIFE.model_copy(update={"never_with": ("education",)}), carrying)


def test_a_single_carried_input_closes_a_modelled_pair_but_not_a_measured_one() -> None:
    tagged = POVERTY.model_copy(update={"built_in": ("education",)})
    modelled = LIFE.model_copy(update={"kind": Kind.MODELLED})
    assert pair_rule(modelled, tagged).reason == "pairs.built_in"
    assert pair_rule(LIFE, tagged).allowed


def test_roles_count_by_side() -> None:
    assert pair_rule(POVERTY, LIFE).reason == "pairs.wrong_roles"
    assert pair_rule(LIFE, LIFE).reason == "pairs.wrong_roles"


def test_tracts_of_two_vintages_are_not_the_same_places() -> None:
    later = POVERTY.model_copy(update={"tract_vintage": 2020})
    assert same_tract_vintage(LIFE, POVERTY)
    assert not same_tract_vintage(LIFE, later)
    assert not same_tract_vintage(HOMICIDES, HOMICIDES)
    assert Geography.TRACT in shared_geographies(LIFE, POVERTY)
    assert Geography.TRACT not in shared_geographies(LIFE, later)
    assert Geography.NEIGHBORHOOD in shared_geographies(LIFE, later)


def test_the_city_alone_is_no_comparison() -> None:
    city = POVERTY.model_copy(update={"geographies": (Geography.CITY,)})
    assert pair_rule(LIFE, city).reason == "pairs.no_shared_geography"


def test_years_that_touch_do_not_warn() -> None:
    touching = POVERTY.model_copy(update={"year_start": 2015, "year_end": 2019})
    apart = POVERTY.model_copy(update={"year_start": 2016, "year_end": 2020})
    before = POVERTY.model_copy(update={"year_start": 2005, "year_end": 2009})
    assert "pairs.different_years" not in pair_rule(LIFE, touching).warnings
    assert "pairs.different_years" in pair_rule(LIFE, apart).warnings
    assert "pairs.different_years" in pair_rule(LIFE, before).warnings


def test_factors_without_fifths_keep_their_association() -> None:
    for why, reason in (
        ("part_of_area", "pairs.no_fifths_part_of_city"),
        ("shared_value", "pairs.no_fifths_shared_value"),
    ):
        rule = pair_rule(LIFE, POVERTY.model_copy(update={"no_fifths": why}))
        assert rule.allowed and rule.association_allowed
        assert not rule.fifths_allowed
        assert rule.reason == reason
        assert ("pairs.part_of_city" in rule.warnings) == (why == "part_of_area")


def test_what_is_nearly_alike_everywhere_is_held_against_nothing() -> None:
    rule = pair_rule(LIFE, POVERTY.model_copy(update={"no_fifths": "nearly_alike"}))
    assert rule.allowed and rule.reason == "pairs.nearly_alike"
    assert not (rule.association_allowed or rule.fifths_allowed)
