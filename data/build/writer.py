"""Writes the extract: to a temporary file first, in place only when all checks passed."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data.estimation.tract_values import stored_number
from data.repository import content
from data.repository.history import History, history_files
from data.repository.tables import DISPERSION
from data.repository.writing import Rows


def normalised(table: sa.Table, frame: pd.DataFrame) -> Rows:
    """Rows of one table as plain Python values, sorted by primary key, floats rounded."""
    columns: dict[str, list[Any]] = {}
    for column in table.columns:
        series = frame[column.name]
        if isinstance(column.type, sa.Float):
            columns[column.name] = [_float(v) for v in series]
        elif isinstance(column.type, sa.Integer):
            columns[column.name] = [None if pd.isna(v) else int(v) for v in series]
        else:
            columns[column.name] = [None if pd.isna(v) else str(v) for v in series]
    keys = [c.name for c in table.primary_key.columns]
    rows = [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]
    return sorted(rows, key=lambda row: tuple(row[key] for key in keys))


def _float(value: Any) -> float | None:
    number = float(value) if value is not None and not pd.isna(value) else math.nan
    if not np.isfinite(number):
        return None
    return stored_number(number)


def content_hash(tables: Mapping[str, Rows]) -> str:
    """The identity of an extract with these rows (`data.repository.content`)."""
    return content.content_hash(
        {name: [list(row.values()) for row in rows] for name, rows in tables.items()}
    )


def manifest(tables: Mapping[str, Rows], history: History) -> str:
    """What the extract holds and was built from, for people and for tests (JSON)."""
    meta = {row["key"]: row["value"] for row in tables["meta"]}
    described = {
        "schema_version": int(meta["schema_version"]),
        "build_version": meta["build_version"],
        "content_hash": meta["content_hash"],
        "history": {
            "version": history.current.version,
            "date": history.current.date,
            "versions": len(history.versions),
            "rows": sum(map(len, history.past.values())),
            "sha256": {
                name: hashlib.sha256(text.encode()).hexdigest()
                for name, text in history_files(history).items()
            },
        },
        "homicide_dispersion": {
            key.removeprefix(DISPERSION): float(value)
            for key, value in meta.items()
            if key.startswith(DISPERSION)
        },
        "rows": {name: len(tables[name]) for name in sorted(tables)},
        "sources": tables["source"],
    }
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"
