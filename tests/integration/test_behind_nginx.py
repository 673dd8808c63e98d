"""deploy/nginx/nginx.conf in a real nginx, in front of two apps: what strangers get of them."""

from __future__ import annotations

import getpass
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests import conftest, workers

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy/nginx"
NAME = "health.example.org"
MODULE = Path("/etc/nginx/modules-enabled/50-mod-http-headers-more-filter.conf")
NGINX = (
    shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") if MODULE.exists() else None
)
WITHOUT = "nginx with its module headers-more is not installed (.ci/run does)"
pytestmark = pytest.mark.skipif(NGINX is None, reason=WITHOUT)
# Shorter and fewer than in production, so that nobody waits here.
SHORTER = {"client_header_timeout 10s": "client_header_timeout 1s",
           "client_body_timeout 15s": "client_body_timeout 1s",
           "proxy_connect_timeout 2s": "proxy_connect_timeout 1s",
           "fail_timeout=5s": "fail_timeout=1s",
           "zone=exports burst=60": "zone=exports burst=6",
           "zone=files:10m rate=300r/s": "zone=files:10m rate=1r/s",
           "zone=files burst=6000": "zone=files burst=60",
           "zone=stories burst=20": "zone=stories burst=3"}  # fmt: skip


class App:
    """One of two: the small app, what it was asked, and a switch that ends it."""

    def __init__(self) -> None:
        app = conftest.small_apps([])(public_url=f"https://{NAME}", proxies="1")
        self.server, self.asked = app.server, list[dict[str, Any]]()
        self.stack = ExitStack()
        _, self.port = self.stack.enter_context(workers.running(self, 4, 2, 500))

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append({key: value for key, value in environ.items() if isinstance(value, str)})
        answer: Iterable[bytes] = self.server(environ, start)
        return answer


class Site:
    """nginx and the two apps behind it."""

    patience_s = 10.0

    def __init__(self, folder: Path, apps: Sequence[App], ports: tuple[int, int]) -> None:
        self.folder, self.apps, (self.port, self.plain_port) = folder, apps, ports
        self.context = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))

    def connect(self, *, tls: bool = True) -> socket.socket:
        port = self.port if tls else self.plain_port
        raw = socket.create_connection(("127.0.0.1", port), self.patience_s)
        return self.context.wrap_socket(raw, server_hostname=NAME) if tls else raw

    def ask(
        self, path: str, method: str = "GET", *, host: str = NAME, tls: bool = True,
        body: bytes = b"", **headers: str,
    ) -> tuple[HTTPResponse, bytes]:  # fmt: skip
        named = {"Host": host, "Connection": "close", "Content-Length": str(len(body))}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        with self.connect(tls=tls) as client:
            client.sendall(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
            answer = HTTPResponse(client, method=method)
            answer.begin()
            return answer, answer.read()

    @property
    def asked(self) -> list[dict[str, Any]]:
        return [one for app in self.apps for one in app.asked]

    def log(self) -> list[dict[str, str]]:
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        return [orjson.loads(line) for line in lines]


def adapted(folder: Path, apps: Sequence[App], ports: tuple[int, int]) -> str:
    """The file as it is shipped, but for addresses and time-outs."""
    text = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"listen 443 (ssl http2)", rf"listen 127.0.0.1:{ports[0]} \1", text)
    text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{ports[1]}", text)
    rest = re.search(r"server app-1:8050( .+;)\n", text)
    assert rest is not None
    servers = "".join(f"server 127.0.0.1:{app.port}{rest[1]}\n" for app in apps)
    text, found = re.subn(r"( *server app-\d:8050.*\n)+", servers, text)
    assert found == 1
    replaced = {
        "/etc/nginx/tls/": f"{folder}/",
        "/etc/nginx/pages/": f"{folder}/pages/",
        "/var/cache/nginx/": f"{folder}/cache/",
        "/tmp/nginx.pid": f"{folder}/nginx.pid",
        "/dev/stdout": f"{folder}/access.log",
        "/dev/stderr": f"{folder}/error.log",
        "worker_processes auto": "worker_processes 1",
        **SHORTER,
    }
    for there, here in replaced.items():
        assert there in text, there
        text = text.replace(there, here)
    return text


def free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as a, socket.create_server(("127.0.0.1", 0)) as b:
        return a.getsockname()[1], b.getsockname()[1]


def start(folder: Path, apps: Sequence[App]) -> tuple[subprocess.Popen[bytes], Site]:
    (folder / "cache").mkdir()
    shutil.copytree(FOLDER / "pages", folder / "pages")
    subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(["openssl", "req", "-x509", *key, *subject, *files], check=True,
                   capture_output=True)  # fmt: skip
    ports = free_ports()
    config = folder / "nginx.conf"
    config.write_text(adapted(folder, apps, ports), encoding="utf-8")
    assert NGINX is not None
    # only its owner enters the folder
    as_here = f"daemon off; user {getpass.getuser()};"
    running = subprocess.Popen([NGINX, "-c", str(config), "-g", as_here], stderr=subprocess.DEVNULL)
    site = Site(folder, apps, ports)
    for _ in range(100):
        try:
            site.connect(tls=False).close()
            break
        except OSError:
            time.sleep(0.05)
    return running, site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("nginx")
    apps = App(), App()
    running, found = start(folder, apps)
    yield found
    running.send_signal(signal.SIGTERM)
    running.wait(10)
    for app in apps:
        app.stack.close()


def test_both_apps_give_the_same_bytes_and_brotli_passes_unchanged(site: Site) -> None:
    direct = []
    for app in site.apps:
        with socket.create_connection(("127.0.0.1", app.port)) as client:
            head = f"Host: {NAME}\r\nAccept-Encoding: br\r\nConnection: close"
            client.sendall(f"GET / HTTP/1.1\r\n{head}\r\n\r\n".encode())
            answer = HTTPResponse(client)
            answer.begin()
            direct.append((answer.headers["ETag"], answer.read()))
    assert direct[0] == direct[1]
    for accepted in ("gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.5", "BR"):
        answer, body = site.ask("/", Accept_Encoding=accepted)
        assert answer.headers["Content-Encoding"] == "br"
        assert (answer.headers["ETag"], body) == direct[0]
    for accepted, encoding in (
        ("gzip, deflate", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None),
        ("br;q=0.000,gzip;q=0", None), ("abr", None), ("", None),
    ):  # fmt: skip
        assert site.ask("/", Accept_Encoding=accepted)[0].headers["Content-Encoding"] == encoding


def test_answers_carry_what_the_proxy_adds(site: Site) -> None:
    for path in ("/", "/nowhere", "/assets/icons/icon.svg"):
        headers = site.ask(path)[0].headers
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
        assert len(headers.get_all("X-Request-ID") or []) == 1
    assert site.ask("/")[0].headers["Cache-Control"] == "no-cache"
    moved, _ = site.ask("/place?lang=es", tls=False)
    assert moved.status == 301 and moved.headers["Location"] == f"https://{NAME}/place?lang=es"


def test_no_answer_says_what_serves_it(site: Site) -> None:
    answers = [
        site.ask("/"), site.ask("/nowhere"), site.ask("/metrics"), site.ask("/", tls=False),
        site.ask("/", host="evil.test"), site.ask("/", "POST", body=b"x" * 1_100_000),
        site.ask("/", "TRACE"), site.ask("/", A="b" * 9_000), site.ask("/%00"),
    ]  # fmt: skip
    assert {a.status for a, _ in answers} == {200, 301, 400, 404, 405, 413, 421, 431}
    for answer, body in answers:
        assert "Server" not in answer.headers, answer.status
        assert not re.search(rb"nginx/|gunicorn", body)


def test_what_cannot_be_read_gets_words(site: Site) -> None:
    answers = [
        site.ask("/" + "a" * 9_000), site.ask("/", A="b" * 40_000), site.ask("/%00"),
        site.ask("/", A="b" * 9_000, host="evil.test"),
    ]  # fmt: skip
    assert {answer.status for answer, _ in answers} == {400, 414, 431}
    for answer, body in answers:
        assert b'lang="en"' in body and b'lang="es"' in body and b"evil" not in body
        assert answer.headers["Cache-Control"] == "no-store"


def test_what_a_stranger_says_of_itself_is_not_passed_on(site: Site) -> None:
    site.ask("/nowhere?told", X_Forwarded_For="1.2.3.4", X_Forwarded_Host="evil.test",
             Forwarded="for=1.2.3.4", X_Real_IP="1.2.3.4", X_Request_ID="made-up-by-me",
             X_Forwarded_Proto="http")  # fmt: skip
    told = next(one for one in site.asked if one["QUERY_STRING"] == "told")
    assert told["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert told["HTTP_X_FORWARDED_PROTO"] == "https"
    assert told["HTTP_X_REQUEST_ID"] != "made-up-by-me"
    assert "evil" not in str(told) and "1.2.3.4" not in str(told)


def test_another_name_and_metrics_are_not_passed_on(site: Site) -> None:
    before = len(site.asked)
    for host in ("evil.test", "127.0.0.1", f"{NAME}.evil.test"):
        for tls in (True, False):
            answer, body = site.ask("/", host=host, tls=tls)
            assert answer.status == 421 and b'lang="es"' in body and b"evil" not in body
    assert site.ask("/metrics")[0].status == site.ask("/health/metrics")[0].status == 404
    assert len(site.asked) == before
    assert site.ask("/livez", host="10.0.0.7", tls=False)[0].status == 200


Answer = tuple[HTTPResponse, bytes]


def crowd(site: Site, path: str, count: int, method: str = "GET") -> dict[int, Answer]:
    """One answer of each status that so many get at once."""
    with ThreadPoolExecutor(8) as pool:
        return {a[0].status: a for a in pool.map(lambda _: site.ask(path, method), range(count))}


def test_much_is_asked_of_pages_and_little_of_what_is_made(site: Site) -> None:
    assert set(crowd(site, "/", 80)) == {200}
    answer, body = crowd(site, "/nothing.pdf", 30)[429]
    assert answer.headers["Retry-After"] == "10" and answer.headers["Strict-Transport-Security"]
    assert b'lang="en"' in body and b'lang="es"' in body
    words = answer.headers["Content-Security-Policy"], answer.headers["X-Content-Type-Options"]
    assert words[0].startswith("default-src 'none'") and words[1] == "nosniff"
    # a word of another address lifts no limit
    assert 429 in crowd(site, "/nowhere/assets/a.pdf", 12)
    assert 429 in crowd(site, "/stories/share", 12, "POST")
    assert set(crowd(site, "/stories/share", 5)) == {404}  # who only reads is not counted
    assert site.ask("/")[0].status == 200


def test_bodies_are_limited_and_come_whole(site: Site) -> None:
    before = len(site.asked)
    answer, body = site.ask("/nowhere", "POST", body=b"x" * 1_100_000)
    assert answer.status == 413 and b'lang="es"' in body
    with site.connect() as client:
        client.sendall(
            f"POST /half HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 9\r\n\r\nx".encode()
        )
        client.settimeout(10)
        client.recv(1_000)  # it ends, with words or without
    assert len(site.asked) == before


def test_silent_and_slow_clients_hold_up_nobody(site: Site) -> None:
    half = f"GET / HTTP/1.1\r\nHost: {NAME}\r\nA: ".encode()
    with ExitStack() as held:
        raw = [
            held.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            for port in (site.port, site.plain_port)
            for _ in range(100)
        ]
        for client in raw[100:150]:
            client.sendall(half)
        slow = [held.enter_context(site.connect()) for _ in range(50)]
        for client in slow:
            client.sendall(half)
        assert site.ask("/")[0].status == 200
        for client in (*raw, *slow):
            with suppress(ConnectionError, ssl.SSLError):
                client.recv(1_000)  # it ends, with words or without


def hits(site: Site, path: str, **headers: str) -> tuple[int, bytes, int]:
    """Status and body, and how often the apps were asked for it."""
    before = len(site.asked)
    answer, body = site.ask(path, **headers)
    return answer.status, body, len(site.asked) - before


def test_the_cache_keeps_what_it_may(site: Site) -> None:
    page = site.ask("/")[1].decode()
    suite = re.findall(r'"(/_dash-component-suites[^"&]+)', page.replace("&quot;", '"'))[0]
    first = hits(site, suite)
    assert first[0] == 200 and hits(site, suite) == (200, first[1], 0), "a hash is for good"
    assert hits(site, suite, Page_Version="another") == (
        412,
        site.ask(suite, Page_Version="another")[1],
        1,
    )
    for never in ("/healthz", "/nowhere"):
        assert [hits(site, never)[2] for _ in range(2)] == [1, 1], never
    # nginx counts whole seconds: a page is asked for again after one or two, by its ETag
    site.ask("/?lang=es")
    time.sleep(2.1)
    assert hits(site, "/?lang=es")[2] == 1
    assert site.asked and any("HTTP_IF_NONE_MATCH" in one for one in site.asked)
    for said in ({"Cookie": "a=b"}, {"Cookie": "0"}, {"Authorization": "0"}):
        assert hits(site, "/?lang=es", **said)[2] == 1, said
    etag = site.ask("/")[0].headers["ETag"]
    assert site.ask("/", If_None_Match=etag)[0].status == 304


def test_the_log_says_nothing_of_a_visitor(site: Site) -> None:
    for path in (
        "/place/zip-64130?secret=1", "/n/zip-64130/poverty", "/memo/poverty/zip-64130.pdf",
        "/api/v1/places/zip-64130", "/my-street-12",
    ):  # fmt: skip
        site.ask(path, User_Agent="Lynx", Referer="http://secret.test/")
    time.sleep(0.1)
    assert not any(line["path"].startswith("/_pages") for line in site.log()), "what was asked"
    written = (site.folder / "access.log").read_text(encoding="utf-8")
    assert not re.search(r"64130|secret|Lynx|127\.0\.0\.1|my-street|\?", written)
    assert {"GET", "POST"} <= {line["method"] for line in site.log()}
    errors = (site.folder / "error.log").read_text(encoding="utf-8")
    assert "127.0.0.1" not in errors and "/" + "place" not in errors


def test_files_have_a_limit_of_their_own(site: Site) -> None:
    """After those that look at files: for a minute there are none."""
    assert 429 in crowd(site, "/assets/nowhere.js", 90)
    assert site.ask("/")[0].status == 200


def test_one_app_is_enough_and_without_any_there_are_words(site: Site) -> None:
    """The last test: it ends the apps."""
    payload = orjson.dumps({"output": "x"})
    site.apps[0].stack.close()
    for _ in range(4):
        assert site.ask("/nowhere")[0].status == 404
        sent, _ = site.ask("/_dash-update-component", "POST", body=payload,
                           Content_Type="application/json")  # fmt: skip
        assert sent.status == 404, "a switch is asked again"
    site.apps[1].stack.close()
    answer, body = site.ask("/nowhere")
    assert answer.status == 503 and answer.headers["Retry-After"] == "30"
    assert b'lang="en"' in body and b'lang="es"' in body
    assert answer.headers["Strict-Transport-Security"] and answer.headers["X-Request-ID"]
    assert site.ask("/?lang=es")[0].status == 200, "what was seen last is better than nothing"
