"""`datapackage.json`: the tables with their types, rules, keys and licences (Data Package 1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from data.everything.tables import Column, Table, meaning
from data.files.csv_file import Cell
from data.locale import Texts

DESCRIPTOR = "datapackage.json"
_TYPES: Mapping[Cell, dict[str, Any]] = {
    Cell.TEXT: {"type": "string"},
    Cell.WHOLE: {"type": "integer"},
    Cell.NUMBER: {"type": "number"},
    Cell.YES: {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
}
_MEDIA = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "sqlite": "application/vnd.sqlite3",
}


def descriptor(
    *,
    name: str,
    title: str,
    description: str,
    version: str,
    day: str,
    tables: Sequence[Table],
    files: Mapping[str, bytes],
    texts: Texts,
) -> str:
    """The descriptor of `files`, those of `tables` with their schema."""
    by_path = {f"{table.name}.csv": table for table in tables}
    sources = next(table.rows for table in tables if table.name == "sources")
    resources = [
        _resource(path, body, by_path.get(path), texts)
        for path, body in files.items()
        if path.rpartition(".")[2] in _MEDIA
    ]
    whole = {
        "profile": "data-package",
        "name": name,
        "title": title,
        "description": description,
        "version": version,
        **({"created": f"{day}T00:00:00Z"} if day else {}),
        "licenses": _licences(sources),
        "sources": _sources(sources),
        "resources": resources,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _licences(sources: pd.DataFrame) -> list[dict[str, str]]:
    """Each licence once. The publishers' own words: few of them are on any list."""
    return [
        {"name": f"licence-{number}", "title": licence}
        for number, licence in enumerate(dict.fromkeys(sources["licence"]), start=1)
    ]


def _sources(sources: pd.DataFrame) -> list[dict[str, str]]:
    return [
        {
            "title": f"{row.publisher}: {row.source_title}, {row.source_years}",
            "licence": str(row.licence),
            **({"path": row.url} if isinstance(row.url, str) else {}),
        }
        for row in sources.itertuples()
    ]


def _resource(path: str, body: bytes, table: Table | None, texts: Texts) -> dict[str, Any]:
    stem, _, ending = path.rpartition(".")
    found: dict[str, Any] = {
        "name": stem.replace("/", "-").replace("_", "-").lower(),
        "path": path,
        "profile": "data-resource" if table is None else "tabular-data-resource",
        "format": ending,
        "mediatype": _MEDIA[ending],
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
    }
    if table is None:
        return found
    return found | {
        "title": texts.t(f"everything.table.{table.name}"),
        "encoding": "utf-8",
        "schema": _schema(table, texts),
    }


def _schema(table: Table, texts: Texts) -> dict[str, Any]:
    return {
        "fields": [_field(column, texts) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": list(link.columns),
                "reference": {"resource": link.table, "fields": list(link.key)},
            }
            for link in table.links
        ],
    }


def _field(column: Column, texts: Texts) -> dict[str, Any]:
    rules = {
        "required": column.required or None,
        "enum": [str(word) for word in column.allowed] or None,
        "minimum": column.least,
        "maximum": column.most,
    }
    constraints = {key: rule for key, rule in rules.items() if rule is not None}
    return {
        "name": column.name,
        **_TYPES[column.cell],
        "description": meaning(column.name, texts),
        **({"constraints": constraints} if constraints else {}),
    }
