"""A file in one piece: it grows in a part file and goes on from there after a break."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from data.build.refresh.checks import refuse_large
from data.build.refresh.client import LATER, refuse_page
from data.build.refresh.faults import Job, RefreshError
from data.build.refresh.tools import Got, Tools, only_if_changed, validators

CHUNK_BYTES = 64 * 1024


def download(job: Job, tools: Tools) -> Got | None:
    """The whole file, resumed where there is a part of it. Raises RefreshError."""
    patience = tools.client.patience
    part = tools.staging.part(job.file)
    for attempt in range(patience.attempts):
        if attempt:
            time.sleep(min(patience.backoff_s * 2**attempt, patience.longest_wait_s))
        asked = _rest(job, tools) or only_if_changed(job, tools.staging)
        with tools.client.get(job, job.live.query, asked) as response:
            if response.status == 304:
                return None
            if response.status == 416:  # the part is longer than the file: not a part of it
                tools.staging.forget_part(job.file)
                continue
            if _grow(job, tools, response, part):
                facts = validators(job, response)
                return Got(part, facts, response.headers.get("Content-Type"))
    size = part.stat().st_size if part.is_file() else 0
    wrong = f"the download broke off after {size:,} bytes, {patience.attempts} times"
    raise RefreshError(job, wrong, LATER)


def _rest(job: Job, tools: Tools) -> dict[str, str]:
    """Headers that ask for what is missing, if the part is surely of the same file."""
    known: Mapping[str, str] = tools.staging.known("parts", job.file)
    part = tools.staging.part(job.file)
    same = known.get("etag") or known.get("last_modified")
    # A weak ETag does not promise the same bytes.
    usable = same and not same.startswith("W/") and known.get("url") == job.live.url
    if not usable or not part.is_file() or part.stat().st_size == 0:
        return {}
    return {"Range": f"bytes={part.stat().st_size}-", "If-Range": str(same)}


def _grow(job: Job, tools: Tools, response: BaseHTTPResponse, part: Path) -> bool:
    """Add the answer to the part; whether it came to its end."""
    have = part.stat().st_size if response.status == 206 else 0
    if response.status == 206 and not _starts_at(response, have):
        tools.staging.forget_part(job.file)
        return False
    refuse_page(job, response.headers.get("Content-Type"), b"")
    length = response.headers.get("Content-Length")
    total = have + int(length) if length and length.isdigit() else None
    refuse_large(job, total or 0)
    tools.staging.note("parts", job.file, validators(job, response))
    try:
        with part.open("ab" if have else "wb") as file:
            while chunk := response.read1(CHUNK_BYTES):  # what came before a break is kept
                have += len(chunk)
                refuse_large(job, have)
                file.write(chunk)
                tools.bar.at(have, total)
            file.flush()
            os.fsync(file.fileno())
    except HTTPError:
        return False
    return True


def _starts_at(response: BaseHTTPResponse, have: int) -> bool:
    return response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
