"""nginx is killed: what a visitor sees until it is there again, and what brings it back."""

from __future__ import annotations

import getpass
import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from callbacks.room.still import children_of
from tests.faults.running import until
from tests.integration.test_behind_nginx import NGINX, WITHOUT, App, start

pytestmark = pytest.mark.skipif(NGINX is None, reason=WITHOUT)


@pytest.fixture(scope="module")
def apps() -> Iterator[tuple[App, App]]:
    found = App(), App()
    yield found
    for app in found:
        app.stack.close()


class Gone(App):
    """A machine that is gone: what is sent to it is lost, and nothing refuses."""

    def __init__(self) -> None:
        self.asked, self.stack = [], ExitStack()
        # a door that nobody opens, with as many before it as it takes: the system lets go the rest
        door = self.stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        self.port = door.getsockname()[1]
        for _ in range(4):
            waiting = self.stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(door.getsockname())


class Nginx:
    """One that a test kills and starts again over the same files."""

    def __init__(self, folder: Path, apps: Sequence[App]) -> None:
        self.process, self.site = start(folder, apps)
        self.started = [self.process]

    def again(self) -> None:
        command = [str(NGINX), "-c", str(self.site.folder / "nginx.conf")]
        as_here = f"daemon off; user {getpass.getuser()};"
        self.process = subprocess.Popen([*command, "-g", as_here], stderr=subprocess.PIPE)
        self.started.append(self.process)

    def workers(self) -> list[int]:
        return children_of(self.process.pid)

    def answers(self, path: str = "/") -> int:
        """What a visitor gets; 0 where nobody is there, or who was has gone."""
        try:
            return self.site.ask(path)[0].status
        except OSError:
            return 0

    def kill(self, pids: list[int]) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture
def nginx(tmp_path: Path, apps: tuple[App, App]) -> Iterator[Nginx]:
    found = Nginx(tmp_path, apps)
    until(lambda: found.answers() == 200, "a page")
    yield found
    left = found.workers()
    for process in found.started:
        process.kill()
        process.wait(10)
        if process.stderr:
            process.stderr.close()
    found.kill(left)


def test_a_worker_of_nginx_is_replaced_by_its_master(nginx: Nginx) -> None:
    before = nginx.workers()
    nginx.kill(before)
    until(lambda: nginx.answers("/nowhere") == 404, "an answer of an app")
    assert nginx.process.poll() is None and not set(before) & set(nginx.workers())


def test_nginx_starts_over_what_a_killed_one_left(nginx: Nginx, apps: tuple[App, App]) -> None:
    """Without it nobody is there; the apps know nothing of it, and its files are no hindrance."""
    workers = nginx.workers()
    nginx.kill([nginx.process.pid, *workers])  # the master first: it would start others
    nginx.process.wait(10)
    until(lambda: nginx.answers() == 0, "its end")
    asked = sum(len(app.asked) for app in apps)
    nginx.again()
    until(lambda: nginx.answers("/nowhere") == 404, "an answer of an app")
    assert sum(len(app.asked) for app in apps) > asked
    assert nginx.answers("/") == 200


def test_workers_without_their_master_go_on_and_keep_the_door(nginx: Nginx) -> None:
    """Visitors notice nothing; a new nginx finds its addresses taken until they are ended."""
    left = nginx.workers()
    nginx.kill([nginx.process.pid])
    nginx.process.wait(10)
    assert nginx.answers("/nowhere") == 404
    nginx.again()
    _, said = nginx.process.communicate(timeout=30)
    assert nginx.process.returncode != 0 and b"Address already in use" in said
    assert nginx.answers("/nowhere") == 404
    nginx.kill(left)
    nginx.again()
    until(lambda: nginx.answers("/nowhere") == 404, "an answer of an app")
    assert nginx.workers()


def test_a_machine_that_is_gone_costs_a_moment(tmp_path: Path, apps: tuple[App, App]) -> None:
    """Also where its address is there twice, as names of containers may have it."""
    gone = Gone()
    nginx = Nginx(tmp_path, [gone, gone, apps[0]])
    try:
        until(lambda: nginx.answers() == 200, "a page")
        assert [nginx.answers(f"/nowhere?{number}") for number in range(9)] == [404] * 9
        tries = [line["app_status"].count(",") for line in nginx.site.log()]
        assert max(tries) == 2, "both were tried"
    finally:
        nginx.process.terminate()
        nginx.process.wait(10)
        gone.stack.close()
