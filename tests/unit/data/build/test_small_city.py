"""The whole build on a city small enough to work out by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.atlas.base_map import read_base_map
from data.build import checks
from data.build.from_counts import can_be_worked_out
from data.build.pipeline import DATABASE, MANIFEST, build, run
from data.build.sources import base_map, census, mapping_inequality
from data.build.sources.washington_post import HOMICIDES
from data.build.writer import content_hash
from data.catalogue.loader import Catalogue, of_city
from data.cities.city import city
from data.locale import LANGUAGES
from data.models import Flag, Geography, Layer, Verdict
from data.repository.engine import open_engine, sqlite_url
from data.repository.queries import Repository
from data.repository.tables import BASE_MAP, MAP_PATHS
from tests import tiny_city
from tests.unit.data.build.conftest import BAND_PEOPLE, ROWS, square, write_geojson

WEST, EAST = "29095000100", "29095000200"
Row = dict[str, Any]
Edit = Callable[[str, Callable[[list[Row]], list[Row]]], None]


def silent(_: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture
def repository(sources: Path, catalogue: Catalogue, tmp_path: Path) -> Iterator[Repository]:
    run(sources, tmp_path / "out", tmp_path / "geo", catalogue, silent)
    engine = open_engine(sqlite_url(tmp_path / "out" / DATABASE))
    yield Repository(engine)
    engine.dispose()


def rows(repository: Repository, indicator: str, layer: Layer) -> pd.DataFrame:
    return repository.estimates(indicator, layer).set_index("area_id")


def test_weights_count_block_people(repository: Repository) -> None:
    areas = repository.areas(Layer.NEIGHBORHOOD).set_index("area_id")
    assert areas["people_2010"].tolist() == [2200] * 4
    weights = repository.area_tracts(Layer.ZIP, 2010)
    assert weights[["area_id", "tract_id", "people"]].to_numpy().tolist() == [
        ["64001", WEST, 4400],
        ["64002", EAST, 4400],
    ]
    assert areas["main_grade"].to_dict() == {"1": "D", "2": "U", "3": "U", "4": "U"}


def test_modelled_mean_has_interval_but_no_test(repository: Repository) -> None:
    city = rows(repository, "diabetes_2015", Layer.CITY).iloc[0]
    assert city["value"] == pytest.approx(13.0)
    assert city["se"] == pytest.approx(np.sqrt(2 * (0.5 * 2.0 / (2 * 1.959964)) ** 2), rel=1e-6)
    for layer in (Layer.ZIP, Layer.NEIGHBORHOOD):
        frame = rows(repository, "diabetes_2015", layer)
        assert set(frame["verdict"]) == {Verdict.NOT_TESTED.value}
        assert frame["rank"].isna().all()
        assert frame["flags"].str.contains("modelled").all()


def test_count_share_splits_tract_counts_by_people(repository: Repository) -> None:
    # West: 4,000 people with a known income, all in the city. East: 8,000, half of them in it.
    city = rows(repository, "poverty_150", Layer.CITY).iloc[0]
    assert city["value"] == pytest.approx(100 * (1000 + 800 / 2) / 8000)
    assert city["population"] == pytest.approx(8000)
    assert city["se"] == pytest.approx(np.hypot(5.0, 2.0) / 1.645 / 2)
    zips = rows(repository, "poverty_150", Layer.ZIP)
    assert zips["value"].tolist() == [25.0, 10.0]
    assert zips["verdict"].tolist() == ["worse", "better"]
    assert zips["difference"].tolist() == pytest.approx([15.0, -15.0])


def test_life_expectancy_is_pooled_or_averaged_by_size(repository: Repository) -> None:
    zips = rows(repository, "life_expectancy", Layer.ZIP)
    assert zips["method"].tolist() == ["weighted_mean_e0"] * 2
    assert zips["value"].tolist() == [79.5, 73.3]
    assert zips["verdict"].tolist() == ["better", "worse"]
    assert zips["rank"].tolist() == [2.0, 1.0]
    city = rows(repository, "life_expectancy", Layer.CITY).iloc[0]
    assert city["method"] == "pooled_life_table"
    assert 73.3 < city["value"] < 79.5
    assert city["value"] != pytest.approx((79.5 + 73.3) / 2, abs=0.01)
    tracts = rows(repository, "life_expectancy", Layer.TRACT_2010)
    assert tracts["method"].tolist() == ["published_tract"] * 2


def test_places_with_the_same_weights_cannot_be_compared(repository: Repository) -> None:
    frame = rows(repository, "poverty_150", Layer.NEIGHBORHOOD)
    assert frame["value"].tolist() == [17.5] * 4
    assert set(frame["verdict"]) == {Verdict.NOT_TESTED.value}
    assert frame["rank"].tolist() == [1.0] * 4
    assert frame["own_share"].tolist() == [0.25] * 4
    assert frame["flags"].str.contains(Flag.SURROUNDING_TRACT.value).all()


def test_few_events_give_a_limit_and_no_rate(repository: Repository) -> None:
    frame = rows(repository, "homicide_rate", Layer.NEIGHBORHOOD)
    assert frame["events"].tolist() == [42, 0, 0, 0]
    assert frame.loc["1", "value"] == pytest.approx(42 / (2200 * 11) * 1e5)
    assert frame.loc["1", "verdict"] == "worse"
    few = frame.loc["2":]
    assert few["value"].isna().all()
    assert few["upper"].tolist() == pytest.approx([3.688879 / (2200 * 11) * 1e5] * 3, rel=1e-6)
    assert few["flags"].tolist() == [Flag.FEWER_THAN_10.value] * 3
    assert few["rank"].isna().all()
    zips = rows(repository, "homicide_rate", Layer.ZIP)
    assert Flag.FROM_10_TO_19.value in zips.loc["64001", "flags"].split()
    share = rows(repository, "homicide_no_arrest", Layer.COUNCIL_DISTRICT)
    assert share["value"].tolist() == pytest.approx([100 / 3] * 2)
    assert share["events"].tolist() == [12, 30]
    assert share["verdict"].tolist() == ["not_tested", "not_different"]


def test_blocks_count_grades_and_ages(repository: Repository) -> None:
    graded = rows(repository, "redlined_1939", Layer.NEIGHBORHOOD)
    assert graded["value"].tolist() == [50.0, 0.0, 0.0, 0.0]
    assert rows(repository, "redlined_1939", Layer.TRACT_2010)["value"].tolist() == [25.0, 0.0]
    children = rows(repository, "children_2020", Layer.CITY).iloc[0]
    assert children["value"] == pytest.approx(100 * 110 / 550)
    assert rows(repository, "population_2010", Layer.CITY).iloc[0]["value"] == 8800


def test_medians_stay_in_their_tract_and_top_codes_are_marked(repository: Repository) -> None:
    frame = rows(repository, "median_income_2015", Layer.TRACT_2010)
    assert frame["value"].tolist() == [250_001.0, 30_000.0]
    assert frame["flags"].tolist() == ["no_error top_coded", "no_error"]
    assert repository.estimates("median_income_2015", Layer.NEIGHBORHOOD).empty


def test_sentinels_never_become_values(
    sources: Path, catalogue: Catalogue, edit: Edit, tmp_path: Path
) -> None:
    def blank_west(found: list[Row]) -> list[Row]:
        names = ("E_POV150", "M_POV150", "EP_POV150", "MP_POV150")
        return [row | dict.fromkeys(names, "-999") for row in found]

    edit("social/svi2022_missouri_kc.csv", blank_west)
    run(sources, tmp_path / "out", tmp_path / "geo", catalogue, silent)
    repository = Repository(open_engine(sqlite_url(tmp_path / "out" / DATABASE)))
    assert repository.tract_estimates("poverty_150")["tract_id"].tolist() == [EAST]
    city = rows(repository, "poverty_150", Layer.CITY).iloc[0]
    assert (city["value"], city["coverage"]) == (10.0, 0.5)
    assert Flag.COVERAGE_UNDER_80.value in city["flags"].split()
    west = rows(repository, "poverty_150", Layer.ZIP).loc["64001"]
    assert np.isnan(west["value"])
    assert west["flags"] == Flag.NO_DATA.value


def test_share_of_zero_gets_an_assumed_universe(
    sources: Path, catalogue: Catalogue, edit: Edit, tmp_path: Path
) -> None:
    edit(
        "social/svi2022_missouri_kc.csv",
        lambda found: [row | {"E_POV150": "0", "EP_POV150": "0.0"} for row in found],
    )
    run(sources, tmp_path / "out", tmp_path / "geo", catalogue, silent)
    repository = Repository(open_engine(sqlite_url(tmp_path / "out" / DATABASE)))
    west = repository.tract_estimates("poverty_150").set_index("tract_id").loc[WEST]
    assert west["denominator"] == pytest.approx(4000 * 8000 / 4000)  # the other tract's ratio
    assert west["flags"] == Flag.ASSUMED_DENOMINATOR.value
    assert (west["lower"], west["value"]) == (0.0, 0.0)
    assert west["upper"] > 0


def test_two_builds_agree_and_another_value_shows(
    sources: Path, catalogue: Catalogue, edit: Edit
) -> None:
    first, second = (build(sources, catalogue, silent) for _ in range(2))
    assert first.content_hash == second.content_hash == content_hash(second.tables)
    assert [b.file for b in first.boundaries] == [b.file for b in second.boundaries]
    path = "health/usaleep_A_six_counties.csv"
    edit(path, lambda found: [row | {"e(0)": "75.0"} for row in found])
    assert build(sources, catalogue, silent).content_hash != first.content_hash


def test_manifest_tells_sources_and_rows(
    repository: Repository, tmp_path: Path, sources: Path
) -> None:
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text())
    assert manifest["content_hash"] == repository.meta()["content_hash"]
    assert manifest["rows"]["area"] == 4 + 2 + 2 + 3 + 1 + 2 + 2 + 2  # grades: D and ungraded
    files = {row["file"]: row for row in manifest["sources"]}
    assert files["health/usaleep_A_six_counties.csv"]["rows"] == 3
    assert all(len(row["sha256"]) == 64 and row["licence"] for row in files.values())
    assert len(repository.sources()) == len(files)
    geo = json.loads((tmp_path / "geo" / "manifest.json").read_text())
    assert {p.name for p in (tmp_path / "geo").glob("*.*.*json")} == {
        entry["file"] for entry in geo.values()
    }


def test_people_shot_are_told_from_five_on(repository: Repository) -> None:
    rows = repository.estimates("shootings", Layer.NEIGHBORHOOD).set_index("area_id")
    assert rows["events"].fillna(-1).tolist() == [12, 7, -1, -1]
    residents = 2200  # of each neighborhood, at both censuses
    assert rows.loc["1", "value"] == pytest.approx(12 / residents / 4 * 100_000)
    assert rows["value"].notna().tolist() == [True, False, False, False]
    untold = rows["flags"].str.contains(Flag.FEWER_THAN_5.value)
    assert rows.index[untold].tolist() == ["3", "4"]
    assert rows[["upper", "rank", "difference"]].isna().all().all()
    assert repository.estimates("shootings", Layer.CITY)["events"].tolist() == [23]


@pytest.mark.parametrize(
    ("counts", "known"),
    [
        ([12, 7, 2, 1], False),
        ([12, 7, 2], True),  # one untold: the rest of the total
        ([12, 7, 0, 0], True),  # nothing left over: both are 0
        ([12, 7, 4, 4], True),  # the most that both can be
        ([12, 7], False),
    ],
)
def test_counts_that_are_not_told_may_not_follow(counts: list[int], known: bool) -> None:
    assert can_be_worked_out(np.array(counts, dtype=float)) is known


def test_homicides_keep_areas_and_years_only(repository: Repository) -> None:
    frame = repository.homicides()
    assert len(frame) == 42
    assert {c for c in frame.columns if not c.endswith("_key")} == {"year", "no_arrest", "weight"}
    assert frame["no_arrest"].sum() == 14


def test_a_city_with_two_layers_and_no_events_is_built(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    """No other layer, no graded land, no lines, no county: nothing is asked of their files."""
    own = city()
    others = (Geography.NEIGHBORHOOD, Geography.COUNCIL_DISTRICT)
    files = [own.layers[layer].source.file for layer in others]
    for file in (*files, mapping_inequality.GRADED_AREAS, census.STATE_LINE, base_map.WATER):
        write_geojson(sources / file, [({"unread": 1}, square(0, 0, 1, 1))])
    (sources / HOMICIDES).write_text("unread")
    people = sum(BAND_PEOPLE) * ROWS * 4
    lacks = [name for name in tiny_city.LACKS if name in catalogue.sources]
    told = {"people": {2010: people, 2020: people}, "lacks": lacks}
    tiny_city.write_folder(tmp_path / "cities", "zip", told)
    with tiny_city.shown(tmp_path / "cities"):
        monkeypatch.setattr(checks, "city", city)
        run(sources, tmp_path / "out", tmp_path / "geo", of_city(catalogue, city()), silent)
    engine = open_engine(sqlite_url(tmp_path / "out" / DATABASE))
    repository = Repository(engine)
    layers = {"zip", "city", "tract_2010", "tract_2020"}
    paths = {f"{MAP_PATHS}{layer}" for layer in layers}
    assert set(repository.boundaries()) == {*layers, *paths, BASE_MAP}
    (file,) = (tmp_path / "geo").glob(f"{BASE_MAP}.*.json")
    base = read_base_map(file, LANGUAGES)
    assert base.lines == base.points == ()
    assert {layer: len(names) for layer, names in base.places.items()} == {"zip": 2}
    areas = repository.areas(Layer.ZIP).set_index("area_id")
    assert areas["people_2020"].to_dict() == {"64001": 4400, "64002": 4400}
    assert areas["main_grade"].isna().all()
    assert repository.areas(Layer.NEIGHBORHOOD).empty
    assert repository.homicides().empty
    assert repository.dispersions() == {}
    assert rows(repository, "life_expectancy", Layer.ZIP)["value"].notna().all()
    assert "homicide_rate" not in repository.indicator_ids()
    engine.dispose()
