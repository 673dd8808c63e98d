"""What every download works with, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from urllib3.response import BaseHTTPResponse

from data.build.refresh.client import Client
from data.build.refresh.faults import Job
from data.build.refresh.progress import Bar
from data.build.refresh.staging import Staging, digest

_VALIDATORS = {"etag": "ETag", "last_modified": "Last-Modified"}


@dataclass(frozen=True, slots=True)
class Tools:
    """The server, the folder and the progress of one run."""

    client: Client
    staging: Staging
    bar: Bar


@dataclass(frozen=True, slots=True)
class Got:
    """A whole download in its part file, and what to remember of it."""

    path: Path
    facts: Mapping[str, str]
    content_type: str | None = None


def validators(job: Job, response: BaseHTTPResponse) -> dict[str, str]:
    """What says whether a file has changed since: its address, ETag and time of change."""
    found = {name: response.headers.get(header, "") for name, header in _VALIDATORS.items()}
    return {"url": job.live.url, **{name: value for name, value in found.items() if value}}


def only_if_changed(job: Job, staging: Staging) -> dict[str, str]:
    """Headers that spare a download of the file we have; none where it is another file now."""
    known = staging.known("files", job.file)
    current = staging.current(job.file)
    if current is None or known.get("url") != job.live.url or "sha256" not in known:
        return {}
    if digest(current) != known["sha256"]:
        return {}
    asked = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last_modified")}
    return {header: value for header, value in asked.items() if value}
