"""Socrata open data (such as data.cdc.gov): pages by `$limit` and `$offset`.

Rows are asked for in the order of `:id`, without which two pages may share one. Socrata says in
`X-SODA2-Truth-Last-Modified` when the table changed: pages of two states are never put together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from data.build.refresh.checks import AGAIN, CHANGED
from data.build.refresh.faults import Job, RefreshError
from data.build.refresh.formats import pages
from data.build.refresh.formats.pages import Table
from data.build.refresh.tools import Got, Tools, only_if_changed

TRUTH = "X-SODA2-Truth-Last-Modified"
FIELDS = "X-SODA2-Fields"
STARTS = 3  # how often the table may change while it is read


class _TableChangedError(Exception):
    """The publisher changed the table between two pages."""


def download(job: Job, tools: Tools) -> Got | None:
    """Every page, put together as one CSV table. Raises RefreshError.

    The last page is the empty one: a short one may be an answer that was cut.
    """
    for _ in range(STARTS):
        try:
            return _all_pages(job, tools)
        except _TableChangedError:
            tools.staging.forget_part(job.file)
    wrong = f"the publisher changed the table {STARTS} times while it was read"
    raise RefreshError(job, wrong, "Run it again in an hour")


def _all_pages(job: Job, tools: Tools) -> Got | None:
    folder = tools.staging.pages(job.file)
    facts: Mapping[str, str] = tools.staging.known("parts", job.file)
    if facts.get("url") != job.live.url or facts.get("query") != _said(job):
        tools.staging.forget_part(job.file)
        folder, facts = tools.staging.pages(job.file), {}
    header: list[str] = []
    short = False
    for number in count():
        table = pages.kept_page(folder, number)
        if table is None:
            got = _page(job, tools, number, facts)
            if got is None:
                return None
            table, now = got
            if number == 0:
                facts = now
                tools.staging.note("parts", job.file, facts)
            elif now["truth"] != facts["truth"]:
                raise _TableChangedError
            pages.keep_page(folder, number, table)
        wrong = _misfit(number, table, header, short)
        if wrong:
            tools.staging.forget_part(job.file)
            raise RefreshError(job, wrong, AGAIN)
        header = table[0]
        short = len(table) - 1 < job.live.page_rows
        tools.bar.at(_bytes(folder), None)
        if len(table) == 1:
            break
    part = tools.staging.part(job.file)
    tables = (pages.kept_page(folder, n) or [] for n in range(number + 1))
    pages.write_table(part, header, (row for table in tables for row in table[1:]))
    return Got(part, facts)


def _misfit(number: int, table: Table, header: list[str], short: bool) -> str:
    """Why a page cannot follow the one before; empty where it can."""
    if header and table[0] != header:
        return f"page {number + 1} has other columns than the first"
    return f"page {number} came short, and rows follow it" if short and len(table) > 1 else ""


def _said(job: Job) -> str:
    return json.dumps([dict(job.live.query), job.live.page_rows], sort_keys=True)


def _bytes(folder: Path) -> int:
    return sum(page.stat().st_size for page in folder.iterdir())


def _page(
    job: Job, tools: Tools, number: int, facts: Mapping[str, str]
) -> tuple[Table, dict[str, str]] | None:
    """One page and the state of the table; None where it has not changed since the last time."""
    asked = {
        **job.live.query,
        "$limit": str(job.live.page_rows),
        "$offset": str(number * job.live.page_rows),
        "$order": ":id",
    }
    headers = {} if number or facts else only_if_changed(job, tools.staging)
    status, found, content = pages.body(job, tools, asked, headers)
    if status == 304:
        return None
    table = _from_json(job, found, content) if _is_json(job) else pages.parsed(job, content)
    now = {name: found[name] for name in ("url", "etag", "last_modified") if name in found}
    truth = found.get(TRUTH) or found.get("last_modified", "")
    return table, {**now, "truth": truth, "query": _said(job)}


def _is_json(job: Job) -> bool:
    return job.live.format == "socrata_json"


def _from_json(job: Job, found: Mapping[str, str], content: bytes) -> Table:
    """A page of JSON as a table. Socrata leaves out empty fields and names all in a header."""
    try:
        rows = json.loads(content)
        header = json.loads(found.get(FIELDS, "null")) or list(job.live.checks.columns)
    except ValueError as error:
        raise RefreshError(job, f"a page is no whole JSON answer ({error})", AGAIN) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RefreshError(job, "a page is no list of rows", CHANGED)
    return [header, *([_cell(row.get(name)) for name in header] for row in rows)]


def _cell(value: Any) -> str:
    """A field as Socrata's CSV writes it; points as `POINT (lon lat)`."""
    if value is None:
        return ""
    if isinstance(value, dict):
        if value.get("type") == "Point":
            lon, lat = value["coordinates"][:2]
            return f"POINT ({lon} {lat})"
        if "latitude" in value and "longitude" in value:
            return f"POINT ({value['longitude']} {value['latitude']})"
        return json.dumps(value, sort_keys=True)
    return str(value).lower() if isinstance(value, bool) else str(value)
