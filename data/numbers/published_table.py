"""Every value of one published measure as a file: areas, groups and periods, one row each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from data.catalogue.measures import EVERYONE
from data.files.csv_file import csv_text, origin
from data.locale import Texts
from data.numbers.keys import published_key
from data.published.results import PublishedEstimate


def published_csv(estimates: Sequence[PublishedEstimate], texts: Texts) -> str:
    """`estimates` of one measure, oldest first; there must be one."""
    rows = list(_rows(estimates, texts))
    return csv_text(list(rows[0]), [list(row.values()) for row in rows])


def _rows(estimates: Sequence[PublishedEstimate], texts: Texts) -> Iterator[dict[str, Any]]:
    for estimate in estimates:
        measure, key, name = estimate.measure, published_key(estimate), estimate.group_name
        everyone = estimate.group == EVERYONE
        yield {
            "indicator": key.measure,
            "indicator_name": measure.name.get(texts.lang),
            "theme": measure.theme,
            "kind": measure.kind.value,
            "unit": measure.unit,
            "years": estimate.years,
            "years_inferred": estimate.years_inferred,
            "geography": estimate.area.kind,
            "place_id": key.place,
            "place": estimate.area.name.get(texts.lang),
            "group": estimate.group,
            "group_name": None if everyone or name is None else name.get(texts.lang),
            "value": estimate.value,
            "lower": estimate.lower,
            "upper": estimate.upper,
            "level_percent": estimate.level_percent,
            "left_out": (estimate.left_out or "").rpartition(".")[2],
            **origin([estimate.source], texts),
        }
