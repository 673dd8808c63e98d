"""A dashboard served as in production, and a browser that tells on it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError, expect

ROOT = Path(__file__).parents[2]
START_LIMIT_S = 30
PATIENCE_MS = 25_000

# The shell is the browser without its windows: a fifth less time in the tests.
_BROWSERS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable", "chrome",
)  # fmt: skip

# No sandbox: containers run as root. The rest keeps the browser from calling home.
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
]


def chromium_path() -> str:
    """The Chromium on PATH. Raises RuntimeError where there is none: never a silent skip."""
    for name in _BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError("No Chromium on PATH: `make test` installs one or says how.")


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    *, prefix: tuple[str, ...] = (), root: Path = ROOT, **environment: str
) -> Iterator[tuple[str, int]]:
    """Serve the dashboard with the Procfile's command; gives its address and process id.

    `prefix` is put before the command (a program that pins it to a core, say); `root` is the
    folder of another version, which runs on its own packages where it has an environment.
    """
    port = free_port()
    base_path = environment.get("BASE_PATH", "/")
    url = f"http://127.0.0.1:{port}{base_path.rstrip('/')}"
    command = (root / "Procfile").read_text(encoding="utf-8").removeprefix("web: ").strip()
    own = root / ".venv" / "bin"
    programs = own if own.is_dir() else Path(sys.executable).parent
    settings = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
        **environment,
    }
    process = subprocess.Popen(
        [*prefix, "sh", "-c", f"exec {command}"],
        cwd=root,
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _wait_until_healthy(url, process)
        yield url, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit:
        if process.poll() is not None:
            _, errors = process.communicate()
            raise RuntimeError(f"The server ended: {errors.decode()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise RuntimeError(f"No healthy answer in {START_LIMIT_S} s")


_watches: WeakKeyDictionary[BrowserContext, Watch] = WeakKeyDictionary()


@dataclass
class Watch:
    """What a browser context did that it should not have.

    `allowed` are patterns of console messages that a test expects (a 404 it asked for).
    """

    origin: str
    allowed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    unanswered: set[Request] = field(default_factory=set)

    def attach(self, context: BrowserContext) -> None:
        """Listen to every page of `context`."""
        context.on("console", self._console)
        context.on("weberror", self._web_error)
        context.on("request", self._request)
        context.on("requestfinished", self._answered)
        context.on("requestfailed", self._answered)
        _watches[context] = self

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            address = message.location.get("url", "")
            # A test that visits an unknown page is told so in the console: that is no fault.
            if "status of 404" in message.text and address in self.documents:
                return
            self.complaints.append(f"console {message.type}: {message.text} ({address})")

    def _web_error(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        self.unanswered.add(request)
        if request.is_navigation_request():
            self.documents.add(request.url)
        parts = urlsplit(request.url)
        inside = parts.scheme in ("data", "blob", "about")
        if not inside and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.complaints.append(f"left the server: {request.url}")

    def _answered(self, request: Request) -> None:
        self.unanswered.discard(request)

    def expect_failing(self, path: str) -> None:
        """The test makes requests for addresses with `path` in them fail: the console says so."""
        self.allowed.append(
            rf"^console error: Failed to load resource: .*\(http[^ ]*{re.escape(path)}[^ ]*\)$"
        )

    def verdict(self) -> list[str]:
        """The complaints that no pattern allows."""
        return [
            complaint
            for complaint in self.complaints
            if not any(re.search(pattern, complaint) for pattern in self.allowed)
        ]


# Scripts come when a browser has time: a test has none. No promise is waited for without an end:
# the browser itself would wait for ever.
_WITHIN = """(what, promise) => Promise.race([promise, new Promise((_, fail) => setTimeout(() => {
  const asked = performance.getEntriesByType("resource").map((one) => one.name).slice(-5);
  fail(new Error(`${what} in LIMIT ms at ${location.href}; last came ${asked.join(" ")}`));
}, LIMIT))])""".replace("LIMIT", str(PATIENCE_MS))
_LIVING = f"""() => window.kcFirst &&
  ({_WITHIN})("does not live", window.kcFirst.wake())"""
# A chart is a picture until it is touched; one of nothing is never drawn.
_CHARTS_DRAWN = f"""() => ({_WITHIN})("no chart is drawn", (async () => {{
  const end = Date.now() + 5000;
  const undrawn = () => [...document.querySelectorAll("main .dash-graph")].some(
    (chart) => chart.offsetWidth && !chart.querySelector(".main-svg"));
  while (window.kcCharts && Date.now() < end && undrawn()) {{
    await window.kcCharts.ready(document.body);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }}
}})())"""


def awake(page: Page, name: str) -> Callable[..., Any]:
    """The method `name` of `page`, after which the page lives and its charts are drawn."""
    go = getattr(page, name)

    def gone(*args: Any, **kwargs: Any) -> Any:
        answer = go(*args, **kwargs)
        page.evaluate(_LIVING)
        drawn(page)
        return answer

    return gone


def drawn(page: Page) -> None:
    """Every chart that is seen is drawn by plotly, as when somebody has touched it."""
    page.evaluate(_CHARTS_DRAWN)


def arrive(page: Page, path: str) -> None:
    """Go to `path` and leave the page as it comes: it lives when it finds time, or is touched."""
    Page.goto(page, path)


def arrive_small(page: Page, path: str) -> None:
    """The same on a machine with so little memory that the page lives only when it is touched."""
    small = "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 1 })"
    page.add_init_script(small)
    arrive(page, path)


# The box of places asks for its list when the browser has nothing else to do: here at once.
_LISTS_OF_PLACES = """async () => {
  await window.kcFirst.wake();
  await window.kcLoad.folders(["search"]);
  await Promise.allSettled(
    [...document.querySelectorAll("[data-place-search]")].map(
      (box) => window.kcPlaceMatch.load(box.dataset.index)));
}"""


def at_rest(page: Page) -> Page:
    """Wait until a page has all that it asks for by itself, and its charts are drawn.

    A test that cuts the network, or looks at the whole page, comes too early before that.
    """
    page.evaluate(_LISTS_OF_PLACES)
    expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=PATIENCE_MS)
    drawn(page)
    unanswered = _watches[page.context].unanswered
    limit = time.monotonic() + PATIENCE_MS / 1000
    quiet = 0
    while quiet < 3:
        page.wait_for_timeout(30)  # lets the events of the browser in
        quiet = 0 if unanswered else quiet + 1
        assert time.monotonic() < limit, [request.url for request in unanswered]
    return page


def cut_network(page: Page) -> None:
    """No network from now on, once the page has what it asks for by itself."""
    at_rest(page)
    page.context.set_offline(True)
