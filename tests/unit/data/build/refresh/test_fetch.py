"""Every way a download can go wrong says what, where and what to do, and leaves the old file."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.build.refresh.client import Client, Patience
from data.build.refresh.faults import NotThereError, RefreshError
from data.build.refresh.fetch import fetch, fetch_all
from data.build.refresh.progress import Bar, meter
from data.build.refresh.staging import Staging
from data.build.refresh.tools import Tools
from tests.publisher import (
    Answer,
    Asked,
    Publisher,
    Reply,
    census_api,
    csv_bytes,
    file,
    publisher,
    socrata,
)
from tests.unit.data.build.refresh.examples import (
    ADDRESS,
    COLUMNS,
    ROWS,
    acs_rows,
    good,
    job,
    packed,
    path,
    tracts,
)

QUICK = Patience(attempts=3, backoff_s=0.0, longest_wait_s=2, timeout_s=5)
OLD = b"the file of last year"
HTML = b"<!DOCTYPE html><html><body><h1>Site maintenance</h1></body></html>"


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as found:
        yield found


@pytest.fixture
def tools(server: Publisher, tmp_path: Path) -> Tools:
    return Tools(Client(QUICK, server.address), Staging(tmp_path), Bar(io.StringIO()))


@pytest.mark.parametrize("kind", ADDRESS)
def test_a_file_comes_whole_and_only_once(kind: str, server: Publisher, tools: Tools) -> None:
    asked = job(kind)
    server.answers[path(asked)] = good(kind)
    assert fetch(asked, tools)
    whole = tools.staging.staged(asked.file)
    first = whole.read_bytes()
    assert not list((tools.staging.root / "parts").rglob("*.part"))
    assert not fetch(asked, tools)
    assert tools.staging.place() == [asked.file]
    assert (tools.staging.sources / asked.file).read_bytes() == first
    assert not fetch(asked, tools), "nor again when it has found its place"
    if kind.startswith("socrata") or kind in ("csv", "csv_gz", "csv_zip", "tiger_zip"):
        assert "If-None-Match" in server.asked[-1].headers
    if kind in ("socrata_csv", "socrata_json"):
        assert first.decode().splitlines() == csv_bytes(ROWS).decode().replace('"', "").splitlines()
    if kind == "census_api":
        lines = first.decode().splitlines()
        assert lines[0] == "GEOID,NAME,B1_001E,B1_001M"
        assert lines[1] == "20091000000,Tract 0,0,5"
        assert len(lines) == 7


@pytest.mark.parametrize("kind", ADDRESS)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_waited_for(
    kind: str, status: int, server: Publisher, tools: Tools
) -> None:
    asked = job(kind)
    server.answers[path(asked)] = good(kind)
    server.faults = [Reply(b"busy", status, {"Retry-After": "0"}) for _ in range(2)]
    assert fetch(asked, tools)


def test_retry_after_is_kept(server: Publisher, tools: Tools) -> None:
    asked = job()
    server.answers[path(asked)] = good("csv")
    server.faults = [Reply(b"busy", 503, {"Retry-After": "1"})]
    start = time.monotonic()
    fetch(asked, tools)
    assert time.monotonic() - start >= 1.0


def always(reply: Reply) -> Answer:
    return lambda _: reply


def changed_column(kind: str) -> Answer:
    renamed = [{"TractFIPS": row["tract"], "value": row["value"]} for row in ROWS]
    if kind == "census_api":
        return always(Reply(b"error: unknown variable 'B1_001E'", 400))
    if kind.startswith("socrata"):
        return socrata(renamed, columns=("TractFIPS", "value"))
    return file(packed(kind, csv_bytes(renamed)))


FAULTS: dict[str, tuple[Callable[[str], Answer], str, str]] = {
    "busy": (lambda _: always(Reply(b"wait", 429)), "answers 429 (wait), 3 times", "later"),
    "down": (lambda _: always(Reply(b"<h1>Oh</h1>", 503)), "answers 503 (Oh), 3 times", "later"),
    "refused": (lambda _: always(Reply(b"no", 403)), "answers 403 (no)", "in"),
    "web page": (
        lambda _: always(Reply(HTML, headers={"Content-Type": "text/html; charset=utf-8"})),
        "a web page came in place of the file",
        "",
    ),
    "web page in disguise": (
        lambda _: always(Reply(HTML, headers={"Content-Type": "text/csv"})),
        "a web page came in place of the file (Site maintenance",
        "",
    ),
    "empty": (lambda _: always(Reply(b"", headers={"Content-Type": "text/csv"})), "", ""),
    "truncated": (
        lambda kind: always(Reply(good_bytes(kind), cut_at=len(good_bytes(kind)) // 2)),
        "broke off",
        "it goes on where it stopped",
    ),
    "cut in silence": (lambda kind: always(Reply(good_bytes(kind)[:-9])), "", ""),
    "changed column": (changed_column, "tract", "YAML"),
}


def good_bytes(kind: str) -> bytes:
    if kind == "census_api":
        return json.dumps([["NAME", "B1_001E"], ["Tract 1", "5"]]).encode()
    if kind == "socrata_json":
        return json.dumps(ROWS).encode()
    if kind == "tiger_zip":
        return tracts()
    return packed(kind, csv_bytes(ROWS))


# A zip whose attributes have other names has its own test below.
CASES = [(k, f) for k in ADDRESS for f in FAULTS if (k, f) != ("tiger_zip", "changed column")]


@pytest.mark.parametrize(("kind", "fault"), CASES)
def test_a_fault_names_source_file_and_remedy(
    kind: str, fault: str, server: Publisher, tools: Tools
) -> None:
    asked = job(kind)
    make, wrong, remedy = FAULTS[fault]
    server.answers[path(asked)] = make(kind)
    old = tools.staging.sources / asked.file
    old.parent.mkdir()
    old.write_bytes(OLD)
    with pytest.raises(RefreshError) as refused:
        fetch(asked, tools)
    said = str(refused.value)
    assert said.startswith(f"source some_source, file {asked.file}: ")
    if not (kind == "census_api" and fault == "changed column"):
        assert wrong in said
    assert remedy in said
    assert said.count(". ") >= 1, "what to do follows"
    assert old.read_bytes() == OLD
    assert not tools.staging.staged(asked.file).exists()
    server.answers[path(asked)] = good(kind)
    assert fetch(asked, tools), "and the next run succeeds"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"least_rows": 8}, "it has 7 rows, at least 8 are expected"),
        ({"largest_bytes": 50}, "at most 50 are expected"),
        ({"sha256": "0" * 64}, "not the one expected"),
        ({"id_pattern": r"20\d{9}"}, "row 2, column 'tract': '29095000000' is no id"),
        ({"columns": ["tract", "low"]}, "column 'low' is missing (there are tract, value)"),
    ],
)
def test_checks_of_the_catalogue_hold(
    change: dict[str, object], wrong: str, server: Publisher, tools: Tools
) -> None:
    asked = job(**change)
    server.answers[path(asked)] = good("csv")
    with pytest.raises(RefreshError, match=wrong.replace("(", r"\(").replace(")", r"\)")):
        fetch(asked, tools)
    assert tools.staging.current(asked.file) is None


def test_a_zip_without_its_attribute_is_refused(server: Publisher, tools: Tools) -> None:
    asked = job("tiger_zip", columns=["GEOID"])
    server.answers[path(asked)] = good("tiger_zip")
    with pytest.raises(RefreshError, match="column 'GEOID' is missing"):
        fetch(asked, tools)


def test_no_server_is_said_without_the_key(
    tools: Tools, server: Publisher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOME_API_KEY", "very-secret")
    closed = Tools(Client(QUICK, "http://127.0.0.1:9"), Staging(tmp_path / "b"), tools.bar)
    with pytest.raises(RefreshError, match=r"api.example.org cannot be reached") as refused:
        fetch(job("census_api"), closed)
    assert "secret" not in str(refused.value)
    server.answers[path(job("census_api"))] = census_api(acs_rows(), key="another")
    with pytest.raises(RefreshError, match=r"Set SOME_API_KEY in the environment") as refused:
        fetch(job("census_api"), tools)
    assert "secret" not in str(refused.value)
    monkeypatch.setenv("SOME_API_KEY", "another")
    assert fetch(job("census_api"), tools)
    state = (tools.staging.root / "state.json").read_text()
    assert "another" not in state


def test_a_broken_download_goes_on_where_it_stopped(server: Publisher, tools: Tools) -> None:
    asked = job()
    body = csv_bytes(ROWS)
    server.answers[path(asked)] = good("csv")
    cut = good("csv")(Asked())
    server.faults = [Reply(cut.body, headers=cut.headers, cut_at=60)]
    assert fetch(asked, tools)
    assert tools.staging.staged(asked.file).read_bytes() == body
    assert server.asked[-1].headers["Range"] == "bytes=60-"


def test_another_file_in_between_is_not_mixed_with_the_first(
    server: Publisher, tools: Tools
) -> None:
    asked = job()
    newer = csv_bytes([{**row, "value": "9"} for row in ROWS])
    old = good("csv")(Asked())
    server.faults = [Reply(old.body, headers=old.headers, cut_at=60)]
    server.answers[path(asked)] = file(newer)
    fetch(asked, tools)
    assert tools.staging.staged(asked.file).read_bytes() == newer


@pytest.mark.parametrize("kind", ["socrata_csv", "socrata_json"])
def test_a_table_that_changes_between_pages_is_read_anew(
    kind: str, server: Publisher, tools: Tools
) -> None:
    asked = job(kind)
    before, after = socrata(ROWS, columns=COLUMNS), socrata(ROWS[:4], columns=COLUMNS, stamp="Fri")

    def changing(a: Asked) -> Reply:
        return before(a) if len(server.asked) < 2 else after(a)

    def restless(a: Asked) -> Reply:
        return socrata(ROWS, columns=COLUMNS, stamp=str(len(server.asked)))(a)

    server.answers[path(asked)] = changing
    fetch(asked, tools)
    assert len(tools.staging.staged(asked.file).read_text().splitlines()) == 5
    server.answers[path(asked)] = restless
    with pytest.raises(RefreshError, match="changed the table 3 times"):
        fetch(asked, tools)


def test_a_page_that_came_short_is_not_taken_for_the_last(server: Publisher, tools: Tools) -> None:
    asked = job("socrata_csv")
    whole = socrata(ROWS, columns=COLUMNS)

    def short(a: Asked) -> Reply:
        reply = whole(a)
        lines = reply.body.splitlines(keepends=True)
        return Reply(b"".join(lines[:3]), headers=reply.headers)

    server.answers[path(asked)] = short
    with pytest.raises(RefreshError, match="page 1 came short"):
        fetch(asked, tools)


def test_points_come_out_of_json_as_out_of_csv(server: Publisher, tools: Tools) -> None:
    asked = job("socrata_json", least_rows=2, columns=["tract", "location", "flag"])
    columns = ("tract", "location", "flag")
    rows = [
        {"tract": ROWS[0]["tract"], "location": {"type": "Point", "coordinates": [-94.5, 39.1]}},
        {"tract": ROWS[1]["tract"], "location": {"latitude": "39.1", "longitude": "-94.5"}},
        {"tract": ROWS[2]["tract"], "flag": True},
    ]
    server.answers[path(asked)] = socrata(rows, columns=columns)  # type: ignore[arg-type]
    fetch(asked, tools)
    found = tools.staging.staged(asked.file).read_text().splitlines()[1:]
    assert [line.partition(",")[2] for line in found] == [
        "POINT (-94.5 39.1),",
        "POINT (-94.5 39.1),",
        ",true",
    ]


def test_a_missing_file_is_a_fault_only_where_there_was_one(
    server: Publisher, tools: Tools
) -> None:
    absent, moved, fine = job("csv"), job("csv_gz"), job("socrata_csv")
    server.answers[path(fine)] = good("socrata_csv")
    had = tools.staging.sources / moved.file
    had.parent.mkdir()
    had.write_bytes(OLD)
    found = fetch_all([absent, moved, fine], tools)
    assert found.changed == (fine.file,), "a fault of one keeps no other from coming"
    assert [error.job for error in found.not_there] == [absent]
    assert [error.job for error in found.faults] == [moved]
    assert isinstance(found.faults[0], NotThereError)


KILLED = """
import io, sys
from pathlib import Path
from data.build.refresh.client import Client, Patience
from data.build.refresh.fetch import fetch
from data.build.refresh.progress import Bar
from data.build.refresh.staging import Staging
from data.build.refresh.tools import Tools
from data.build.refresh.faults import Job
from data.catalogue.live import Live
job = Job("some_source", sys.argv[3], Live.model_validate_json(sys.argv[4]))
fetch(job, Tools(Client(Patience(), sys.argv[1]), Staging(Path(sys.argv[2])), Bar(io.StringIO())))
"""


@pytest.mark.parametrize("kind", ["csv", "socrata_csv"])
def test_a_kill_leaves_the_old_file_and_a_download_to_go_on_with(
    kind: str, server: Publisher, tools: Tools
) -> None:
    """The process is killed while the server holds its answer back."""
    asked = job(kind)
    whole, sources = good(kind), tools.staging.sources
    old = sources / asked.file
    old.parent.mkdir()
    old.write_bytes(OLD)
    process: subprocess.Popen[bytes]

    def hold(a: Asked) -> Reply:
        reply = whole(a)
        if len(server.asked) == 1:
            reply.cut_at = 60 if kind == "csv" else None
        else:
            process.kill()
            process.wait()
        return reply

    server.answers[path(asked)] = hold
    told = (server.address, str(sources), asked.file, asked.live.model_dump_json())
    process = subprocess.Popen([sys.executable, "-c", KILLED, *told])
    assert process.wait(30) == -9
    assert old.read_bytes() == OLD
    assert not tools.staging.staged(asked.file).exists()
    before = len(server.asked)
    server.answers[path(asked)] = whole
    assert fetch(asked, tools)
    after = server.asked[before]
    if kind == "csv":
        assert after.headers["Range"] == "bytes=60-"
    else:
        assert after.query["$offset"] == "3"
    assert len(tools.staging.staged(asked.file).read_text().splitlines()) == 1 + len(ROWS)


def test_progress_moves_on_a_terminal_and_is_a_line_elsewhere() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream in (Terminal(), io.StringIO()):
        times = iter([0.0, 0.05, 1.0])
        bar = Bar(stream, clock=times.__next__)
        bar.start("file.csv")
        bar.at(5_000_000, 10_000_000)
        bar.at(10_000_000, 10_000_000)
        bar.done("7 rows")
        said = stream.getvalue()
        assert said.endswith("file.csv: 7 rows\n") or said.endswith("file.csv: 7 rows\x1b[K\n")
        assert ("100%" in said) == stream.isatty()
        assert ("50%" in said) is False, "not more often than anybody can read"
    assert meter(2_000_000, None) == "2.0 MB"
    assert meter(5_000_000, 10_000_000) == f"[{'#' * 12}{'-' * 12}]  50%  5.0 MB"
