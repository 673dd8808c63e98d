"""Fetches every file that has an address: each ends whole and checked, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from data.build.refresh.checks import check
from data.build.refresh.faults import Job, NotThereError, RefreshError
from data.build.refresh.formats import census, socrata, whole
from data.build.refresh.staging import digest
from data.build.refresh.tools import Got, Tools

_DOWNLOAD: Mapping[str, Callable[[Job, Tools], Got | None]] = {
    "csv": whole.download,
    "csv_gz": whole.download,
    "csv_zip": whole.download,
    "tiger_zip": whole.download,
    "socrata_csv": socrata.download,
    "socrata_json": socrata.download,
    "census_api": census.download,
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a round: files that are new or other than before, and what went wrong."""

    changed: tuple[str, ...]
    not_there: tuple[NotThereError, ...]
    faults: tuple[RefreshError, ...]


def fetch_all(jobs: Sequence[Job], tools: Tools) -> Fetched:
    """Fetch every job; a fault of one does not keep the others from coming."""
    changed: list[str] = []
    not_there: list[NotThereError] = []
    faults: list[RefreshError] = []
    for job in jobs:
        tools.bar.start(job.file)
        try:
            if fetch(job, tools):
                changed.append(job.file)
        except NotThereError as error:
            had = tools.staging.current(job.file) is not None
            (faults if had else not_there).append(error)
            tools.bar.done("FAULT" if had else "not there yet")
        except RefreshError as error:
            faults.append(error)
            tools.bar.done("FAULT")
    return Fetched(tuple(changed), tuple(not_there), tuple(faults))


def fetch(job: Job, tools: Tools) -> bool:
    """Fetch one file; whether it is new or has other bytes than before. Raises RefreshError."""
    staging = tools.staging
    before = staging.current(job.file)
    old = None if before is None else digest(before)
    got = _DOWNLOAD[job.live.format](job, tools)
    if got is None:
        tools.bar.done("unchanged")
        return False
    try:
        rows = check(job, got.path, got.content_type)
    except RefreshError:
        staging.forget_part(job.file)  # it would be wrong again
        raise
    new = digest(got.path)
    staging.keep(job.file, got.path, got.facts)
    tools.bar.done("the same as before" if new == old else f"{rows:,} rows")
    return new != old
