"""One result, four faces: picture, sentence, table and download come from one frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart's table. `kind` decides alignment: text, number or interval."""

    key: str
    label: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Chart:
    """What a figure builder returns.

    `figure` is a plain dict for plotly.js. `sentence` says the finding in plain words and is the
    text alternative. `rows` hold display strings of the table under the keys of `columns`;
    `csv_columns` and `csv_rows` hold the numbers of the download, unrounded. `notes` are source,
    years and caveats, in the order in which they are shown.
    """

    title: str
    sentence: str
    figure: Mapping[str, Any]
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, str]]
    csv_columns: Sequence[str]
    csv_rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = field(default_factory=tuple)
