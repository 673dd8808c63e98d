"""The Census API: lists of lists with the names first, at most 50 variables an answer.

So a table comes in parts: some variables of one state each, put together by tract.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import product

from data.build.refresh.checks import AGAIN, CHANGED
from data.build.refresh.faults import Job, RefreshError
from data.build.refresh.formats import pages
from data.build.refresh.formats.pages import Table
from data.build.refresh.tools import Got, Tools

MOST_VARIABLES = 49  # and NAME
KEYS = ("state", "county", "tract")


def download(job: Job, tools: Tools) -> Got | None:
    """All parts as one CSV table with a row a tract and its `GEOID`. Raises RefreshError.

    The API gives no ETag, so it is always read, and its rows are compared.
    """
    folder = tools.staging.pages(job.file)
    facts = {"url": job.live.url, "query": json.dumps([job.live.variables, job.live.within])}
    if dict(tools.staging.known("parts", job.file)) != facts:
        tools.staging.forget_part(job.file)
        folder = tools.staging.pages(job.file)
        tools.staging.note("parts", job.file, facts)
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for number, (within, names) in enumerate(_parts(job)):
        table = pages.kept_page(folder, number)
        if table is None:
            table = _part(job, tools, within, names)
            pages.keep_page(folder, number, table)
        _merge(job, rows, table)
    header = ["GEOID", "NAME", *job.live.variables]
    part = tools.staging.part(job.file)
    pages.write_table(part, header, _lines(job, rows, header))
    return Got(part, {"url": job.live.url})


def _parts(job: Job) -> Iterator[tuple[str, Sequence[str]]]:
    return product(job.live.within, list(_batches(job.live.variables)))


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(names), MOST_VARIABLES):
        yield names[at : at + MOST_VARIABLES]


def _part(job: Job, tools: Tools, within: str, names: Sequence[str]) -> Table:
    asked = {**job.live.query, "get": ",".join(["NAME", *names]), "in": within}
    status, _, content = pages.body(job, tools, asked, {})
    if status == 204 or not content.strip():
        wrong = f"the Census has nothing for {within}"
        raise RefreshError(job, wrong, "Compare `within` and `query` in the source's YAML")
    try:
        table = json.loads(content)
    except ValueError:
        said = " ".join(content[:160].decode("utf-8", "replace").split())
        raise RefreshError(job, f"the answer is no JSON table ({said})", AGAIN) from None
    if not _is_table(table):
        raise RefreshError(job, "the answer is no list of rows of equal length", AGAIN)
    lacks = [name for name in ("NAME", *names, *KEYS) if name not in table[0]]
    if lacks:
        raise RefreshError(job, f"column {', '.join(map(repr, lacks))} is missing", CHANGED)
    return [["" if cell is None else str(cell) for cell in row] for row in table]


def _is_table(found: object) -> bool:
    if not isinstance(found, list) or not found:
        return False
    return all(isinstance(row, list) and len(row) == len(found[0]) for row in found)


def _merge(job: Job, rows: dict[tuple[str, ...], dict[str, str]], table: Table) -> None:
    header = table[0]
    for row in table[1:]:
        named = dict(zip(header, row, strict=True))
        entry = rows.setdefault(tuple(named[key] for key in KEYS), {})
        twice = [name for name in named.keys() & entry.keys() if named[name] != entry[name]]
        if twice:
            where = named["NAME"]
            raise RefreshError(job, f"{where}: {twice[0]!r} came with two values", AGAIN)
        entry.update(named)


def _lines(
    job: Job, rows: dict[tuple[str, ...], dict[str, str]], header: Sequence[str]
) -> Iterator[list[str]]:
    for key, entry in sorted(rows.items()):
        lacks = [name for name in header[1:] if name not in entry]
        if lacks:
            raise RefreshError(job, f"tract {''.join(key)} has no {lacks[0]!r}", AGAIN)
        yield ["".join(key), *(entry[name] for name in header[1:])]
