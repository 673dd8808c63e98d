"""People shot: what is told, what is not, and that nobody can work out the rest."""

from __future__ import annotations

import csv
import io
import re
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from data.catalogue.pairs import pair_rule
from data.explore.selection import describe_selection
from data.explore.state import ViewState
from data.files.estimate_table import estimate_csv
from data.gaps.state import gap_outcomes
from data.locale import LANGUAGES, texts
from data.models import Estimator, Flag, Geography, Layer, PlaceId, Role, Verdict
from data.rules import MIN_EVENTS_FOR_RATE, MIN_EVENTS_TO_TELL
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.figures.place.spine_tables import table_rows
from tests.shared import services

ATLAS = services().atlas
BOTH, KILLED, INJURED = "shootings", "shootings_killed", "shootings_injured"
BY_AREA = [i for i in ATLAS.catalogue.indicators.values() if i.estimator is Estimator.AREA_RATE]
LAYERS = (Layer.NEIGHBORHOOD, Layer.ZIP, Layer.COUNCIL_DISTRICT)
GEO_COLUMNS = ["area_id", "geometry"]


def rows_of(indicator_id: str, layer: Layer) -> pd.DataFrame:
    return ATLAS.estimates(indicator_id, layer).set_index("area_id")


def hidden(layer: Layer) -> pd.Index:
    flags = rows_of(BOTH, layer)["flags"].fillna("").str.split()
    return flags.index[flags.map(lambda found: Flag.FEWER_THAN_5.value in found)]


def test_the_published_counts() -> None:
    assert {i.id for i in BY_AREA} == {BOTH, KILLED, INJURED}
    for indicator_id, district_3, whole in ((KILLED, 156, 364), (INJURED, 275, 652)):
        assert rows_of(indicator_id, Layer.COUNCIL_DISTRICT).loc["3", "events"] == district_3
        assert rows_of(indicator_id, Layer.CITY)["events"].tolist() == [whole]
    assert rows_of(BOTH, Layer.CITY)["events"].tolist() == [364 + 652]


def test_a_rate_is_a_count_over_residents_and_years() -> None:
    for indicator in BY_AREA:
        for geography in indicator.geographies:
            rows = rows_of(indicator.id, Layer(geography.value))
            rated = rows[rows["value"].notna()]
            assert (rated["events"] >= MIN_EVENTS_FOR_RATE).all()
            expected = rated["events"] / rated["population"] / 4 * 100_000
            np.testing.assert_allclose(rated["value"], expected, rtol=1e-6)
    district = rows_of(BOTH, Layer.COUNCIL_DISTRICT).loc["3"]
    area = ATLAS.areas(Layer.COUNCIL_DISTRICT).set_index("area_id").loc["3"]
    people = 0.425 * area["people_2010"] + 0.575 * area["people_2020"]
    assert district["population"] == pytest.approx(people)


def test_under_five_there_is_no_number_at_all() -> None:
    for indicator in BY_AREA:
        for geography in indicator.geographies:
            rows = rows_of(indicator.id, Layer(geography.value))
            few = rows["flags"].fillna("").str.contains(Flag.FEWER_THAN_5.value)
            numbers = [
                "value",
                "lower",
                "upper",
                "se",
                "events",
                "difference",
                "rank",
                "p_adjusted",
            ]
            assert rows.loc[few, numbers].isna().all().all()
            assert (rows.loc[~few, "events"] >= MIN_EVENTS_TO_TELL).all()
    assert len(hidden(Layer.NEIGHBORHOOD)) > 100 and len(hidden(Layer.ZIP)) > 20


def test_nothing_is_tested_ranked_or_held_against_a_factor() -> None:
    catalogue = ATLAS.catalogue
    for indicator in BY_AREA:
        for geography in indicator.geographies:
            rows = rows_of(indicator.id, Layer(geography.value))
            assert set(rows["verdict"]) == {Verdict.NOT_TESTED.value}
            assert rows[["lower", "upper", "rank", "p_adjusted"]].isna().all().all()
            assert ATLAS.pooler(indicator.id, Layer(geography.value)) is None
        assert indicator not in gap_outcomes(catalogue)
        for factor in catalogue.indicators.values():
            rule = pair_rule(indicator, factor)
            assert not (rule.association_allowed or rule.fifths_allowed)
    assert catalogue.indicator(BOTH).role is Role.OUTCOME  # on the map of Explore


# -- nobody can work it out -----------------------------------------------------------------------


@cache
def pieces() -> pd.DataFrame:
    """The city cut by all borders at once: the ids of the areas that each piece of land is in."""
    found: gpd.GeoDataFrame | None = None
    for layer in LAYERS:
        shapes = gpd.GeoDataFrame(
            {layer.value: list(ATLAS.rings(layer.value))},
            geometry=[_polygon(rings) for rings in ATLAS.rings(layer.value).values()],
        )
        found = shapes if found is None else found.overlay(shapes, how="union", keep_geom_type=True)
    assert found is not None
    return pd.DataFrame(found.drop(columns="geometry")).drop_duplicates(ignore_index=True)


def _polygon(rings: tuple[np.ndarray, ...]) -> object:
    from shapely import make_valid
    from shapely.geometry import Polygon
    from shapely.ops import unary_union

    return unary_union([make_valid(Polygon(ring)) for ring in rings])


@pytest.mark.full
def test_no_count_that_is_not_told_follows_from_those_that_are() -> None:
    """Least and most of every untold count, given every total that a page shows."""
    cells = pieces()
    equal, totals, least, most = [np.ones(len(cells))], [1016.0], [], []
    for layer in LAYERS:
        told = rows_of(BOTH, layer)["events"]
        for area_id, count in told.items():
            inside = (cells[layer.value] == area_id).to_numpy(dtype=float)
            if np.isfinite(count):
                equal.append(inside)
                totals.append(count)
            elif inside.any():
                least.append(inside)
                most.append(float(MIN_EVENTS_TO_TELL - 1))
    fixed = {
        "A_eq": np.array(equal), "b_eq": totals, "A_ub": np.array(least), "b_ub": most,
    }  # fmt: skip
    known = []
    for inside in least:
        low, high = (linprog(sign * inside, **fixed, method="highs") for sign in (1.0, -1.0))
        assert low.status == high.status == 0
        if np.floor(-high.fun + 1e-6) - np.ceil(low.fun - 1e-6) < 1:
            known.append(inside)
    assert not known


def test_a_group_of_chosen_places_has_no_number() -> None:
    """A told count and an untold one together would tell the other by subtraction."""
    told = rows_of(BOTH, Layer.ZIP)["events"].dropna().index[0]
    places = frozenset(str(PlaceId(Geography.ZIP, a)) for a in (told, hidden(Layer.ZIP)[0]))
    found = describe_selection(ATLAS, BOTH, "poverty_2015", Geography.ZIP, places).outcome
    assert not any(np.isfinite([found.value, found.upper, found.events]))


# -- what is printed ------------------------------------------------------------------------------

UNTOLD = {"en": "fewer than 5 in 4 years", "es": "menos de 5 en 4 años"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_say_fewer_than_five(lang: str) -> None:
    spoken = texts(lang)
    for by, layer in ((Geography.ZIP, Layer.ZIP), (Geography.NEIGHBORHOOD, Layer.NEIGHBORHOOD)):
        people = ATLAS.areas(layer).set_index("area_id")["people_2020"]
        area_id = next(a for a in hidden(layer) if people[a] > 1000)
        place_id = str(PlaceId(by, area_id))
        data = services().place.data(place_id)
        (row,) = table_rows([data.values[BOTH]], ATLAS.catalogue.themes, spoken, {})
        assert row["value"] == UNTOLD[lang]
        state = ViewState(outcome=BOTH, factor="poverty_2015", by=by, lang=lang)
        for name in ids.CHARTS:
            chart = explore_charts.build(services(), state, name)
            said = next(r for r in chart.rows if r["place_id"] == place_id)
            assert said["outcome"] == UNTOLD[lang] and not said["events"]
        compared = services().compare.data((place_id, "city"), "city")
        value = next(r for r in compared.rows if r.indicator.id == BOTH).values[0]
        assert value is not None and Flag.FEWER_THAN_5 in value.flags


@pytest.mark.parametrize("lang", LANGUAGES)
def test_half_of_the_places_is_not_said_of_those_with_a_rate(lang: str) -> None:
    for outcome in (BOTH, "homicide_rate"):
        for by in (Geography.ZIP, Geography.NEIGHBORHOOD):
            state = ViewState(outcome=outcome, factor="poverty_2015", by=by, lang=lang)
            said = explore_charts.build(services(), state, "map").sentence
            assert not re.search(r"Half of the|La mitad de", said), said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_five_to_nine_are_told_without_a_rate(lang: str) -> None:
    (row,) = table_rows(
        [services().place.data("council_district-1").values[KILLED]],
        ATLAS.catalogue.themes,
        texts(lang),
        {},
    )
    assert re.match(r"5 pe(ople|rsonas) .* 4 (years|años), ", row["value"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_hold_no_untold_count_and_credit_the_archive(lang: str) -> None:
    indicator = ATLAS.catalogue.indicator(BOTH)
    source = ATLAS.catalogue.source_of(indicator)
    assert source.publisher == "Gun Violence Archive"
    assert "known_from_press" in indicator.caveats
    for layer in LAYERS:
        text = estimate_csv(ATLAS.repository, indicator, source, layer, texts(lang))
        untold = [str(PlaceId(Geography(layer.value), a)) for a in hidden(layer)]
        table = {row["place_id"]: row for row in csv.DictReader(io.StringIO(text))}
        assert "Gun Violence Archive" in text
        for place_id in untold:
            row = table[place_id]
            assert Flag.FEWER_THAN_5.value in row["flags"].split()
            assert not any(row[name] for name in ("events", "value", "lower", "upper", "se"))
