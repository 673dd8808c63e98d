"""Answers that come in pages: each whole page is kept, so that a break costs one page."""

from __future__ import annotations

import csv
import io
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from urllib3.exceptions import HTTPError

from data.build.refresh.checks import AGAIN, refuse_large
from data.build.refresh.client import LATER, refuse_page
from data.build.refresh.faults import Job, RefreshError
from data.build.refresh.staging import write_whole
from data.build.refresh.tools import Tools, validators

Table = list[list[str]]  # the header first


def body(
    job: Job, tools: Tools, asked: Mapping[str, str], headers: Mapping[str, str]
) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and whole body of one page; a broken answer is asked for again.

    Raises RefreshError.
    """
    patience = tools.client.patience
    for attempt in range(patience.attempts):
        if attempt:
            time.sleep(min(patience.backoff_s * 2**attempt, patience.longest_wait_s))
        with tools.client.get(job, asked, headers) as response:
            found = {**response.headers, **validators(job, response)}
            content = bytearray()
            try:
                for chunk in response.stream():
                    content += chunk
                    refuse_large(job, len(content))
            except HTTPError:
                continue
            if response.status == 200:
                refuse_page(job, response.headers.get("Content-Type"), bytes(content[:2_000]))
            return response.status, found, bytes(content)
    raise RefreshError(job, f"a page broke off, {patience.attempts} times", LATER)


def parsed(job: Job, content: bytes) -> Table:
    """A page of CSV. Raises RefreshError where it is none."""
    try:
        text = content.decode("utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise RefreshError(job, f"a page is no whole CSV table ({error})", AGAIN) from error
    if not rows:
        raise RefreshError(job, "a page is empty", AGAIN)
    return rows


def keep_page(folder: Path, number: int, table: Table) -> None:
    """Write a whole page in one step."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(table)
    write_whole(folder / _name(number), out.getvalue().encode())


def kept_page(folder: Path, number: int) -> Table | None:
    """A page that came before a break; None where it did not."""
    path = folder / _name(number)
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _name(number: int) -> str:
    return f"{number:05}.csv"


def write_table(part: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """The finished table into the part file."""
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
        file.flush()
        os.fsync(file.fileno())
