"""Files of the awaited sources that are not as their publishers document them are refused."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from data.build.errors import SourceError
from data.build.published_estimates import published_estimate_tables
from data.build.reading import SourceDirectory
from data.build.refresh.checks import check
from data.build.refresh.faults import RefreshError, live_jobs
from data.build.sources import eviction_lab, lodes, tiger
from data.catalogue.loader import load_catalogue
from tests.publisher import Rows
from tests.unit.data.build.refresh import late_files
from tests.unit.data.build.refresh.late_files import ACROSS, EAST, WEST

KNOWN = {WEST, EAST, ACROSS}
REAL = load_catalogue()
BODIES = late_files.bodies(KNOWN)


@pytest.fixture
def directory(tmp_path: Path) -> SourceDirectory:
    """A directory with every file as it should be."""
    for path, body in BODIES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(body)
    renters = tmp_path / eviction_lab.FILINGS
    renters.parent.mkdir()
    renters.write_bytes(late_files.plain_csv(late_files.renter_rows()))
    return SourceDirectory(tmp_path, dict.fromkeys([*BODIES, eviction_lab.FILINGS]))


@pytest.mark.parametrize("path", BODIES)
def test_the_checks_of_the_catalogue_take_the_publishers_layout(path: str, tmp_path: Path) -> None:
    (job,) = [job for job in live_jobs(REAL) if job.file == path]
    fewer = job.live.checks.model_copy(update={"least_rows": 1})
    small = type(job)(job.source, job.file, job.live.model_copy(update={"checks": fewer}))
    (tmp_path / "part").write_bytes(BODIES[path])
    assert check(small, tmp_path / "part") >= 1
    with pytest.raises(RefreshError, match="rows, at least"):
        check(job, tmp_path / "part")


def rewrite(directory: SourceDirectory, path: str, change: Callable[[bytes], bytes]) -> None:
    old = BODIES[path]
    body = gzip.decompress(old) if path.endswith(".gz") else old
    new = change(body)
    assert new != body
    whole = gzip.compress(new) if path.endswith(".gz") else new
    (directory.root / path).write_bytes(whole)


def test_jobs_are_summed_to_tracts_of_the_metro(directory: SourceDirectory) -> None:
    values = lodes.jobs(directory, KNOWN).values
    assert sorted(values.index) == sorted(KNOWN), "another county stays out"
    assert values.loc[WEST].to_dict() == {
        "C000": 100, "CE01": 30, "CE02": 40, "CE03": 30, "UP_TO_3333": 70,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"CE03", b"SE03", r"mo_rac.*'CE03'.*this column"),
        (f"{WEST}1000,40".encode(), f"{WEST}1000,41".encode(), "'C000'.*sum of the three bands"),
        (f"{WEST}1000".encode(), b"290950009991000", "'h_geocode'.*a census tract of 2020"),
        (f"{WEST}1001".encode(), f"{WEST}1000".encode(), "a key that appears once"),
    ],
)
def test_jobs_of_another_layout_are_named(
    directory: SourceDirectory, old: bytes, new: bytes, said: str
) -> None:
    rewrite(directory, lodes.FILES[0], lambda body: body.replace(old, new, 1))
    with pytest.raises(SourceError, match=said):
        lodes.jobs(directory, KNOWN)


def filed(directory: SourceDirectory, rows: Rows) -> None:
    (directory.root / eviction_lab.LIVE).write_bytes(late_files.plain_csv(rows))


def test_filings_are_of_one_whole_year(directory: SourceDirectory) -> None:
    values = eviction_lab.filings_of_year(directory, KNOWN).values
    assert values.loc[WEST].tolist() == pytest.approx([120.0, 1200.0])
    assert values.loc[EAST].tolist() == pytest.approx([12.0, 200.0])
    filed(directory, late_files.filing_rows(months=11))
    with pytest.raises(SourceError, match=r"'month', value '?11'?: expected 12 months of 2025"):
        eviction_lab.filings_of_year(directory, KNOWN)


def test_more_filings_than_renters_is_no_rate(directory: SourceDirectory) -> None:
    rows = late_files.filing_rows()
    rows[0]["filings_2020"] = "5000"
    filed(directory, rows)
    assert eviction_lab.filings_of_year(directory, KNOWN).values["renter_households"].isna()[WEST]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"GEOID": "29095000999"}, "'GEOID'.*a census tract"),
        ({"filings_2020": "many"}, "'filings_2020'.*a number"),
        ({"month": "02/2025"}, "a key that appears once"),
    ],
)
def test_a_wrong_row_of_filings_is_named(
    directory: SourceDirectory, changes: dict[str, str], said: str
) -> None:
    rows = late_files.filing_rows()
    filed(directory, [{**rows[0], **changes}, *rows[1:]])
    with pytest.raises(SourceError, match=said):
        eviction_lab.filings_of_year(directory, KNOWN)


def published(directory: SourceDirectory, source_id: str) -> None:
    only = REAL.having((), [source_id])
    kept = {source_id: only.sources[source_id]}
    published_estimate_tables(directory, type(only)({}, kept, ()))


def test_another_release_of_the_counties_is_not_taken_for_this_one(
    directory: SourceDirectory,
) -> None:
    published(directory, "chr_live")
    (path,) = [f.path for f in REAL.awaited_sources["chr_live"].files]
    (directory.root / path).write_bytes(late_files.release_rows(year="2026"))
    with pytest.raises(SourceError, match=r"row 3, column 'year', value '2026'.*release of 2027"):
        published(directory, "chr_live")


def test_a_measure_that_the_release_lacks_is_named(directory: SourceDirectory) -> None:
    (path,) = [f.path for f in REAL.awaited_sources["chr_live"].files]
    rewrite(directory, path, lambda body: body.replace(b"v147_race_black,", b"v147_black,"))
    with pytest.raises(SourceError, match="'v147_race_black'"):
        published(directory, "chr_live")


def test_housing_costs_without_the_city_are_refused(directory: SourceDirectory) -> None:
    published(directory, "hud_chas")
    path = REAL.awaited_sources["hud_chas"].files[0].path
    areas = [("Elsewhere", "1600000US2900000")]
    body = late_files.zip_bytes({"160/Table9.csv": late_files.cost_rows(areas)})
    (directory.root / path).write_bytes(body)
    with pytest.raises(SourceError, match=r"'geoid'.*one row of 2938000"):
        published(directory, "hud_chas")
    (directory.root / path).write_bytes(late_files.zip_bytes({"160/Table8.csv": b"geoid\n"}))
    with pytest.raises(SourceError, match=r"0 files 160/Table9\.csv in the zip"):
        published(directory, "hud_chas")


def test_outlines_are_held_against_the_tracts_of_the_build(directory: SourceDirectory) -> None:
    tiger.check_outlines(directory, KNOWN)
    with pytest.raises(SourceError, match=f"'GEOID', value '{EAST}': expected a tract of 2020"):
        tiger.check_outlines(directory, KNOWN - {EAST})
    with pytest.raises(SourceError, match="expected tract 29095000300 of 2020"):
        tiger.check_outlines(directory, KNOWN | {"29095000300"})
    (directory.root / tiger.TRACTS[0]).write_bytes(b"no zip")
    with pytest.raises(SourceError, match="a zipped shapefile"):
        tiger.check_outlines(directory, KNOWN)
