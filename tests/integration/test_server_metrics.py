"""What is counted for Prometheus: by whom it may be read, what its labels say, that it adds up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from callbacks.server.watch.gate import ERROR, OUTDATED
from callbacks.server.watch.kinds import EXPORT, KINDS, kind_of
from tests.conftest import AppMaker
from tests.integration.test_server_delivery import UPDATE, payload

ROOT = Path(__file__).parents[2]
SECRET = "neighborhood-113"
Sample = tuple[str, frozenset[tuple[str, str]]]


def samples(text: str) -> dict[Sample, float]:
    """Every sample of an answer by its name and labels; each may be there once."""
    found: dict[Sample, float] = {}
    for family in text_string_to_metric_families(text):
        assert family.documentation, family.name
        for sample in family.samples:
            key = sample.name, frozenset(sample.labels.items())
            assert key not in found, key
            found[key] = sample.value
    return found


def of(found: Mapping[Sample, float], name: str, **labels: str) -> float:
    """The sum of the samples of that name which carry these labels; a counter ends in _total."""
    wanted = set(labels.items())
    return sum(value for (key, have), value in found.items() if key == name and wanted <= have)


@pytest.fixture
def watched(make_small_app: AppMaker) -> FlaskClient:
    client: FlaskClient = make_small_app(metrics="on").server.test_client()
    return client


def scraped(client: FlaskClient) -> dict[Sample, float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return samples(answer.text)


def test_requests_are_counted_by_kind_status_and_time(watched: FlaskClient) -> None:
    before = scraped(watched)
    for path in ("/", "/", "/nowhere", f"/?places={SECRET}", f"/assets/{SECRET}.js"):
        watched.get(path)
    watched.post(UPDATE, json=payload(SECRET))
    watched.post(UPDATE, json=payload(SECRET))
    after = scraped(watched)

    def more(name: str, **labels: str) -> float:
        return of(after, name, **labels) - of(before, name, **labels)

    assert more("equity_requests_total", kind="page", status="2xx") == 3
    assert more("equity_requests_total", kind="page", status="4xx") == 1
    assert more("equity_requests_total", kind="file", status="4xx") == 1
    assert more("equity_requests_total", kind="switch", status="2xx") == 2
    assert more("equity_request_duration_seconds_count", kind="page") == 4
    assert more("equity_request_duration_seconds_bucket", kind="page", le="+Inf") == 4
    assert more("equity_cache_requests_total", cache="documents", outcome="hit") == 1
    assert more("equity_cache_requests_total", cache="answers", outcome="hit") == 1
    assert more("equity_cache_requests_total", cache="answers", outcome="miss") == 1
    assert of(after, "equity_cache_bytes", cache="documents") > 400
    assert of(after, "equity_requests_in_flight") == 1  # whoever asks
    assert of(after, "equity_data_info", version="v1") == 1
    assert of(after, "equity_ready", part="data") == 1
    assert of(after, "equity_memory_bytes") > 10_000_000
    assert of(after, "equity_start_time_seconds") > 1e9
    told = {text for _, labels in after for pair in labels for text in pair}
    assert not [text for text in told if SECRET in text or "/" in text]


def test_failures_and_outdated_pages_are_counted(make_small_app: AppMaker) -> None:
    app = make_small_app(metrics="on")

    @app.server.get("/breaks.pdf")
    def breaks() -> str:
        raise ZeroDivisionError(SECRET)

    client = app.server.test_client()
    before = scraped(client)
    client.get("/breaks.pdf")
    client.get("/", environ_overrides={OUTDATED: True})
    client.get("/", environ_overrides={ERROR: "LookupError"})
    after = scraped(client)
    for name, labels in (
        ("equity_errors_total", {"error": "ZeroDivisionError"}),
        ("equity_errors_total", {"error": "LookupError"}),
        ("equity_requests_total", {"kind": EXPORT, "status": "5xx"}),
        ("equity_outdated_pages_total", {}),
    ):
        assert of(after, name, **labels) - of(before, name, **labels) == 1, (name, labels)


@pytest.mark.parametrize(
    "environ",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"REMOTE_ADDR": "10.0.0.1"},
        {"REMOTE_ADDR": ""},  # a socket of the file system
        {"REMOTE_ADDR": "127.0.0.1.example.org"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_X_FORWARDED_PORT": "443"},
        {"HTTP_X_FORWARDED_SERVER": "a"},
        {"HTTP_X_CLIENT_IP": "127.0.0.1"},
        {"HTTP_X_CLUSTER_CLIENT_IP": "127.0.0.1"},
        {"HTTP_X_ORIGINAL_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_CF_CONNECTING_IP": "127.0.0.1"},
        {"HTTP_TRUE_CLIENT_IP": "127.0.0.1"},
        {"SERVER_PROTOCOL": "HTTP/1.0"},  # a proxy that was told nothing
        {"HTTP_HOST": "health.example.org"},
        {"HTTP_HOST": "127.0.0.1.example.org:80"},
    ],
)
def test_only_this_machine_reads_them(watched: FlaskClient, environ: dict[str, str]) -> None:
    assert watched.get("/metrics", environ_overrides=environ).status_code in (404, 421)
    for here in ("127.0.0.1", "127.8.9.1", "::1"):
        overrides = {"REMOTE_ADDR": here, "HTTP_HOST": "127.0.0.1:8050"}
        assert watched.get("/metrics", environ_overrides=overrides).status_code == 200


def test_they_are_off_until_they_are_turned_on(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404


COUNT = """
import json, os, sys, time
import app
was_there = "prometheus_client" in sys.modules
from callbacks.server.watch import folder
folder.open_if_wanted()
from callbacks.server.watch import meters, ended
from callbacks.server.watch.gate import CACHE
from prometheus_client.exposition import generate_latest

def work(requests):
    counted = meters.Meters({})
    for _ in range(requests):
        counted.began()
        counted.ended("page", 200, 0.03, {CACHE: "hit"})
    counted.began()  # killed while it answers

def told():
    with folder.locked(folder.current()):
        ended.gather(folder.current())
        return generate_latest(meters.add_up(folder.current())).decode()

texts = []
for requests in ((3, 4), (5,)):
    ends = []
    for n in requests:
        down, up = os.pipe()
        pid = os.fork()
        if pid == 0:
            work(n)
            os.write(up, b"x")
            time.sleep(60)
        os.read(down, 1)
        ends.append(pid)
    texts.append(told())
    for pid in ends:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    texts.append(told())
files = sorted(os.listdir(folder.current()))
mode = oct(os.stat(folder.current()).st_mode & 0o777)
print(json.dumps([texts, files, mode, str(folder.current()), was_there]))
"""


@pytest.fixture(scope="module")
def counted() -> Iterator[Any]:
    """What two workers, then a third one, counted: while they live and after they were killed."""
    ended = subprocess.run(
        [sys.executable, "-c", COUNT],
        cwd=ROOT,
        env={**os.environ, "METRICS": "on"},
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    yield json.loads(ended.stdout)


def test_numbers_of_all_workers_add_up_and_outlive_them(counted: Any) -> None:
    texts, files, mode, path, _ = counted
    found = [samples(text) for text in texts]
    requests = [of(one, "equity_requests_total", kind="page", status="2xx") for one in found]
    assert requests == [7, 7, 12, 12]
    for name in ("equity_request_duration_seconds_count", "equity_cache_requests_total"):
        assert [of(one, name) for one in found] == [7, 7, 12, 12]
    fast = [of(one, "equity_request_duration_seconds_bucket", le="0.025") for one in found]
    slow = [of(one, "equity_request_duration_seconds_bucket", le="0.05") for one in found]
    assert (fast, slow) == ([0] * 4, [7, 7, 12, 12])
    assert [of(one, "equity_requests_in_flight") for one in found] == [2, 0, 1, 0]
    assert {"counter_ended.db", "histogram_ended.db"} <= set(files)
    assert len(files) <= 6  # those that ended have one set, however many they were
    assert mode == "0o700"
    assert not Path(path).exists()  # it goes with its server


def test_nothing_is_imported_where_they_are_off(counted: Any) -> None:
    assert counted[-1] is False


def test_every_address_has_a_kind(real_client: FlaskClient) -> None:
    """By the path of its rule, as the server sees it before it looks for a route."""
    heavy = []
    for rule in real_client.application.url_map.iter_rules():
        kind = kind_of(rule.rule, "/")
        assert kind in KINDS
        if kind == EXPORT:
            heavy.append(rule.rule)
    assert {path.rpartition(".")[2] for path in heavy} >= {"pdf", "docx", "pptx", "zip", "xlsx"}
    assert {"/present/slides.html", "/present/slides.json", "/packet.pdf"} <= set(heavy)
    assert kind_of("/health/place/x", "/health/") == kind_of("/place/x", "/") == "page"
