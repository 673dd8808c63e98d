"""Strict reading of source files: everything is text until a column is asked for as numbers."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from data.build.errors import SourceError

WGS84 = "EPSG:4326"
HEADER_LINES = 1
# What reading a file raises that is no text of its encoding, no whole zip or no whole gzip.
NO_TABLE = (UnicodeDecodeError, zipfile.BadZipFile, KeyError, OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What the extract remembers of a file it was built from."""

    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A CSV file as text. `frame` is indexed by line number in the file (1 = header)."""

    file: str
    frame: pd.DataFrame

    def where(self, mask: pd.Series) -> SourceTable:
        """The rows for which `mask` holds."""
        return SourceTable(self.file, self.frame[mask])

    def refuse(self, wrong: pd.Series, column: str, expected: str) -> None:
        """Raise SourceError for the first row that is wrong, if there is one."""
        at = np.flatnonzero(wrong.to_numpy(dtype=bool))
        if at.size:
            raise SourceError(
                self.file,
                row=int(self.frame.index[at[0]]),
                column=column,
                value=self.frame[column].iloc[at[0]] if column in self.frame else None,
                expected=expected,
            )

    def numbers(
        self, column: str, *, sentinels: Collection[float] = (), blank: bool = True
    ) -> pd.Series:
        """The column as floats; blanks (if allowed) and sentinels become NaN, never a value."""
        text = self.frame[column].str.strip()
        parsed = pd.to_numeric(text, errors="coerce").astype(float)
        empty = text.eq("") & blank
        self.refuse(parsed.isna() & ~empty, column, "a number" + (" or a blank" if blank else ""))
        gone = empty | parsed.isin(list(sentinels))
        infinite = pd.Series(np.isinf(parsed.to_numpy()), index=parsed.index)
        self.refuse(infinite & ~gone, column, "a finite number")
        return parsed.mask(gone)


@dataclass(slots=True)
class SourceDirectory:
    """The directory with the source files. Remembers hash and rows of every file that was read.

    `expected_rows` comes from the catalogue's source entries: another count stops the build.
    """

    root: Path
    expected_rows: Mapping[str, int | None]
    records: dict[str, FileRecord] = field(default_factory=dict)
    fresh: Path | None = None  # a directory whose files go before those of `root`

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return self._where(path).is_file()

    def _where(self, path: str) -> Path:
        newer = None if self.fresh is None else self.fresh / path
        return newer if newer is not None and newer.is_file() else self.root / path

    def csv(
        self,
        path: str,
        *,
        columns: Sequence[str],
        key: Sequence[str],
        encoding: str = "utf-8-sig",
        header_lines: int = HEADER_LINES,
        member: str | None = None,
        few: bool = False,
    ) -> SourceTable:
        """A CSV file whose `columns` must exist and whose `key` columns identify a row.

        Names stand in the last of `header_lines`. `member`: the file's name in a zip. `few`: of a
        large file, `columns` are all that is read.
        """
        full = self._existing(path)
        wanted = set(columns)
        try:
            with open_text(full, member, encoding, packed=full.suffix == ".gz") as file:
                frame = pd.read_csv(
                    file,
                    dtype=str,
                    keep_default_na=False,
                    skiprows=header_lines - 1,
                    usecols=(lambda name: name in wanted) if few else None,
                )
        except (*NO_TABLE, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            why = " ".join(str(error).split())
            raise SourceError(path, expected=f"a CSV table in {encoding} ({why})") from error
        frame.index = pd.RangeIndex(header_lines + 1, header_lines + 1 + len(frame))
        self._check_columns(path, frame.columns, columns)
        self._record(path, len(frame))
        table = SourceTable(path, frame)
        check_unique(table, key)
        return table

    def features(self, path: str, *, columns: Sequence[str], key: str | None) -> gpd.GeoDataFrame:
        """A GeoJSON file in WGS 84; geometries must be present and valid, keys unique."""
        full = self._existing(path)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                frame = gpd.read_file(full)
        except (RuntimeError, UserWarning, RuntimeWarning) as error:
            raise SourceError(path, expected=f"a GeoJSON file ({error})") from error
        self._check_columns(path, frame.columns, columns)
        if frame.crs is None or frame.crs.to_string() != WGS84:
            raise SourceError(path, column="crs", value=str(frame.crs), expected=WGS84)
        self._record(path, len(frame))
        broken = (
            frame.geometry.isna() | frame.geometry.is_empty | ~frame.geometry.is_valid
        ).to_numpy()
        if broken.any():
            row = int(np.flatnonzero(broken)[0]) + 1
            raise SourceError(path, row=row, column="geometry", expected="a valid shape")
        if key is not None:
            frame[key] = frame[key].astype(str)
            twice = frame[key].duplicated().to_numpy()
            if twice.any():
                at = int(np.flatnonzero(twice)[0])
                raise SourceError(
                    path, row=at + 1, column=key, value=frame[key].iloc[at], expected="a unique key"
                )
        return frame

    def attributes(self, path: str, *, columns: Sequence[str]) -> pd.DataFrame:
        """The attributes of a zipped shapefile as text, one row a shape, without the shapes."""
        frame = self._shapefile(path, columns, ignore_geometry=True)
        return pd.DataFrame(frame[list(columns)].astype(str))

    def shapes(self, path: str, *, columns: Sequence[str]) -> gpd.GeoDataFrame:
        """The shapes of a zipped shapefile in WGS 84, and attributes."""
        frame = self._shapefile(path, columns)
        if frame.crs is None:
            raise SourceError(path, column="crs", expected="a zipped shapefile with its .prj")
        return frame[[*columns, "geometry"]].to_crs(WGS84)

    def _shapefile(self, path: str, columns: Sequence[str], **how: bool) -> gpd.GeoDataFrame:
        full = self._existing(path)
        try:
            frame = gpd.read_file(f"/vsizip/{{{full}}}", **how)
        except (RuntimeError, ValueError) as error:
            raise SourceError(path, expected=f"a zipped shapefile ({error})") from error
        self._check_columns(path, frame.columns, columns)
        self._record(path, len(frame))
        return frame

    def json(self, path: str) -> Any:
        """The content of a JSON file, which counts as one row."""
        full = self._existing(path)
        try:
            content = json.loads(full.read_text(encoding="utf-8"))
        except ValueError as error:
            raise SourceError(path, expected=f"a JSON file ({error})") from error
        self._record(path, 1)
        return content

    def remember(self, path: str) -> None:
        """Record a file that the catalogue cites but no adapter reads (documentation)."""
        if path in self.records:
            return
        full = self._existing(path)
        rows = 0
        if full.suffix == ".csv":
            rows = len(pd.read_csv(full, dtype=str, encoding="latin-1"))
        elif full.suffix == ".geojson":
            rows = len(gpd.read_file(full))
        self._record(path, rows)

    def _existing(self, path: str) -> Path:
        full = self._where(path)
        if not full.is_file():
            raise SourceError(path, expected="this file in the directory of sources")
        if path not in self.expected_rows:
            raise SourceError(path, expected="an entry in the catalogue's sources that names it")
        return full

    def _record(self, path: str, rows: int) -> None:
        expected = self.expected_rows[path]
        if expected is not None and expected != rows:
            raise SourceError(path, value=rows, expected=f"{expected} rows")
        digest = hashlib.sha256(self._where(path).read_bytes()).hexdigest()
        self.records[path] = FileRecord(sha256=digest, rows=rows)

    @staticmethod
    def _check_columns(path: str, found: Any, wanted: Sequence[str]) -> None:
        for column in wanted:
            if column not in set(found):
                raise SourceError(path, column=column, expected="this column in the file")


@contextmanager
def open_text(
    path: Path, member: str | None, encoding: str, *, packed: bool
) -> Iterator[io.TextIOBase]:
    """A text file: plain, `packed` by gzip or the `member` of a zip, in any folder of it.

    Raises KeyError for a zip that does not have it once.
    """
    if member is not None:
        with zipfile.ZipFile(path) as archive:
            found = [name for name in archive.namelist() if f"/{name}".endswith(f"/{member}")]
            if len(found) != 1:
                raise KeyError(f"{len(found)} files {member} in the zip")
            with archive.open(found[0]) as inner:
                yield io.TextIOWrapper(inner, encoding=encoding, newline="")
    elif packed:
        with gzip.open(path, "rt", encoding=encoding, newline="") as file:
            yield file
    else:
        with path.open(encoding=encoding, newline="") as file:
            yield file


def check_unique(table: SourceTable, key: Sequence[str]) -> None:
    """Refuse a table in which a key appears twice or is blank."""
    keys = table.frame[list(key)]
    for column in key:
        table.refuse(keys[column].eq(""), column, "a key")
    twice = keys.duplicated()
    if twice.any():
        at = int(np.flatnonzero(twice.to_numpy())[0])
        raise SourceError(
            table.file,
            row=int(table.frame.index[at]),
            column=" + ".join(key),
            value=" + ".join(keys.iloc[at]),
            expected="a key that appears once",
        )
