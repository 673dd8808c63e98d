"""What the numbers were in earlier versions of the extract, as the build has kept it.

Two files beside the database, written by `data.build.history` and outside the content hash; in a
server they are rows of a table beside the others (`data.repository.loading`). `versions.csv` has
one row a version, the oldest first; `history.csv` one row for each number that a version changed,
gave up or did not have yet, with what it was and the last version in which it was so. Only
differences are kept: a number without a row has been the same in every version.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from data.models import Layer, PlaceId, geography_of
from data.repository.content import VERSION_DIGITS
from data.repository.errors import ExtractError

VERSIONS, HISTORY = "versions.csv", "history.csv"
VERSION_COLUMNS = ("number", "version", "date", "schema", "content_hash")
HISTORY_COLUMNS = (
    "number", "version", "date", "measure", "place", "period", "group", "state", "value", "lower",
    "upper", "level_percent", "flags", "years",
)  # fmt: skip
EVERYONE = "all"  # the group of a published value that is of no group: left out of a key
WAS, ABSENT = "was", "absent"
# What names a number: measure, place, period, group; the last two are empty for an estimate.
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the extract; `date` is the day on which it was built (ISO)."""

    number: int
    date: str
    schema: int
    content_hash: str

    @property
    def version(self) -> str:
        """As addresses and citations name it."""
        return self.content_hash[:VERSION_DIGITS]


@dataclass(frozen=True, slots=True)
class Held:
    """A number as an extract holds it. `value` is None where it is withheld: `flags` say why."""

    value: float | None
    lower: float | None
    upper: float | None
    level_percent: int | None
    flags: str  # space-separated
    years: str


@dataclass(frozen=True, slots=True)
class Past:
    """What a number was up to the version `until`, and in it; `held` is None: there was none."""

    until: Version
    held: Held | None


class History:
    """Every version up to the extract's own, and what was different in them."""

    def __init__(
        self, versions: tuple[Version, ...], past: Mapping[Key, tuple[Past, ...]] | None = None
    ) -> None:
        self.versions = versions
        self._past = past or MappingProxyType({})

    @classmethod
    def beside(cls, folders: Iterable[Path], content_hash: str, schema: int) -> History:
        """The history of an extract, from the first of the folders that knows its version.

        Where none does, the extract is the only version. Raises ExtractError for damaged files.
        """
        for folder in folders:
            found = read_history(folder)
            if found is not None and (known := found.up_to(content_hash)) is not None:
                return known
        return cls.only(content_hash, schema)

    @classmethod
    def from_texts(cls, texts: Mapping[str, str], content_hash: str, schema: int) -> History:
        """The history of an extract whose files came with it as texts, by their names.

        Raises ExtractError for damaged texts.
        """
        known = _history(texts.__getitem__, "with it").up_to(content_hash)
        return known or cls.only(content_hash, schema)

    @classmethod
    def only(cls, content_hash: str, schema: int) -> History:
        """An extract of which nothing else is known."""
        return cls((Version(1, "", schema, content_hash),))

    def up_to(self, content_hash: str) -> History | None:
        """The history as it stood when this extract was the newest; None where it never was."""
        last = max((v.number for v in self.versions if v.content_hash == content_hash), default=0)
        if not last:
            return None
        kept = {
            key: tuple(past for past in pasts if past.until.number < last)
            for key, pasts in self._past.items()
        }
        return History(
            tuple(v for v in self.versions if v.number <= last),
            {key: pasts for key, pasts in kept.items() if pasts},
        )

    @property
    def current(self) -> Version:
        """The version of the extract itself."""
        return self.versions[-1]

    @property
    def past(self) -> Mapping[Key, tuple[Past, ...]]:
        """By number, what it was, the oldest first."""
        return self._past

    def find(self, text: str) -> Version | None:
        """The newest version of this name, or of a hash that begins so; None for another word."""
        wanted = text.strip().casefold()
        if len(wanted) < VERSION_DIGITS:
            return None
        found = (v for v in reversed(self.versions) if v.content_hash.startswith(wanted))
        return next(found, None)

    def of(self, measure: str, place: str, period: str = "", group: str = "") -> tuple[Past, ...]:
        """What a number was, the oldest first; empty where it has always been the same.

        `measure`: an indicator, or `published-<id>`; `place` as in an address: `zip-64130`,
        `county-12345`, `city`.
        """
        return self._past.get((measure, place, period, "" if group == EVERYONE else group), ())

    def at(
        self, version: Version, measure: str, place: str, period: str = "", group: str = ""
    ) -> Past | None:
        """What a number was in a version; None where it has not changed since."""
        found = self.of(measure, place, period, group)
        return next((past for past in found if past.until.number >= version.number), None)


def place_of(layer: str, area_id: str) -> str:
    """A place of the extract as addresses name it; what has no page keeps its layer's name."""
    try:
        return str(PlaceId(geography_of(Layer(layer)), area_id))
    except ValueError:
        return f"{layer}-{area_id}"


# -- the files ------------------------------------------------------------------------------------


def read_history(folder: Path) -> History | None:
    """The history in a folder; None where there is none. Raises ExtractError for damaged files."""
    if not (folder / VERSIONS).is_file():
        return None
    return _history(lambda name: (folder / name).read_text(encoding="utf-8"), f"in {folder}")


def _history(text_of: Callable[[str], str], where: str) -> History:
    """The history in two texts by the names of their files. Raises ExtractError."""
    try:
        versions = tuple(
            Version(int(row["number"]), row["date"], int(row["schema"]), row["content_hash"])
            for row in _rows(VERSIONS, text_of(VERSIONS), VERSION_COLUMNS)
        )
        by_number = {version.number: version for version in versions}
        past: dict[Key, list[Past]] = {}
        for row in _rows(HISTORY, text_of(HISTORY), HISTORY_COLUMNS):
            key = (row["measure"], row["place"], row["period"], row["group"])
            # Laid before the database: a stopped build leaves rows of a version that never was.
            until = by_number.get(int(row["number"]))
            if until is not None:
                past.setdefault(key, []).append(Past(until, _held(row)))
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise ExtractError(
            f"the history of the extract {where} is damaged ({error}). Take {VERSIONS} and "
            f"{HISTORY} from where the extract came from, or remove both to begin a new history"
        ) from error
    return History(versions, {key: tuple(pasts) for key, pasts in past.items()})


def _rows(name: str, text: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows = list(reader)
    if tuple(reader.fieldnames or ()) != columns:
        raise ValueError(f"{name} has not the columns {', '.join(columns)}")
    if any(None in row or None in row.values() for row in rows):
        raise ValueError(f"a row of {name} is cut off")
    return rows


def _held(row: Mapping[str, str]) -> Held | None:
    if row["state"] == ABSENT:
        return None
    value, lower, upper = (
        float(row[name]) if row[name] else None for name in ("value", "lower", "upper")
    )
    level = int(row["level_percent"]) if row["level_percent"] else None
    return Held(value, lower, upper, level, row["flags"], row["years"])


def history_files(history: History) -> dict[str, str]:
    """Text of both files by name; what was, by version and then by number."""
    rows = sorted(
        ((past.until.number, key, past) for key, pasts in history.past.items() for past in pasts),
        key=lambda row: row[:2],
    )
    versions = ((v.number, v.version, v.date, v.schema, v.content_hash) for v in history.versions)
    return {
        HISTORY: _text(HISTORY_COLUMNS, (_cells(key, past) for _, key, past in rows)),
        VERSIONS: _text(VERSION_COLUMNS, versions),
    }


def _cells(key: Key, past: Past) -> tuple[object, ...]:
    until, held = past.until, past.held
    named = (until.number, until.version, until.date, *key)
    if held is None:
        return (*named, ABSENT, *[""] * 6)
    numbers = (_number(n) for n in (held.value, held.lower, held.upper))
    return (*named, WAS, *numbers, held.level_percent, held.flags, held.years)


def _number(value: float | None) -> str:
    """As short as it can be read back: the extract holds nine digits."""
    return "" if value is None else f"{value:.10g}"


def _text(columns: tuple[str, ...], rows: Iterable[Iterable[object]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue()
