"""`python -m data`: what a person or a script gets on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.__main__ import main
from data.catalogue.loader import load_catalogue
from data.repository.engine import EXTRACT, ExtractError, open_engine, sqlite_url
from data.repository.tables import metadata

HEADER = (
    "indicator,indicator_name,kind,unit,years,geography,place_id,place,official_name,people,value,lower,upper,se,"
    "coverage,own_share,tracts,method,flags,verdict,publisher,source,licence"
)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("by", "rows", "area_id"),
    [
        ("neighborhood", 246, "neighborhood-113"),
        ("zip", 60, "zip-64130"),
        ("council_district", 6, "council_district-3"),
        ("city", 1, "city"),
        ("tract", 174, "tract-29095000300"),
    ],
)
def test_estimates_as_csv(
    capsys: pytest.CaptureFixture[str], by: str, rows: int, area_id: str
) -> None:
    out = run(capsys, "estimates", "--indicator", "life_expectancy", "--by", by)
    assert out.splitlines()[0] == HEADER
    found = list(csv.DictReader(io.StringIO(out)))
    assert len(found) == rows
    assert area_id in {row["place_id"] for row in found}


def test_estimates_as_json_match_the_csv(capsys: pytest.CaptureFixture[str]) -> None:
    question = ("estimates", "--indicator", "homicide_rate", "--by", "zip")
    table = list(csv.DictReader(io.StringIO(run(capsys, *question))))
    rows = json.loads(run(capsys, *question, "--format", "json"))
    assert [row["place_id"] for row in rows] == [row["place_id"] for row in table]
    assert set(rows[0]) == {*HEADER.split(","), "events"}
    withheld = [row for row in rows if "fewer_than_10" in row["flags"]]
    assert withheld
    assert all(row["value"] is None and row["upper"] > 0 for row in withheld)


def test_tracts_follow_the_vintage(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "estimates", "--indicator", "poverty_150", "--by", "tract")
    assert len(out.splitlines()) == 1 + 185


def test_catalogue_lists_every_indicator(capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("en", "es"):
        out = run(capsys, "catalogue", "--lang", lang)
        rows = {row["id"]: row for row in csv.DictReader(io.StringIO(out))}
        indicators = load_catalogue().indicators
        assert set(rows) == set(indicators)
        assert all(rows[i]["name"] == indicators[i].name.get(lang) for i in rows)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["estimates", "--indicator", "nothing"], "no indicator 'nothing'"),
        (["estimates", "--indicator", "median_income_2018", "--by", "zip"], "there is: tract"),
    ],
)
def test_wrong_questions(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_missing_extract_says_how_to_build(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for url in (f"sqlite:///{tmp_path}/none.sqlite", sqlite_url(tmp_path / "none.sqlite")):
        monkeypatch.setenv("DATABASE_URL", url)
        assert main(["estimates", "--indicator", "life_expectancy"]) == 1
        assert "python -m data.build" in capsys.readouterr().err


def test_any_database_will_do_if_its_schema_is_right(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'copy.sqlite'}"
    writer = sa.create_engine(url)
    metadata.create_all(writer)
    with pytest.raises(ExtractError, match="schema version None"):
        open_engine(url)
    with writer.begin() as connection:
        connection.execute(
            metadata.tables["meta"].insert(), [{"key": "schema_version", "value": "0"}]
        )
    with pytest.raises(ExtractError, match="schema version 0"):
        open_engine(url)
    writer.dispose()


def test_plain_file_url_is_opened_read_only() -> None:
    engine = open_engine(f"sqlite:///{EXTRACT}")
    with engine.connect() as connection, pytest.raises(sa.exc.OperationalError, match="readonly"):
        connection.execute(sa.text("UPDATE meta SET value = 'x'"))
    engine.dispose()


@pytest.mark.parametrize("url", ["nothing://host/kc", "postgresql+psycopg2://me:secret@host/kc"])
def test_missing_driver_is_named_and_the_password_is_not(url: str) -> None:
    with pytest.raises(ExtractError, match="no driver for") as refused:
        open_engine(url)
    assert "secret" not in str(refused.value)


def test_nonsense_url_is_named() -> None:
    with pytest.raises(ExtractError, match="no database URL"):
        open_engine("not a url")
