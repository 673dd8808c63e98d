"""A number as one row of a file: the columns are those of every file."""

from __future__ import annotations

from typing import Any

from data.files.csv_file import csv_text
from data.numbers.record import NumberRecord


def number_csv(record: NumberRecord) -> str:
    """One number as CSV, with all that its row says elsewhere, its address and data version."""
    row = row_of(record)
    return csv_text(list(row), [list(row.values())])


def row_of(record: NumberRecord) -> dict[str, Any]:
    """The cells of a number by column."""
    measure, test, rank = record.measure, record.test, record.rank
    source = record.sources[0]
    return {
        "indicator": measure.id,
        "indicator_name": measure.name,
        "theme": measure.theme,
        "kind": measure.kind,
        "unit": measure.unit,
        "years": record.years,
        "years_inferred": record.years_inferred,
        "geography": record.place.kind,
        "place_id": record.place.id,
        "place": record.place.name,
        "people": record.people,
        "group": record.group.id if record.group else None,
        "group_name": record.group.name if record.group else None,
        "events": record.events,
        "value": record.value,
        "lower": record.lower,
        "upper": record.upper,
        "level_percent": record.level_percent,
        "se": record.se,
        "coverage": record.coverage,
        "own_share": record.own_share,
        "tracts": record.tracts,
        "method": record.made,
        "flags": " ".join(flag.code for flag in record.flags),
        "left_out": record.withheld,
        "verdict": record.verdict,
        "rest_difference": test.difference,
        "rest_difference_se": test.difference_se,
        "rest_p_adjusted": test.p_adjusted,
        "rank": rank.rank if rank else None,
        "rank_lower": rank.rank_lower if rank else None,
        "rank_upper": rank.rank_upper if rank else None,
        "publisher": source.publisher,
        "source": f"{source.title}, {source.vintage}",
        "licence": source.licence,
        "citation": source.citation,
        "url": source.url,
        "address": record.address,
        "data_version": record.version,
    }
