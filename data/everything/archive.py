"""The zip: every file of it in one order, with one date, the same bytes for the same data."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from data.cities.city import city
from data.everything import words
from data.everything.database import write_open, write_whole
from data.everything.descriptor import DESCRIPTOR, descriptor
from data.everything.geo import boundary_files
from data.everything.parts import Everything, Part
from data.files.names import everything_name
from data.locale import LANGUAGES, texts

APART = "noncommercial/"
_FIRST_DAY = date(1980, 1, 1)  # of a zip: where the date of the version is not known
_LEVEL = 6


def write_zip(everything: Everything, target: Path | IO[bytes]) -> None:
    """Write the whole zip to `target`. Raises OSError where there is no room."""
    name = f"{city().slug}-health-equity"
    beside = target.parent if isinstance(target, Path) else None
    apart = everything.noncommercial
    files = _files(everything, everything.open, name, noncommercial=False, beside=beside)
    for lang in LANGUAGES:
        said = texts(lang)
        files[f"LICENCES.{lang}.md"] = words.licences(
            everything.open.sources, said, has_noncommercial=apart is not None
        ).encode()
    front = {
        f"README.{lang}.md": words.readme(
            everything.version,
            texts(lang),
            rows=len(everything.open.numbers.rows),
            name=name,
            has_noncommercial=apart is not None,
        ).encode()
        for lang in LANGUAGES
    }
    if apart is not None:
        inside = _files(everything, apart, f"{name}-whole", noncommercial=True, beside=beside)
        for lang in LANGUAGES:
            licence = words.noncommercial(apart.sources, texts(lang), name=name)
            inside[f"LICENCE.{lang}.md"] = licence.encode()
        files |= {APART + file: body for file, body in inside.items()}
    day = everything.version.date
    _write(target, {**front, **files}, date.fromisoformat(day) if day else _FIRST_DAY)


def _files(
    everything: Everything, part: Part, name: str, *, noncommercial: bool, beside: Path | None
) -> dict[str, bytes]:
    """Tables, boundaries, database and descriptor of one part, by path inside it."""
    files = {f"{table.name}.csv": table.csv().encode() for table in part.tables}
    for layer, (text, is_apart) in boundary_files(everything.atlas).items():
        if is_apart == noncommercial:
            files[f"geo/{layer}.geojson"] = text.encode()
    files[f"{name}.sqlite"] = _database(everything, whole=noncommercial, beside=beside)
    said = texts(LANGUAGES[0])
    version = everything.version
    about = descriptor(
        name=everything_name(version.version) + ("-noncommercial" if noncommercial else ""),
        title=words.title(said),
        description=said.t("everything.description"),
        version=version.version,
        day=version.date,
        tables=part.tables,
        files=files,
        texts=said,
    )
    return {DESCRIPTOR: about.encode(), **files}


def _database(everything: Everything, *, whole: bool, beside: Path | None) -> bytes:
    engine, catalogue = everything.atlas.repository.engine, everything.atlas.catalogue
    with tempfile.TemporaryDirectory(dir=beside) as scratch:
        path = Path(scratch) / "extract.sqlite"
        if whole:
            write_whole(engine, path)
        else:
            write_open(engine, catalogue, path)
        return path.read_bytes()


def _write(target: Path | IO[bytes], files: Mapping[str, bytes], day: date) -> None:
    with ZipFile(target, "w") as archive:
        for name, body in files.items():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every machine
            archive.writestr(entry, body, ZIP_DEFLATED, _LEVEL)
