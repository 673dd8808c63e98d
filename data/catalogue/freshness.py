"""How old each source is, and when newer numbers are due. Pure: no clock, the catalogue's own day.

An age told by the clock of the server would change without a word of the data changing; the day on
which the newest source was read says how old all the others were then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.catalogue.schema import Freshness, Source

_DECADE_YEARS = 10


@dataclass(frozen=True, slots=True)
class Aged:
    """A source on the day on which the newest one was read.

    `age_years` is None where the source has no year. `due`: the month of its next release, None
    where nobody announced one. `overdue`: a newer release should be out, because its publisher has
    had a yearly one since.
    """

    source: Source
    freshness: Freshness
    age_years: int | None
    due: date | None
    overdue: bool


def as_of(sources: Iterable[Source]) -> date:
    """The day on which the newest of `sources` was read. Raises ValueError if none was."""
    return max(fresh.read_on for _, fresh in _read(sources))


def aged(sources: Iterable[Source]) -> tuple[Aged, ...]:
    """Every source that was read, oldest numbers first; those without a year come last."""
    found = _read(sources)
    day = max(fresh.read_on for _, fresh in found)
    ordered = sorted(found, key=lambda pair: _oldest_first(*pair))
    return tuple(_aged(source, fresh, day) for source, fresh in ordered)


def _read(sources: Iterable[Source]) -> list[tuple[Source, Freshness]]:
    """What is awaited has not been read."""
    return [(source, source.freshness) for source in sources if source.freshness is not None]


def _oldest_first(source: Source, fresh: Freshness) -> tuple[bool, int, str]:
    return fresh.through is None, fresh.through or 0, source.id


def _aged(source: Source, fresh: Freshness, day: date) -> Aged:
    return Aged(
        source=source,
        freshness=fresh,
        age_years=None if fresh.through is None else day.year - fresh.through,
        due=_due(fresh, day),
        overdue=fresh.renewed == "yearly"
        and fresh.published is not None
        and _first_after(date(fresh.published + 1, fresh.month or 1, 1), day) is None,
    )


def _due(fresh: Freshness, day: date) -> date | None:
    if fresh.renewed == "every_ten_years" and fresh.published is not None:
        decades = 1 + max(0, day.year - fresh.published) // _DECADE_YEARS
        return date(fresh.published + _DECADE_YEARS * decades, 1, 1)
    if fresh.month is None:
        return None
    this_year = date(day.year, fresh.month, 1)
    return _first_after(this_year, day) or date(day.year + 1, fresh.month, 1)


def _first_after(month: date, day: date) -> date | None:
    """`month` if it has not begun on `day`."""
    return month if month > day else None
