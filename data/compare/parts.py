"""What of a comparison is in sight, and what is folded: a part of the page for every row. Pure.

Only the newest release of a measure is on the page. Life expectancy leads, whatever its test says;
then what the test tells apart. What it cannot tell apart, what is not tested, what a model expects
and who lives there are folded, each with its count.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from data.cities.city import city
from data.compare.results import CompareData, CompareRow
from data.models import Kind, Role
from data.sentences.words import measure

# Health and social factors: what headline and summary count. Who lives somewhere is no finding.
COUNTED_ROLES = frozenset({Role.OUTCOME, Role.FACTOR, Role.CARE})


class Part(StrEnum):
    """Where a row stands, in the order of the page."""

    APART = "apart"  # in sight: told apart by the test, and the measure that leads
    NOT_APART = "not_apart"
    NOT_TESTED = "not_tested"
    MODELLED = "modelled"
    CONTEXT = "context"  # who lives there, and what else only gives context
    EARLIER = "earlier"  # older releases: in the file, never on the page


FOLDED = (Part.NOT_APART, Part.NOT_TESTED, Part.MODELLED, Part.CONTEXT)


def parts_of(data: CompareData) -> Mapping[Part, tuple[CompareRow, ...]]:
    """Every row in its part, in the order of the catalogue; the leading measure before all."""
    newest = newest_releases(data)
    found: dict[Part, list[CompareRow]] = {part: [] for part in Part}
    for row in data.rows:
        found[part_of(row) if row.indicator.id in newest else Part.EARLIER].append(row)
    found[Part.APART].sort(key=lambda row: not leads(row))
    return {part: tuple(rows) for part, rows in found.items()}


def part_of(row: CompareRow) -> Part:
    """Where the newest release of a measure stands."""
    if leads(row):
        return Part.APART
    if row.indicator.role not in COUNTED_ROLES:
        return Part.CONTEXT
    if row.is_different:
        return Part.APART
    if row.is_tested:
        return Part.NOT_APART
    return Part.MODELLED if row.indicator.kind is Kind.MODELLED else Part.NOT_TESTED


def leads(row: CompareRow) -> bool:
    """True for the measure that stands first in every order and with every result."""
    return row.indicator.id == city().leading


def newest_releases(data: CompareData) -> frozenset[str]:
    """Ids of the newest release of every measure that has a row."""
    found = {
        measure(row.indicator, "en"): row.indicator.id
        for row in sorted(data.rows, key=lambda row: row.indicator.year_end)
    }
    return frozenset(found.values())


def counted_rows(data: CompareData) -> list[CompareRow]:
    """Rows that headline and summary count: health and social factors, the newest release each."""
    newest = newest_releases(data)
    return [
        row
        for row in data.rows
        if row.indicator.role in COUNTED_ROLES and row.indicator.id in newest
    ]
