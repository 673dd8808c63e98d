"""What first visitors ask for is there before they come; what was answered is answered again."""

from __future__ import annotations

import gc
import os
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

import app as composition
from callbacks import today
from callbacks.server.application import EquityDash
from callbacks.server.byte_cache import ByteCache, StoredAnswer
from callbacks.server.logs import ACCESS
from callbacks.server.shortcut import Shortcut, offer, register
from callbacks.server.warm import fill, store, visitor
from callbacks.server.warm.store import StoreError, StoreFile, Warm
from data.cities.city import city
from data.services import Services
from data.settings import Settings
from layouts import ids, paths
from layouts.pages import PAGES
from tests.conftest import AppMaker
from tests.integration.test_server_delivery import UPDATE, payload

STORED = StoredAnswer(b"body", 200, "text/plain", "br", "tag", language="es")
ENTRIES = {
    (b"\x00digest", "br", ("a.b",)): STORED,
    (("/", "lang=es", False), "gzip", ()): StoredAnswer(b"", 200, "text/html", "", "t"),
    ("/assets/x.svg", ""): StoredAnswer(b"\xff" * 9, 200, "image/svg+xml", "", "t", True),
}


# -- the file -----------------------------------------------------------------------------------


def everything(file: StoreFile) -> dict[object, StoredAnswer | None]:
    return {key: file.get(key) for key in file.keys()}  # noqa: SIM118 - it is no mapping


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "warm/mark.store"
    store.write(path, ENTRIES)
    assert everything(StoreFile.open(path)) == ENTRIES
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["mark.store"]


def damage(path: Path, how: str) -> None:
    content = path.read_bytes()
    match how:
        case "cut":
            path.write_bytes(content[:-3])
        case "changed":
            path.write_bytes(content[:-1] + b"?")
        case "empty":
            path.write_bytes(b"")
        case "another":
            path.write_bytes(b"PK" + content)
        case "file of all":
            path.chmod(0o666)
        case "folder of all":
            path.parent.chmod(0o777)
        case "link":
            path.rename(path.with_name("real"))
            path.symlink_to("real")
        case "folder":
            path.unlink()
            path.mkdir()


HOW = ("cut", "changed", "empty", "another", "file of all", "folder of all", "link", "folder")


@pytest.mark.parametrize("how", HOW)
def test_what_cannot_be_trusted_is_not_used(
    tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "warm/mark.store"
    store.write(path, ENTRIES)
    damage(path, how)
    with pytest.raises(StoreError):
        StoreFile.open(path)
    monkeypatch.setattr(store.LOG, "handlers", [caplog.handler])
    warm = Warm(path)
    assert warm.get(next(iter(ENTRIES))) is None
    assert {record.getMessage() for record in caplog.records} == {"warm store not used"}


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "warm/mark.store"
    store.write(path, ENTRIES)
    os.chown(path, 12345, 12345)
    with pytest.raises(StoreError, match="others"):
        StoreFile.open(path)


def test_the_bytes_stay_in_the_file(tmp_path: Path) -> None:
    """Whoever opens it holds what lies where: 200 answers of 100 kB take a worker no megabyte."""
    path = tmp_path / "warm/mark.store"
    entries = {
        (n, "br"): StoredAnswer(os.urandom(100_000), 200, "x", "br", "t") for n in range(200)
    }
    store.write(path, entries)
    tracemalloc.start()
    try:
        warm = Warm(path)
        assert warm.get((199, "br")) == entries[199, "br"]
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 1_000_000


def test_an_open_file_outlives_its_name(tmp_path: Path) -> None:
    """A release writes another one and tidies up, while workers of before still answer."""
    path = tmp_path / "warm/mark.store"
    store.write(path, ENTRIES)
    file = StoreFile.open(path)
    store.write(path, {})
    path.unlink()
    child = os.fork()
    if not child:
        os._exit(0 if everything(file) == ENTRIES else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert everything(file) == ENTRIES


def test_what_the_disk_gives_no_more_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "warm/mark.store"
    store.write(path, ENTRIES)
    warm = Warm(path)
    os.truncate(path, path.stat().st_size - 9)
    found = [warm.get(key) for key in ENTRIES]
    assert found[:2] == [*ENTRIES.values()][:2] and found[2] is None


def open_handles(path: Path) -> int:
    handles = [handle for handle in Path("/proc/self/fd").iterdir() if handle.is_symlink()]
    return sum(handle.readlink() == path for handle in handles)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="Linux says which files are open")
def test_whoever_lets_go_of_it_closes_it(tmp_path: Path) -> None:
    path = tmp_path / "warm/mark.store"
    store.write(path, ENTRIES)
    file = StoreFile.open(path)
    assert open_handles(path) == 1
    del file
    damage(path, "changed")
    for _ in range(3):
        with pytest.raises(StoreError):
            StoreFile.open(path)
    assert open_handles(path) == 0


def test_a_store_that_comes_later_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "warm/mark.store"
    warm = Warm(path)
    key = next(iter(ENTRIES))
    assert warm.is_missing and warm.get(key) is None
    store.write(path, ENTRIES)
    assert warm.get(key) is None  # looked a moment ago
    monkeypatch.setattr(store, "monotonic", lambda: 1e12)
    assert warm.get(key) == STORED
    assert not warm.is_missing
    assert not Warm().is_missing  # none is wanted


def test_the_name_says_all_that_the_bytes_depend_on(
    make_small_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def name(**settings: str) -> str:
        app = make_small_app(**settings)
        assert isinstance(app, EquityDash)
        return fill.path_of(app, Settings(**settings)).name  # type: ignore[arg-type]

    plain = name()
    for same in ({"log_level": "ERROR"}, {"makers": "5"}, {"client_seconds": "9"}):
        assert name(**same) == plain
    others = {
        name(**{key: value})
        for key, value in {
            "base_path": "/health/",
            "public_url": "https://kc.example",
            "default_language": "es",
            "frame_ancestors": "'none'",
            "plotly_bundle": "full",
        }.items()
    }
    assert len(others | {plain}) == 6
    first = min(option.old_from for options in city().options.values() for option in options)
    day = type("Day", (), {"today": staticmethod(lambda: first)})
    monkeypatch.setattr(today, "date", day)
    assert date.today() == first or name() != plain


# -- what it holds ------------------------------------------------------------------------------

LAST_PAGE = PAGES[-1].examples[0]


@pytest.fixture(scope="module")
def filled(services: Services, tmp_path_factory: pytest.TempPathFactory) -> EquityDash:
    """An app with a store of few things, which another app has made."""
    few = pytest.MonkeyPatch()
    few.setattr(visitor, "SWITCHES", 1)
    few.setattr(fill, "PAGES", [page for page in PAGES if LAST_PAGE in page.examples])
    few.setattr(fill, "places", lambda _services: [paths.of_place("city")])
    few.setattr(fill, "views", lambda _lang: [{}])
    few.setattr(fill, "files", lambda *_: ["/assets/icons/icon.svg", "/_dash-layout"])
    few.setattr(os, "nice", lambda _: None)
    path = tmp_path_factory.mktemp("warm") / "mark.store"
    logs_from = ACCESS.level
    fill.fill(composition.assemble(Settings(), services), services, Settings(), path)
    ACCESS.setLevel(logs_from)  # a store is filled in a process of its own, which ends then
    few.undo()
    app = composition.assemble(Settings(), services)
    app.delivery.warm = Warm(path)
    return app


def counted(app: EquityDash) -> list[int]:
    return [len(cache) for cache in (app.delivery.documents, app.delivery.answers)]


def test_a_new_process_answers_from_the_store(filled: EquityDash) -> None:
    client, before = filled.server.test_client(), counted(filled)
    for encoding in ("br", "gzip"):
        for path in (LAST_PAGE, f"{LAST_PAGE}?fbclid=1", "/assets/icons/icon.svg"):
            answer = client.get(path, headers={"Accept-Encoding": encoding})
            assert answer.status_code == 200
            assert answer.headers.get("Content-Encoding", encoding) == encoding
    assert counted(filled) == before


def test_the_first_switch_is_what_a_browser_asks(filled: EquityDash, services: Services) -> None:
    """The words of the request are those that a browser was heard to send."""
    known = services.atlas.catalogue.indicators
    defaults = city().defaults
    chosen = next(
        name
        for name, one in known.items()
        if one.role in visitor.OUTCOME_ROLES and name != defaults.outcome
    )
    by = known[defaults.outcome].default_geography.value
    view = {"outcome": defaults.outcome, "factor": defaults.factor, "by": by, "in": "",
            "map": "outcome", "layers": [], "lang": "en", "theme": "light"}  # fmt: skip
    asked = (
        (f"{ids.EXPLORE_LOCATION}.search", ""),
        ("outcome-select-field.data-value", chosen),
        ("factor-select-field.data-value", defaults.factor),
        ("geography-select-field.data-value", by),
        ("map-mode-field.data-value", "outcome"),
        ("layers-field.data-value", ""),
        ("inside-select-field.data-value", "city"),
        ("selection.data", []),
        ("map-at.data", ""),
    )
    circle = next(name for name in filled.callback_map if name.startswith("..explore-location."))
    body = {
        "output": circle,
        "outputs": [split(name) for name in circle.strip(".").split("...")],
        "inputs": [{**split(name), "value": value} for name, value in asked],
        "changedPropIds": ["outcome-select-field.data-value"],
        "parsedChangedPropsIds": ["outcome-select-field.data-value"],
        "state": [{"id": "view", "property": "data", "value": view}],
    }
    client, before = filled.server.test_client(), counted(filled)
    first = client.post(UPDATE, json=body, headers={"Accept-Encoding": "identity"})
    new = first.get_json()["response"]["view"]["data"]
    assert counted(filled) == [before[0], before[1] + 1]  # no store holds it uncompressed
    drawn = next(name for name in filled.callback_map if name.startswith(f"..{ids.CHARTS_STORE}."))
    body2 = {
        "output": drawn,
        "outputs": [split(name) for name in drawn.strip(".").split("...")],
        "inputs": [{"id": "view", "property": "data", "value": new}],
        "changedPropIds": ["view.data"],
        "parsedChangedPropsIds": ["view.data"],
    }
    for sent in (body, body2):
        for encoding in ("br", "gzip"):
            answer = client.post(UPDATE, json=sent, headers={"Accept-Encoding": encoding})
            assert answer.status_code == 200
    assert counted(filled) == [before[0], before[1] + 1]


def split(name: str) -> dict[str, str]:
    id, _, prop = name.rpartition(".")
    return {"id": id, "property": prop}


# -- before Flask -------------------------------------------------------------------------------


_EACH_TIME = ("X-Request-ID", "Date")


def told(answer: Any) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in _EACH_TIME}


@pytest.fixture
def hits(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each request whether it was answered before Flask."""
    seen: list[bool] = []
    found = Shortcut._found

    def watched(self: Shortcut, asked: tuple[str, ...]) -> Any:
        note = found(self, asked)
        seen.append(note is not None)
        return note

    monkeypatch.setattr(Shortcut, "_found", watched)
    return seen


@pytest.mark.parametrize("path", ["/", "/?lang=es", "/assets/icons/icon.svg", "/_dash-layout"])
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_the_short_way_says_the_same(
    client: FlaskClient, hits: list[bool], path: str, encoding: str
) -> None:
    said = {"Accept-Encoding": encoding}
    known: list[dict[str, str]] = []
    for _ in range(4):
        answer = client.get(path, headers=said)
        again = client.get(path, headers={**said, "If-None-Match": answer.headers["ETag"]})
        head = client.head(path, headers=said)
        assert (answer.status_code, again.status_code, head.status_code) == (200, 304, 200)
        assert again.data == head.data == b"" != answer.data
        known.append({**told(answer), "304": str(told(again)), "head": str(told(head))})
    assert known[1:] == known[:-1]
    assert True in hits and hits[-3:] == [True, True, True]
    assert client.get(path, headers={**said, "If-None-Match": '"x"'}).data == answer.data


def test_the_short_way_ends_where_its_ground_does(
    make_small_app: AppMaker, hits: list[bool]
) -> None:
    app = make_small_app()
    assert isinstance(app, EquityDash)
    client = app.server.test_client()
    for _ in range(3):
        client.get("/")
    assert hits == [False, False, True]
    app.delivery.documents._answers.clear()  # pushed out by others
    client.get("/")
    assert hits[-1] is False
    for strange in ({"If-Match": '"x"'}, {"Range": "bytes=0-3"}):
        client.get("/", headers=strange)
    client.post(UPDATE, json=payload())
    assert len(hits) == 4  # not even looked for
    client.get("/", headers={"Host": "another.example"})
    assert hits[-1] is False


def stored_answers() -> list[StoredAnswer]:
    return [one for one in gc.get_objects() if isinstance(one, StoredAnswer)]


def test_the_short_way_keeps_nothing_that_was_let_go() -> None:
    """The bytes of a cache have a limit, also with a note of every page that was in it."""
    cache, made = ByteCache(limit_bytes=100_000), 200

    def page(number: int) -> Response:
        kept = cache.get(number)
        if kept is None:
            kept = StoredAnswer(bytes(10_000), 200, "text/html", "", str(number))
            cache.put(number, kept)
        offer(kept, lambda: cache.get(number))
        return Response(kept.body)

    server = Flask("short")
    server.add_url_rule("/<int:number>", "page", page)
    register(server)
    there = stored_answers()  # and they stay while others are counted
    client = server.test_client()
    for number in range(made):
        assert [client.get(f"/{number}").data for _ in range(2)] == [bytes(10_000)] * 2
    before = {id(one) for one in there}
    held = [one for one in stored_answers() if id(one) not in before]
    assert sum(one.size_bytes for one in held) <= 110_000  # and what was sent last
