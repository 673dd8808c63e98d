"""What numbers were: a build keeps it, exactly and only where something was different."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from data.build.history import Standing, grown, history_after, today
from data.build.pipeline import DATABASE, MANIFEST, run
from data.catalogue.loader import Catalogue
from data.models import published_place
from data.repository.engine import ExtractError
from data.repository.history import (
    HISTORY,
    VERSIONS,
    Held,
    History,
    Version,
    history_files,
    read_history,
)

OLDER = "0123456789abcdef" * 4
SAID: list[str] = []


@pytest.fixture(autouse=True)
def nothing_said() -> Iterator[None]:
    SAID.clear()
    yield


def other(database: Path, *, content: str = OLDER) -> None:
    """Make an earlier extract of one: a value that differs, one too many, one too few."""
    where = (
        "WHERE indicator_key = (SELECT indicator_key FROM indicator WHERE indicator_id = "
        "'life_expectancy') AND area_key = (SELECT area_key FROM area WHERE layer = '{}' AND "
        "area_id = '{}')"
    )
    changes = (
        f"UPDATE estimate SET value = 71.2, lower = 70, upper = 72 {where.format('zip', '64001')}",
        f"DELETE FROM estimate {where.format('zip', '64002')}",
        "UPDATE estimate SET value = value * (1 + 1e-9) WHERE value IS NOT NULL AND value <> 71.2",
        "INSERT INTO published_estimate VALUES ('lost', '2019', 'county_29095', 'all', 'chr', 5, "
        "4.5, 5.5, 95, NULL, NULL, 0, 2)",
        f"UPDATE meta SET value = '{content}' WHERE key = 'content_hash'",
    )
    with closing(sqlite3.connect(database)) as connection, connection:
        for change in changes:
            connection.execute(change)


@pytest.fixture
def folder(
    sources: Path,
    catalogue: Catalogue,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """The small city's extract, built once."""
    built = tmp_path_factory.getbasetemp() / "history-extract"
    if not built.is_dir():
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769000000")
        run(sources, built, sources.parent / "geo", catalogue, SAID.append)
    return shutil.copytree(built, sources.parent / "out")


def test_a_build_remembers_what_was_different_before(folder: Path, tmp_path: Path) -> None:
    first = {name: (folder / name).read_bytes() for name in (HISTORY, VERSIONS, MANIFEST)}
    whole = read_history(folder)
    assert whole and [v.date for v in whole.versions] == ["2026-01-21"] and not whole.past
    new = tmp_path / DATABASE
    shutil.copy(folder / DATABASE, new)

    other(folder / DATABASE)
    (folder / VERSIONS).write_bytes(
        first[VERSIONS].replace(whole.current.content_hash.encode(), OLDER.encode())
    )
    found = history_after(folder, new, "2026-02-03", SAID.append)
    old, now = found.versions
    assert (old.content_hash, now.content_hash) == (OLDER, whole.current.content_hash)
    assert (old.date, now.date, now.version) == ("2026-01-21", "2026-02-03", now.content_hash[:12])
    assert {key[:2] for key in found.past} == {
        ("life_expectancy", "zip-64001"),
        ("life_expectancy", "zip-64002"),
        ("published-lost", "county-29095"),
    }, "and not what differs in its last digit"
    changed = found.at(old, "life_expectancy", "zip-64001")
    assert changed and changed.until == old and changed.held
    assert changed.held == Held(71.2, 70, 72, 95, changed.held.flags, "2010–2015")
    added = found.at(old, "life_expectancy", "zip-64002")
    assert added and added.held is None
    removed = found.at(old, "published-lost", "county-29095", "2019", "all")
    assert removed and removed.held == Held(5, 4.5, 5.5, 95, "quality_2", "2019")
    assert found.at(now, "life_expectancy", "zip-64001") is None
    assert found.at(old, "life_expectancy", "city") is None

    for name, text in history_files(found).items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copy(new, folder / DATABASE)
    again = history_after(folder, new, "2026-03-04", SAID.append)
    assert history_files(again) == history_files(found), "the same extract is no new version"
    assert not any("history" in text for text in SAID)


def standing(content: str, **values: float) -> Standing:
    held = {
        (name, "city", "", ""): Held(v, None, None, 95, "", "2020") for name, v in values.items()
    }
    return Standing(content * 64, 12, held)


def chain(*extracts: Standing) -> History:
    first, *rest = extracts
    history = History((Version(1, "2026-01-01", 12, first.content_hash),))
    for old, new in zip(extracts, rest, strict=False):
        history = grown(history, old, new, "2026-01-02")
    return history


def test_every_version_gives_what_the_number_was_in_it(tmp_path: Path) -> None:
    """Also where a version comes back, and where several pass without a change."""
    extracts = [
        standing("a", x=1, y=5), standing("b", x=1), standing("c", x=2, z=7),
        standing("b", x=1), standing("d", x=3, y=6),
    ]  # fmt: skip
    for name, text in history_files(chain(*extracts)).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    history = read_history(tmp_path)
    assert history and history_files(history) == history_files(chain(*extracts))
    for last, extract in enumerate(extracts, 1):
        known = history.up_to(extract.content_hash)
        assert known and known.current.content_hash == extract.content_hash
        newest = extracts[known.current.number - 1]
        assert len(known.versions) >= last
        for version, then in zip(known.versions, extracts, strict=False):
            for name in "xyz":
                past = known.at(version, name, "city")
                held = past.held if past else newest.numbers.get((name, "city", "", ""))
                assert held == then.numbers.get((name, "city", "", "")), (version, name)
    assert history.find("b" * 12) == history.versions[3]
    assert history.find("b" * 11) is None and history.find("x") is None
    assert history.up_to("e" * 64) is None


def test_a_history_of_another_extract_is_not_told_of_this_one(folder: Path, tmp_path: Path) -> None:
    new = tmp_path / DATABASE
    shutil.copy(folder / DATABASE, new)
    other(folder / DATABASE)
    found = history_after(folder, new, today(), SAID.append)
    assert (found.versions[0].content_hash, len(found.versions)) == (OLDER, 2)
    assert "no history" in SAID[-1]
    beside = History.beside([folder], "e" * 64, 12)
    assert [v.content_hash for v in beside.versions] == ["e" * 64] and not beside.past
    (folder / DATABASE).write_bytes(b"no database")
    assert len(history_after(folder, new, today(), SAID.append).versions) == 1
    assert "begins anew" in SAID[-1]


@pytest.mark.parametrize("harm", ["column", "cell", "cut", "gone"])
def test_a_damaged_history_is_refused_with_what_to_do(tmp_path: Path, harm: str) -> None:
    files = history_files(chain(standing("a", x=1), standing("b", x=2)))
    text = files[HISTORY]
    files[HISTORY] = {
        "column": text.replace("flags", "flag"),
        "cell": text.replace(",1,", ",one,"),
        "cut": text[:-9],
    }.get(harm, text)
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    if harm == "gone":
        (tmp_path / HISTORY).unlink()
    with pytest.raises(ExtractError, match="from where the extract came from"):
        read_history(tmp_path)


def test_areas_that_others_published_of_are_named_as_in_addresses() -> None:
    names = ("county_29095", "state_29", "city", "country")
    assert [published_place(name) for name in names] == [
        "county-29095", "state-29", "city", "country",
    ]  # fmt: skip
