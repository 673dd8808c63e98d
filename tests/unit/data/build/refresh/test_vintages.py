"""Vintages that nobody has yet: their files come as publishers lay them out, and the product takes
them with their intervals, without new code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.atlas.atlas import Atlas
from data.build import __main__ as command
from data.build.pipeline import DATABASE, run
from data.build.reading import SourceDirectory
from data.build.refresh.faults import live_jobs
from data.build.sources import acs, eviction_lab, kcpd, places
from data.build.sources.registry import CHECKED, DRAWN
from data.catalogue.loader import Catalogue, load_catalogue
from data.catalogue.measures import load_measures
from data.catalogue.schema import Source, SourceFile
from data.gaps.by_year import city_by_year
from data.models import Layer, Role
from data.published.facts import PublishedFacts
from data.repository.engine import open_engine, sqlite_url
from data.repository.queries import Repository
from tests.publisher import Answer, Publisher, Rows, census_api, csv_bytes, publisher, socrata
from tests.unit.data.build.refresh import late_files

WEST, EAST = "29095000100", "29095000200"
REAL = load_catalogue()
VINTAGES = ("places2025", "acs2024", "kcpd")
# Their files, and those that published values and the check of outlines rest on: `late_files`.
OTHERS = ("lodes", "evictions_live", "chr_live", "hud_chas", "tiger2024", "tiger_map")
LATE = list(REAL.awaited_indicators.values())
MEASURES = ("CASTHMA", "CANCER", "CHD", "DIABETES", "MHLTH")
PLACES_COLUMNS = (
    *("year", "locationid", "countyfips", "measureid", "datavaluetypeid"),
    *places.LIMITS,
)


def silent(_: str) -> None:
    """Progress that nobody reads."""


def places_rows(east: float = 12.0, year: str = "2023") -> Rows:
    return [
        {
            "year": year,
            "locationid": tract,
            "countyfips": tract[:5],
            "measureid": measure,
            "datavaluetypeid": "CrdPrv",
            "data_value": f"{value}",
            "low_confidence_limit": f"{value - 2.0}",
            "high_confidence_limit": f"{value + 2.0}",
        }
        for measure in MEASURES
        for tract, value in ((WEST, 8.0), (EAST, east))
    ]


def acs_rows(poor_west: int = 1000, poor_east: int = 400) -> Rows:
    """4,000 people a tract, margins of 100; the median of the east cannot be computed."""
    names = next(
        f.live.variables for f in REAL.awaited_sources["acs2024"].files if f.live is not None
    )
    rows = []
    for tract, poor in ((WEST, poor_west), (EAST, poor_east)):
        row = {name: ("100" if name.endswith("M") else "50") for name in names}
        row |= {f"{table}_001E": "4000" for table in ("B17001", "C17002", "B27001")}
        row |= {f"{table}_001M": "0" for table in ("B17001", "C17002", "B27001")}
        row |= {"B17001_002E": str(poor), "B19013_001E": "55000", "B19013_001M": "8225"}
        row |= {"B25070_001E": "1000", "B25070_011E": "200"}
        rows.append({"GEOID": tract, "NAME": f"Census Tract {tract[5:]}; Jackson County", **row})
    rows[0]["B17001_001M"] = "-555555555"
    rows[1] |= {"B19013_001E": "-666666666", "B19013_001M": "-222222222"}
    return rows


def kcpd_rows(year: int) -> tuple[Rows, tuple[str, ...]]:
    """Three victims in the west and two in the east a year, one of them without a place."""
    report = "report" if year in (2023, 2025) else "report_no"
    date = "report_date" if year in (2021, 2022, 2023, 2025) else "reported_date"
    location = "location_1" if year == 2018 else "location"
    columns = (report, date, "ibrs", "involvement", location)
    west, east = ("-94.575", "39.01"), ("-94.525", "39.01")
    rows = []
    for number, at in enumerate((west, west, west, east, None)):
        place = "" if at is None else f"POINT ({at[0]} {at[1]})"
        if year == 2018 and at is not None:
            place = f"1100 Locust St\nKansas City\n({at[1]}, {at[0]})"
        name = f"KC{year % 100}-{max(number, 1)}"  # the first report has two victims
        rows.append(
            {
                report: name,
                date: f"{year}-03-0{number + 1}T00:00:00.000",
                "ibrs": "09A",
                "involvement": "VIC",
                location: place,
            }
        )
    rows.append({**rows[0], "involvement": "SUS"})
    return rows, columns


def answers(server: Publisher, *, poor_west: int = 1000, east: float = 12.0) -> None:
    """The addresses of the catalogue, on the mirror."""
    server.answers["/data.cdc.gov/resource/cwsq-ngmh.csv"] = socrata(
        places_rows(east), columns=PLACES_COLUMNS, stamp=f"stamp {east}"
    )
    server.answers["/api.census.gov/data/2024/acs/acs5"] = both_states(acs_rows(poor_west))
    for job in live_jobs(REAL):
        if job.source == "kcpd":
            rows, columns = kcpd_rows(int(job.file[-8:-4]))
            server.answers[job.live.url.removeprefix("https:/")] = socrata(rows, columns=columns)
    server.answers |= late_files.answers({WEST, EAST, "29095000900", late_files.ACROSS})


def both_states(rows: Rows) -> Answer:
    """The API over the small city and one tract of Kansas, which the small city does not have."""
    kansas = {**rows[0], "GEOID": "20091000100"}
    return census_api([*rows, kansas])


def small(source: Source) -> Source:
    """The same addresses, of which fewer rows are asked, in pages of three."""
    files = []
    for file in source.files:
        assert file.live is not None
        checks = file.live.checks.model_copy(update={"least_rows": 1})
        live = file.live.model_copy(update={"checks": checks, "page_rows": 3})
        files.append(file.model_copy(update={"live": live}))
    return source.model_copy(update={"files": tuple(files)})


@pytest.fixture
def waiting(catalogue: Catalogue) -> Catalogue:
    """The small city, which waits for the real entries of the new vintages."""
    before = REAL.sources["evictions"]
    renters = before.model_copy(update={"files": (SourceFile(path=eviction_lab.FILINGS),)})
    return replace(
        catalogue,
        sources={**catalogue.sources, renters.id: renters},
        awaited_indicators={i.id: i for i in LATE},
        awaited_sources={name: small(s) for name, s in REAL.awaited_sources.items()},
    )


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as found:
        yield found


def estimates(folder: Path, indicator: str, layer: Layer) -> pd.DataFrame:
    engine = open_engine(sqlite_url(folder / DATABASE))
    found = Repository(engine).estimates(indicator, layer).set_index("area_id")
    engine.dispose()
    return found


def test_the_new_vintages_come_with_their_intervals(
    sources: Path,
    waiting: Catalogue,
    server: Publisher,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(command, "load_catalogue", lambda: waiting)
    with (sources / "social/crosswalk_2010_to_2020_tract_kc.csv").open("a") as relation:
        relation.write("29095000100,20091000100,0.1\n")
    (sources / eviction_lab.FILINGS).write_bytes(late_files.plain_csv(late_files.renter_rows()))
    extract, assets = sources.parent / "extract", sources.parent / "geo"
    folders = ["--out", str(extract), "--assets", str(assets)]
    run(sources, extract, assets, waiting, silent)
    assert estimates(extract, "poverty_2024", Layer.ZIP).empty
    answers(server)
    told = ["refresh", "--sources", str(sources), "--mirror", server.address, *folders]
    assert command.main(told) == 0, capsys.readouterr().err
    said = capsys.readouterr().out
    for indicator in LATE:
        assert f"new: {indicator.id}" in said
    assert "new: housing_cost_by_group" in said, "and published values"
    assert command.main(["accept", *folders]) == 0

    tract_values_are_right(extract)
    events_are_right(extract)
    other_values_are_right(extract)

    # A second state of the same tables: the difference says what it does to the pages.
    answers(server, poor_west=300, east=14.0)
    assert command.main(told) == 0
    said = capsys.readouterr().out
    assert "changed: live/acs2024_tract.csv" in said
    assert "changed: live/places2025_tract.csv" in said
    assert "kcpd" not in said
    assert "poverty_2024, zip: worse → not_different: 64001" in said
    assert re.search(r"asthma_places_2023, .*: 12 → 14 \(\+2\)", said)


def tract_values_are_right(extract: Path) -> None:
    asthma = estimates(extract, "asthma_places_2023", Layer.ZIP)
    assert asthma["value"].tolist() == [8.0, 12.0]
    assert asthma["lower"].tolist() == pytest.approx([6.0, 10.0])
    assert set(asthma["verdict"]) == {"not_tested"}, "the model is never tested"
    poverty = estimates(extract, "poverty_2024", Layer.ZIP)
    assert poverty["value"].tolist() == [25.0, 10.0]
    assert poverty["se"].iloc[0] == pytest.approx(100 * 100 / 4000 / 1.645)
    assert poverty["verdict"].tolist() == ["worse", "better"]
    assert estimates(extract, "poverty_150_2024", Layer.CITY)["value"].iloc[0] == pytest.approx(5.0)
    uninsured = estimates(extract, "uninsured_2024", Layer.ZIP)
    assert uninsured["value"].iloc[0] == pytest.approx(100 * 18 * 50 / 4000)
    assert uninsured["se"].iloc[0] == pytest.approx(100 * np.sqrt(18) * 100 / 4000 / 1.645)
    assert estimates(extract, "rent_burden_2024", Layer.ZIP)["value"].iloc[0] == 25.0
    income = estimates(extract, "median_income_2024", Layer.TRACT_2020)
    assert income.loc[WEST, ["value", "se"]].tolist() == [55_000, 5_000]
    assert income.loc[EAST, "flags"] == "no_data"


def events_are_right(extract: Path) -> None:
    killed = estimates(extract, "homicide_rate_2025", Layer.ZIP)
    assert killed["events"].tolist() == [24, 8]
    people, years = 4400, 8
    assert killed["value"].iloc[0] == pytest.approx(24 / (people * years) * 1e5)
    assert np.isnan(killed["value"].iloc[1]) and killed["flags"].iloc[1] == "fewer_than_10"
    city = estimates(extract, "homicide_rate_2025", Layer.CITY).iloc[0]
    assert city["events"] == 40, "who has no place is counted in the city"
    old = estimates(extract, "homicide_rate", Layer.ZIP)
    assert old["events"].tolist() == [12, 30], "events of other years stay apart"

    engine = open_engine(sqlite_url(extract / DATABASE))
    held = Repository(engine)
    known = REAL.having(held.indicator_ids(), held.source_ids())
    assert not known.awaited_sources, "each has come, with an indicator or without"
    atlas = Atlas(known, engine, held.boundaries())
    assert {i.id for i in LATE} <= set(atlas.catalogue.indicators)
    assert atlas.pooler("homicide_rate_2025", Layer.ZIP) is None, "its events stay in the build"
    engine.dispose()


def other_values_are_right(extract: Path) -> None:
    low = estimates(extract, "jobs_up_to_1250_2022", Layer.ZIP)
    assert low["value"].tolist() == [30.0, 5.0]
    assert set(low["verdict"]) == {"not_tested"}, "the source says no error"
    middle = estimates(extract, "jobs_up_to_3333_2022", Layer.ZIP)
    assert middle["value"].tolist() == [70.0, 10.0]
    filed = estimates(extract, "eviction_filing_rate_2025", Layer.ZIP)
    assert filed["value"].tolist() == [10.0, 6.0]

    engine = open_engine(sqlite_url(extract / DATABASE))
    held = Repository(engine)
    rows = held.published_estimates().set_index("source_id")
    county = rows.loc["chr_live"].query("area_id == 'county_29095'")
    assert set(county["noncommercial"]) == {1}, "in the table of its licence"
    life = county[county["measure_id"] == "life_expectancy_at_birth"].set_index("group_id")
    assert life.loc["all", ["value", "lower", "upper"]].tolist() == [75.0, 74.0, 76.0]
    assert life.loc["black", "value"] == 76.0
    births = county[county["measure_id"] == "low_birth_weight"]
    assert births["value"].tolist() == pytest.approx([10.0, 10.0, 11.0, 10.0, 10.0, 10.0])
    lost = county[county["measure_id"] == "years_of_life_lost"].set_index("group_id")
    assert lost.loc["asian", "quality"] == 3, "flagged by the publisher"
    atlas = Atlas(REAL.having((), held.source_ids()), engine, held.boundaries())
    facts = PublishedFacts(atlas)
    assert not facts.estimates("life_expectancy_at_birth"), "nobody has compared its years yet"
    by_year = [measure.measure.id for measure in city_by_year(atlas, "counts")]
    assert by_year == ["city_homicides_listed", "city_homicides_in_files"], "a line a source"
    assert {e.value for e in facts.estimates("city_homicides_in_files")} == {5.0}
    own = {e.group: e for e in facts.by_group("housing_cost_by_group", "city")}
    assert own["black"].value == 60.0 and own["white"].value == 20.0
    assert own["black"].level_percent == 90
    # 120 in four cells of 200 in two, owners and renters: a margin of 8 each.
    margin = 100 * np.sqrt(4 * 8**2 - 0.6**2 * 2 * 8**2) / 200
    assert own["black"].upper - own["black"].value == pytest.approx(margin)
    (black, _) = facts.gaps("housing_cost_by_group", "city")
    assert black.differs and black.contrast is not None
    assert black.contrast.difference == pytest.approx(40.0)
    engine.dispose()


@pytest.fixture
def directory(tmp_path: Path) -> SourceDirectory:
    """A directory that may hold the files of the new vintages."""
    (tmp_path / "live").mkdir()
    return SourceDirectory(
        tmp_path, {f.path: None for name in VINTAGES for f in REAL.awaited_sources[name].files}
    )


def test_another_release_is_not_taken_for_this_one(directory: SourceDirectory) -> None:
    body = csv_bytes(places_rows(year="2024"), PLACES_COLUMNS)
    (directory.root / places.PLACES_2025).write_bytes(body)
    with pytest.raises(Exception, match=r"row 2, column 'year', value '2024'.*survey of 2023"):
        places.places2025(directory, {WEST, EAST})


def test_limits_that_do_not_hold_the_estimate_are_refused(directory: SourceDirectory) -> None:
    rows = places_rows()
    rows[3]["low_confidence_limit"] = "99"
    (directory.root / places.PLACES_2025).write_bytes(csv_bytes(rows, PLACES_COLUMNS))
    with pytest.raises(Exception, match=r"row 5, column 'data_value'.*between its two limits"):
        places.places2025(directory, {WEST, EAST})


def test_a_known_total_has_no_margin_and_codes_are_no_numbers(directory: SourceDirectory) -> None:
    (directory.root / acs.ACS_2024).write_bytes(csv_bytes(acs_rows()))
    table = acs.acs2024(directory, {WEST, EAST})
    assert table.column("B17001_001M").tolist() == [0.0, 0.0]
    assert np.isnan(table.column("B19013_001E")[EAST])
    assert np.isnan(table.column("B19013_001M")[EAST])
    assert table.column("RENT_KNOWN").tolist() == [800.0, 800.0]


def kcpd_files(directory: SourceDirectory, **other: Rows) -> None:
    for year in kcpd.YEARS:
        rows, columns = kcpd_rows(year)
        rows = [*rows, *other.get(f"in_{year}", [])]
        (directory.root / kcpd.FILES[year]).write_bytes(csv_bytes(rows, columns))


def test_victims_are_counted_once_in_their_year(directory: SourceDirectory) -> None:
    """2022 repeats a report of 2021 and holds one of 2017 and one that no other file has."""

    def straggler(name: str, date: str) -> dict[str, Any]:
        return {
            "report_no": name,
            "report_date": f"{date}T00:00:00.000",
            "ibrs": "09A",
            "involvement": "VIC",
            "location": "POINT (-94.5 39.01)",
        }

    kcpd_files(
        directory,
        in_2022=[
            straggler("KC21-2", "2021-03-03"),
            straggler("KC17-9", "2017-05-05"),
            straggler("KC21-9", "2021-05-05"),
        ],
    )
    found = kcpd.homicides(directory)
    assert found["uid"].is_unique
    assert found.groupby("year").size().to_dict() == {
        year: 5 + (year == 2021) for year in kcpd.YEARS
    }
    assert found.geometry.isna().sum() == len(kcpd.YEARS)


@pytest.mark.parametrize("column", ["report", "date", "involvement", "location"])
def test_a_column_of_another_name_is_named(directory: SourceDirectory, column: str) -> None:
    kcpd_files(directory)
    file = directory.root / kcpd.FILES[2020]
    text = file.read_text()
    for name in kcpd.NAMES[column]:
        text = text.replace(f'"{name}"', '"something"', 1)
    file.write_text(text)
    with pytest.raises(Exception, match=r"live/kcpd_2020.csv, column '.*': expected one of these"):
        kcpd.homicides(directory)


def test_every_awaited_indicator_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words, caveats and sources as of any other; `tests/contract` walks them too."""
    assert {*VINTAGES, *OTHERS} == set(REAL.awaited_sources)
    assert {i.source for i in LATE} == {*VINTAGES, "lodes", "evictions_live"}
    read = {*load_measures().sources, *CHECKED, *DRAWN} & set(REAL.awaited_sources)
    drawn = {"tiger2024", "tiger_map"}
    assert read == {"chr_live", "hud_chas", "kcpd", *drawn}, "something reads each source"
    assert len([i for i in LATE if i.source == "places2025"]) == len(MEASURES)
    for indicator in LATE:
        assert indicator.id not in REAL.indicators
        assert indicator.role in (Role.OUTCOME, Role.FACTOR)
        bare = indicator.interval.value == "none"
        assert bare == (indicator.source in OTHERS), "the surveys and the police have intervals"
        assert bare == ("no_interval" in indicator.caveats)
    everything = REAL.having(REAL.awaited_indicators)
    for lang in ("en", "es"):
        for words in ("name", "short_name"):
            said = [getattr(i, words).get(lang) for i in everything.indicators.values()]
            assert len(set(said)) == len(said), "names tell vintages apart"
