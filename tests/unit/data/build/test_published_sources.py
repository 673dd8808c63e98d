"""Files with published values by race: read as they are, refused where they are not as expected."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.build.errors import SourceError
from data.build.reading import SourceDirectory
from data.build.sources import big_cities, city_homicides, county_rankings, urban_institute
from data.build.sources.wide_table import Wanted
from data.catalogue.measures import TableEntry, load_measures
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
        "measure_id": ["homicide"] * 3,
        "period": ["2011"] * 3,
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
    assert set(found["period"]) == {"2016-2018", "2018-2020"}
    assert set(found["group_id"]) == {"all", "asian", "black", "hispanic", "white"}
    black = found[found["group_id"] == "black"]
    assert black[["value", "denominator"]].to_numpy().tolist() == [[72.5, 3000.0]] * 2


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


# -- files with a row for each group, year or item ------------------------------------------------

LONG = "city/long.csv"
LONG_ROWS = [
    ("29", "38000", "2023", "All", "0.835", "0.825", "0.844", "1"),
    ("29", "38000", "2023", "Black", "0.784", "0.758", "0.810", "3"),
    ("29", "38000", "2021", "All", "0.82", "0.81", "0.83", "1"),
    ("20", "36000", "2023", "All", "0.7", "0.6", "0.8", "1"),
]
LONG_COLUMNS = ("state", "place", "year", "group", "share", "share_lb", "share_ub", "grade")


def long(root: Path, rows: list[tuple[str, ...]], **table: object) -> pd.DataFrame:
    path = root / LONG
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows, columns=list(LONG_COLUMNS)).to_csv(path, index=False)
    entry = TableEntry.model_validate(
        {
            "file": LONG, "value": "share", "lower": "share_lb", "upper": "share_ub",
            "quality": "grade", "group_column": "group", "groups": {"all": "All", "black": "Black"},
            "areas": ["city"], **table,
        }
    )  # fmt: skip
    wanted = Wanted(entry, [load_measures().areas["city"]], (0, 100), 100.0, "2019-2023")
    return urban_institute.estimates(SourceDirectory(root, {LONG: None}), wanted)


def test_a_row_a_group_of_the_last_year_and_place(tmp_path: Path) -> None:
    found = long(tmp_path, LONG_ROWS)
    assert found["group_id"].tolist() == ["all", "black"]
    assert found["value"].round(1).tolist() == [83.5, 78.4]
    assert found["quality"].tolist() == [1, 3]


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        (0, "share", "many", "a number"),
        (0, "share", "0.9", "inside its interval"),
        (0, "share_lb", "", "both limits or none"),
        (1, "grade", "4", "a grade of 1, 2 or 3"),
        (1, "group", "Others", "a row of"),
        (1, "group", "All", "appears once"),
    ],
)
def test_a_wrong_row_a_group_is_refused(
    tmp_path: Path, row: int, column: str, value: str, said: str
) -> None:
    rows = [list(r) for r in LONG_ROWS]
    rows[row][LONG_COLUMNS.index(column)] = value
    with pytest.raises(SourceError, match=said):
        long(tmp_path, [tuple(r) for r in rows])


def test_a_blank_is_no_value(tmp_path: Path) -> None:
    blank = ("29", "38000", "2023", "Black", "NA", "NA", "NA", "NA")
    assert long(tmp_path, [LONG_ROWS[0], blank])["group_id"].tolist() == ["all"]


def count_of(root: Path, year: str, rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    path = root / LONG
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows, columns=["year", "homicides", "counted_by"]).to_csv(path, index=False)
    entry = TableEntry(file=LONG, value="homicides", areas=("city",))
    wanted = Wanted(entry, [load_measures().areas["city"]], (1, 1000), 1.0, year)
    return city_homicides.totals(SourceDirectory(root, {LONG: None}), wanted)


def test_only_the_count_of_the_police_is_read(tmp_path: Path) -> None:
    rows = [("2024", "144", "KCPD as told"), ("2024", "141", "UCR via RTCI")]
    found = count_of(tmp_path, "2024", rows)
    assert (found["value"].tolist(), found["quality"].isna().all()) == ([144.0], True)
    unofficial = count_of(tmp_path, "2018", [("2018", "138", "press (unofficial)")])
    assert unofficial["quality"].tolist() == [3]
    with pytest.raises(SourceError, match="one such count"):
        count_of(tmp_path, "2025", [("2025", "135", "UCR via RTCI")])
    with pytest.raises(SourceError, match="KCPD"):
        count_of(tmp_path, "2024", [("2024", "1", "somebody")])


def index_of(root: Path, months: str, column: str, year: str) -> pd.DataFrame:
    path = root / LONG
    path.parent.mkdir(parents=True, exist_ok=True)
    row = {"crime_type": "murder", "ytd_month_range": months, "two_years_prior_full": "141",
           "previous_year_full": "135"}  # fmt: skip
    pd.DataFrame([row]).to_csv(path, index=False)
    entry = TableEntry(file=LONG, value=column, row="murder", areas=("city",))
    wanted = Wanted(entry, [load_measures().areas["city"]], (1, 1000), 1.0, year)
    return city_homicides.crime_index(SourceDirectory(root, {LONG: None}), wanted)


def test_years_of_the_crime_index_follow_from_its_last_month(tmp_path: Path) -> None:
    found = index_of(tmp_path, "Jan - Feb 2026", "previous_year_full", "2025")
    assert found["value"].tolist() == [135.0]
    assert index_of(tmp_path, "Jan - Feb 2026", "two_years_prior_full", "2024")[
        "value"
    ].tolist() == [141.0]
    with pytest.raises(SourceError, match="months of 2026"):
        index_of(tmp_path, "Jan - Mar 2027", "previous_year_full", "2025")
