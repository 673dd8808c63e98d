"""Expectations on the extract that ships with the code."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from scipy.stats import fisher_exact

from data.catalogue.loader import load_catalogue
from data.cities.city import city
from data.models import (
    AGE_BANDS,
    Estimator,
    Flag,
    Geography,
    IntervalKind,
    Kind,
    Layer,
    Unit,
    Verdict,
)
from data.repository import tables
from data.repository.engine import EXTRACT, open_engine
from data.repository.queries import Repository
from data.stats.contrast import benjamini_hochberg

CITY_ID = city().id
CENSUS = {2010: 459_787, 2020: 508_090}
LAYER_SIZES = {
    Layer.NEIGHBORHOOD: 246,
    Layer.ZIP: 60,
    Layer.COUNCIL_DISTRICT: 6,
    Layer.GROUP: 10,
    Layer.CITY: 1,
    Layer.TRACT_2010: 174,
    Layer.TRACT_2020: 185,
    Layer.HOLC_GRADE: 5,
}
INDICATORS = load_catalogue().indicators
REQUIRED = {
    "life_expectancy",
    "diabetes_2015",
    "smoking_2015",
    "poverty_150",
    "poverty_2015",
    "homicide_rate",
    "homicide_no_arrest",
    "redlined_1939",
    "median_income_2018",
    "eviction_filing_rate",
    "homes_before_1960",
    "low_food_access_2019",
    "ice_2019",
    "ice_2023",
    "heart_disease_places",
}


@pytest.fixture(scope="module")
def repository() -> Repository:
    return Repository(open_engine())


@pytest.fixture(scope="module")
def estimates(repository: Repository) -> pd.DataFrame:
    frames = [repository.all_estimates(layer).assign(layer=layer.value) for layer in Layer]
    return pd.concat(frames, ignore_index=True)


def value(repository: Repository, indicator: str, layer: Layer, area_id: str) -> float:
    frame = repository.estimates(indicator, layer).set_index("area_id")
    return float(frame.loc[area_id, "value"])


def test_extract_is_small_enough() -> None:
    assert EXTRACT.stat().st_size <= 12_000_000


@pytest.mark.parametrize(("vintage", "people"), CENSUS.items())
def test_blocks_sum_to_the_census(repository: Repository, vintage: int, people: int) -> None:
    city = repository.areas(Layer.CITY).iloc[0]
    assert city["area_id"] == CITY_ID
    assert city[f"people_{vintage}"] == people
    weights = repository.area_tracts(Layer.CITY, vintage)
    assert weights["people"].sum() == people
    assert weights[list(AGE_BANDS)].to_numpy().sum() == people
    assert value(repository, f"population_{vintage}", Layer.CITY, CITY_ID) == people


def test_people_outside_every_neighborhood(repository: Repository) -> None:
    areas = repository.areas(Layer.NEIGHBORHOOD)
    assert areas["named"].sum() == 240
    assert CENSUS[2010] - areas["people_2010"].sum() == 23
    assert CENSUS[2020] - areas["people_2020"].sum() == 8


@pytest.mark.parametrize(("layer", "size"), LAYER_SIZES.items())
def test_layers(repository: Repository, layer: Layer, size: int) -> None:
    areas = repository.areas(layer)
    assert len(areas) == size
    assert areas["area_id"].is_unique
    assert set(areas["main_grade"]) <= {"A", "B", "C", "D", "U"}
    assert areas["lon"].between(-94.8, -94.3).all()
    assert areas["lat"].between(38.7, 39.5).all()


def test_weights_of_a_layer_never_exceed_the_city(repository: Repository) -> None:
    for vintage in CENSUS:
        city = repository.area_tracts(Layer.CITY, vintage).set_index("tract_id")["people"]
        for layer in (Layer.NEIGHBORHOOD, Layer.ZIP, Layer.COUNCIL_DISTRICT, Layer.HOLC_GRADE):
            parts = repository.area_tracts(layer, vintage).groupby("tract_id")["people"].sum()
            assert (parts <= city.reindex(parts.index)).all()
            assert parts.sum() >= city.sum() - 25


@pytest.mark.parametrize(
    ("indicator", "published"),
    [
        ("diabetes_2015", 11.8),
        ("smoking_2015", 22.6),
        ("teeth_loss_2014", 19.6),
        ("heart_disease_2015", 6.1),
        ("arthritis_2015", 25.5),
    ],
)
def test_city_prevalence_is_the_published_one(
    repository: Repository, indicator: str, published: float
) -> None:
    assert value(repository, indicator, Layer.CITY, CITY_ID) == pytest.approx(published, abs=0.05)
    benchmark = repository.benchmarks().set_index(["indicator_id", "place", "measure"])
    assert benchmark.loc[(indicator, "city", "crude"), "value"] == published


def test_every_500_cities_measure_is_near_its_published_city_value(
    repository: Repository,
) -> None:
    published = repository.benchmarks()
    published = published[(published["place"] == "city") & (published["measure"] == "crude")]
    assert len(published) == 28
    ours = repository.all_estimates(Layer.CITY).set_index("indicator_id")["value"]
    gap = (ours.reindex(published["indicator_id"]).to_numpy() - published["value"]).abs()
    # Measures of one age or of people with a condition: blocks know neither exactly.
    assert gap.max() < 1.0
    assert (gap < 0.05).sum() >= 22


@pytest.mark.parametrize(
    ("layer", "area_id", "years", "tolerance"),
    [
        (Layer.COUNCIL_DISTRICT, "3", 71.76, 0.02),
        (Layer.COUNCIL_DISTRICT, "4", 74.57, 0.02),
        (Layer.CITY, CITY_ID, 75.91, 0.02),
    ],
)
def test_pooled_life_expectancy(
    repository: Repository, layer: Layer, area_id: str, years: float, tolerance: float
) -> None:
    frame = repository.estimates("life_expectancy", layer).set_index("area_id")
    assert frame.loc[area_id, "value"] == pytest.approx(years, abs=tolerance)
    assert frame.loc[area_id, "method"] == "pooled_life_table"


def test_pooling_follows_size(repository: Repository) -> None:
    for layer in (Layer.NEIGHBORHOOD, Layer.ZIP):
        frame = repository.estimates("life_expectancy", layer)
        shown = frame[frame["value"].notna()]
        large = shown["population"] >= 5000
        assert set(shown.loc[large, "method"]) == {"pooled_life_table"}
        assert set(shown.loc[~large, "method"]) == {"weighted_mean_e0"}


def test_mean_life_expectancy_by_1939_grade(repository: Repository) -> None:
    weights = repository.area_tracts(Layer.HOLC_GRADE, 2010)
    e0 = repository.tract_estimates("life_expectancy").set_index("tract_id")["value"]
    weights = weights.assign(e0=weights["tract_id"].map(e0)).dropna(subset=["e0"])
    means = {
        grade: np.average(rows["e0"], weights=rows["people"])
        for grade, rows in weights.groupby("area_id")
    }
    expected = {"A": 81.6, "B": 78.7, "C": 74.0, "D": 72.2}
    assert {g: round(means[g], 1) for g in expected} == expected


def test_zip_codes_at_the_ends(repository: Repository) -> None:
    frame = repository.estimates("life_expectancy", Layer.ZIP)
    people = repository.areas(Layer.ZIP)["people_2010"]
    frame = frame[(people >= 2000) & (frame["coverage"] >= 0.5)].sort_values("value")
    assert {"64130", "64128"} <= set(frame["area_id"].head(3))
    assert frame["area_id"].iloc[-1] == "64113"


def test_homicides(repository: Repository) -> None:
    events = repository.homicides()
    assert events["weight"].sum() == pytest.approx(1190)
    # Two lie on a line, one of them between two tracts too: half of each counts in each area.
    parts = events[events["weight"] < 1]
    assert sorted(parts["weight"]) == [0.25] * 4 + [0.5] * 2
    districts = value_of(repository, "homicide_rate", Layer.COUNCIL_DISTRICT, "events")
    assert districts.loc[["3", "4"]].tolist() == [576.5, 202.5]
    assert districts.sum() == 1190
    neighborhoods = value_of(repository, "homicide_rate", Layer.NEIGHBORHOOD, "events")
    assert neighborhoods.loc[["54", "59"]].tolist() == [14.5, 19.5]
    assert neighborhoods.sum() == 1189
    assert events["neighborhood_key"].isna().sum() == 1
    assert events[["zip_key", "council_district_key", "tract_2020_key"]].notna().all().all()
    assert set(events.columns) == {c.name for c in tables.homicide.c}
    assert events["year"].between(2007, 2017).all()
    years = events.groupby("year")["weight"].sum()
    assert [years.loc[2007:2011].sum(), years.loc[2013:2017].sum()] == pytest.approx([521, 564])
    no_arrest = value(repository, "homicide_no_arrest", Layer.CITY, CITY_ID)
    assert no_arrest == pytest.approx(37.8, abs=0.05)
    city = repository.areas(Layer.CITY).iloc[0]
    people = 0.775 * city["people_2010"] + 0.225 * city["people_2020"]
    rate = value(repository, "homicide_rate", Layer.CITY, CITY_ID)
    assert rate == pytest.approx(1190 / 11 / people * 1e5)


def value_of(repository: Repository, indicator_id: str, layer: Layer, column: str) -> pd.Series:
    """One column of an indicator by area id."""
    return repository.estimates(indicator_id, layer).set_index("area_id")[column]


def test_homicides_vary_more_than_poisson_counts(repository: Repository) -> None:
    """methods: ZIP codes about 1.45, districts about 1.84; 8 to 11 of 20 ZIP codes differ."""
    spread = repository.dispersions()
    assert spread[Layer.ZIP] == pytest.approx(1.45, abs=0.01)
    assert spread[Layer.COUNCIL_DISTRICT] == pytest.approx(1.84, abs=0.05)
    said = value_of(repository, "homicide_rate", Layer.ZIP, "verdict")
    tested = said[said != Verdict.NOT_TESTED.value]
    assert len(tested) == 20
    assert 8 <= (tested != Verdict.NOT_DIFFERENT.value).sum() <= 11
    manifest = json.loads((EXTRACT.parent / "manifest.json").read_text("utf-8"))
    assert manifest["homicide_dispersion"] == {k.value: v for k, v in spread.items()}


def test_cases_without_arrest_are_tested_exactly(repository: Repository) -> None:
    frame = repository.estimates("homicide_no_arrest", Layer.COUNCIL_DISTRICT)
    frame = frame.set_index("area_id")
    city, events = 450.0, frame["events"]
    open_cases = (events * frame["value"] / 100).round(1)
    tested = [key for key in frame.index if events[key] >= 20]
    assert tested == ["2", "3", "4", "5", "6"]  # district 1 has 14
    tables_ = [
        [[x, n - x], [city - x, 1190 - n - city + x]]
        for x, n in ((open_cases[key], events[key]) for key in tested)
    ]
    p = [fisher_exact(np.floor(table)).pvalue for table in tables_]
    assert frame.loc[tested, "p_adjusted"].tolist() == pytest.approx(benjamini_hochberg(p))
    assert frame.loc["1", "verdict"] == Verdict.NOT_TESTED.value
    assert frame.loc["2", "verdict"] == Verdict.NOT_DIFFERENT.value


def test_few_homicides_have_a_limit_and_no_rate(estimates: pd.DataFrame) -> None:
    rates = estimates[estimates["indicator_id"] == "homicide_rate"]
    flags = rates["flags"].str.split()
    few = flags.map(lambda f: Flag.FEWER_THAN_10.value in f)
    assert few.any()
    assert rates.loc[few, "value"].isna().all()
    assert rates.loc[few, "upper"].notna().all()
    assert (rates.loc[few, "events"] < 10).all()
    assert rates.loc[rates["population"] < 500, ["value", "upper"]].isna().all().all()
    shown = rates[rates["value"].notna()]
    assert (shown["events"] >= 10).all()


def test_every_indicator_is_there_for_all_its_places(estimates: pd.DataFrame) -> None:
    assert set(INDICATORS) >= REQUIRED
    assert set(estimates["indicator_id"]) == set(INDICATORS)
    counts = estimates.groupby(["indicator_id", "layer"]).size()
    for indicator in INDICATORS.values():
        for geography in indicator.geographies:
            name = geography.value
            if geography is Geography.TRACT:
                name = f"tract_{indicator.tract_vintage or indicator.year_end}"
            assert counts[(indicator.id, name)] == LAYER_SIZES[Layer(name)]


def test_values_are_in_range_and_inside_their_intervals(estimates: pd.DataFrame) -> None:
    for name, rows in estimates.groupby("indicator_id"):
        indicator = INDICATORS[str(name)]
        low, high = indicator.valid_range
        shown = rows[rows["value"].notna()]
        assert len(shown), name
        assert shown["value"].between(low - 1e-6, high + 1e-6).all(), name
        assert not (shown["lower"] > shown["value"] + 1e-6).any(), name
        assert not (shown["upper"] < shown["value"] - 1e-6).any(), name
        if indicator.interval is IntervalKind.MARGIN_90 and indicator.unit is Unit.PERCENT:
            assert shown["lower"].min() >= 0, name
            assert shown["upper"].max() <= 100, name


def test_tract_values_hold_no_sentinel(repository: Repository) -> None:
    for indicator in INDICATORS.values():
        low, high = indicator.valid_range
        values = repository.tract_estimates(indicator.id)["value"]
        assert values.between(low, high).all(), indicator.id
        tract_based = indicator.tract_vintage is not None and indicator.estimator not in (
            Estimator.BLOCK_COUNT,
            Estimator.BLOCK_SHARE,
        )
        assert (len(values) > 0) is tract_based, indicator.id


def test_coverage_rules(estimates: pd.DataFrame) -> None:
    e, flags = estimates, estimates["flags"].str.split().map(set)
    shown = e["value"].notna()

    def has(flag: Flag) -> pd.Series:
        return flags.map(lambda found: flag.value in found)

    assert (e.loc[shown, "coverage"] >= 0.5).all()
    assert e.loc[has(Flag.COVERAGE_UNDER_50), "value"].isna().all()
    assert (e.loc[has(Flag.COVERAGE_UNDER_50), "coverage"] < 0.5).all()
    partly = shown & (e["coverage"] < 0.8)
    assert partly.equals(has(Flag.COVERAGE_UNDER_80) & shown)
    borrowed = shown & (e["own_share"] < 0.5)
    assert borrowed.equals(has(Flag.SURROUNDING_TRACT) & shown)
    assert (e.loc[~shown, "flags"] != "").all()
    known = {flag.value for flag in Flag}
    assert set().union(*flags) <= known


def test_verdicts_only_where_a_test_is_allowed(
    estimates: pd.DataFrame, repository: Repository
) -> None:
    tested = estimates[estimates["verdict"] != Verdict.NOT_TESTED.value]
    assert len(tested) > 5000
    kinds = tested["indicator_id"].map(lambda i: INDICATORS[i].kind)
    assert Kind.MODELLED not in set(kinds)
    assert Kind.PARTLY_MODELLED in set(kinds)
    assert (tested["layer"] != Layer.CITY.value).all()
    assert tested["p_adjusted"].between(0, 1).all()
    assert tested["se"].notna().all()
    different = tested["verdict"] != Verdict.NOT_DIFFERENT.value
    assert (tested.loc[different, "p_adjusted"] <= 0.05).all()
    assert (tested.loc[~different, "p_adjusted"] > 0.05).all()
    flags = tested["flags"].str.split().map(set)
    for flag in (Flag.FEW_RESIDENTS, Flag.PREDICTED_TABLES, Flag.NO_ERROR, Flag.NO_RESIDENTS):
        assert not flags.map(lambda found, name=flag.value: name in found).any()
    ranked = estimates["rank"].notna()
    assert not (ranked & (estimates["verdict"] == Verdict.NOT_TESTED.value)).any()
    order = estimates[ranked]
    assert (order["rank_lower"] <= order["rank"]).all()
    assert (order["rank"] <= order["rank_upper"]).all()


def test_twins_in_one_tract_share_estimate_and_rank(repository: Repository) -> None:
    weights = repository.area_tracts(Layer.NEIGHBORHOOD, 2010)
    single = weights.groupby("area_id").filter(lambda rows: len(rows) == 1)
    tract = single.set_index("area_id")["tract_id"]
    frame = repository.estimates("life_expectancy", Layer.NEIGHBORHOOD).set_index("area_id")
    frame = frame.assign(tract=tract.reindex(frame.index)).dropna(subset=["tract", "rank"])
    small = frame[frame["method"] == "weighted_mean_e0"]
    groups = small.groupby("tract")
    assert (groups.size() > 1).sum() > 10
    for column in ("value", "rank", "rank_lower", "rank_upper"):
        assert (groups[column].nunique() == 1).all(), column


def test_life_tables_are_whole(repository: Repository) -> None:
    frame = repository.life_tables()
    by_tract = frame.groupby("tract_id")
    assert (by_tract["age_index"].apply(list).map(lambda a: a == list(range(11)))).all()
    assert (frame.loc[frame["age_index"] == 10, "nqx"] == 1).all()
    published = repository.tract_estimates("life_expectancy").set_index("tract_id")["value"]
    first = frame[frame["age_index"] == 0].set_index("tract_id")["ex"]
    assert set(first.index) == set(published.index)
    assert (published - first.reindex(published.index)).abs().max() < 0.06


def test_no_orphan_keys() -> None:
    engine = open_engine()
    with engine.connect() as connection:
        assert connection.execute(sa.text("PRAGMA foreign_key_check")).fetchall() == []
        for table in tables.metadata.sorted_tables:
            keys = list(table.primary_key.columns)
            total = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            distinct = sa.select(*keys).distinct().subquery()
            unique = connection.execute(sa.select(sa.func.count()).select_from(distinct))
            assert unique.scalar_one() == total > 0, table.name
    engine.dispose()


def test_extract_refuses_writes() -> None:
    engine = open_engine()
    with engine.connect() as connection, pytest.raises(sa.exc.OperationalError):
        connection.execute(sa.text("DELETE FROM meta"))
    engine.dispose()


def test_manifest_describes_this_extract(repository: Repository) -> None:
    manifest = json.loads((Path(EXTRACT).parent / "manifest.json").read_text(encoding="utf-8"))
    meta = repository.meta()
    assert manifest["content_hash"] == meta["content_hash"]
    assert str(manifest["schema_version"]) == meta["schema_version"]
    sources = repository.sources()
    assert len(manifest["sources"]) == len(sources) == int(meta["source_files"])
    named = {f.path for s in load_catalogue().sources.values() for f in s.files}
    assert set(sources["file"]) == named
    assert sources["sha256"].str.fullmatch(r"[0-9a-f]{64}").all()
    assert {i.source for i in INDICATORS.values()} <= set(sources["source_id"])
