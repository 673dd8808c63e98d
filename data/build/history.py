"""Keeps what the numbers were: a new extract is held against the one that stands in its place.

Read with plain SQL, since the one that stands there may be of an older schema; its columns of
values are as old as the extract.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from os import environ
from pathlib import Path

from data.build.errors import BuildError
from data.models import PUBLISHED, published_place
from data.repository.engine import sqlite_uri
from data.repository.errors import ExtractError
from data.repository.history import (
    EVERYONE,
    Held,
    History,
    Key,
    Past,
    Version,
    place_of,
    read_history,
)
from data.repository.tables import INDICATOR_YEARS

# Less is the last digit of the arithmetic, which no page and no file of people shows.
LEAST_CHANGE = 1e-7
_PUBLISHED_TABLES = ("published_estimate", "published_estimate_noncommercial")
_ESTIMATE_LEVEL_PERCENT = 95


@dataclass(frozen=True, slots=True)
class Standing:
    """An extract as far as its numbers are remembered."""

    content_hash: str
    schema: int
    numbers: Mapping[Key, Held]


def today() -> str:
    """The date of a version (ISO): of SOURCE_DATE_EPOCH where a rebuild must be reproducible."""
    epoch = environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return now.date().isoformat()


def history_after(
    folder: Path, database: Path, day: str, progress: Callable[[str], None]
) -> History:
    """The history with one version more, unless `database` holds what stands in `folder` already.

    `folder`: of the extract that the new one follows; `database`: the new one's file. Raises
    BuildError where the files of the history are damaged.
    """
    new = standing(database)
    alone = History((_version(1, day, new),))
    old_file = folder / database.name
    if not old_file.is_file():
        return alone
    try:
        old, kept = standing(old_file), read_history(folder)
    except BuildError as error:
        progress(f"the history begins anew: {error}")
        return alone
    except ExtractError as error:
        raise BuildError(str(error)) from error
    known = kept.up_to(old.content_hash) if kept else None
    if known is None:
        progress(f"no history in {folder} knows the extract there: it begins with that")
        written = datetime.fromtimestamp(old_file.stat().st_mtime, UTC).date().isoformat()
        known = History((_version(1, written, old),))
    return grown(known, old, new, day)


def grown(history: History, old: Standing, new: Standing, day: str) -> History:
    """`history`, whose newest version is `old`, with `new` after it."""
    if old.content_hash == new.content_hash:
        return history
    last = history.current
    past = dict(history.past)
    for key in sorted({*old.numbers, *new.numbers}):
        before, after = old.numbers.get(key), new.numbers.get(key)
        if before != after and not (before and after and _same(before, after)):
            past[key] = (*past.get(key, ()), Past(last, before))
    return History((*history.versions, _version(last.number + 1, day, new)), past)


def _version(number: int, day: str, extract: Standing) -> Version:
    return Version(number, day, extract.schema, extract.content_hash)


def _same(before: Held, after: Held) -> bool:
    told = [(held.flags, held.level_percent, held.years) for held in (before, after)]
    pairs = (
        (before.value, after.value), (before.lower, after.lower), (before.upper, after.upper)
    )  # fmt: skip
    return told[0] == told[1] and all(_close(*pair) for pair in pairs)


def _close(before: float | None, after: float | None) -> bool:
    if before is None or after is None:
        return before is after
    return abs(after - before) <= LEAST_CHANGE * max(abs(before), abs(after))


# -- an extract of any schema ---------------------------------------------------------------------


def standing(database: Path) -> Standing:
    """Read the numbers of an extract. Raises BuildError where it is none."""
    try:
        with closing(sqlite3.connect(sqlite_uri(database), uri=True)) as connection:
            meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
            numbers = _estimates(connection, json.loads(meta.get(INDICATOR_YEARS, "{}")))
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            names = {name for (name,) in tables}
            for table in _PUBLISHED_TABLES:
                if table in names:
                    numbers |= _published(connection, table)
    except (sqlite3.Error, ValueError) as error:
        raise BuildError(f"the extract at {database} cannot be read: {error}") from error
    return Standing(meta["content_hash"], int(meta["schema_version"]), numbers)


def _estimates(connection: sqlite3.Connection, years: Mapping[str, str]) -> dict[Key, Held]:
    rows = connection.execute(
        "SELECT indicator_id, layer, area_id, value, lower, upper, flags FROM estimate "
        "JOIN area USING (area_key) JOIN indicator USING (indicator_key)"
    )
    return {
        (indicator, place_of(layer, area), "", ""): Held(
            value, lower, upper, _ESTIMATE_LEVEL_PERCENT, flags, years.get(indicator, "")
        )
        for indicator, layer, area, value, lower, upper, flags in rows
    }


def _published(connection: sqlite3.Connection, table: str) -> dict[Key, Held]:
    """`quality_2` is a flag here: the publisher's own grade of a value."""
    rows = connection.execute(
        "SELECT measure_id, area_id, period, group_id, value, lower, upper, level_percent, "
        f"quality FROM {table}"
    )
    return {
        (PUBLISHED + measure, published_place(area), period, "" if group == EVERYONE else group):
        Held(value, lower, upper, level, f"quality_{grade}" if grade else "", period)
        for measure, area, period, group, value, lower, upper, level, grade in rows
    }  # fmt: skip
