"""The difference of two extracts as lines that a person reads before accepting."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data.build.refresh.diff import KEY, Difference

MOST_LINES = 24
SMALL_CHANGE = 0.005


def report(found: Difference) -> str:
    """Every part with a heading; what has not changed is said in one line."""
    lines = [
        *_part("Rows by table", (_row(r) for r in _each(found.rows))),
        *_part("Source files", (f"{r.state}: {r.file}" for r in _each(found.files))),
        *_part("Indicators", (f"{r.state}: {r.indicator_id}" for r in _each(found.indicators))),
        *_part("Published", (f"{r.state}: {r.indicator_id}" for r in _each(found.measures))),
        *_part("Areas", (f"{r.state}: {r.layer} {_place(r)}" for r in _each(found.areas))),
        *_part("Values that came", _counted(found.gained)),
        *_part("Values that are lost", _counted(found.lost)),
        *_part(
            f"Values that changed: {len(found.values)}, the largest of each indicator",
            _largest(found),
        ),
        *_part("Verdicts that flip", _flips(found.verdicts)),
        *_part("Sentences of the front page", _sentences(found)),
    ]
    return "\n".join(lines) + "\n"


def _each(frame: pd.DataFrame) -> Iterator[pd.Series]:
    return (row for _, row in frame.iterrows())


def _part(head: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if not found:
        yield f"{head}: no change"
        return
    yield f"{head}:"
    yield from (f"  {line}" for line in found[:MOST_LINES])
    if len(found) > MOST_LINES:
        yield f"  … and {len(found) - MOST_LINES} more"


def _place(row: pd.Series) -> str:
    name, area = str(row["area_name"]), str(row["area_id"])
    return name if name == area else f"{name} ({area})"


def _row(row: pd.Series) -> str:
    change = int(row["after"]) - int(row["before"])
    return f"{row['table']}: {row['before']:,} → {row['after']:,} ({change:+,})"


def _counted(frame: pd.DataFrame) -> Iterator[str]:
    for (indicator, layer), rows in frame.groupby(KEY[:2], sort=True):
        named = ", ".join(_place(row) for row in list(_each(rows))[:3])
        more = f" and {len(rows) - 3} more" if len(rows) > 3 else ""
        yield f"{indicator}, {layer}: {len(rows)} ({named}{more})"


def _largest(found: Difference) -> Iterator[str]:
    for row in _each(found.largest):
        if abs(row["spreads"]) < SMALL_CHANGE:
            continue
        where = f"{row['indicator_id']}, {row['layer']} {_place(row)}"
        yield f"{where}: {row['before']:.4g} → {row['after']:.4g} ({row['change']:+.3g})"


def _flips(frame: pd.DataFrame) -> Iterator[str]:
    """By indicator, layer and direction, so that one renewed indicator is one line a direction."""
    kinds = frame.groupby(["indicator_id", "layer", "before", "after"], sort=True)
    for (indicator, layer, before, after), rows in kinds:
        named = ", ".join(_place(row) for row in list(_each(rows))[:3])
        more = f" and {len(rows) - 3} more" if len(rows) > 3 else ""
        yield f"{indicator}, {layer}: {before} → {after}: {named}{more}"


def _sentences(found: Difference) -> Iterator[str]:
    for before, after in found.sentences:
        yield f"- {before or '(nothing)'}"
        yield f"+ {after or '(nothing)'}"
