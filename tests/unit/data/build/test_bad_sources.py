"""A bad source stops the build with file, row, column and value; the old extract stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.build import __main__ as command
from data.build.pipeline import DATABASE
from data.catalogue.loader import Catalogue
from data.cities.city import city

Row = dict[str, Any]
Edit = Callable[[str, Callable[[list[Row]], list[Row]]], None]
BLOCKS = "population/blocks_2010_kcmo.csv"
LIFE = "health/usaleep_A_six_counties.csv"
TABLES = "health/usaleep_B_six_counties.csv"
CITIES = "health/500cities_2017release_tract_six_counties.csv"
SVI = "social/svi2022_missouri_kc.csv"
HOMICIDES = "health/homicides_kcmo_2007_2017.csv"
SHOT = "city/gun_violence_gva/gva_2014_2017_by_NBHID.csv"
OLD = b"the extract of yesterday"


def put(column: str, value: object, *, row: int = 0) -> Callable[[list[Row]], list[Row]]:
    """Replace one value."""

    def change(rows: list[Row]) -> list[Row]:
        rows[row][column] = value
        return rows

    return change


def drop(column: str) -> Callable[[list[Row]], list[Row]]:
    """Remove a column."""
    return lambda rows: [{k: v for k, v in row.items() if k != column} for row in rows]


def twice(rows: list[Row]) -> list[Row]:
    """Repeat the first row at the end."""
    return [*rows, rows[0]]


CASES = [
    (BLOCKS, drop("age_0_4"), ["column 'age_0_4'", "this column"]),
    (BLOCKS, twice, ["row 18", "column 'block_geoid'", "290950001001000", "once"]),
    (BLOCKS, put("population", "many", row=3), ["row 5", "'population'", "'many'", "a number"]),
    (BLOCKS, put("population", "", row=3), ["row 5", "'population'", "a number"]),
    (BLOCKS, put("population", "551"), ["row 2", "'population'", "'551'", "sum of the age bands"]),
    (BLOCKS, put("age_0_4", "-30"), ["row 2", "'age_0_4'", "whole number of people"]),
    (BLOCKS, put("lon", "94.6"), ["row 2", "'lon'", "'94.6'", "degrees"]),
    (BLOCKS, put("block_geoid", "290950009991000"), ["'block_geoid'", "2010 tract"]),
    (LIFE, twice, ["row 5", "'Tract ID'", "29095000100", "once"]),
    (LIFE, put("Tract ID", "29095777777"), ["row 2", "'29095777777'", "census tract"]),
    (LIFE, put("Tract ID", ""), ["row 2", "'Tract ID'", "a key"]),
    (LIFE, put("e(0)", "150", row=1), ["row 3", "'e(0)'", "150", "50 to 100"]),
    (LIFE, put("e(0)", "-999", row=2), ["row 4", "'e(0)'", "-999", "50 to 100"]),
    (LIFE, put("e(0)", "Inf", row=1), ["row 3", "'e(0)'", "'Inf'", "finite"]),
    (LIFE, put("Abridged life table flag", "7"), ["row 2", "'7'", "1, 2 or 3"]),
    (TABLES, lambda rows: rows[1:], ["29095000100", "11 age groups"]),
    (TABLES, put("Age Group", "0-5"), ["row 2", "'0-5'", "Under 1"]),
    (TABLES, put("nq(x)", "-1"), ["row 2", "'nq(x)'", "0 or more"]),
    (CITIES, put("estimate", "30.5"), ["row 2", "'estimate'", "'30.5'", "between its two limits"]),
    (CITIES, put("estimate", ""), ["row 2", "'estimate'", "between its two limits"]),
    (SVI, put("EP_POV150", "-666666666"), ["row 2", "'EP_POV150'", "0 to 100"]),
    (SVI, drop("M_POV150"), ["'M_POV150'", "the columns of"]),
    (HOMICIDES, put("disposition", "Solved"), ["row 2", "'Solved'", "Closed by arrest"]),
    (HOMICIDES, put("reported_date", "19990101"), ["row 2", "'19990101'", "2007"]),
    (HOMICIDES, put("lat", ""), ["row 2", "'lat'", "a number"]),
    (SHOT, put("killed", "-1"), ["row 2", "'killed'", "'-1'", "a number of people"]),
    (SHOT, put("injured", "2.5"), ["row 2", "'injured'", "'2.5'", "a number of people"]),
    (SHOT, put("injured", "3"), ["'injured'", "value 18", "16 people, as "]),
    (SHOT, put("NBHID", "1", row=2), ["row 4", "'NBHID'", "'1'", "appears once"]),
    (SHOT, drop("killed"), ["'killed'", "this column"]),
]


@pytest.fixture
def build(
    sources: Path,
    catalogue: Catalogue,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[[], str]:
    """Runs the command beside an old extract; checks that it fails and leaves that alone."""
    monkeypatch.setattr(command, "load_catalogue", lambda: catalogue)
    out = tmp_path / "extract"
    out.mkdir()
    (out / DATABASE).write_bytes(OLD)

    def run() -> str:
        code = command.main(["--sources", str(sources), "--out", str(out)])
        assert code == 1
        assert [p.name for p in out.iterdir()] == [DATABASE]
        assert (out / DATABASE).read_bytes() == OLD
        return capsys.readouterr().err.strip().splitlines()[-1]

    return run


@pytest.mark.parametrize(("path", "change", "said"), CASES)
def test_message_names_file_row_column_and_value(
    build: Callable[[], str], edit: Edit, path: str, change: Any, said: list[str]
) -> None:
    edit(path, change)
    message = build()
    assert path in message
    for part in said:
        assert part in message


def test_missing_file(build: Callable[[], str], sources: Path) -> None:
    (sources / LIFE).unlink()
    assert LIFE in build()


def test_missing_directory(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "load_catalogue", lambda: catalogue)
    assert command.main(["--sources", str(tmp_path / "nothing"), "--out", str(tmp_path)]) == 1


def test_changed_row_count(build: Callable[[], str], catalogue: Catalogue) -> None:
    source = catalogue.sources["usaleep"]
    files = tuple(f.model_copy(update={"rows": 4000}) for f in source.files)
    catalogue.sources["usaleep"] = source.model_copy(update={"files": files})  # type: ignore[index]
    message = build()
    assert LIFE in message
    assert "value 3" in message
    assert "4000 rows" in message


def test_broken_polygon(build: Callable[[], str], sources: Path) -> None:
    path = sources / "geometry/council_districts.geojson"
    content = json.loads(path.read_text())
    ring = content["features"][1]["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]  # a bow tie
    path.write_text(json.dumps(content))
    message = build()
    assert "council_districts.geojson, row 2" in message
    assert "valid shape" in message


def test_unreadable_polygons(build: Callable[[], str], sources: Path) -> None:
    (sources / "geometry/council_districts.geojson").write_text("not json")
    assert "council_districts.geojson" in build()


def test_neighborhood_count_that_blocks_do_not_repeat(
    build: Callable[[], str], sources: Path
) -> None:
    path = sources / "geometry/neighborhoods_kcmo.geojson"
    content = json.loads(path.read_text())
    content["features"][0]["properties"]["pop2020_blocks"] = 7
    path.write_text(json.dumps(content))
    message = build()
    assert "'pop2020_blocks'" in message
    assert "value 7" in message


def test_census_total_that_is_not_the_published_one(
    build: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.build.checks.city", city)
    assert f"expected {city().people[2010]}" in build()
