"""What measures the server under a crowd: what it reads, asks and says. Nothing is timed."""

from __future__ import annotations

import json
import os
import socket
import struct
import threading
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from dash import Dash
from flask.testing import FlaskClient

from benchmarks import crowd, journeys, mixture, scenarios, soak, table
from benchmarks.journeys import PLACE, Asked, Journey, Step
from benchmarks.load import Connection
from benchmarks.processes import Use, use
from benchmarks.ramps import Ramp, Result, Row
from benchmarks.wire import AnswerReader, ClosedError
from callbacks.room.still import children_of
from tests import own_loop
from tests.browser.serving import served
from tests.shared import services as shared_services

LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3;name=value\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: x\r\n\r\n"
)
WHOLE = {
    "length": ("GET", LENGTH, 200, b"hello"),
    "chunked": ("GET", CHUNKED, 200, b"hello"),
    "nothing new": ("GET", b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n', 304, b""),
    "nothing new, with a length": ("GET", b"HTTP/1.1 304 X\r\nContent-Length: 9\r\n\r\n", 304, b""),
    "empty": ("POST", b"HTTP/1.1 204 No Content\r\n\r\n", 204, b""),
    "only a head": ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 200, b""),
    "after a hint": ("GET", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + LENGTH, 200, b"hello"),
    "a length of nothing": ("GET", b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n", 404, b""),
}


@pytest.mark.parametrize("piece", [1, 2, 7, 10_000])
@pytest.mark.parametrize("name", WHOLE)
def test_an_answer_is_whole_where_it_ends_and_not_before(name: str, piece: int) -> None:
    method, answer, status, body = WHOLE[name]
    reader = AnswerReader(method, keep_body=True)
    pieces = [answer[at : at + piece] for at in range(0, len(answer), piece)]
    assert [reader.feed(one) for one in pieces] == [False] * (len(pieces) - 1) + [True]
    assert (reader.status, bytes(reader.body), reader.bytes) == (status, body, len(answer))
    assert reader.stays


def test_an_answer_that_ends_early_is_no_answer() -> None:
    for answer in (b"", LENGTH[:-1], CHUNKED[:-2]):
        reader = AnswerReader()
        reader.feed(answer)
        with pytest.raises(ClosedError) as error:
            reader.close()
        assert error.value.begun == bool(answer)
    reader = AnswerReader(keep_body=True)
    reader.feed(b"HTTP/1.1 200 OK\r\n\r\nhel")
    assert not reader.whole and not reader.stays
    reader.feed(b"lo")
    reader.close()
    assert reader.whole and reader.body == b"hello"


def asked(path: str, start_ms: float, end_ms: float, *, painted: bool = False) -> Asked:
    return Asked("GET", path, {"Accept": "*/*"}, "", start_ms, end_ms, 200, 10, painted=painted)


def journey(path: str = "/page") -> Journey:
    """A page whose script is found while it comes, whose data waits for both; then a file."""
    page = (
        asked(path, 0, 20, painted=True), asked("/style", 10, 25, painted=True),
        asked("/data", 40, 50),
    )  # fmt: skip
    return Journey(
        "one", 100, (Step("page", "page", page), Step("f", "file", (asked("/f", 0, 5),)))
    )


def test_a_request_waits_for_what_had_come_when_the_browser_asked(tmp_path: Path) -> None:
    (page, file) = journey().steps
    assert page.waits == (((), 0.0), ((0,), 0.0), ((0, 1), 15.0))
    assert file.waits == (((), 0.0),)
    journeys.save((journey(),), tmp_path / "j.json")
    assert journeys.load(tmp_path / "j.json") == (journey(),)


def test_a_visit_is_planned_before_it_is_walked() -> None:
    ramp = Ramp(visitors=40, within_s=2, think_s=3, until_s=20)
    visits = ramp.visits([journey()])
    assert visits == ramp.visits([journey()])
    assert len(visits) == 40
    for visit in visits:
        dues = [due for due, _step in visit["steps"]]
        assert 0 <= dues[0] < 2 and dues[-1] < 20
        pauses = [later - earlier for earlier, later in pairwise(dues)]
        assert all(1.49 <= pause <= 4.51 for pause in pauses)
        assert [step for _due, step in visit["steps"][:3]] == [0, 1, 0]
    assert {visit["place"] is None for visit in visits} == {True, False}


class Answers(BaseHTTPRequestHandler):
    """A server that answers by what its path says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.paths.append(self.path)  # type: ignore[attr-defined]
        body = b"x" * 100
        self.send_response(500 if "broken" in self.path else 200)
        self.send_header("Content-Length", str(len(body)))
        if "closes" in self.path:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        if "hangs-up" in self.path:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def answers() -> Iterator[tuple[str, list[str]]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    server.paths = paths = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


def walked(url: str, one: Journey, visits: list[dict[str, Any]]) -> Result:
    plan = {"limit_s": 10, "visits": visits}
    found = own_loop.finished(crowd.walk(url, plan, {one.name: one}))
    rows = tuple(Row(*row) for row in found["rows"])
    return Result(rows, tuple(visits), {one.name: one}, found["generator"])


def visit(*steps: tuple[float, int], place: str | None = None) -> dict[str, Any]:
    return {"journey": "one", "place": place, "steps": list(steps)}


def test_a_crowd_walks_its_plan_and_each_time_runs_from_when_it_was_due(
    answers: tuple[str, list[str]],
) -> None:
    url, paths = answers
    visits = [visit((0, 0), (0.01, 1)), visit((0.02, 0), place="zip-1")]
    found = walked(url, journey(f"/closes/{PLACE}"), visits)
    assert Counter(paths) == {
        f"/closes/{PLACE}": 1, "/closes/zip-1": 1, "/style": 2, "/data": 2, "/f": 1
    }  # fmt: skip
    assert not found.failed and len(found.rows) == 7
    by_name = {(row.visit, row.nth, row.index): row for row in found.rows}
    assert by_name[0, 1, 0].due == 0.01  # as planned, though the page before took longer
    assert by_name[0, 1, 0].sent >= by_name[0, 0, 2].done
    assert by_name[0, 0, 2].due >= max(by_name[0, 0, 0].done, by_name[0, 0, 1].done)
    assert all(row.due <= row.sent <= row.done for row in found.rows)
    assert len(found.documents_ms()) == len(found.paints_ms()) == 2
    assert sum(found.paints_ms()) >= sum(found.documents_ms())
    assert len(found.first_steps().rows) == 6
    assert found.path(by_name[1, 0, 0]) == "/closes/zip-1"
    assert 0 <= found.generator["cpu_share"] <= 1.5


def test_what_is_not_answered_well_is_an_error(answers: tuple[str, list[str]]) -> None:
    url, _paths = answers
    found = walked(url, journey("/broken"), [visit((0, 0))])
    assert [row.status for row in found.failed] == [500]
    found = walked("http://127.0.0.1:9", journey(), [visit((0, 0))])
    assert {(row.status, row.reason) for row in found.failed} == {(0, "refused")}
    assert len(found.failed) == 3


def _resets(line: socket.socket) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


REASONS: dict[str, Callable[[socket.socket], None]] = {
    "closed": lambda line: None,
    "reset": _resets,
    "short body": lambda line: line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
    "no answer in 0.5 s": lambda line: line.recv(1) and None,  # until whoever asks has gone
}


@pytest.mark.parametrize("reason", REASONS)
def test_why_there_is_no_answer_is_said(reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ends a connection is told from the patience of who asks."""
    monkeypatch.setattr(crowd.Crowd, "patience_s", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for _ in range(3):
                line, _address = listener.accept()
                with line:
                    line.recv(10_000)
                    REASONS[reason](line)

        threading.Thread(target=serve, daemon=True).start()
        found = walked(f"http://127.0.0.1:{listener.getsockname()[1]}", journey(), [visit((0, 0))])
    assert {(row.status, row.reason) for row in found.failed} == {(0, reason)}
    assert scenarios._reasons(found) == f" (3 {reason})"


def test_an_idle_connection_that_has_ended_is_opened_again(answers: tuple[str, list[str]]) -> None:
    url, paths = answers
    found = walked(url, journey("/hangs-up"), [visit((0, 0), (0.15, 0))])
    assert not found.failed and paths.count("/hangs-up") == 2
    line = Connection(url)
    request = b"GET /closes HTTP/1.1\r\nHost: x\r\n\r\n"
    assert [line.ask(request)[0] for _ in range(2)] == [200, 200]
    line.close()


def test_a_table_says_goal_measured_and_before() -> None:
    measures = [
        table.Measure("a", "slow", 900, "ms", most=800),
        table.Measure("b", "quick", 3.21, "s", most=4),
        table.none_of("c", "errors", 0),
        table.Measure("d", "no goal", 7, "ms"),
    ]
    head, *rows = table.lines(measures, {"a": 12345.6, "c": 3})
    assert head.split() == ["goal", "measured", "1e2fa76"]
    assert [" ".join(row.split()) for row in rows] == [
        "slow < 800 ms 900 ms ! 12346 ms",
        "quick < 4 s 3.21 s",
        "errors <= 0 0 3",
        "no goal 7 ms",
    ]
    assert table.p95(range(100)) == 95 and table.p95([]) == 0


@pytest.fixture
def listed(real_client: FlaskClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(real_client.get(mixture.DEPENDENCIES).data)
    return found


def test_switches_are_those_of_the_page_and_all_different(
    real_client: FlaskClient, listed: list[dict[str, Any]]
) -> None:
    views = mixture.views(200)
    assert len({json.dumps(view) for view in views}) == 200
    bodies = [body for view in views[:2] for body in mixture.Switches(listed).bodies(view)]
    for body in bodies:
        answer = real_client.post(mixture.UPDATE, data=body, content_type="application/json")
        assert answer.status_code == 200 and json.loads(answer.data)["response"]["charts"]


def test_exports_are_all_kinds_and_none_twice(real_app: Dash) -> None:
    routes = real_app.server.url_map.bind("localhost")
    lists = mixture.export_lists(shared_services(), 20)
    every = [wish.path for one in lists for wish in one]
    assert len(every) == len(set(every)) and min(map(len, lists)) > 20
    kinds = {routes.match(urlsplit(wish.path).path)[0] for one in lists for wish in one[:4]}
    assert len(kinds) >= 6, kinds


class TestSoak:
    """The long soak asks a real server (`make soak`); here its parts, on what is at hand."""

    @staticmethod
    def sample(done: int, mb: float, files: int = 10) -> soak.Sample:
        return soak.Sample(done, {7: Use(mb, files, 9)}, {8: Use(80, 3, 1)})

    def report(self, mb_at_begin: float, slope: float) -> soak.Report:
        """A worker that grows by `slope` MB in 10,000 requests, with a ripple of 2 MB."""
        report = soak.Report(seconds=9, caches={"answers": 2e6})
        for done in range(0, 100_001, 1000):
            ripple = 2 if done // 1000 % 2 else 0
            report.samples.append(self.sample(done, mb_at_begin + slope * done / 10_000 + ripple))
            report.note(mixture.Wish("page", "GET", "/"), 200)
        return report

    def test_growth_has_an_interval_that_holds_it(self) -> None:
        points = [(s.done, s.workers[7].pss_mb) for s in self.report(90, 2.5).samples]
        grown = soak.growth(points)
        assert grown is not None and grown.low < 2.5 < grown.high
        assert grown.high - grown.low < 1
        assert soak.growth(points[:9]) is None and soak.growth([]) is None

    @pytest.mark.parametrize(
        ("mb", "slope", "words"),
        [(90, 0.1, []), (159, 0.3, ["held"]), (90, 2.5, ["grew"]), (159, 2.5, ["held", "grew"])],
    )
    def test_it_says_what_is_not_as_promised(
        self, mb: float, slope: float, words: list[str]
    ) -> None:
        report = self.report(mb, slope)
        wrong = soak.verdict(report, wanted=report.done)
        assert len(wrong) == len(words)
        assert all(word in sentence for word, sentence in zip(words, wrong, strict=True))
        said = "\n".join(soak.lines(report))
        assert "worker 7" in said and "helpers together: at most 80 MB" in said

    def test_files_and_failures_count(self) -> None:
        report = soak.Report(samples=[self.sample(0, 90), self.sample(9, 90, files=99)])
        report.note(mixture.Wish("page", "GET", "/place/city?lang=es"), 500)
        report.note(mixture.Wish("export", "GET", "/x.pdf"), 503)
        report.note(mixture.Wish("hostile", "GET", "/y"), 404)
        report.note(mixture.Wish("hostile", "GET", "/z"), 500)
        assert report.failed == {(500, "/place/city"): 1, (500, "/z"): 1}
        wrong = soak.verdict(report, wanted=5)
        assert [sentence.split()[0] for sentence in wrong] == ["only", "2", "worker"]

    def test_a_seeded_mixture_never_fails(
        self, real_client: FlaskClient, listed: list[dict[str, Any]]
    ) -> None:
        mixed = mixture.Mixture(shared_services(), listed)
        again = mixture.Mixture(shared_services(), listed)
        report = soak.Report()
        for _ in range(300):
            wish = mixed.next()
            assert wish == again.next()
            if wish.kind == "export" or report.asked[wish.kind] >= 4:
                continue  # exports are tested where they are made
            answer = real_client.open(
                wish.path, method=wish.method, data=wish.body, content_type="application/json"
            )
            report.note(wish, answer.status_code)
        assert set(report.asked) == set(mixture.SHARES) - {"export"}
        assert not report.failed

    def test_visitors_ask_until_all_is_asked(self, answers: tuple[str, list[str]]) -> None:
        url, paths = answers
        wishes = iter(
            [mixture.Wish("page", "GET", path) for path in ("/a", "/closes", "/hangs-up")] * 20
        )
        made = soak.Soak(url, lambda: next(wishes), requests=60, limit_s=20)
        report = own_loop.finished(made.run(lambda done: self.sample(done, 90)))
        assert report.done == len(paths) == 60 and not report.failed
        assert len(report.samples) >= 2 and report.samples[-1].done == 60

    def test_a_short_one_fails_at_nothing_and_stays_below_the_limit(self) -> None:
        """Seeded, on the server as it ships; how memory grows needs the long one."""
        with served() as (url, master):
            with urllib.request.urlopen(f"{url}{mixture.DEPENDENCIES}") as answer:
                mixed = mixture.Mixture(shared_services(), json.loads(answer.read()))
            made = soak.Soak(url, mixed.next, requests=150, limit_s=120)
            report = own_loop.finished(made.run(soak.look_at(master)))
        assert report.done == 150 and not report.failed
        held = [use.pss_mb for sample in report.samples for use in sample.workers.values()]
        assert held and max(held) < soak.MOST_MB

    def test_a_process_is_what_it_is(self) -> None:
        own = use(os.getpid())
        assert own is not None and own.pss_mb > 10 and own.files > 2 and own.threads >= 1
        assert use(2**22 + 1) is None
        assert os.getpid() in children_of(os.getppid())
