"""Every pair of the real catalogue obeys the rules of docs/methods/kinds-of-value.md."""

from __future__ import annotations

import pytest

from data.catalogue.loader import load_catalogue
from data.catalogue.pairs import PairRule, never_together, pair_rule, shared_geographies
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.locale import LANGUAGES, texts
from data.models import Geography, Kind, Role

CATALOGUE = load_catalogue()
PAIRS: tuple[tuple[Indicator, Indicator, PairRule], ...] = tuple(
    (outcome, factor, pair_rule(outcome, factor))
    for outcome in CATALOGUE.indicators.values()
    for factor in CATALOGUE.indicators.values()
)


def _rule(outcome: str, factor: str) -> PairRule:
    return pair_rule(CATALOGUE.indicator(outcome), CATALOGUE.indicator(factor))


def test_only_outcomes_and_care_meet_only_factors_and_groupings() -> None:
    for outcome, factor, rule in PAIRS:
        if rule.allowed:
            assert outcome.role in {Role.OUTCOME, Role.CARE}
            assert factor.role in {Role.FACTOR, Role.GROUP}


def test_no_modelled_value_meets_what_it_was_modelled_from() -> None:
    met = [(o, f) for o, f, rule in PAIRS if o.kind is Kind.MODELLED and rule.allowed]
    assert met
    for _, factor in met:
        assert not factor.built_in
    for factor in ("ice_2019", "no_high_school", "share_black_2019"):
        assert _rule("diabetes_2015", factor).reason == "pairs.built_in"


def test_modelled_values_meet_other_factors_only_with_the_warning() -> None:
    for outcome, _, rule in PAIRS:
        if rule.allowed and outcome.kind is Kind.MODELLED:
            assert "pairs.expected_values" in rule.warnings
    for poverty in ("poverty_150", "poverty_2015"):
        assert "pairs.poverty_is_input" in _rule("diabetes_2015", poverty).warnings
    assert "pairs.poverty_is_input" not in _rule("diabetes_2015", "no_vehicle").warnings


def test_care_is_shown_but_is_no_outcome() -> None:
    for outcome, _, rule in PAIRS:
        if outcome.role is Role.CARE:
            assert not rule.association_allowed
            assert not rule.fifths_allowed


@pytest.mark.parametrize("factor", [i for i in CATALOGUE.indicators if i.startswith("eviction")])
def test_evictions_never_split_the_city(factor: str) -> None:
    rule = _rule("life_expectancy", factor)
    assert rule.allowed and rule.association_allowed and not rule.fifths_allowed
    assert "pairs.part_of_city" in rule.warnings
    assert Geography.CITY not in CATALOGUE.indicator(factor).geographies


def test_never_paired_holds_in_both_directions() -> None:
    for one, other, rule in PAIRS:
        if never_together(one, other):
            assert never_together(other, one)
            assert not rule.allowed
            assert not pair_rule(other, one).allowed


def test_what_is_never_paired() -> None:
    poverty = ["poverty_150", "poverty_2015", "poverty_2018", "poverty_2023"]
    ice = ["ice_2019", "ice_2023"]
    race = [i.id for i in CATALOGUE.indicators.values() if "race_ethnicity" in i.built_in]
    assert len(race) == 20
    forbidden = {frozenset({a, b}) for a in poverty for b in poverty if a != b}
    forbidden |= {frozenset({a, b}) for a in ice for b in [*poverty, *race]}
    forbidden |= {frozenset({"low_income_low_access_2015", p}) for p in poverty}
    forbidden |= {frozenset({"uninsured_2015", "uninsured"})}
    diseases = ("diabetes", "heart_disease", "asthma", "cancer", "poor_mental_health")
    forbidden |= {frozenset({f"{d}_2015", f"{d}_places"}) for d in diseases}
    found = {frozenset({one.id, other.id}) for one, other, _ in PAIRS if never_together(one, other)}
    assert found == forbidden


def test_a_family_is_refused_by_its_name_and_not_member_by_member() -> None:
    in_family = {i.id for i in CATALOGUE.indicators.values() if i.family}
    assert len(in_family) == 16
    for indicator in CATALOGUE.indicators.values():
        assert in_family.isdisjoint(indicator.never_with)


def test_vintages_meet_at_tract_level_only_if_they_are_the_same() -> None:
    for outcome, factor, rule in PAIRS:
        shared = shared_geographies(outcome, factor)
        if Geography.TRACT in shared:
            assert outcome.tract_vintage == factor.tract_vintage
        if rule.allowed:
            assert set(shared) - {Geography.CITY}
    assert _rule("life_expectancy", "median_income_2015").allowed
    assert _rule("life_expectancy", "median_income_2023").reason == "pairs.no_shared_geography"
    assert _rule("homicide_rate", "median_income_2015").reason == "pairs.no_shared_geography"


def test_the_opening_view_is_complete() -> None:
    rule = _rule(city().defaults.outcome, city().defaults.factor)
    assert rule == PairRule(True, None, ("pairs.partly_modelled",), True, True)


def test_a_refused_pair_shows_nothing_and_says_why() -> None:
    for _, _, rule in PAIRS:
        if not rule.allowed:
            assert rule.reason is not None
            assert not rule.association_allowed
            assert not rule.fifths_allowed
        if rule.allowed and not (rule.association_allowed and rule.fifths_allowed):
            assert rule.reason is not None


def test_every_reason_and_warning_has_a_text_and_no_text_is_left_over() -> None:
    # Awaited indicators are paired by the same rules when they come.
    every = CATALOGUE.having(CATALOGUE.awaited_indicators).indicators.values()
    rules = [pair_rule(outcome, factor) for outcome in every for factor in every]
    used = {rule.reason for rule in rules if rule.reason}
    used |= {warning for rule in rules for warning in rule.warnings}
    general = {"pairs.no_fifths", "pairs.no_association"}  # where a view has no closer reason
    for lang in LANGUAGES:
        known = texts(lang).keys()
        assert {k for k in known if k.startswith("pairs.")} == used | general
