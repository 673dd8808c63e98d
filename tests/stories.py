"""What tests of shared stories share: a store with a clock that they set, and stories to tell."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from data.stories.limits import Limit
from data.stories.model import Consent, Use
from data.stories.store import Sent, Store

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
MANY = Limit("story", 100_000, 100_000)
_MEMORY = Path("/dev/shm")
_POSTGRES = Path("/usr/lib/postgresql")


class Clock:
    """A time that stands until a test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def fast_folder() -> Iterator[Path]:
    """A folder in memory where there is one: a store waits for the disk at every change."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@contextmanager
def opened(url: str, clock: Clock | None = None) -> Iterator[Store]:
    """A store that is ready, and closed at the end."""
    store = Store(url, now=clock or Clock())
    store.prepare()
    yield store
    store.close()


def sent(
    number: int,
    *,
    text: str = "",
    uses: frozenset[Use] = frozenset({Use.ONLINE}),
    ends_on: date = date(2026, 12, 15),
    place: str = "zip-64130",
    is_minor: bool = False,
    has_guardian: bool = False,
) -> Sent:
    """A story with the code hash of its number."""
    return Sent(
        text=text or f"story {number}",
        signed="",
        place=place,
        lang="en",
        consent=Consent(uses, ends_on, is_minor, has_guardian),
        code_hash=f"{number:064x}",
    )


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's server; None where it is not installed."""
    found = sorted(_POSTGRES.glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def postgres() -> Iterator[str]:
    """Address of a real server of its own, gone at the end. It refuses to run as root."""
    programs = postgres_programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=_MEMORY if _MEMORY.is_dir() else None))
    folder.chmod(0o777)
    as_user = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []

    def run(*words: str) -> None:
        subprocess.run([*as_user, *words], check=True, capture_output=True, timeout=60, cwd="/")

    data = folder / "data"
    try:
        run(
            str(programs / "initdb"), "-D", str(data), "-U", "kc", "-A", "trust", "-N", "-E", "UTF8"
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        log = str(folder / "log")
        run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", log, "-o", options, "start")
        try:
            yield f"postgresql+psycopg://kc@/postgres?host={folder}"
        finally:
            run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
