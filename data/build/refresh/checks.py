"""What a download must hold before anybody builds from it."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd

from data.build.reading import NO_TABLE, open_text
from data.build.refresh.client import refuse_page
from data.build.refresh.faults import Job, RefreshError
from data.build.refresh.staging import digest

BEGIN_BYTES = 2_000
CHANGED = (
    "The publisher has changed the file: compare `checks` in the source's YAML with its "
    "documentation, and the adapter in data/build/sources"
)
AGAIN = "Run it again; if it stays so, compare `checks` in the source's YAML"


def check(job: Job, path: Path, content_type: str | None = None) -> int:
    """The rows of a download. Raises RefreshError for anything that `checks` does not allow."""
    checks = job.live.checks
    size = path.stat().st_size
    with path.open("rb") as file:
        refuse_page(job, content_type, file.read(BEGIN_BYTES))
    if size == 0:
        raise RefreshError(job, "the file is empty", AGAIN)
    refuse_large(job, size)
    if checks.sha256 is not None and digest(path) != checks.sha256:
        raise RefreshError(job, f"its SHA-256 is {digest(path)[:12]}…, not the one expected", AGAIN)
    rows = _shapes(job, path) if job.live.format == "tiger_zip" else _lines(job, path)
    if rows < checks.least_rows:
        wrong = f"it has {rows} rows, at least {checks.least_rows} are expected"
        raise RefreshError(job, wrong, CHANGED)
    return rows


def refuse_large(job: Job, size_bytes: int) -> None:
    """Raise RefreshError for more bytes than the file may have."""
    most = job.live.checks.largest_bytes
    if size_bytes > most:
        wrong = f"it has {size_bytes:,} bytes or more, at most {most:,} are expected"
        raise RefreshError(job, wrong, "If it has grown, raise `largest_bytes` in its YAML")


def _lines(job: Job, path: Path) -> int:
    try:
        live = job.live
        packed = live.format == "csv_gz"
        with open_text(path, live.member, live.encoding, packed=packed) as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            _columns(job, header)
            return sum(1 for _ in _rows(job, header, reader))
    except (*NO_TABLE, csv.Error) as error:
        wrong = f"it is no whole {job.live.format} table ({error})"
        raise RefreshError(job, wrong, AGAIN) from error


def _columns(job: Job, header: list[str]) -> None:
    missing = [c for c in job.live.checks.columns if c not in header]
    if missing:
        there = ", ".join(header[:8]) + (", …" if len(header) > 8 else "")
        wrong = f"column {', '.join(repr(c) for c in missing)} is missing (there are {there})"
        raise RefreshError(job, wrong, CHANGED)


def _rows(job: Job, header: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    checks = job.live.checks
    at = None if checks.id_column is None else header.index(checks.id_column)
    pattern = re.compile(checks.id_pattern or "")
    for line, row in enumerate(rows, start=2):
        if not row:
            continue
        if len(row) != len(header):
            wrong = f"row {line} has {len(row)} fields, the header has {len(header)}"
            raise RefreshError(job, wrong, AGAIN)
        if at is not None and not pattern.fullmatch(row[at]):
            wrong = f"row {line}, column {checks.id_column!r}: {row[at]!r} is no id of the pattern"
            raise RefreshError(job, f"{wrong} {checks.id_pattern}", CHANGED)
        yield row


def _shapes(job: Job, path: Path) -> int:
    """Shapes of a zip as the Census packs them; every member is read and its sum compared."""
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
            names = {Path(name).suffix for name in archive.namelist()}
    except zipfile.BadZipFile as error:
        raise RefreshError(job, f"it is no whole zip ({error})", AGAIN) from error
    lacks = {".shp", ".shx", ".dbf"} - names
    if broken or lacks:
        wrong = f"{broken or ', '.join(sorted(lacks))} in the zip is broken or missing"
        raise RefreshError(job, wrong, AGAIN)
    try:
        table = gpd.read_file(f"/vsizip/{{{path}}}", ignore_geometry=True)
    except (RuntimeError, ValueError) as error:
        raise RefreshError(job, f"its shapes cannot be read ({error})", AGAIN) from error
    _columns(job, list(table.columns))
    ids = job.live.checks.id_column
    rows = table[[ids]].astype(str).to_numpy().tolist() if ids else table.to_numpy().tolist()
    return sum(1 for _ in _rows(job, [ids] if ids else list(table.columns), iter(rows)))
