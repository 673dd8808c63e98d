"""Visitors who ask without pause, as browsers do, and note what they were given.

A browser keeps its connection and sends a GET again on a new one where the kept one was closed
before an answer began; nothing else. Its page repeats its version, and loads itself again where a
server is of another one. Where a test says so, it also asks again what was cut (network.js).
"""

from __future__ import annotations

import http.client
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

VERSION = re.compile(r'data-version="([0-9a-f]*)"')
TIMEOUT_SECONDS = 60


def told(body: bytes) -> str:
    """The release that an answer of the small site is of; empty where it does not say."""
    _, found, rest = body.partition(b"release-")
    return rest.partition(b"-")[0].decode() if found else ""


@dataclass(frozen=True)
class Ask:
    """What a page asks. `body` is sent as JSON where there is one."""

    path: str
    body: object = None


@dataclass
class Seen:
    """What all visitors met. `slowest_ms` is of one request, with its retry."""

    counts: Counter[int] = field(default_factory=Counter)
    again: int = 0
    failed: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    slowest_ms: float = 0.0
    versions: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Plan:
    """What visitors do: a page, what it asks then, and how long they think between. `told` says
    which release an answer is of.
    """

    url: str
    page: str
    asks: list[Ask]
    told: Callable[[bytes], str]
    pause_seconds: float
    asks_again: bool


class CutError(Exception):
    """No answer began. `by_browser`: a browser sends this again by itself."""

    def __init__(self, reason: Exception, *, by_browser: bool) -> None:
        super().__init__(f"{type(reason).__name__}: {reason}")
        self.by_browser = by_browser


class Browser:
    """One visitor."""

    def __init__(self, plan: Plan, seen: Seen) -> None:
        parts = urlsplit(plan.url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._page, self._asks, self._told = plan.page, plan.asks, plan.told
        self._seen = seen
        self._connection: http.client.HTTPConnection | None = None
        self._version, self._release = "", ""
        self._pause_seconds, self._asks_again = plan.pause_seconds, plan.asks_again
        self._chance = random.Random(plan.page)

    def go(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._visit(stop)
            except Exception as error:  # a visitor who got no answer
                self._seen.failed.append(f"{type(error).__name__}: {error}")
                self._forget()
        self._forget()

    def _visit(self, stop: threading.Event) -> None:
        status, body = self._ask(Ask(self._page), {})
        self._seen.counts[status] += 1
        if status != 200:
            self._seen.failed.append(f"{status} {self._page}")
            return
        found = VERSION.search(body.decode())
        self._version, self._release = found[1] if found else "", self._told(body)
        self._seen.versions[self._release] += 1
        for _ in range(self._chance.randint(3, 30)):
            if stop.is_set():
                return
            time.sleep(self._pause_seconds)
            if self._chance.random() < 0.2:
                self._forget()  # a new connection
            asked = self._chance.choice(self._asks)
            status, body = self._ask(asked, {"Page-Version": self._version})
            self._seen.counts[status] += 1
            if status == 412:
                return  # the page loads itself again
            if status != 200:
                self._seen.failed.append(f"{status} {asked.path}")
            elif self._told(body) not in ("", self._release):
                self._seen.mixed.append(f"{asked.path}: {self._told(body)} in {self._release}")

    def _ask(self, asked: Ask, headers: dict[str, str]) -> tuple[int, bytes]:
        started = time.perf_counter()
        try:
            return self._try(asked, headers)
        except CutError as cut:
            self._forget()
            if not (cut.by_browser or self._asks_again):
                raise
            self._seen.again += 1
            time.sleep(0 if cut.by_browser else 0.3)
            return self._try(asked, headers)
        finally:
            took_ms = (time.perf_counter() - started) * 1000
            self._seen.slowest_ms = max(self._seen.slowest_ms, took_ms)

    def _try(self, asked: Ask, headers: dict[str, str]) -> tuple[int, bytes]:
        is_kept = self._connection is not None
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                self._host, self._port, timeout=TIMEOUT_SECONDS
            )
        sent = None if asked.body is None else json.dumps(asked.body)
        method = "GET" if sent is None else "POST"
        kind = {} if sent is None else {"Content-Type": "application/json"}
        try:
            self._connection.request(method, asked.path, body=sent, headers=headers | kind)
            answer = self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError) as error:
            raise CutError(error, by_browser=is_kept and method == "GET") from error
        body = answer.read()
        if answer.will_close:
            self._forget()
        return answer.status, body

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


@contextmanager
def visitors(
    number: int,
    url: str,
    *,
    page: str = "/",
    asks: list[Ask],
    told: Callable[[bytes], str] = lambda _body: "",
    pause_seconds: float = 0.0,
    asks_again: bool = False,
) -> Iterator[Seen]:
    """`number` of them ask from now on until the block ends. What they met is whole after it."""
    seen, stop = Seen(), threading.Event()
    plan = Plan(url, page, asks, told, pause_seconds, asks_again)
    crowd = [Browser(plan, seen) for _ in range(number)]
    threads = [threading.Thread(target=one.go, args=(stop,), daemon=True) for one in crowd]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join(TIMEOUT_SECONDS + 5)
