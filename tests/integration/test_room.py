"""The room for heavy work, without gunicorn: real processes that do what a test tells them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from callbacks.room import foreman, wire
from callbacks.room.door import AwayError, BusyError, GaveUpError, LateError
from callbacks.room.life import Room
from callbacks.room.line import Lane
from callbacks.room.still import can_work, children_of
from callbacks.room.wire import Answer, Request

LIMITS = {Lane.QUICK: 0.8, Lane.FILE: 20.0, Lane.LONG: 20.0}


def answers(asked: Request) -> Answer:
    """A maker of these tests: sleeps, waits for a file, dies, or says who it is and what it got."""
    what, _, value = asked.environ["PATH_INFO"].strip("/").partition("/")
    if what == "sleep":
        time.sleep(float(value))
    elif what == "until":
        while not Path("/", value).exists():
            time.sleep(0.01)
    elif what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "die_once" and not Path("/", value).exists():
        Path("/", value).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    said = f"{os.getpid()} {os.nice(0)} ".encode()
    return Answer(200, [("X-Was", what)], said + asked.body, {"cache": "miss"})


@pytest.fixture
def make_room() -> Iterator[Callable[..., Room]]:
    rooms: list[Room] = []

    def make(makers: int = 2, **options: Any) -> Room:
        rooms.append(Room(answers, (), makers=makers, options={"limits": LIMITS, **options}))
        rooms[-1].start()
        return rooms[-1]

    yield make
    for room in rooms:
        room.end()
        room.shut()
        with suppress(ChildProcessError):  # a test has seen it end
            os.waitpid(room.pid, 0)
        assert soon(lambda pid=room.pid: not _below(pid))


def ask(room: Room, path: str, *, visitor: str = "a", lane: Lane = Lane.FILE, **more: Any) -> bytes:
    request = Request({"PATH_INFO": path}, more.pop("body", b""))
    return room.door.ask(request, visitor=visitor, lane=lane, **more).body


def soon(is_so: Callable[[], bool], *, seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    return is_so()


def _below(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "--ppid", str(pid), "-o", "pid="], capture_output=True, text=True, check=False
    )
    return [int(word) for word in found.stdout.split()]


def counted(room: Room, name: str) -> float:
    return room.counters.get(name)


def test_a_maker_answers_whole_and_steps_back(make_room: Callable[..., Room]) -> None:
    room = make_room()
    body = bytes(range(256)) * 4000  # more than a socket holds
    pid, nice, came = ask(room, "/echo", body=body).split(b" ", 2)
    assert came == body
    assert int(pid) not in (os.getpid(), room.pid)
    assert int(nice) > os.nice(0)
    assert soon(lambda: counted(room, "done") == 1)
    assert soon(lambda: counted(room, "running") == 0)  # counted at the next look
    assert counted(room, "foremen") == 1


def test_two_visitors_take_turns(make_room: Callable[..., Room], tmp_path: Path) -> None:
    """One who asks for six things at once does not hold up one who asks for one."""
    room, done, begin = make_room(makers=1), [], tmp_path / "begin"

    def asked(path: str, visitor: str) -> None:
        ask(room, path, visitor=visitor)
        done.append(visitor)

    with ThreadPoolExecutor(8) as crowd:
        crowd.submit(asked, f"/until{begin}", "many")
        assert soon(lambda: counted(room, "running") == 1)
        for _ in range(5):
            crowd.submit(asked, "/sleep/0.1", "many")
        assert soon(lambda: counted(room, "waiting") == 5)
        crowd.submit(asked, "/sleep/0.1", "one")
        assert soon(lambda: counted(room, "waiting") == 6)
        begin.touch()
    assert done.index("one") <= 3  # what ran, what was given out, and perhaps one more
    assert len(done) == 7


def test_a_full_line_says_how_many_come_first(
    make_room: Callable[..., Room], tmp_path: Path
) -> None:
    room, end = make_room(makers=1, wait_seconds=1.5), tmp_path / "end"
    with ThreadPoolExecutor(12) as crowd:
        running = crowd.submit(ask, room, f"/until{end}", visitor="first")
        assert soon(lambda: counted(room, "running") == 1)
        others = [crowd.submit(ask, room, "/x", visitor="many") for _ in range(10)]
        assert soon(lambda: counted(room, "waiting") == 10)
        with pytest.raises(BusyError) as own:
            ask(room, "/x", visitor="many")
        with pytest.raises(BusyError) as other:  # nobody waits forever
            ask(room, "/x", visitor="patient")
        assert own.value.own and own.value.before == 11
        assert not other.value.own and 1 <= other.value.before <= 11
        assert other.value.retry_seconds >= 3
        sent_away = [one.exception() for one in others]
        assert all(isinstance(error, BusyError) for error in sent_away)
        end.touch()
        assert running.result()
    assert soon(lambda: counted(room, "busy") == 12)


def test_threads_of_a_worker_are_left_for_the_pages(
    make_room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("callbacks.room.door.THREADS", 1)
    room, end = make_room(), tmp_path / "end"
    waiting = Thread(target=ask, args=(room, f"/until{end}"))
    waiting.start()
    assert soon(lambda: counted(room, "running") == 1)
    with pytest.raises(BusyError) as busy:
        ask(room, "/x")
    assert busy.value.before == 1
    end.touch()
    waiting.join()
    assert soon(lambda: counted(room, "busy") == 1)


def test_work_of_a_maker_that_dies_is_done_by_another(
    make_room: Callable[..., Room], tmp_path: Path
) -> None:
    room = make_room()
    assert ask(room, f"/die_once{tmp_path}/died").split()
    assert soon(lambda: counted(room, "makers") == 2)
    with pytest.raises(AwayError):
        ask(room, "/die")
    assert soon(lambda: counted(room, "lost") == 3)  # the foreman hears of it by itself
    assert ask(room, "/x")


def test_who_stands_still_is_given_nothing(make_room: Callable[..., Room]) -> None:
    """Not even before it is noticed: work that two had is taken for what ended them."""
    room = make_room()
    assert soon(lambda: len(_below(room.pid)) == 2)
    still = int(ask(room, "/echo").split()[0])  # the one who is asked first
    assert soon(lambda: counted(room, "done") == 1)
    os.kill(still, signal.SIGSTOP)
    assert soon(lambda: not can_work(still))
    assert int(ask(room, "/echo").split()[0]) != still
    assert counted(room, "lost") == 0
    assert soon(lambda: still not in _below(room.pid))


def test_a_foreman_that_dies_or_hangs_is_replaced(
    make_room: Callable[..., Room], tmp_path: Path
) -> None:
    room, end = make_room(), tmp_path / "end"
    with ThreadPoolExecutor(2) as crowd:
        begun = crowd.submit(ask, room, f"/until{end}")
        assert soon(lambda: counted(room, "running") == 1)
        first = room.pid
        os.kill(first, signal.SIGKILL)
        os.waitpid(first, 0)
        waiting = crowd.submit(ask, room, "/x")
        assert room.tend()
        end.touch()
        assert begun.result()  # its maker ends what it had
        assert waiting.result()  # what stands at the door is for the next one
    assert counted(room, "foremen") == 2
    assert not room.tend()
    second = room.pid
    os.kill(second, signal.SIGSTOP)
    room.counters.beats(time.monotonic() - 60)
    assert room.tend()
    os.waitpid(second, 0)
    assert ask(room, "/x")


def test_a_foreman_says_what_ended_it(
    make_room: Callable[..., Room],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fails(_foreman: object) -> None:
        raise RuntimeError("no looking around")

    monkeypatch.setattr(foreman.Foreman, "_tend", fails)
    room = make_room()
    os.waitpid(room.pid, 0)
    assert "no looking around" in capfd.readouterr().err
    monkeypatch.undo()
    assert room.tend()
    assert ask(room, "/x")


def test_who_ends_while_it_is_looked_at_has_started_nobody() -> None:
    for _ in range(200):
        process = subprocess.Popen(["true"])
        reaper = Thread(target=process.wait)
        reaper.start()
        while reaper.is_alive():
            assert children_of(process.pid) == []


def test_what_takes_too_long_is_ended_and_said(make_room: Callable[..., Room]) -> None:
    room = make_room()
    before = time.monotonic()
    with pytest.raises(LateError):
        ask(room, "/sleep/30", lane=Lane.QUICK)
    assert time.monotonic() - before < 10
    assert counted(room, "late") == 1
    assert ask(room, "/x")


def test_nothing_is_made_for_nobody(make_room: Callable[..., Room], tmp_path: Path) -> None:
    room, end = make_room(makers=1), tmp_path / "end"
    ours, theirs = socket.socketpair()
    with ours, ThreadPoolExecutor(2) as crowd:
        running = crowd.submit(ask, room, f"/until{end}")
        assert soon(lambda: counted(room, "running") == 1)
        gone = crowd.submit(ask, room, "/x", client=ours)
        assert soon(lambda: counted(room, "waiting") == 1)
        theirs.close()
        assert isinstance(gone.exception(), GaveUpError)
        end.touch()
        assert running.result()
    assert soon(lambda: counted(room, "left") == 1)
    assert soon(lambda: counted(room, "done") == 1)
    assert soon(lambda: counted(room, "running") == counted(room, "waiting") == 0)


def test_an_old_room_ends_after_its_last_worker(make_room: Callable[..., Room]) -> None:
    room = make_room()
    assert ask(room, "/x")
    room.shut()
    ended, _ = os.waitpid(room.pid, 0)
    assert ended == room.pid


def test_an_old_room_whose_foreman_dies_answers_or_refuses(
    make_room: Callable[..., Room], tmp_path: Path
) -> None:
    """After HUP nobody replaces it: what is being made is finished, who waits is told."""
    room, end = make_room(makers=1), tmp_path / "end"
    with ThreadPoolExecutor(2) as crowd:
        running = crowd.submit(ask, room, f"/until{end}")
        assert soon(lambda: counted(room, "running") == 1)
        waiting = crowd.submit(ask, room, "/x")
        assert soon(lambda: counted(room, "waiting") == 1)
        wire.close_all([room._theirs])  # as `shut` does in the master; the door is the workers'
        os.kill(room.pid, signal.SIGKILL)
        os.waitpid(room.pid, 0)
        assert isinstance(waiting.exception(10), AwayError)
        end.touch()
        assert running.result(15)


def test_when_the_server_stops_what_is_made_is_ended_and_nothing_begins(
    make_room: Callable[..., Room], tmp_path: Path
) -> None:
    room, end = make_room(makers=2), tmp_path / "end"
    with ThreadPoolExecutor(3) as crowd:
        made = crowd.submit(ask, room, f"/until{end}")
        assert soon(lambda: counted(room, "running") == 1)
        waiting = crowd.submit(ask, room, "/x")
        assert soon(lambda: counted(room, "waiting") == 1)
        room.call_last()
        assert isinstance(waiting.exception(10), BusyError)
        assert isinstance(crowd.submit(ask, room, "/x").exception(10), BusyError)
        end.touch()
        assert made.result(15)


def test_when_the_server_stops_nobody_waits_for_what_takes_long(
    make_room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreman, "LAST_SECONDS", 0.2)
    room = make_room()
    with ThreadPoolExecutor(1) as crowd:
        long = crowd.submit(ask, room, "/sleep/60")
        assert soon(lambda: counted(room, "running") == 1)
        room.call_last()
        assert isinstance(long.exception(15), BusyError)
