"""A crowd that walks recorded journeys without end, and remembers what it was told.

It sends again by itself only what every browser does: a GET on a kept connection that the server
ended before an answer began. Its pages repeat their version and load themselves again where a
server is of another one (callbacks/server/version.py); who is told to wait for an export waits.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any

import brotli

from benchmarks.crowd import Crowd, Pool
from benchmarks.journeys import PLACE, Asked, Journey
from benchmarks.ramps import Ramp
from benchmarks.wire import AnswerReader, ClosedError
from tests.faults.visitors import VERSION

RENEWED, BUSY = 412, (429, 503)
TRIES = 40
LATEST_SECONDS = 240.0
_PAGE_VERSION, _CONDITIONS = "page-version", ("if-none-match", "if-modified-since")
_DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}

# A question: its method, address and body.
Question = tuple[str, str, str]


@dataclass(frozen=True)
class Told:
    """An answer: the version of the page that asked (or of the document that came), its bytes."""

    question: Question
    version: str
    digest: str


@dataclass
class Account:
    """What all visitors met."""

    statuses: Counter[int] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    answers: int = 0
    again: int = 0
    told: Counter[Told] = field(default_factory=Counter)
    headers: dict[Question, dict[str, str]] = field(default_factory=dict)

    def versions(self) -> Counter[str]:
        """How many documents were of which."""
        found: Counter[str] = Counter()
        for told, number in self.told.items():
            if told.version and _is_document(self.headers[told.question]):
                found[told.version] += number
        return found


def plain(answer: AnswerReader) -> bytes:
    """The body without its compression."""
    return _DECODERS[answer.fields.get("content-encoding", "")](bytes(answer.body))


def digest_of(body: bytes) -> str:
    """A short name for bytes."""
    return sha256(body).hexdigest()[:16]


def _is_document(headers: Mapping[str, str]) -> bool:
    return headers.get("Accept", "").startswith("text/html")


class Witness(Crowd):
    """Visitors who go on until they are told that it is enough."""

    keeps_bodies, patience_s = True, 2 * LATEST_SECONDS

    def __init__(
        self, url: str, known: Sequence[Journey], visitors: int, *, think_s: float, places: int
    ) -> None:
        chance = random.Random(len(known) * visitors)
        plan = {"visits": Ramp(visitors, 1, think_s, 0).visits(known), "limit_s": 1e6}
        own = sorted({str(visit["place"]) for visit in plan["visits"] if visit["place"]})[:places]
        for visit in plan["visits"]:
            visit["place"] = visit["place"] and chance.choice(own)
        super().__init__(url, plan, {journey.name: journey for journey in known})
        self.account = Account()
        self.enough = threading.Event()
        self._think_s, self._chance = think_s, chance
        self._documents: dict[int, Asked] = {}
        self._versions: dict[int, str] = {}
        self._answers: dict[int, AnswerReader] = {}  # by the identity of their row
        self._pages: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def _visit(self, number: int, visit: Mapping[str, Any]) -> None:
        steps, pool = self._known[visit["journey"]].steps, Pool(self._url, number)
        await asyncio.sleep(self._chance.uniform(0, self._think_s))
        for nth in count():
            if self.enough.is_set():
                break
            step = steps[nth % len(steps)]
            await self._step(pool, step, [number, nth], self._now(), visit["place"] or PLACE)
            await asyncio.sleep(self._chance.uniform(0.5, 1.5) * self._think_s)
        pool.close()

    async def _ask(self, pool: Pool, asked: Asked, place: str, row: list[Any]) -> None:
        visit, begun = row[0], self._now()
        if _is_document(asked.headers):
            self._documents[visit] = asked
        for _ in range(TRIES):
            version = self._versions.get(visit, "")
            del row[4:]
            await super()._ask(pool, asked, place, row)
            self._note(asked, place, row, version)
            if row[6] == RENEWED:
                await self._renew(pool, visit, place, version)
            elif row[6] in BUSY and self._now() - begun < LATEST_SECONDS:
                await asyncio.sleep(1)
            else:
                break
        if not 200 <= row[6] < 400:
            path = asked.path.replace(PLACE, place)
            self.account.failed.append(
                f"{row[6] or row[9]} {asked.method} {path} at {row[5]:.1f} s after"
                f" {row[5] - row[4]:.1f} s"
            )

    async def _renew(self, pool: Pool, visit: int, place: str, version: str) -> None:
        """The page loads itself again, once for all that it had asked."""
        async with self._pages[visit]:
            if self._versions.get(visit, "") == version:
                document = self._documents[visit]
                await self._ask(pool, document, place, [visit, 0, 0, self._now()])

    def _hear(self, row: list[Any], answer: AnswerReader) -> None:
        self._answers[id(row)] = answer

    def _note(self, asked: Asked, place: str, row: list[Any], version: str) -> None:
        """`version` was that of the page when it asked."""
        self.account.statuses[row[6]] += 1
        self.account.again += row[8]
        self.account.answers += 1
        answer = self._answers.pop(id(row), None)
        if answer is None or answer.status != 200:
            return
        body, headers = plain(answer), self._headers(asked, row[0])
        question = asked.method, asked.path.replace(PLACE, place), asked.body.replace(PLACE, place)
        if _is_document(headers):
            found = VERSION.search(body.decode())
            version = self._versions[row[0]] = found[1] if found else "none"
        elif not any(name.lower() == _PAGE_VERSION for name in headers):
            version = ""
        self.account.headers[question] = headers
        self.account.told[Told(question, version, digest_of(body))] += 1

    def _is_sent_again(self, asked: Asked, error: ClosedError) -> bool:
        return asked.method == "GET" and super()._is_sent_again(asked, error)

    def _headers(self, asked: Asked, visit: int) -> dict[str, str]:
        said = {k: v for k, v in asked.headers.items() if k.lower() not in _CONDITIONS}
        return {
            name: self._versions.get(visit, value) if name.lower() == _PAGE_VERSION else value
            for name, value in said.items()
        }


@contextmanager
def witnessed(
    url: str, known: Sequence[Journey], visitors: int, *, think_s: float = 2.0, places: int = 4
) -> Iterator[Account]:
    """They ask from now on until the block ends; what they met is whole after it."""
    crowd = Witness(url, known, visitors, think_s=think_s, places=places)
    thread = threading.Thread(target=lambda: asyncio.run(crowd.run()), daemon=True)
    thread.start()
    try:
        yield crowd.account
    finally:
        crowd.enough.set()
        thread.join(2 * LATEST_SECONDS)
    assert not thread.is_alive()
