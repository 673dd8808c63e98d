"""The whole dashboard by its Procfile, a hundred visitors, new data and new code beneath them."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks import mixture, recorder
from benchmarks.journeys import Journey
from benchmarks.wire import AnswerReader, connect, request_bytes
from data.repository.content import read_content_hash
from data.repository.engine import EXTRACT, sqlite_uri
from deploy.release import swap
from tests.faults.running import ROOT, Running, shipped, until
from tests.faults.visitors import VERSION
from tests.faults.witness import Account, Question, Told, digest_of, plain, witnessed
from tests.shared import services as shared_services

VISITORS, EXPORTS = 100, 20
# Between two releases.
SOME = 500
# What sets differ in order where hashes do would not be the same from one process to the next.
SAME = {"PYTHONHASHSEED": "0"}
Release = tuple[str, str]  # folder of the code, name of the data
BEGUN: Release = ("code-1", "data-1")
# Three times new data, twice new code.
RELEASES: tuple[Release, ...] = (
    ("code-1", "data-2"), ("code-1", "data-1"), ("code-1", "data-2"),
    ("code-2", "data-2"), ("code-1", "data-2"),
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases of the code and two of the data; `current` and `kc.sqlite` are those that run.

    The second release differs in a comment; in the second data every value is a little higher.
    """
    folder = tmp_path_factory.mktemp("site")
    files = ["app.py", "gunicorn.conf.py", "Procfile", "requirements.txt"]
    files += ["assets", "callbacks", "data", "deploy", "layouts"]
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in ("code-1", "code-2"):
        for file in filter(None, listed.split("\0")):
            target = folder / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / file, target)
        shutil.copytree(ROOT / "assets/vendor", folder / name / "assets/vendor")
    with (folder / "code-2/callbacks/routing.py").open("a", encoding="utf-8") as code:
        code.write("\n# a new release\n")
    for name in ("data-1", "data-2"):
        shutil.copyfile(EXTRACT, folder / name)
    _raise(folder / "data-2")
    return folder


def _raise(extract: Path) -> None:
    with closing(sqlite3.connect(extract)) as connection, connection:
        connection.execute("UPDATE estimate SET value = value * 1.001 WHERE value IS NOT NULL")
    engine = sa.create_engine(f"sqlite:///{extract}")
    with engine.begin() as connection:
        said = read_content_hash(engine)
        connection.execute(
            sa.text("UPDATE meta SET value = :said WHERE key = 'content_hash'"), {"said": said}
        )
    engine.dispose()


def put(site: Path, release: Release) -> None:
    """Let this release be the one that is in place."""
    code, data = release
    link, copy = site / "next", site / "next.sqlite"
    link.symlink_to(site / code)
    link.replace(site / "current")
    shutil.copyfile(site / data, copy)
    copy.replace(site / "kc.sqlite")


def serve(site: Path) -> AbstractContextManager[Running]:
    """What is in place."""
    url = f"sqlite:///{sqlite_uri(site / 'kc.sqlite')}&uri=true"
    return shipped(site / "current", DATABASE_URL=url, **SAME)


def change(site: Path, running: Running, before: Release, after: Release) -> Running:
    """Put `after` in place and tell the server; who runs then."""
    put(site, after)
    if before[0] == after[0]:
        old = set(running.workers())
        os.kill(running.pid, signal.SIGHUP)
        until(lambda: len(set(running.workers()) - old) >= 2, "new workers")
        until(lambda: not old & set(running.workers()), "the end of the old workers")
        return running
    swapped = subprocess.run(
        [sys.executable, "-m", "deploy.release", "swap", str(running.pid)],
        cwd=ROOT, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert swapped.returncode == 0, (swapped, running.said()[-2000:])
    pid = int(swapped.stdout.partition("its process is ")[2].split(".")[0])
    return Running(running.url, pid, running.log)


def answers_of(site: Path, release: Release, seen: Account) -> tuple[str, dict[Question, str]]:
    """The version of a release that runs alone, and its answer to all that was asked."""
    put(site, release)

    async def ask(url: str) -> dict[Question, AnswerReader]:
        line = await connect(url, 1)
        found: dict[Question, AnswerReader] = {}
        for (method, path, body), headers in seen.headers.items():
            if not line.open:
                line = await connect(url, 1)
            said = {k: v for k, v in headers.items() if k.lower() != "page-version"}
            request = request_bytes(url, method, path, said, body)
            found[method, path, body] = await line.ask(method, request, keep_body=True)
        line.close()
        return found

    with serve(site) as running:
        found = {asked: plain(answer) for asked, answer in asyncio.run(ask(running.url)).items()}
    page = next(body for asked, body in found.items() if VERSION.search(body.decode("latin-1")))
    version = VERSION.search(page.decode())
    assert version
    return version[1], {asked: digest_of(body) for asked, body in found.items()}


@pytest.fixture(scope="module")
def journeys(site: Path) -> tuple[Journey, ...]:
    put(site, BEGUN)
    with serve(site) as running:
        return recorder.record(running.url)


@pytest.mark.full  # five releases of the whole dashboard: `make faults`
def test_nobody_notices_five_releases(site: Path, journeys: tuple[Journey, ...]) -> None:
    """No request is lost, and every answer is wholly of one version: that of its page."""
    put(site, BEGUN)
    before = BEGUN
    with serve(site) as running, witnessed(running.url, journeys, VISITORS) as seen:
        for release in RELEASES:
            asked = seen.answers
            until(lambda asked=asked: seen.answers > asked + SOME, "answers of one release")
            running = change(site, running, before, release)  # noqa: PLW2901 - another process
            before = release
        asked = seen.answers
        until(lambda: seen.answers > asked + SOME, "answers of the last release")
    assert seen.failed == [], (seen.failed[:20], seen.statuses)
    told = dict(answers_of(site, release, seen) for release in {BEGUN, *RELEASES})
    assert set(seen.versions()) == set(told)
    mixed = [answer for answer in seen.told if answer.digest not in _right(answer, told)]
    assert mixed == [], (len(mixed), mixed[:5])


def _right(answer: Told, told: Mapping[str, Mapping[Question, str]]) -> set[str]:
    """What the answer may be: that of its page's version, or of any where no page asked."""
    return {told[v][answer.question] for v in told if answer.version in ("", v)}


@pytest.mark.full
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_exports_that_were_begun_are_finished_or_refused_in_words(
    site: Path, number: signal.Signals
) -> None:
    """New data beneath them, or the end of the server: nobody is left without an answer."""
    wishes = [one for one, *_ in mixture.export_lists(shared_services(), EXPORTS)]
    put(site, BEGUN)
    with serve(site) as running:
        with ThreadPoolExecutor(EXPORTS) as crowd:
            begun = [crowd.submit(_export, f"{running.url}{wish.path}") for wish in wishes]
            until(lambda: any(one.done() for one in begun), "the first export")
            os.kill(running.pid, number)
            said = [one.result() for one in begun]
        if number == signal.SIGTERM:
            until(lambda: not swap.is_running(running.pid), "the end")
    assert {status for status, _ in said} <= {200, 429, 503}, said
    assert all(later for status, later in said if status != 200), said
    assert any(status == 200 for status, _ in said)


def _export(url: str) -> tuple[int, str]:
    """The status, and when to come again."""
    try:
        with urllib.request.urlopen(url, timeout=400) as answer:
            answer.read()
            return int(answer.status), ""
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Retry-After", "")
