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
class KeyEntry:
    """A shape of the chart's marks: its name in `theme.MARKS`, the same as a character, words."""

    shape: str
    glyph: str
    said: str


@dataclass(frozen=True, slots=True)
class Travels:
    """What goes wherever the chart's numbers go. Made once by the builder, read by every output.

    `source` names publisher, title and years of every measure, `source_short` has room on a slide
    and leaves out titles; `flags` say which numbers are weak and why, `key` has the shapes that
    are drawn, no others, and `key_line` is the same in one sentence. `address` is the short path
    below the base path under which others find the number or the chart.
    """

    source: str = ""
    source_short: str = ""
    flags: Sequence[str] = ()
    key: Sequence[KeyEntry] = ()
    key_line: str = ""
    address: str = ""

    @property
    def foot(self) -> str:
        """What stands under the chart where there is little room: short source, then the flags."""
        return " ".join([self.source_short or self.source, *self.flags]).strip()


@dataclass(frozen=True, slots=True)
class Square:
    """Colors of two measures mixed, rows from the worst third of the outcome down.

    `up` and `across` are the measures, `rows` and `columns` the ranges of their thirds.
    """

    colors: tuple[tuple[str, ...], ...]
    up: str
    across: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """What the fills of a map mean: (color, words) in order. HTML and every file read it.

    `places` are the numbers of places in the entries, `in_full` what a page says of each in place
    of its few words; both may be empty. `direction` says what dark means; `few_events` and
    `no_data` are the words of the classes outside the scale, empty where there are none. `square`
    is the same as the entries where two measures are mixed.
    """

    title: str = ""
    direction: str = ""
    entries: tuple[tuple[str, str], ...] = ()
    places: tuple[int, ...] = ()
    in_full: tuple[str, ...] = ()
    square: Square | None = None
    few_events: str = ""
    no_data: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """What a figure builder returns.

    `figure` is a plain dict for plotly.js. `sentence` says the finding in plain words and is the
    text alternative. `rows` hold display strings of the table under the keys of `columns`;
    `csv_columns` and `csv_rows` hold the numbers of the download, unrounded; `csv_shared` are cells
    that each of its rows repeats (data.files.csv_file). `notes` are source, years and caveats, in
    the order in which they are shown; the first names sources. `legend` says what the fills of a
    map mean; None where there are none to explain. `caption` is one short sentence that stands by
    the picture where the whole one is long (that goes to the table then); empty where none need.
    """

    title: str
    sentence: str
    figure: Mapping[str, Any]
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, str]]
    csv_columns: Sequence[str]
    csv_rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = field(default_factory=tuple)
    travels: Travels = field(default_factory=Travels)
    csv_shared: Mapping[str, Any] = field(default_factory=dict)
    legend: Legend | None = None
    caption: str = ""
