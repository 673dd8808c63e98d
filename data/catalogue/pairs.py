"""Which outcome may meet which factor, and what must be said beside the pair. Pure.

The rules stand in docs/methods/kinds-of-value.md and docs/methods/association.md; the texts that
explain them in locale/*/pairs.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.catalogue.schema import Indicator
from data.models import Estimator, Geography, Kind, Role

EVENTS_BY_PLACE = "pairs.events_by_place"  # the reason, as a text key
_SHOWN_AS_OUTCOME = frozenset({Role.OUTCOME, Role.CARE})
_SHOWN_AS_FACTOR = frozenset({Role.FACTOR, Role.GROUP})
_POVERTY_THEME = "income_poverty"
# What life expectancy was predicted from, where a tract had few deaths.
_PREDICTED_FROM = frozenset({"race_ethnicity", "ice", "education"})
PREDICTED_FROM = "pairs.predicted_from"
NEARLY_ALIKE = "nearly_alike"
_REASON_WITHOUT_FIFTHS = {
    "part_of_area": "pairs.no_fifths_part_of_city",
    "shared_value": "pairs.no_fifths_shared_value",
    NEARLY_ALIKE: "pairs.nearly_alike",
}


@dataclass(frozen=True, slots=True)
class PairRule:
    """What may be shown of an outcome and a factor together.

    `reason` is the text key of what is withheld: the whole pair (`allowed` is false), else the
    association or the fifths; None where nothing is. `warnings` are text keys to show beside.
    """

    allowed: bool
    reason: str | None
    warnings: tuple[str, ...]
    association_allowed: bool
    fifths_allowed: bool


def pair_rule(outcome: Indicator, factor: Indicator) -> PairRule:
    """The rule for `outcome` (vertical axis) and `factor` (horizontal axis, or grouping)."""
    refused = _refusal(outcome, factor)
    if refused is not None:
        return PairRule(False, refused, (), association_allowed=False, fifths_allowed=False)
    warnings = _warnings(outcome, factor)
    if outcome.role is Role.CARE:
        reason = "pairs.care_is_no_outcome"
        return PairRule(True, reason, warnings, association_allowed=False, fifths_allowed=False)
    if outcome.estimator is Estimator.AREA_RATE:
        reason = "pairs.counted_by_area"
        return PairRule(True, reason, warnings, association_allowed=False, fifths_allowed=False)
    if outcome.is_counted_by_place:
        return PairRule(
            True, EVENTS_BY_PLACE, warnings, association_allowed=False, fifths_allowed=False
        )
    if factor.no_fifths is not None:
        reason, linked = _REASON_WITHOUT_FIFTHS[factor.no_fifths], factor.no_fifths != NEARLY_ALIKE
        return PairRule(True, reason, warnings, association_allowed=linked, fifths_allowed=False)
    return PairRule(True, None, warnings, association_allowed=True, fifths_allowed=True)


def never_together(one: Indicator, other: Indicator) -> bool:
    """True for two of one family, and if either says that it is never paired with the other."""
    if one.id != other.id and one.family is not None and one.family == other.family:
        return True
    return not (other.kin.isdisjoint(one.never_with) and one.kin.isdisjoint(other.never_with))


def same_tract_vintage(outcome: Indicator, factor: Indicator) -> bool:
    """True if the two can meet tract by tract: 2010 and 2020 tracts are not the same places."""
    return outcome.tract_vintage is not None and outcome.tract_vintage == factor.tract_vintage


def shared_geographies(outcome: Indicator, factor: Indicator) -> tuple[Geography, ...]:
    """Geographies by which both can be shown side by side, in the order of Geography."""
    return tuple(
        geography
        for geography in Geography
        if geography in outcome.geographies
        and geography in factor.geographies
        and (geography is not Geography.TRACT or same_tract_vintage(outcome, factor))
    )


def _refusal(outcome: Indicator, factor: Indicator) -> str | None:
    """Text key of why the two are not shown together, or None."""
    if outcome.role not in _SHOWN_AS_OUTCOME or factor.role not in _SHOWN_AS_FACTOR:
        return "pairs.wrong_roles"
    if never_together(outcome, factor):
        return "pairs.never_together"
    if outcome.kind is Kind.MODELLED and factor.built_in:
        return "pairs.built_in"
    # The city is one place: two values of it are no comparison.
    if not set(shared_geographies(outcome, factor)) - {Geography.CITY}:
        return "pairs.no_shared_geography"
    return None


def _warnings(outcome: Indicator, factor: Indicator) -> tuple[str, ...]:
    found = []
    if outcome.kind is Kind.MODELLED:
        found.append("pairs.expected_values")
        if factor.theme == _POVERTY_THEME and "poverty" in outcome.modelled_from:
            found.append("pairs.poverty_is_input")
    if outcome.kind is Kind.PARTLY_MODELLED:
        inputs = _PREDICTED_FROM & set(factor.built_in)
        found.append(PREDICTED_FROM if inputs else "pairs.partly_modelled")
    if factor.role is Role.GROUP and "race_ethnicity" in factor.built_in:
        found.append("pairs.places_not_people")
    if factor.no_fifths == "part_of_area":
        found.append("pairs.part_of_city")
    if outcome.year_end < factor.year_start or factor.year_end < outcome.year_start:
        found.append("pairs.different_years")
    return tuple(found)
