"""The load generator: one process, one thread, a plan of visits in, every request's times out.

`python -m benchmarks.crowd PLAN` reads the plan, says "ready", waits for a line with the server's
address, walks the visits and prints a result as JSON. A visitor opens six connections at most, as
a browser does, and keeps them.

A request is *due* when its visitor's browser would have sent it: the first of a step at the time
that was planned before the run, whether or not the server has answered what came before; each
other one as long after the answers it waited for as in the recording. Its time runs from when it
was due to its last byte, so a server that stalls cannot make fewer requests late.
"""

from __future__ import annotations

import asyncio
import gc
import json
import resource
import sys
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import journeys
from benchmarks.journeys import PLACE, Asked, Journey, Step
from benchmarks.wire import AnswerReader, ClosedError, Line, connect, request_bytes

CONNECTIONS = 6
PATIENCE_S = 30.0
AGENT = "Mozilla/5.0 (X11; Linux x86_64) benchmarks.crowd"
# What a recorded file or page of somebody else's place would not be answered with.
_OF_ONE_ANSWER = ("if-none-match", "if-modified-since")
TICK_S = 0.05
_CUT_OFF = "no answer when the plan ended"


class Pool:
    """The connections of one visitor; who finds all in use waits, first come first served."""

    def __init__(self, url: str, visitor: int) -> None:
        self._url, self._visitor = url, visitor
        self._open = 0
        self._free: list[Line] = []
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> Line:
        while True:
            while self._free:
                line = self._free.pop()
                if line.open:
                    return line
                self._open -= 1
            if self._open < CONNECTIONS:
                return await self.renew(counted=False)
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._call_next()  # called and gone: the next one's turn
                raise

    async def renew(self, *, counted: bool = True) -> Line:
        """A new connection, in place of one that was taken where `counted`."""
        self._open += 0 if counted else 1
        try:
            return await connect(self._url, self._visitor)
        except BaseException:  # cancelled too
            self._lose()
            raise

    def give(self, line: Line | None) -> None:
        """Back from a request; None where the connection is no more."""
        if line is not None and line.open:
            self._free.append(line)
            self._call_next()
        else:
            self._lose()

    def _lose(self) -> None:
        self._open -= 1
        self._call_next()

    def _call_next(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def close(self) -> None:
        for line in self._free:
            line.close()


class Crowd:
    """Walks the visits of a plan.

    A row is [visit, its how manieth step, request of it, due, sent, done, status, bytes, again,
    reason]: status 0 is no answer, and the reason says why there is none.
    """

    keeps_bodies, patience_s = False, PATIENCE_S

    def __init__(self, url: str, plan: Mapping[str, Any], known: Mapping[str, Journey]) -> None:
        self._url = url
        self._plan = plan
        self._known = known
        self._begun = 0.0
        self.rows: list[list[Any]] = []

    def _now(self) -> float:
        return time.perf_counter() - self._begun

    async def _until(self, moment_s: float) -> None:
        left = moment_s - self._now()
        if left > 0:
            await asyncio.sleep(left)

    async def run(self) -> None:
        """All visits, and no longer than the plan's limit; what is open then is an error."""
        self._begun = time.perf_counter()
        visits = [self._visit(n, visit) for n, visit in enumerate(self._plan["visits"])]
        tasks = [asyncio.create_task(visit) for visit in visits]
        _, late = await asyncio.wait(tasks, timeout=self._plan["limit_s"])
        for task in late:
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended

    async def _visit(self, number: int, visit: Mapping[str, Any]) -> None:
        steps = self._known[visit["journey"]].steps
        pool = Pool(self._url, number)
        place = visit.get("place") or PLACE
        for nth, (due_s, at) in enumerate(visit["steps"]):
            await self._until(due_s)
            await self._step(pool, steps[at], [number, nth], due_s, place)
        pool.close()

    async def _step(
        self, pool: Pool, step: Step, name: list[int], due_s: float, place: str
    ) -> None:
        done: list[asyncio.Future[float]] = [
            asyncio.get_running_loop().create_future() for _ in step.asked
        ]

        async def one(index: int) -> None:
            before, gap_ms = step.waits[index]
            ends = [await done[earlier] for earlier in before]
            due = max(ends, default=due_s) + gap_ms / 1000
            await self._until(due)
            row: list[Any] = [*name, index, due]
            try:
                await self._ask(pool, step.asked[index], place, row)
            finally:
                if len(row) < 6:  # cut off by the limit of the plan
                    row += [0.0, self._now(), 0, 0, False, _CUT_OFF]
                self.rows.append(row)
                if not done[index].done():
                    done[index].set_result(self._now())

        await asyncio.gather(*(one(index) for index in range(len(step.asked))))

    async def _ask(self, pool: Pool, asked: Asked, place: str, row: list[Any]) -> None:
        """Adds sent, done, status, bytes, whether it was sent twice, and a reason to the row."""
        request = self._request(asked, place, row[0])
        line: Line | None = None
        sent = self._now()
        again = False
        try:
            async with asyncio.timeout(self.patience_s):
                line = await pool.take()
                sent = self._now()
                old = line.used
                try:
                    answer = await line.ask(asked.method, request, keep_body=self.keeps_bodies)
                except ClosedError as error:
                    if not (old and self._is_sent_again(asked, error)):
                        raise
                    again = True
                    line = None
                    line = await pool.renew()
                    answer = await line.ask(asked.method, request, keep_body=self.keeps_bodies)
        except (OSError, TimeoutError) as error:
            if line is not None:
                line.close()
                pool.give(None)
            row += [sent, self._now(), 0, 0, again, reason_of(error, self.patience_s)]
        else:
            pool.give(line)
            row += [sent, self._now(), answer.status, answer.bytes, again, ""]
            self._hear(row, answer)

    def _is_sent_again(self, _asked: Asked, error: ClosedError) -> bool:
        """What a browser sends again by itself: the server had ended an idle connection."""
        return not error.begun

    def _hear(self, row: list[Any], answer: AnswerReader) -> None:
        """An answer has come. Nothing to do where only times count."""

    def _headers(self, asked: Asked, _visit: int) -> dict[str, str]:
        """What a visitor says beside the address."""
        return dict(asked.headers)

    def _request(self, asked: Asked, place: str, visit: int) -> bytes:
        path, body, headers = asked.path, asked.body, self._headers(asked, visit)
        if place != PLACE and (PLACE in path or PLACE in body):
            path, body = path.replace(PLACE, place), body.replace(PLACE, place)
            headers = {k: v for k, v in headers.items() if k.lower() not in _OF_ONE_ANSWER}
        return request_bytes(self._url, asked.method, path, {**headers, "User-Agent": AGENT}, body)


def reason_of(error: Exception, patience_s: float) -> str:
    """Why there is no answer, in a word or two: what a server did, or that patience ended."""
    match error:
        case ClosedError():
            return str(error)
        case TimeoutError() if error.errno is None:
            return f"no answer in {patience_s:g} s"
        case ConnectionRefusedError():
            return "refused"
        case ConnectionResetError() | BrokenPipeError():
            return "reset"
        case _:
            return type(error).__name__


class Punctual:
    """How late this process is at its own alarms: what of the times is the generator's own."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []

    async def watch(self) -> None:
        while True:
            due = time.perf_counter() + TICK_S
            await asyncio.sleep(TICK_S)
            self.late_ms.append((time.perf_counter() - due) * 1000)


async def walk(url: str, plan: Mapping[str, Any], known: Mapping[str, Journey]) -> dict[str, Any]:
    """The result of a plan: its rows, and what the generator itself used and how late it was."""
    crowd, punctual = Crowd(url, plan, known), Punctual()
    watching = asyncio.create_task(punctual.watch())
    before, begun = _cpu_s(), time.perf_counter()
    await crowd.run()
    wall_s = time.perf_counter() - begun
    watching.cancel()
    late = sorted(punctual.late_ms) or [0.0]
    return {
        "rows": crowd.rows,
        "generator": {
            "cpu_share": (_cpu_s() - before) / wall_s,
            "late_p95_ms": late[int(len(late) * 0.95)],
            "late_most_ms": late[-1],
            "wall_s": wall_s,
        },
    }


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(plan_path: Path) -> None:
    """Read, say "ready", wait for the address, walk, print."""
    plan = json.loads(plan_path.read_text(encoding="utf-8"))
    known = {journey.name: journey for journey in journeys.load(Path(plan["journeys"]))}
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    gc.freeze()
    print("ready", flush=True)
    url = sys.stdin.readline().strip()
    print(json.dumps(asyncio.run(walk(url, plan, known))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
