"""A real PostgreSQL for tests: one a process, with a database for each file of tests."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

_MEMORY = Path("/dev/shm")
_INSTALLED = Path("/usr/lib/postgresql")
MISSING = "PostgreSQL is not installed (Debian: postgresql): SQLite alone was tried"


@dataclass(frozen=True)
class Server:
    """A server below a folder, reached by its socket there."""

    programs: Path
    folder: Path

    def url(self, database: str, user: str = "kc") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def new_database(self, name: str, encoding: str = "UTF8") -> str:
        """The address of an empty one."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0")
        return self.url(name)

    def initialise(self) -> None:
        words = ("-U", "kc", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
        self._run("initdb", "-D", str(self.folder / "data"), *words)

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-m", "immediate", "stop")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """There, and saying nothing: stopped, not ended. Then it goes on."""
        processes = self._processes()
        _send(processes, signal.SIGSTOP)
        try:
            yield
        finally:
            _send(processes, signal.SIGCONT)

    def _processes(self) -> list[int]:
        """The first, and all that it has forked."""
        first = int((self.folder / "data/postmaster.pid").read_text(encoding="utf-8").split()[0])
        forked = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="utf-8")
        return [first, *map(int, forked.split())]

    def _run(self, program: str, *words: str) -> None:
        """The server refuses to run as root."""
        as_user = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
        data = [] if program == "initdb" else ["-D", str(self.folder / "data")]
        command = [*as_user, str(self.programs / program), *data, *words]
        subprocess.run(command, check=True, capture_output=True, timeout=60, cwd="/")


def _send(processes: list[int], what: signal.Signals) -> None:
    """A process of a session that has just ended may be gone."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, what)


@contextmanager
def running() -> Iterator[Server]:
    """A server of one's own, gone at the end; without PostgreSQL the test is skipped by name."""
    found = sorted(_INSTALLED.glob("*/bin/initdb"))
    if not found:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=_MEMORY if _MEMORY.is_dir() else None))
    folder.chmod(0o777)
    server = Server(found[-1].parent, folder)
    try:
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
