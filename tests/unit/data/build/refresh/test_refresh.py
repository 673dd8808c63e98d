"""`refresh` and `accept` on the small city: what comes in, what is said, what a fault leaves."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from data.build import __main__ as command
from data.build.pipeline import DATABASE, MANIFEST, run
from data.build.refresh import accept as accepting
from data.build.refresh.candidate import read_extract
from data.build.refresh.staging import FOLDER
from data.catalogue.live import Live
from data.catalogue.loader import Catalogue
from data.repository.engine import open_engine, sqlite_url
from data.repository.history import History
from data.repository.queries import Repository
from data.repository.tables import SCHEMA_VERSION
from tests.publisher import Publisher, Reply, file, publisher

LIFE = "health/usaleep_A_six_counties.csv"
URL = "https://ftp.example.org/usaleep.csv"
PATH = "/ftp.example.org/usaleep.csv"
Row = dict[str, Any]


def silent(_: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as found:
        yield found


@pytest.fixture
def live_catalogue(catalogue: Catalogue) -> Catalogue:
    """The small city, whose life expectancies have an address."""
    checks = {"columns": ["Tract ID", "e(0)"], "least_rows": 2, "largest_bytes": 5_000}
    live = Live.model_validate({"url": URL, "format": "csv", "checks": checks})
    source = catalogue.sources["usaleep"]
    files = tuple(
        f.model_copy(update={"live": live}) if f.path == LIFE else f for f in source.files
    )
    changed = source.model_copy(update={"files": files})
    return Catalogue(
        catalogue.indicators, {**catalogue.sources, "usaleep": changed}, catalogue.themes
    )


class World:
    """An extract in use, its sources, and the commands on them."""

    def __init__(self, root: Path, sources: Path, server: Publisher) -> None:
        self.root, self.sources, self.server = root, sources, server
        self.extract, self.assets = root / "extract", root / "geo"

    def refresh(self, *more: str) -> int:
        told = ("--sources", str(self.sources), "--mirror", self.server.address)
        quick = ("--attempts", "2", "--backoff", "0")
        return command.main(["refresh", *told, *quick, *self.folders, *more])

    def accept(self, *more: str) -> int:
        return command.main(["accept", *self.folders, *more])

    @property
    def folders(self) -> list[str]:
        return ["--out", str(self.extract), "--assets", str(self.assets)]

    @property
    def candidate(self) -> Path:
        return self.extract / "candidate"

    def everything(self) -> dict[str, str]:
        """Hash of every file but of the downloads that wait."""
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for folder in (self.extract, self.assets, self.sources)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and FOLDER not in path.parts
        }


@pytest.fixture
def built(
    sources: Path, live_catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The small city's extract, made once: a build takes seconds."""
    found = tmp_path_factory.getbasetemp() / "small-extract"
    if not found.is_dir():
        run(sources, found / "extract", found / "geo", live_catalogue, silent)
    return found


@pytest.fixture
def world(
    built: Path,
    sources: Path,
    server: Publisher,
    live_catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    monkeypatch.setattr(command, "load_catalogue", lambda: live_catalogue)
    tmp_path = sources.parent
    found = World(tmp_path, sources, server)
    for name in ("extract", "geo"):
        shutil.copytree(built / name, tmp_path / name)
    return found


def newer(world: World, change: Callable[[str], str]) -> bytes:
    return change((world.sources / LIFE).read_text()).encode()


def test_a_new_file_becomes_a_candidate_and_then_the_extract(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    before = world.everything()
    body = newer(world, lambda text: text.replace(",79.5,", ",80.5,"))
    world.server.answers[PATH] = file(body)
    killed = world.extract / ".candidate-of-a-build-that-was-killed"
    killed.mkdir()
    assert world.refresh() == 0
    assert not killed.exists()
    said = capsys.readouterr()
    assert f"changed: {LIFE}" in said.out
    assert "life_expectancy, tract_2010 1 (29095000100): 79.5 → 80.5 (+1)" in said.out
    assert "Areas: no change" in said.out
    assert "make accept" in said.err
    assert (world.candidate / "diff.txt").read_text() == said.out
    after = world.everything()
    in_use = {name for name in before if not name.startswith("candidate/")}
    assert {n for n in in_use if before[n] != after[n]} == {LIFE}, "the extract in use stands"
    old = read_extract(world.extract, world.assets).content_hash

    assert world.accept() == 0
    assert "kill -HUP" in capsys.readouterr().err
    assert not world.candidate.exists()
    taken = read_extract(world.extract, world.assets)
    assert [v.content_hash for v in taken.history.versions] == [old, taken.content_hash]
    (past,) = taken.history.of("life_expectancy", "tract-29095000100")
    assert (past.until.content_hash, past.held and past.held.value) == (old, 79.5)
    assert world.refresh() == 0
    assert "nothing new" in capsys.readouterr().err
    assert not world.candidate.exists()


WRONG: dict[str, tuple[Callable[[World], Reply], str]] = {
    "busy": (lambda _: Reply(b"", 503, {"Retry-After": "0"}), "answers 503, 2 times"),
    "web page": (
        lambda _: Reply(b"<html>Down</html>", headers={"Content-Type": "text/html"}),
        "a web page came",
    ),
    "gone": (lambda _: Reply(b"", 404), "answers 404"),
    "column": (
        lambda w: Reply(newer(w, lambda t: t.replace("e(0)", "le", 1))),
        "column 'e(0)' is missing",
    ),
    # What only the adapter and the catalogue know:
    "tract": (
        lambda w: Reply(newer(w, lambda t: t.replace("29095000100", "29095777777", 1))),
        "value '29095777777': expected a census tract",
    ),
    "value": (
        lambda w: Reply(newer(w, lambda t: t.replace(",79.5,", ",795,"))),
        "expected 50 to 100",
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_ends_with_one_and_changes_nothing(
    world: World, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, wrong = WRONG[fault]
    reply, before = make(world), world.everything()
    world.server.answers[PATH] = lambda _: reply
    assert world.refresh() == 1
    said = capsys.readouterr().err
    assert "source usaleep" in said and LIFE in said and wrong in said
    assert "Nothing was changed" in said
    assert world.everything() == before
    assert world.accept() == 1
    assert "there is no candidate" in capsys.readouterr().err


def test_wrong_words_are_refused(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.refresh("--only", "nobody") == 1
    assert "no source 'nobody' has an address. There are: usaleep" in capsys.readouterr().err
    shutil.rmtree(world.sources)
    assert world.refresh() == 1
    assert "is no directory" in capsys.readouterr().err
    assert not world.sources.exists()


@pytest.fixture
def two(world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """An extract in use and a candidate with other values."""
    world.server.answers[PATH] = file(newer(world, lambda t: t.replace(",79.5,", ",80.5,")))
    built = tmp_path_factory.getbasetemp() / "small-candidate"
    if built.is_dir():
        shutil.copytree(built, world.candidate)
    else:
        assert world.refresh() == 0
        shutil.copytree(world.candidate, built)
    return world


@pytest.mark.parametrize("harm", ["database", "manifest", "boundary", "rows"])
def test_a_candidate_that_is_not_whole_is_not_taken(
    two: World, harm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = two.candidate
    if harm == "database":
        (folder / DATABASE).write_bytes((folder / DATABASE).read_bytes()[:5000])
    elif harm == "manifest":
        shutil.copy(two.extract / MANIFEST, folder / MANIFEST)
    elif harm == "boundary":
        next((folder / "geo").glob("zip.*.geojson")).unlink()
    else:
        with sqlite3.connect(folder / DATABASE) as connection:
            connection.execute("UPDATE estimate SET value = value + 1")
        connection.close()
    before = two.everything()
    assert two.accept() == 1
    assert "is not whole" in capsys.readouterr().err
    assert two.everything() == before


def test_a_candidate_that_follows_another_extract_is_not_taken(
    two: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """What that one's numbers were would be in no history."""
    with closing(sqlite3.connect(two.extract / DATABASE)) as connection, connection:
        connection.execute("UPDATE meta SET value = 'f00d' WHERE key = 'content_hash'")
    before = two.everything()
    assert two.accept() == 1
    assert "not the one that it was compared with" in capsys.readouterr().err
    assert two.everything() == before


def killed_after(writes: int, extract: Path, assets: Path) -> int:
    """Accept in a process of its own, killed before its next write; its exit status."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside the server's thread
        child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    left = iter(range(writes))

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        return step

    Path.replace, Path.unlink = counted(Path.replace), counted(Path.unlink)  # type: ignore[method-assign]
    os.fsync, shutil.rmtree = counted(os.fsync), counted(shutil.rmtree)  # type: ignore[assignment]
    accepting.accept(extract, assets, silent)
    os._exit(0)


def test_a_kill_at_any_step_leaves_the_old_or_the_new(two: World, tmp_path: Path) -> None:
    """The process is killed before each of its writes in turn; what the app reads is whole."""
    files = {read_hash(two.extract): "old", read_hash(two.candidate): "new"}
    (two.assets / "zip.00000000.geojson").write_text("of an extract before the last")
    for known in two.assets.glob("rivers.*"):  # so that a boundary comes anew
        known.unlink()
    seen = []
    for step in range(100):
        world = tmp_path / f"at-{step}"
        extract, assets = world / "extract", world / "geo"
        shutil.copytree(two.extract, extract)
        shutil.copytree(two.assets, assets)
        ended = killed_after(step, extract, assets)
        seen.append(files[read_hash(extract)])
        history = History.beside([extract], read_hash(extract), SCHEMA_VERSION)
        changed = history.of("life_expectancy", "tract-29095000100")
        assert len(history.versions) == len(changed) + 1 == 1 + (seen[-1] == "new")
        if seen[-1] == "new":
            named = accepting.boundary_files(extract / DATABASE)
            assert named <= {p.name for p in assets.iterdir()}
        if ended == 0:
            break
        assert ended == signal.SIGKILL
        accepting.accept(extract, assets, silent)  # again, and it is finished
        assert files[read_extract(extract, assets).content_hash] == "new"
        shutil.rmtree(world)
    assert seen[0] == "old" and seen[-1] == "new" and len(seen) > 10
    assert seen == sorted(seen, reverse=True), "it never goes back"
    assert not (assets / "zip.00000000.geojson").exists()


def read_hash(folder: Path) -> str:
    """The content hash that the database itself holds, which the app would serve."""
    engine = open_engine(sqlite_url(folder / DATABASE))
    held = Repository(engine)
    held.check_content()
    found: str = held.meta()["content_hash"]
    engine.dispose()
    return found


def test_a_server_is_told_or_the_reason_given(
    two: World, capsys: pytest.CaptureFixture[str]
) -> None:
    heard: list[int] = []
    candidate = shutil.copytree(two.candidate, two.root / "once-more")
    before = signal.signal(signal.SIGHUP, lambda number, _: heard.append(number))
    try:
        assert two.accept("--hup", str(os.getpid())) == 0
    finally:
        signal.signal(signal.SIGHUP, before)
    assert heard == [signal.SIGHUP]
    shutil.copytree(candidate, two.candidate)
    assert two.accept("--hup", "999999999") == 1
    assert "the extract is in place, but process 999999999" in capsys.readouterr().err


def test_the_manifest_for_people_says_the_same(world: World) -> None:
    engine = open_engine(sqlite_url(world.extract / DATABASE))
    held = Repository(engine).boundaries()
    engine.dispose()
    assert held == json.loads((world.assets / MANIFEST).read_text())
