"""Gaps built by code: five fifths, four grades or three districts with every kind of value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.catalogue.loader import load_catalogue
from data.checked import Text
from data.gaps.published_results import ByRace, PublishedMeasure, PublishedRelease, PublishedValue
from data.gaps.results import (
    AgePart,
    AgeSplit,
    ClusterArea,
    ClusterData,
    Curve,
    Estimate,
    GapsData,
    Grouping,
    GroupKind,
    GroupMap,
    GroupValue,
    Measure,
    Potential,
)
from data.models import Geography
from tests.unit.data.sentences.gaps import a_gap

CATALOGUE = load_catalogue()
NAN = float("nan")
FIFTHS = GroupKind.FIFTHS
KEYS = {
    FIFTHS: ("1", "2", "3", "4", "5"),
    GroupKind.HOLC_GRADE: ("D", "C", "B", "A", "U"),
    GroupKind.COUNCIL_DISTRICT: ("1", "2", "3"),
}
VERDICTS = ("worse", "not_different", "better")


def grouping(kind: GroupKind = FIFTHS, factor: str = "poverty_2015") -> Grouping:
    """Fifths of a factor, grades, or districts."""
    if kind is not FIFTHS:
        return Grouping(kind.value, kind, None, None, kind is GroupKind.HOLC_GRADE, False)
    indicator = CATALOGUE.indicator(factor)
    return Grouping(factor, kind, indicator, Geography.NEIGHBORHOOD, True, False)


def group(key: str, number: int, kind: GroupKind, value: float) -> GroupValue:
    """A group whose interval reaches one unit to each side."""
    compared = key != "U"
    cut = kind is FIFTHS
    return GroupValue(
        key=key,
        order=number + 1 if compared and kind is not GroupKind.COUNCIL_DISTRICT else None,
        compared=compared,
        value=value,
        lower=value - 1,
        upper=value + 1,
        people=1000.0 + number,
        areas=2,
        names=("North", "South"),
        factor_from=40.0 - 10 * number if cut else NAN,
        factor_to=45.0 - 10 * number if cut else NAN,
        events=NAN,
        verdict=VERDICTS[number] if kind is GroupKind.COUNCIL_DISTRICT else "",
    )


def gaps(outcome: str = "life_expectancy", kind: GroupKind = FIFTHS) -> GapsData:
    """Groups two units apart, worst first, with a gap that is sure."""
    keys = KEYS[kind]
    groups = tuple(group(key, i, kind, 70.0 + 2 * i) for i, key in enumerate(keys))
    indicator = CATALOGUE.indicator(outcome)
    chosen = grouping(kind)
    source = CATALOGUE.source_of(CATALOGUE.indicator("poverty_2015"))
    ordered = chosen.ordered
    return GapsData(
        outcome=indicator,
        outcome_source=CATALOGUE.source_of(indicator),
        factor_source=source,
        grouping=chosen,
        groups=groups,
        city=Estimate(74.0, 73.5, 74.5),
        gap=a_gap(worst=70.0, best=78.0, lower=-9.2, upper=-6.8) if ordered else None,
        gap_reason=None if ordered else "gap_sentences.reason.no_order",
        measures=(
            Measure("d", 8.0, 0.6, 6.8, 9.2, True),
            Measure("r", 1.11, 0.01, 1.09, 1.13, True),
        )
        if ordered
        else (),
        measures_reason=None,
        potential=Potential(74.0, 78.0, Estimate(4.0, 3.0, 5.0), Estimate(5.4, 4.0, 6.8), True)
        if kind is FIFTHS
        else None,
        potential_reason=None,
        curve=None,
        ages=age_split() if ordered else None,
        map=GroupMap(
            geojson_url="/assets/geo/x.geojson",
            bounds=(-94.8, 38.8, -94.4, 39.4),
            feature_ids=("a", "b", "c", "none"),
            names=("Aa", "Bb", "Cc", "Nobody"),
            groups=(keys[0], keys[1], keys[2], ""),
        ),
        tested=True,
        warnings=(),
        grouped_people=5000.0,
        uncounted_people=100.0,
    )


def age_split() -> AgeSplit:
    """Three bands that add up to eight years; the last is below zero."""
    bands = ((0, 14, 1.0), (15, 64, 7.5), (65, None, -0.5))
    parts = tuple(AgePart(a, b, y, y - 1, y + 1, y / 8) for a, b, y in bands)
    return AgeSplit(parts, parts, 8.0)


def events(*, few: bool = False) -> GapsData:
    """Homicides by fifths; with `few`, the last group has too few for a rate."""
    data = gaps("homicide_rate")
    groups = tuple(replace(g, value=60.0 - 10 * i, lower=50.0 - 10 * i, upper=70.0 - 10 * i,
                           events=100.0) for i, g in enumerate(data.groups))  # fmt: skip
    if few:
        last = replace(groups[-1], value=NAN, lower=NAN, upper=9.5, events=3.0)
        groups = (*groups[:-1], last)
    share = np.array([0.0, 0.2, 0.5, 1.0])
    curve = Curve(tuple(share), (0.0, 0.5, 0.9, 1.0), 0.5, 0.9, Estimate(-0.5, -0.6, -0.4), 1185)
    return replace(data, groups=groups, curve=curve, ages=None)


def race_value(name: str, value: float, left_out: str | None = None) -> PublishedValue:
    return PublishedValue(name, Text(en=f"{name} en", es=f"{name} es"), value, left_out)


def by_race() -> ByRace:
    """A quoted difference, a release in the city and one in the county with a group left out."""
    reason = "gap_sentences.left_out.few_residents"
    city, county = Text(en="City", es="Ciudad"), Text(en="County", es="Condado")
    note = Text(en="One year.", es="Un año.")
    values = (race_value("white", 78.6), race_value("black", 73.7))
    quoted = PublishedRelease("q", "city", "2000", city, (), NAN, 6.5, True, "Story.", None)
    told = PublishedRelease("c", "city", "2013", city, values, 77.6, 4.9, False, "File.", note)
    more = (*values, race_value("asian", NAN, reason))
    county_release = PublishedRelease(
        "k", "county", "2018–2020", county, more, 76.6, 6.2, False, "Ranking.", None
    )
    measure = PublishedMeasure(
        "infant_mortality", Text(en="Babies", es="Bebés"), Text(en="per 1,000", es="por 1,000"), 1,
        "2011–2013", True, more, (3, 3, 2), 6.3, "File.", note, None, True,
    )  # fmt: skip
    return ByRace((quoted, told), (county_release,), (measure,), ())


def clusters() -> ClusterData:
    """Four tracts: a low one among low ones, one without a cluster, one without a value."""
    outcome = CATALOGUE.indicator("life_expectancy")
    area = ClusterArea("29095000100", "low_low", 68.2, 2400, ("North", "South"))
    values = {
        "outcome": outcome,
        "reason": None,
        "n": 3,
        "moran_i": 0.6,
        "moran_expected": -0.1,
        "moran_p": 0.001,
        "permutations": 9999,
        "areas": (area,),
        "people": (("high_high", 0), ("low_low", 2400), ("high_low", 0), ("low_high", 0)),
        "geojson_url": "/assets/geo/tract.geojson",
        "bounds": (-94.8, 38.8, -94.4, 39.4),
        "feature_ids": ("29095000100", "29095000200", "29095000300"),
        "clusters": ("low_low", "none", ""),
        "values": (68.2, 75.0, NAN),
    }
    fields = ClusterData.__dataclass_fields__
    return ClusterData(**values, **{name: 0 for name in fields if name not in values})
