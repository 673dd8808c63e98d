"""Everything in one file: what is inside, that it is the same each time, and what is answered."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from dash import Dash
from flask.testing import FlaskClient
from openpyxl import load_workbook

from callbacks.files.everything import EXTENSION
from data.__main__ import main
from data.everything import make as making
from data.everything.archive import write_zip
from data.everything.geo import signed_area
from data.everything.kept import NOT_WRITTEN, CannotBeMadeError, NotYetError, Why
from data.everything.parts import Everything
from data.everything.sizes import about_bytes
from data.everything.tables import Table
from data.everything.workbook import write_workbook
from data.files.csv_file import cell_text
from data.files.estimate_table import estimate_csv
from data.files.names import everything_name
from data.locale import texts
from data.models import Geography, Layer
from data.numbers.address import number_path
from data.numbers.keys import NumberKey
from layouts import paths
from tests.shared import services

ROOT = Path(__file__).parents[2]
NAME = "kansas-city-health-equity"
FEW = ("homicide_rate", "shootings", "published-life_expectancy")


@pytest.fixture(scope="module")
def everything() -> Everything:
    return Everything(services().atlas)


@pytest.fixture(scope="module")
def unzipped(everything: Everything, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the real zip, which is made once."""
    folder = tmp_path_factory.mktemp("everything")
    write_zip(everything, folder / "all.zip")
    with ZipFile(folder / "all.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(folder / "files")
    return folder / "files"


@pytest.fixture(scope="module")
def numbers(unzipped: Path) -> Mapping[str, pd.DataFrame]:
    """The tidy tables as pandas reads them, by folder; of both everything that is told."""
    return {
        part: pd.read_csv(unzipped / part / "numbers.csv", dtype=str)
        for part in ("", "noncommercial")
    }


def small(everything: Everything) -> Everything:
    """The same with the numbers of a few measures: what is true of one is true of all."""
    few = Everything(everything.atlas)
    whole = everything._numbers
    few._numbers = whole[whole["indicator"].isin(FEW)].reset_index(drop=True)
    return few


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("part", ["noncommercial", ""])
def test_frictionless_finds_no_error(unzipped: Path, part: str) -> None:
    from frictionless import validate  # takes a second to load

    report = validate(unzipped / part / "datapackage.json")
    assert report.flatten(["title", "rowNumber", "fieldName", "note"])[:5] == []
    assert report.valid and report.stats["tasks"] > 5
    assert not [w for task in report.tasks for w in task.warnings]


def test_every_number_of_the_extract_is_in_one_of_the_two_tables(
    numbers: Mapping[str, pd.DataFrame], everything: Everything
) -> None:
    repository = everything.atlas.repository
    stored = pd.concat(
        [repository.all_estimates(layer) for layer in Layer if layer is not Layer.OWN]
    )
    whole = pd.concat(numbers.values())
    published = whole["indicator"].str.startswith("published-")
    estimates = whole[~published]
    assert len(estimates) == len(stored)
    for column in ("value", "lower", "upper"):
        found = pd.to_numeric(estimates[column])
        assert found.sum() == pytest.approx(stored[column].sum(), rel=1e-9)
        assert estimates[column].notna().sum() == stored[column].notna().sum()
    told = everything.atlas.repository.published_estimates()
    shown = services().numbers.publications
    assert int(published.sum()) == sum(len(shown.estimates(name)) for name in shown.measures)
    assert len(told) * 0.8 < published.sum() <= len(told)  # what is not confirmed is not shown
    key = ["indicator", "place_id", "tract_vintage", "years", "group", "source_id"]
    assert not whole.duplicated(key).any()


@pytest.mark.parametrize(
    ("indicator_id", "by", "part"),
    [
        ("life_expectancy", Geography.NEIGHBORHOOD, ""),
        ("poverty_150", Geography.TRACT, ""),
        ("homicide_rate", Geography.ZIP, "noncommercial"),
    ],
)
def test_the_rows_of_a_measure_are_those_of_its_own_file(
    numbers: Mapping[str, pd.DataFrame], indicator_id: str, by: Geography, part: str
) -> None:
    atlas = services().atlas
    indicator = atlas.catalogue.indicators[indicator_id]
    source, layer = atlas.catalogue.source_of(indicator), indicator.layer_of(by)
    own = pd.read_csv(
        io.StringIO(estimate_csv(atlas.repository, indicator, source, layer, texts("en"))),
        dtype=str,
    )
    table = numbers[part]
    rows = table[(table["indicator"] == indicator_id) & (table["geography"] == by.value)]
    shared = [column for column in own.columns if column in rows.columns]
    assert {"value", "lower", "upper", "flags", "verdict", "people", "licence"} <= set(shared)
    own, rows = (f[shared].sort_values("place_id", ignore_index=True) for f in (own, rows))
    pd.testing.assert_frame_equal(own, rows)


def test_a_row_says_what_the_record_of_the_number_says(
    numbers: Mapping[str, pd.DataFrame],
) -> None:
    """Its address leads to the page of the same number: the same value, limits, years, verdict."""
    answers = services().numbers
    records = {record_key(key): key for key in answers.keys()}  # noqa: SIM118 - a method
    whole = pd.concat(numbers.values())
    addressed = whole[whole["address"].notna()]
    assert set(addressed["address"]) == set(records)
    shown = addressed.sample(30, random_state=1)
    published = addressed[addressed["indicator"].str.startswith("published-")]
    for row in pd.concat([shown, published.sample(20, random_state=1)]).to_dict("records"):
        record = next(answers.every(texts("en"), [records[row["address"]]]))
        assert record.address == row["address"]
        held = [record.value, record.lower, record.upper, record.level_percent]
        told = [row[name] for name in ("value", "lower", "upper", "level_percent")]
        assert [cell_text(cell) for cell in held] == ["" if pd.isna(t) else t for t in told]
        assert (record.years, record.measure.name) == (row["years"], row["indicator_name"])
        if not record.measure.published:
            assert record.verdict == row["verdict"]


def record_key(key: NumberKey) -> str:
    return number_path(key.place, key.measure, period=key.period, group=key.group)


def test_what_is_noncommercial_can_be_left_away(
    unzipped: Path, numbers: Mapping[str, pd.DataFrame], everything: Everything
) -> None:
    sources = everything.atlas.catalogue.sources
    closed = {source.id for source in sources.values() if source.noncommercial}
    assert closed & set(numbers["noncommercial"]["source_id"])
    assert not closed & set(numbers[""]["source_id"])
    assert not numbers[""]["licence"].str.contains("NC").any()
    names = {path.name for path in (unzipped / "geo").iterdir()}
    assert "holc.geojson" not in names and "zip.geojson" in names
    assert (unzipped / "noncommercial" / "geo" / "holc.geojson").is_file()
    with closing(sqlite3.connect(unzipped / f"{NAME}.sqlite")) as database:
        for query in (
            "SELECT count(*) FROM published_estimate_noncommercial",
            "SELECT count(*) FROM homicide",
            "SELECT count(*) FROM area WHERE layer = 'holc_grade' OR main_grade IS NOT NULL",
            "SELECT count(*) FROM estimate JOIN indicator USING (indicator_key) "
            "WHERE indicator_id IN ('homicide_rate', 'redlined_1939')",
        ):
            assert database.execute(query).fetchone() == (0,), query
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = database.execute("SELECT count(*) FROM estimate").fetchone()[0]
    assert rows == (~numbers[""]["indicator"].str.startswith("published-")).sum()


def test_the_whole_database_is_the_extract(unzipped: Path, everything: Everything) -> None:
    path = unzipped / "noncommercial" / f"{NAME}-whole.sqlite"
    with closing(sqlite3.connect(path)) as database:
        found = dict(database.execute("SELECT key, value FROM meta"))
        areas = pd.read_sql_query("SELECT * FROM area", database)
    assert found["content_hash"].startswith(everything.version.version)
    assert len(areas) > 600


def test_boundaries_are_plain_geojson_with_the_ids_of_the_tables(unzipped: Path) -> None:
    places = pd.read_csv(unzipped / "places.csv", dtype="string")
    files = sorted(unzipped.rglob("*.geojson"))
    assert len(files) > 8
    for file in files:
        collection = json.loads(file.read_text(encoding="utf-8"))
        assert set(collection) == {"type", "features"}  # no `crs`: RFC 7946 has but one
        for feature in collection["features"]:
            geometry = feature["geometry"]
            polygons = {
                "Polygon": [geometry["coordinates"]],
                "MultiPolygon": geometry["coordinates"],
            }
            for rings in polygons.get(geometry["type"], []):
                assert signed_area(rings[0]) > 0 and all(signed_area(r) < 0 for r in rings[1:])
                assert all(ring[0] == ring[-1] for ring in rings)
        found = [feature["properties"] for feature in collection["features"]]
        if file.stem in set(Layer):
            known = set(places["place_id"][places["geography"] == found[0]["geography"]])
            assert {feature["id"] for feature in collection["features"]} <= known, file.name
            assert all(p["place"] and p["place_es"] and p["place_id"] for p in found)


def test_the_examples_of_the_documentation_run(unzipped: Path) -> None:
    text = (ROOT / "docs/how-to/use-the-data.md").read_text(encoding="utf-8")
    (python,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    file = unzipped.parent / "all.zip"
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(python.replace(f"{NAME}-VERSION.zip", str(file)), {})
    (query,) = re.findall(r'sqlite3 \S+ "(.*?)"', text, re.DOTALL)
    with closing(sqlite3.connect(unzipped / f"{NAME}.sqlite")) as database:
        rows = database.execute(query).fetchall()
    assert len(rows) == 60 and rows[-1][0] in said.getvalue()
    assert {line.split("`")[1] for line in text.splitlines() if line.startswith("| `num")} <= {
        path.name for path in unzipped.iterdir()
    }


def test_both_languages_say_what_it_is(unzipped: Path, everything: Everything) -> None:
    for lang in ("en", "es"):
        for name in (
            f"README.{lang}.md",
            f"LICENCES.{lang}.md",
            f"noncommercial/LICENCE.{lang}.md",
        ):
            text = (unzipped / name).read_text(encoding="utf-8")
            assert text.startswith("# ") and "{" not in text and len(text) > 800
        assert everything.version.version in (unzipped / f"README.{lang}.md").read_text()
    columns = pd.read_csv(unzipped / "columns.csv")
    named = {tuple(row) for row in columns[["table", "column"]].to_numpy()}
    for table in everything.open.tables:
        assert {(table.name, column.name) for column in table.columns} <= named
    assert not columns[["meaning", "meaning_es"]].isna().any(axis=None)


@pytest.fixture(scope="module")
def twice(everything: Everything, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Folders of two makings of the small one: as a person makes it, and by its parts."""
    folders = (tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second"))
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()) as said:
        patch.setattr(making.Atlas, "open", lambda _: everything.atlas)
        patch.setattr(making, "Everything", lambda _: small(everything))
        assert main(["everything", "--out", str(folders[0])]) == 0
    assert said.getvalue().split() == [
        str(folders[0] / f"{everything_name(everything.version.version)}.{ending}")
        for ending in ("zip", "xlsx")
    ]
    write_zip(small(everything), folders[1] / "all.zip")
    write_workbook(small(everything), folders[1] / "all.xlsx")
    return folders


def test_the_size_that_is_told_is_about_that_of_the_file(
    unzipped: Path, twice: tuple[Path, Path], everything: Everything
) -> None:
    real = (unzipped.parent / "all.zip").stat().st_size
    assert about_bytes(everything.atlas, "zip") == pytest.approx(real, rel=0.1)
    few = small(everything)
    rows = len(few._numbers)
    a_number = (twice[1] / "all.xlsx").stat().st_size / rows
    assert about_bytes(everything.atlas, "xlsx") / len(everything._numbers) == pytest.approx(
        a_number, rel=0.5
    )


def test_the_same_data_give_the_same_bytes(twice: tuple[Path, Path]) -> None:
    for ending in ("zip", "xlsx"):
        first, second = (next(folder.glob(f"*.{ending}")).read_bytes() for folder in twice)
        assert first == second and len(first) > 10_000
    assert len(list(twice[0].iterdir())) == 2, "nothing is left beside them"


def test_the_workbook_has_the_numbers_and_says_what_they_are(
    everything: Everything, twice: tuple[Path, Path]
) -> None:
    few, file = small(everything), twice[1] / "all.xlsx"
    book = load_workbook(file)
    assert book.sheetnames == ["Read me", "Values", "Dictionary", "Sources", "Noncommercial"]
    words = [str(row[0]) for row in book["Read me"].iter_rows(values_only=True)]
    assert any("Before you use" in word for word in words)
    assert any("Antes de usar" in word for word in words)
    for name in book.sheetnames[1:]:
        assert book[name].freeze_panes == "A2" and book[name].auto_filter.ref
    assert few.noncommercial is not None
    parts: dict[str, Table] = {
        "Values": few.open.numbers,
        "Noncommercial": few.noncommercial.numbers,
    }
    for name, table in parts.items():
        head, *rows = book[name].iter_rows(values_only=True)
        sheet = pd.DataFrame(rows, columns=head)
        assert sheet.columns.tolist() == [column.name for column in table.columns]
        for column in ("value", "lower", "upper", "people"):
            held = pd.to_numeric(table.rows[column])
            assert pd.to_numeric(sheet[column]).to_numpy() == pytest.approx(
                held.to_numpy(), nan_ok=True
            )
        assert sheet["place_es"].tolist() == table.rows["place_es"].tolist()
    opened = pd.read_excel(file, sheet_name="Sources")
    assert opened["source_id"].tolist() == [source.id for source in few.open.sources]


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    assert main(["everything", "--out", str(tmp_path / "file"), "--only", "zip"]) == NOT_WRITTEN
    assert "cannot be written" in capsys.readouterr().err


# -- what is answered -----------------------------------------------------------------------------


@pytest.fixture
def address(real_app: Dash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the zip, which stands for a file that is made already."""
    (tmp_path / "made.zip").write_bytes(b"0123456789" * 100)
    kept = real_app.server.extensions[EXTENSION]
    monkeypatch.setattr(kept, "path", lambda _: tmp_path / "made.zip")
    return paths.of_everything(services().atlas.data_version)


def test_the_file_is_sent_with_its_length_in_parts_and_once(
    real_client: FlaskClient, address: str
) -> None:
    whole = real_client.get(address)
    assert (whole.status_code, len(whole.data), whole.content_length) == (HTTPStatus.OK, 1000, 1000)
    whole.close()
    assert "immutable" in whole.headers["Cache-Control"]
    assert whole.headers["Content-Disposition"].startswith("attachment")
    head = real_client.head(address)
    assert (head.status_code, head.content_length, head.data) == (HTTPStatus.OK, 1000, b"")
    part = real_client.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (HTTPStatus.PARTIAL_CONTENT, b"0123456789")
    part.close()
    again = real_client.get(address, headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED
    for ending in paths.EVERYTHING_ENDINGS:
        led = real_client.get(f"{paths.EVERYTHING}.{ending}?lang=es")
        assert led.status_code == HTTPStatus.FOUND
        assert led.headers["Location"] == f"{address.removesuffix('zip')}{ending}?lang=es"


@pytest.mark.parametrize(("lang", "word"), [("en", "are at version"), ("es", "en la versión")])
def test_another_version_leads_to_the_current_one(
    real_client: FlaskClient, address: str, lang: str, word: str
) -> None:
    history = services().atlas.history
    for version, status in ((history.versions[0].version, 410), ("0" * 12, 404), ("x", 404)):
        answer = real_client.get(f"{paths.of_everything(version)}?lang={lang}")
        text = answer.get_data(as_text=True)
        assert answer.status_code == status and word in text and address in text
        assert history.current.version in text and f'lang="{lang}"' in text


def test_who_does_not_get_it_hears_why_and_when(
    real_client: FlaskClient, real_app: Dash, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = real_app.server.extensions[EXTENSION]
    monkeypatch.setattr(kept, "path", lambda _: None)
    monkeypatch.setattr(kept, "get", lambda *_, **__: pytest.fail("HEAD makes nothing"))
    head = real_client.head(address)
    assert (head.status_code, head.content_length) == (HTTPStatus.OK, None)
    for error, word, again in (
        (NotYetError(), "se está preparando", True),
        (CannotBeMadeError(Why.FULL), "no tiene espacio", False),
        (CannotBeMadeError(Why.REFUSED), "no puede guardar archivos", False),
        (CannotBeMadeError(Why.FAILED), "Algo falló", False),
    ):

        def refuse(*_: object, error: Exception = error, **__: object) -> Path:
            raise error

        monkeypatch.setattr(kept, "get", refuse)
        answer = real_client.get(f"{address}?lang=es")
        text = answer.get_data(as_text=True)
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE and word in text
        assert int(answer.headers["Retry-After"]) > 0
        assert ('http-equiv="refresh"' in text) == again
        assert answer.headers["Cache-Control"] == "no-store"
