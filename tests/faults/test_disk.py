"""A disk that is full or read-only: pages go on, and whoever sends something reads that it was not
kept.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import assemble
from callbacks.files.everything import EXTENSION
from callbacks.server.byte_cache import StoredAnswer
from callbacks.server.logs import ERRORS
from callbacks.server.warm import store as warm
from data.everything.kept import default_folder
from data.locale import texts
from data.settings import Settings
from data.stories.model import Actor
from layouts import paths
from layouts.paper import scratch
from tests import shared, sharing
from tests.faults.disks import READ_ONLY, fill, read_only, skip_unless_mountable, small_disk
from tests.faults.running import ROOT, SMALL, started, status, until

EN = texts("en").t
STORY = "The bus comes once an hour"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path, 400) as found:
        yield found


@pytest.fixture
def noted() -> Iterator[list[dict[str, str]]]:
    """What an operator finds in the log: events with their fields."""
    found: list[dict[str, str]] = []
    hearer = logging.Handler()
    hearer.emit = lambda record: found.append(  # type: ignore[method-assign]
        {"event": record.getMessage(), **record.__dict__.get("fields", {})}
    )
    ERRORS.addHandler(hearer)
    yield found
    ERRORS.removeHandler(hearer)


def published(site: sharing.Site) -> str:
    """One story that everybody may read; its code."""
    code = sharing.code_of(site.tell())
    site.store.approve(site.store.kept()[0].id, actor=Actor.MODERATOR)
    assert STORY in site.ask(paths.STORIES).text
    return code


def see(site: sharing.Site, code: str) -> str:
    return site.send(paths.YOURS, {"code": code, "step": "see"}).text


def test_a_full_disk_keeps_no_story_and_takes_none_away(
    disk: Path, noted: list[dict[str, str]]
) -> None:
    with sharing.site_of(disk) as site:
        published(site)
        full = fill(disk)
        another = sharing.GOOD | {"text": "Told while the disk is full. " * 40}
        answer = site.tell(another)
        assert answer.status_code == 503 and EN("share.review.away") in answer.text
        assert sharing.hidden(answer)["text"] == another["text"].strip()
        # no page is without stories because somebody's could not be kept
        assert STORY in site.ask(paths.STORIES).text
        assert STORY in site.ask(f"{paths.PLACE}/zip-64130").text
        assert site.ask("/readyz").status_code == 200
        assert [line["event"] for line in noted] == ["stories_not_kept"]
        assert "SQLITE_FULL" in noted[0]["error"] and "bus" not in str(noted)
        full.unlink()
        assert sharing.code_of(site.send(paths.SHARE, sharing.hidden(answer) | {"step": "send"}))


def test_what_has_ended_on_a_full_disk_is_hidden_and_the_rest_is_not(disk: Path) -> None:
    with sharing.site_of(disk) as site:
        published(site)
        long = {"text": "A year of it.", "months": "24"}
        site.tell(sharing.GOOD | long)
        site.store.approve(site.store.kept()[1].id, actor=Actor.MODERATOR)
        full = fill(disk)
        site.clock.now = site.clock.now.replace(year=site.clock.now.year + 1)
        with read_only(disk):
            page = site.ask(paths.STORIES).text
        assert long["text"] in page and STORY not in page
        full.unlink()
        site.store._purge_again = 0.0
        site.ask(paths.STORIES)
        assert [kept.told for kept in site.store.kept()] == [long["text"]]
        assert STORY.encode() not in (disk / "stories.sqlite").read_bytes()


def test_on_a_read_only_disk_stories_are_read_and_none_is_taken(
    disk: Path, noted: list[dict[str, str]]
) -> None:
    with sharing.site_of(disk) as site:
        code = published(site)
    noted.clear()
    with read_only(disk), sharing.site_of(disk) as site:
        assert [line["event"] for line in noted] == ["stories_not_kept"]
        assert STORY in site.ask(paths.STORIES).text
        form = site.ask(paths.SHARE)
        assert form.status_code == 503 and EN("share.not_kept.said") in form.text
        assert int(form.headers["Retry-After"]) > 0
        answer = site.tell()  # who had the form open already
        assert answer.status_code == 503 and STORY in sharing.hidden(answer)["text"]
        page = site.send(paths.YOURS, {"code": code, "step": "see"})
        assert page.status_code == 200 and STORY in page.text
        gone = site.send(paths.YOURS, sharing.hidden(page) | {"code": code, "step": "take_back"})
        assert gone.status_code == 503 and EN("share.not_kept.said") in gone.text
        assert STORY in site.ask(paths.STORIES).text
        assert site.ask("/readyz").status_code == 200


@pytest.mark.parametrize("why", ["full", "refused"])
def test_the_file_of_everything_says_what_its_folder_lacks(disk: Path, why: str) -> None:
    app = assemble(Settings(download_folder=str(disk / "files")), shared.services())
    client = app.server.test_client()
    address = paths.of_everything(shared.services().atlas.data_version, "zip")
    if why == "full":
        answer = client.get(address)
    else:
        with read_only(disk):
            answer = client.get(address)
    assert answer.status_code == 503 and EN(f"everything.page.{why}") in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/").status_code == 200
    left = [path for path in (disk / "files").rglob("*.sqlite") if path.is_file()]
    assert not left, "what could not be written is no use to anybody"
    assert app.server.extensions[EXTENSION].path("zip") is None


def test_a_warm_store_that_finds_no_room_leaves_the_one_before(disk: Path) -> None:
    file = disk / "warm/a.store"
    few = {"/": StoredAnswer(b"page", 200, "text/html", "", "tag")}
    warm.write(file, few)
    with pytest.raises(OSError, match="No space"):
        warm.write(file, {"/": StoredAnswer(b"x" * 500_000, 200, "text/html", "", "tag")})
    with read_only(disk), pytest.raises(OSError, match="Read-only"):
        warm.write(file, few)
    assert warm.Warm(file).get("/") == few["/"]
    assert [path.name for path in file.parent.iterdir()] == ["a.store"]


def test_without_a_folder_for_temporary_files_there_are_others(
    monkeypatch: pytest.MonkeyPatch, disk: Path
) -> None:
    def none() -> str:
        raise FileNotFoundError

    monkeypatch.setattr("tempfile.gettempdir", none)
    assert default_folder().is_absolute()
    monkeypatch.delenv(scratch.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(disk / "none"))
    assert scratch.VARIABLE not in scratch.environment()
    monkeypatch.setattr(scratch, "_MEMORY", Path("/dev/shm"))
    with read_only(disk):
        assert scratch.environment()[scratch.VARIABLE].startswith("/dev/shm")


def test_what_cannot_be_written_into_the_log_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "RELEASE").write_text("a")
    to_full = ("sh", "-c", 'exec "$@" > /dev/full 2>&1', "sh")
    with started(SMALL, tmp_path, prefix=to_full, LOG_LEVEL="INFO") as running:
        for _ in range(3):
            assert status(f"{running.url}/") == 200
        before = running.workers()
        foreman = running.foreman()
        running.kill(foreman)
        until(lambda: running.foreman() not in (0, foreman), "a new foreman")
        until(lambda: status(f"{running.url}/made.pdf") == 200, "an export")
        assert running.workers() == before


@pytest.mark.full
def test_the_whole_dashboard_starts_and_answers_on_a_read_only_disk() -> None:
    skip_unless_mountable()
    asked = {"/": 200, "/place/zip-64130": 200, "/fact-sheets/food/zip-64130.pdf": 200,
             "/download/everything.zip": 503, "/readyz": 200}  # fmt: skip
    with started(
        "app:server", ROOT, prefix=READ_ONLY, WARM_STORE="auto", METRICS="on",
        DOWNLOAD_FOLDER=str(ROOT / "var/none"),
    ) as running:  # fmt: skip
        assert {path: status(running.url + path) for path in asked} == asked
        until(lambda: "warm store cannot be made" in running.said(), "why it is slower at first")
        before = running.workers()
        running.kill(before[0])
        until(lambda: len(set(running.workers()) - {before[0]}) == len(before), "a new worker")
        assert status(f"{running.url}/") == 200
