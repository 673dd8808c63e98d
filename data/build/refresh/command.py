"""The commands `refresh` and `accept` of `python -m data.build`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import Engine

from data.build.awaited import with_awaited
from data.build.errors import BuildError, SourceError
from data.build.pipeline import DATABASE
from data.build.refresh.accept import accept
from data.build.refresh.candidate import build_candidate
from data.build.refresh.client import Client, Patience
from data.build.refresh.diff import Difference, compare, read_side
from data.build.refresh.faults import Job, live_jobs
from data.build.refresh.fetch import Fetched, fetch_all
from data.build.refresh.progress import Bar
from data.build.refresh.report import report
from data.build.refresh.staging import Staging, digest, write_whole
from data.build.refresh.tools import Tools
from data.catalogue.loader import Catalogue
from data.repository.engine import open_engine, sqlite_url
from data.repository.errors import ExtractError
from data.repository.queries import Repository

MIRROR = "REFRESH_MIRROR"
DIFF = "diff.txt"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where an extract and its boundaries are, and where sources are."""

    sources: Path
    extract: Path
    assets: Path


def add_arguments(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Arguments of both commands, but `--out` and `--assets`, which every build has."""
    fetch = commands.add_parser("refresh", help="fetch, check, compare, build a candidate")
    fetch.add_argument("--sources", type=Path, required=True, help="directory of source files")
    fetch.add_argument("--only", nargs="+", metavar="SOURCE", help="ids of sources; default: all")
    fetch.add_argument(
        "--mirror",
        default=os.environ.get(MIRROR),
        help=f"ask <mirror>/<host>/<path> in place of https://<host>/<path> (also: {MIRROR})",
    )
    fetch.add_argument("--attempts", type=int, default=Patience().attempts)
    fetch.add_argument("--backoff", type=float, default=Patience().backoff_s, help="seconds")
    take = commands.add_parser("accept", help="put the candidate in the place of the extract")
    take.add_argument("--hup", type=int, metavar="PID", help="gunicorn's master, to be told")
    for command in (fetch, take):
        command.add_argument("--out", type=Path, default=None, help="directory of the extract")
        command.add_argument("--assets", type=Path, default=None)


def refresh(options: argparse.Namespace, folders: Folders, catalogue: Catalogue, say: Say) -> None:
    """Fetch what has an address, build a candidate where something is new. Raises BuildError."""
    if not folders.sources.is_dir():
        raise BuildError(f"{folders.sources} is no directory. Name one: make refresh SOURCES=dir")
    jobs = _chosen(live_jobs(catalogue), options.only)
    staging = Staging(folders.sources)
    patience = Patience(attempts=options.attempts, backoff_s=options.backoff)
    tools = Tools(Client(patience, options.mirror), staging, Bar(sys.stderr))
    found = fetch_all(jobs, tools)
    for error in found.not_there:
        say(f"not there: {error}")
    for text in [] if options.mirror else _first_time(jobs, found):
        say(text)
    _stop_at_faults(found)
    news = _news(catalogue, jobs, staging, folders.extract)
    if not news:
        staging.place()
        say("nothing new: the extract in use stands")
        return
    say(f"new since the extract in use: {', '.join(news)}")
    try:
        candidate = build_candidate(folders.sources, staging.files, folders.extract, catalogue, say)
    except SourceError as error:
        raise BuildError(_told(error, jobs)) from error
    text = report(_difference(folders.extract / DATABASE, candidate / DATABASE))
    write_whole(candidate / DIFF, text.encode())
    staging.place()
    sys.stdout.write(text)
    say(f"read this (also in {candidate / DIFF}), look at the candidate, then: make accept")


def _chosen(jobs: Sequence[Job], only: Sequence[str] | None) -> list[Job]:
    unknown = sorted(set(only or ()) - {job.source for job in jobs})
    if unknown:
        known = ", ".join(sorted({job.source for job in jobs}))
        raise BuildError(f"no source {unknown[0]!r} has an address. There are: {known}")
    return [job for job in jobs if not only or job.source in only]


def _stop_at_faults(found: Fetched) -> None:
    if found.faults:
        raise BuildError(
            "\n".join(str(error) for error in found.faults)
            + "\nNothing was changed; what has been fetched is kept for the next run"
        )


def _first_time(jobs: Sequence[Job], found: Fetched) -> list[str]:
    """Files that nobody had from their real host before: a person should look at them once."""
    return [
        f"first time from its host: look at {job.file}, "
        f"then set `untested: false` and say its `freshness` in "
        f"data/catalogue/sources/{job.source}.yaml"
        for job in jobs
        if job.live.untested and job.file in found.changed
    ]


def _told(error: SourceError, jobs: Sequence[Job]) -> str:
    """An adapter's refusal with the source's id, what to do and what became of the rest."""
    source = next((job.source for job in jobs if job.file in error.file), None)
    lead = f"source {source}, {error}" if source else str(error)
    do = "Compare the file with its publisher's documentation and the adapter in data/build/sources"
    return f"{lead}. {do}\nNothing was changed; the files wait in SOURCES/.refresh"


def _news(catalogue: Catalogue, jobs: Sequence[Job], staging: Staging, extract: Path) -> list[str]:
    """Files that a build would take now, and that the extract in use was not built from."""
    engine = _opened(extract / DATABASE)
    built: dict[str, str] = {}
    if engine is not None:
        sources = Repository(engine).sources()
        engine.dispose()
        built = dict(zip(sources["file"], sources["sha256"], strict=True))
    whole = with_awaited(catalogue, lambda path: staging.current(path) is not None)
    taken = whole.expected_rows
    current = {job.file: staging.current(job.file) for job in jobs if job.file in taken}
    return [
        file
        for file, path in current.items()
        if path is not None and digest(path) != built.get(file)
    ]


def _opened(database: Path) -> Engine | None:
    try:
        return open_engine(sqlite_url(database))
    except ExtractError:
        return None


def _difference(before: Path, after: Path) -> Difference:
    newer = open_engine(sqlite_url(after))
    older = _opened(before) or open_engine(sqlite_url(after))
    try:
        return compare(read_side(older), read_side(newer))
    finally:
        older.dispose()
        newer.dispose()


def take(options: argparse.Namespace, folders: Folders, say: Say) -> None:
    """Accept the candidate and tell a running server, or say how. Raises BuildError."""
    found = accept(folders.extract, folders.assets, say)
    say(f"accepted: content {found[:12]}")
    if options.hup is None:
        say("a running server takes it, without dropping a request, on: kill -HUP <gunicorn's pid>")
        return
    try:
        os.kill(options.hup, signal.SIGHUP)
    except OSError as error:
        raise BuildError(
            f"the extract is in place, but process {options.hup} could not be told "
            f"({error.strerror}). Send HUP to gunicorn's master yourself"
        ) from error
    say(f"told process {options.hup}")
