"""Files with published values by race: read as they are, refused where they are not as expected."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.build.errors import SourceError
from data.build.reading import SourceDirectory
from data.build.sources import big_cities, county_rankings
from data.cities.city import city as this_city

OWN_COUNTY = this_city().county
COUNTY = OWN_COUNTY.id if OWN_COUNTY else ""
HOMICIDE = "Homicide Rate (Age-Adjusted; Per 100,000 people)"
CITY_ROWS = [
    (HOMICIDE, "2011", "Both", "All", "21.7"),
    (HOMICIDE, "2011", "Both", "Black", "62.5"),
    (HOMICIDE, "2011", "Both", "Asian/PI", "9.5"),
    (HOMICIDE, "2011", "Both", "Multiracial", "3"),
    (HOMICIDE, "2011", "Female", "All", "7"),
    ("Suicide Rate", "2011", "Both", "White", "16.9"),
]
CITY_COLUMNS = ("Indicator", "Year", "Gender", "Race/ Ethnicity", "Value")


def directory(root: Path, path: str, frame: pd.DataFrame) -> SourceDirectory:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(root / path, index=False)
    return SourceDirectory(root, dict.fromkeys(_paths()))


def _paths() -> list[str]:
    return [big_cities.INVENTORY, *county_rankings.RELEASES.values()]


def city(rows: list[tuple[str, ...]] = CITY_ROWS) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(CITY_COLUMNS))


def county(**changes: object) -> pd.DataFrame:
    row: dict[str, object] = {"FIPS": COUNTY}
    for i, (value, people) in enumerate(county_rankings.GROUPS.values()):
        row[value], row[people] = 70.5 + i, 1000 * (i + 1)
    return pd.DataFrame([{"FIPS": "29000"}, {**row, **changes}])


def test_only_both_sexes_and_known_groups_are_kept(tmp_path: Path) -> None:
    source = directory(tmp_path, big_cities.INVENTORY, city())
    found = big_cities.by_race(source, {"homicide": HOMICIDE})
    assert found.to_dict("list") == {
        "published_id": ["homicide"] * 3,
        "year": [2011] * 3,
        "group_id": ["all", "black", "asian"],
        "value": [21.7, 62.5, 9.5],
    }


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((HOMICIDE, "2012", "Both", "Martian", "1"), "Race/ Ethnicity"),
        ((HOMICIDE, "2012", "Both", "White", "few"), "a number"),
        ((HOMICIDE, "2011", "Both", "All", "21.8"), "once"),
    ],
)
def test_a_bad_row_of_the_city_file_is_named(tmp_path: Path, row: tuple, said: str) -> None:
    source = directory(tmp_path, big_cities.INVENTORY, city([*CITY_ROWS, row]))
    with pytest.raises(SourceError, match=said):
        big_cities.by_race(source, {"homicide": HOMICIDE})


def test_a_measure_that_is_not_in_the_file_is_named(tmp_path: Path) -> None:
    source = directory(tmp_path, big_cities.INVENTORY, city())
    with pytest.raises(SourceError, match="Infant"):
        big_cities.by_race(source, {"infants": "Infant Mortality Rate"})


def both_releases(root: Path, frame: pd.DataFrame) -> SourceDirectory:
    for path in county_rankings.RELEASES.values():
        source = directory(root, path, frame)
    return source


def test_the_county_has_values_and_residents_of_both_releases(tmp_path: Path) -> None:
    frame = county(**{"Life Expectancy (AIAN)": None})
    found = county_rankings.life_expectancy(both_releases(tmp_path, frame))
    assert set(found["year"]) == {2020, 2022}
    assert set(found["group_id"]) == {"all", "asian", "black", "hispanic", "white"}
    black = found[found["group_id"] == "black"]
    assert black[["value", "people"]].to_numpy().tolist() == [[72.5, 3000.0]] * 2


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (county(**{"Life Expectancy (Black)": 720}), "50 to 110"),
        (county(FIPS="20091"), COUNTY),
        (county().drop(columns="# Asian"), "# Asian"),
    ],
)
def test_a_bad_county_file_is_named(tmp_path: Path, frame: pd.DataFrame, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        county_rankings.life_expectancy(both_releases(tmp_path, frame))
