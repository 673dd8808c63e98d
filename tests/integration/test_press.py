"""The press: few typesetters, replaced when they are old or dead, gone when nobody asks."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from callbacks.files import pack
from callbacks.room import door
from data.catalogue.determinants import determinants
from data.decks.deck import ready_decks, to_link
from data.locale import texts
from layouts.fact_sheets.content import content
from layouts.paper import press as module
from layouts.paper.press import Press, PressError
from layouts.paper.turns import BusyError, Turns
from tests import shared
from tests.browser.serving import ROOT, served

NAME = "layouts.paper.typesetter"
PLACES = ("zip-64130", "neighborhood-113", "council_district-3")
AT_ONCE = 10
# Threads that no crowd at the fact sheets or the packs can take from the pages.
FOR_PAGES = 4


@cache
def contents() -> dict[str, Any]:
    services = shared.services()
    sheet = services.fact_sheets.data("food", "zip-64130")
    day = date(2026, 11, 23)
    return content(services, sheet, texts=texts("en"), paper="letter", made=day, live="")


# Typesetters of this process that other tests left: the application's press keeps one ready.
_of_others: set[int] = set()


def typesetters(*parents: int) -> list[int]:
    """Process ids of the typesetters that a test lets these processes start, zombies too."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    rows = [line.split(maxsplit=2) for line in listed]
    return [
        int(pid)
        for pid, parent, *command in rows
        if int(parent) in parents
        and int(pid) not in _of_others
        and any(NAME in words or "<defunct>" in words for words in command)
    ]


def soon(is_so: Callable[[], bool], *, seconds: float = 15) -> bool:
    """True as soon as it is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return is_so()


@pytest.fixture(autouse=True)
def own() -> Iterator[None]:
    """Counts what a test starts, and nothing that stood there before it."""
    _of_others.update(typesetters(os.getpid()))
    yield
    _of_others.clear()


@pytest.fixture
def make_press(own: None) -> Iterator[Callable[..., Press]]:
    """Makes presses and lets their typesetters go."""
    made: list[Press] = []

    def make(**options: Any) -> Press:
        made.append(Press(**options))
        return made[-1]

    yield make
    for press in made:
        press.rest()
    assert typesetters(os.getpid()) == []


@pytest.fixture
def press(make_press: Callable[..., Press]) -> Press:
    return make_press(typesetters=1, wait_seconds=0.01)


# -- one press --------------------------------------------------------------------------------


def test_the_same_typesetter_sets_the_next_sheet(press: Press) -> None:
    first, running = press.print(contents), typesetters(os.getpid())
    assert press.print(contents) == first
    assert typesetters(os.getpid()) == running
    assert len(running) == 1


def test_an_old_typesetter_is_replaced(make_press: Callable[..., Press]) -> None:
    press = make_press(typesetters=1, sheets_each=2)
    first = press.print(contents)
    (old,) = typesetters(os.getpid())
    assert press.print(contents) == first
    assert typesetters(os.getpid()) == []
    assert press.print(contents) == first
    assert old not in typesetters(os.getpid())


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory as Linux tells it")
def test_a_typesetter_does_not_grow_with_its_sheets(press: Press) -> None:
    """typst would keep ten sheets of 10 MB; empty pages in between make it forget."""

    def print_some(numbers: range) -> float:
        for number in numbers:
            press.print(lambda number=number: {**contents(), "people": f"{number} residents"})
        (pid,) = typesetters(os.getpid())
        return _pss_mb(pid)

    few = print_some(range(4))
    assert print_some(range(4, 16)) < few + 40


def _pss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def test_a_wrong_sheet_is_told_and_does_no_harm(press: Press) -> None:
    for _ in range(2):
        with pytest.raises(PressError, match="does not contain key"):
            press.print(dict)
    assert press.print(contents).startswith(b"%PDF")


def test_a_typesetter_that_was_killed_is_replaced(press: Press) -> None:
    first = press.print(contents)
    (pid,) = typesetters(os.getpid())
    os.kill(pid, signal.SIGKILL)
    assert press.print(contents) == first
    assert pid not in typesetters(os.getpid())


def test_a_new_typesetter_that_dies_at_its_first_sheet_is_an_error(press: Press) -> None:
    def kill_it() -> dict[str, Any]:
        (pid,) = typesetters(os.getpid())
        os.kill(pid, signal.SIGALRM)  # what its own clock does after the limit
        return contents()

    with pytest.raises(PressError, match="ended with code -14"):
        press.print(kill_it)
    assert typesetters(os.getpid()) == []
    assert press.print(contents).startswith(b"%PDF")


def test_idle_typesetters_go(make_press: Callable[..., Press]) -> None:
    press = make_press(typesetters=1, idle_seconds=0.2)
    press.print(contents)
    assert soon(lambda: typesetters(os.getpid()) == [])
    assert press.print(contents).startswith(b"%PDF")


def test_one_typesetter_is_ready_before_and_after_a_sheet(
    make_press: Callable[..., Press],
) -> None:
    press = make_press(typesetters=1, idle_seconds=0.1, sheets_each=1, ready=1)
    press.warm()
    (first,) = typesetters(os.getpid())
    press.print(contents)
    assert soon(lambda: typesetters(os.getpid()) not in ([], [first]))
    time.sleep(0.3)  # longer than an idle one stays
    (second,) = typesetters(os.getpid())
    assert second != first


def test_nobody_waits_longer_than_told() -> None:
    full = Press(typesetters=0, wait_seconds=0.01)
    with pytest.raises(BusyError):
        full.print(dict)


def test_turns_are_bounded_and_so_are_those_who_wait() -> None:
    turns = Turns(at_once=1, waiting=1, wait_seconds=30)
    waited = Event()

    def wait() -> None:
        with turns.turn():
            waited.set()

    with turns.turn():
        waiting = Thread(target=wait)
        waiting.start()
        assert soon(lambda: _is_refused(turns))
        assert not waited.is_set()
    waiting.join(timeout=10)
    assert waited.is_set()
    with turns.turn():  # everything was given back
        pass


def _is_refused(turns: Turns) -> bool:
    """True if one more is refused at once; a turn that comes is given back."""
    found: list[bool] = []

    def ask() -> None:
        try:
            with turns.turn():
                found.append(False)
        except BusyError:
            found.append(True)

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(timeout=0.1)
    return bool(found) and found[0]


def test_waiting_leaves_threads_for_the_pages() -> None:
    command = (ROOT / "Procfile").read_text(encoding="utf-8")
    words = shlex.split(re.sub(r"\$\{[^}]*\}", "x", command))
    threads = int(words[words.index("--threads") + 1])
    sheets = module.TYPESETTERS + module.WAITING
    assert threads >= max(sheets + pack.AT_ONCE + pack.WAITING, door.THREADS) + FOR_PAGES


# -- a crowd, and a bad night, on the server that ships -----------------------------------------


def asked(address: str, visitor: str = "1.2.3.4") -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address, headers={"X-Forwarded-For": visitor})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def mixed() -> list[str]:
    """Addresses of every kind of heavy work, AT_ONCE in all."""
    deck, kinds = to_link(ready_decks()["gap"].deck("en")), ("pdf", "pptx", "html", "json")
    decks = [f"/present/slides.{kind}?deck={deck}&lang=es" for kind in kinds]
    others = [
        "/memo/food/zip-64130.docx",
        "/preview/place/zip-64130.png",
        "/place/own?at=39.06,-94.55&miles=1",
    ]
    sheets = [f"/fact-sheets/{d}/{place}.pdf" for d, place in product(determinants(), PLACES)]
    return [*decks, *others, *sheets][:AT_ONCE]


def test_heavy_work_stays_in_its_room() -> None:
    """A crowd gets its files or a number; whoever dies is replaced; no worker loads a library."""
    with served(WEB_CONCURRENCY="2", PROXIES="1") as (url, master):
        # the foreman is there before the workers
        assert soon(lambda: len(_children(master)) == 3)
        foreman, *workers = sorted(_children(master))
        assert soon(lambda: len(_children(foreman)) == 3)
        makers = _children(foreman)
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            coming = [crowd.submit(asked, f"{url}{path}") for path in mixed()]
            other = crowd.submit(asked, f"{url}/memo/food/city.docx", "5.6.7.8")
            os.kill(makers[0], signal.SIGKILL)
            assert asked(f"{url}/?lang=es")[0] == 200  # pages have threads
            answers = [one.result() for one in coming]
            assert other.result()[0] == 200  # a visitor with one wish need not wait for all others'
        kinds = [status for status, _headers, _body in answers]
        assert set(kinds) <= {200, 429, 503}
        assert kinds.count(200) >= 4
        for status, headers, body in answers:
            if status != 200:
                assert int(headers["Retry-After"]) > 0
                assert headers.get("X-Waiting-Before", "") in body.decode()
        os.kill(foreman, signal.SIGKILL)
        assert asked(f"{url}/fact-sheets/internet/city.pdf")[0] == 200
        assert soon(lambda: len([pid for pid in _children(master) if pid not in workers]) == 1)
        for worker in workers:
            maps = Path(f"/proc/{worker}/maps").read_text(encoding="utf-8")
            assert not [name for name in ("typst", "matplotlib", "lxml") if name in maps]
            assert not typesetters(worker)
        everybody = [*makers, *(p for pid in _children(master) for p in [pid, *_children(pid)])]
    assert soon(lambda: not any(_is_running(process) for process in everybody))


def _children(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(child) for child, parent in rows if int(parent) == pid]


def _is_running(pid: int) -> bool:
    """False once the process has ended, collected or not."""
    found = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return found.stdout.strip()[:1] not in ("", "Z", "X")
