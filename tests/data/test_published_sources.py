"""Published values against the files that they were read from, by another way than the build's."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from data.catalogue.measures import load_measures
from data.catalogue.yardsticks import load_yardsticks
from data.published.results import PublishedEstimate
from data.stats.intervals import z_value
from tests.shared import services

FACTS = services().published
# Names of areas and groups in the table that was put together by hand from the same files.
AREAS = {
    "US": "country", "Kansas": "state_20", "Missouri": "state_29", "Johnson KS": "county_20091",
    "Wyandotte KS": "county_20209", "Cass MO": "county_29037", "Clay MO": "county_29047",
    "Jackson MO": "county_29095", "Platte MO": "county_29165",
}  # fmt: skip
GROUPS = {"aian": "native", "nhopi": "pacific", "tom": "several"}


@cache
def sources() -> Path:
    directory = os.environ.get("SOURCES")
    if not directory:
        pytest.skip("needs SOURCES: the directory of source files (docs/how-to/add-a-source.md)")
    return Path(directory)


def scale_and_level(estimate: PublishedEstimate) -> tuple[float, float]:
    """What makes the table's number ours, and 95 % limits ours."""
    level = estimate.level_percent or 95
    return 100.0 if estimate.measure.unit == "percent" else 1.0, z_value(level / 100) / z_value(
        0.95
    )


@pytest.mark.sources
def test_every_value_is_that_of_the_table_made_by_hand() -> None:
    table = pd.read_csv(sources() / "county/chr/_tidy_headline.csv")
    table["area"] = table["place"].map(AREAS)
    table["group"] = table["group"].replace(GROUPS)
    rows = table.set_index(["file", "area", "group"])
    compared = 0
    for measure in load_measures().measures.values():
        for estimate in FACTS.estimates(measure.id):
            for entry in estimate.release.tables:
                key = (Path(entry.file).stem, estimate.area.id, estimate.group)
                if estimate.left_out or key not in rows.index:
                    continue
                row, (scale, _) = rows.loc[key], scale_and_level(estimate)
                assert estimate.value == pytest.approx(row["value"] * scale, rel=1e-6), key
                years = str(row["years"]).partition(" ")[0].rstrip("?")
                assert estimate.period == years, key
                if estimate.limits:
                    limits = (row["ci95_low"] * scale, row["ci95_high"] * scale)
                    assert estimate.limits == pytest.approx(limits, rel=1e-6), key
                compared += 1
    assert compared > 350


@pytest.mark.sources
def test_models_of_poverty_and_income_are_those_of_another_release() -> None:
    """County Health Rankings prints the same numbers, its limits stretched from 90 to 95 %."""
    for measure, file, unit in (
        ("household_income_one_year", "v063_r2025", 1.0),
        ("child_poverty_one_year", "v024_r2025", 100.0),
    ):
        table = pd.read_csv(sources() / "county/chr/_tidy_headline.csv")
        rows = table[table["file"] == file].set_index("place")
        for place, area in AREAS.items():
            found = FACTS.latest(measure, area)
            assert found is not None
            assert found.value == pytest.approx(rows.loc[place, "value"] * unit)
            half = (rows.loc[place, "ci95_high"] - rows.loc[place, "ci95_low"]) * unit / 2
            _, stretch = scale_and_level(found)
            assert (found.upper - found.lower) / 2 == pytest.approx(half * stretch, rel=0.01)


@pytest.mark.sources
def test_yardsticks_are_those_of_their_table() -> None:
    table = pd.read_csv(sources() / "policy/targets/healthy_people_2030.csv")
    entries = load_yardsticks().yardsticks
    assert [entry.target for entry in entries] == table["target"].tolist()
    for entry, (_, row) in zip(entries, table.iterrows(), strict=True):
        for ours, theirs in (("baseline", "baseline"), ("latest", "latest")):
            given = None if pd.isna(row[theirs]) else float(row[theirs])
            assert getattr(entry, ours) == given, entry.id
        said = str(row["comparable_with_local"])
        assert entry.comparable == (said if said in ("yes", "roughly") else "no"), entry.id
        assert entry.desired == row["desired"]
