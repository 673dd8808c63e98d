"""Files with one row an area: read as they are, refused where they are not as expected."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.build.errors import SourceError
from data.build.reading import SourceDirectory
from data.build.sources import census_counties, county_rankings
from data.build.sources.wide_table import Wanted
from data.catalogue.measures import AreaEntry, TableEntry, load_measures

FILE = "county/rates.csv"
AREAS = [load_measures().areas[name] for name in ("country", "state_29", "county_29095")]
TOTAL = TableEntry(file=FILE, value="v", lower="v_low", upper="v_high", unreliable="flag")
BY_RACE = TableEntry(
    file=FILE,
    value="v_{group}",
    lower="v_{group}_low",
    upper="v_{group}_high",
    groups={"black": "black", "white": "white"},
)
COUNTS = TableEntry(file=FILE, part=("A_1", "A_2"), whole=("A",))


def frame(**changes: object) -> pd.DataFrame:
    """Three areas, shuffled, one beside the wanted ones; codes without a leading zero."""
    rows: dict[str, object] = {
        "statecode": ["29", "0", "29", "20"],
        "countycode": ["095", "0", "000", "091"],
        "v": ["0.3", "0.1", "0.2", "0.9"],
        "v_low": ["0.25", "0.09", "0.15", "0.8"],
        "v_high": ["0.35", "0.11", "0.25", "1.0"],
        "flag": ["", "NA", "1", ""],
    }
    return pd.DataFrame({**rows, **changes})


def read(
    root: Path,
    table: TableEntry,
    content: pd.DataFrame,
    scale: float = 100.0,
    areas: list[AreaEntry] = AREAS,
) -> pd.DataFrame:
    (root / FILE).parent.mkdir(parents=True, exist_ok=True)
    content.to_csv(root / FILE, index=False)
    source = SourceDirectory(root, {FILE: None})
    reader = census_counties.survey if table.part else county_rankings.estimates
    return reader(source, Wanted(table, areas, (0.0, 100.0), scale))


def test_rows_are_found_by_code_and_scaled(tmp_path: Path) -> None:
    found = read(tmp_path, TOTAL, frame())
    assert found["area_id"].tolist() == ["country", "state_29", "county_29095"]
    assert found[["value", "lower", "upper"]].to_numpy() == pytest.approx(
        np.array([[10, 9, 11], [20, 15, 25], [30, 25, 35]])
    )
    assert found["quality"].isna().tolist() == [True, False, True]


def test_a_blank_is_no_value_and_a_value_may_lack_its_interval(tmp_path: Path) -> None:
    content = frame(
        v_black=["0.3", "NA", ".", ""], v_black_low=["0.2", "", "", ""],
        v_black_high=["0.4", "", "", ""], v_white=["0.1", "0.1", "0.1", ""],
        v_white_low=["0.05", "", "0.05", ""], v_white_high=["0.2", "", "0.2", ""],
    )  # fmt: skip
    found = read(tmp_path, BY_RACE, content).set_index(["group_id", "area_id"])
    assert len(found) == 4
    assert found["lower"].isna().to_dict()[("white", "country")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"v": ["many", "0.1", "0.2", "0.9"]}, "a number"),
        ({"v": ["30", "0.1", "0.2", "0.9"]}, "0 to 100"),
        ({"v": ["0.5", "0.1", "0.2", "0.9"]}, "inside its interval"),
        ({"v": ["", "0.1", "0.2", "0.9"]}, "no limit without a value"),
        ({"v_low": ["", "0.09", "0.15", "0.8"]}, "both limits or none"),
        ({"v_low": ["-inf", "0.09", "0.15", "0.8"]}, "finite"),
        ({"countycode": ["097", "0", "000", "091"]}, "one row of 29095"),
        ({"countycode": ["095", "0", "095", "091"]}, "once"),
        ({"countycode": ["Jackson", "0", "000", "091"]}, "a code"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(SourceError, match=said) as refused:
        read(tmp_path, TOTAL, frame(**changes))
    assert refused.value.file == FILE


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="v_high"):
        read(tmp_path, TOTAL, frame().drop(columns="v_high"))


def counts(**changes: object) -> pd.DataFrame:
    rows = {
        "A_1E": ["30"] * 4, "A_1M": ["3"] * 4, "A_2E": ["20"] * 4, "A_2M": ["4"] * 4,
        "AE": ["200"] * 4, "AM": ["10", "", "10", "10"],
    }  # fmt: skip
    return frame(**{**rows, **changes})


def test_a_share_is_worked_out_with_its_margin(tmp_path: Path) -> None:
    """50 of 200: margins of 5 and 10, so the root of 25 - (0.25 x 10)², over 200."""
    found = read(tmp_path, COUNTS, counts()).set_index("area_id")
    margin = 100 * np.sqrt(25 - 6.25) / 200
    assert found.loc["county_29095", ["value", "lower", "upper"]].tolist() == pytest.approx(
        [25.0, 25.0 - margin, 25.0 + margin]
    )
    assert found.loc["country", "upper"] == pytest.approx(25.0 + 2.5)  # a total without a margin
    other = read(tmp_path, COUNTS.model_copy(update={"complement": True}), counts())
    assert (other["value"].tolist(), other["numerator"].tolist()) == ([75.0] * 3, [150.0] * 3)


def test_a_code_for_no_margin_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the code for none"):
        read(tmp_path, COUNTS, counts(A_1M=["-222222222"] * 4))
