"""What a slide shows and says, before anybody knows how large it is: made by drafts.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.decks.deck import View
from layouts.figures.chart import Chart


@dataclass(frozen=True, slots=True)
class Draft:
    """The chart of a view and what is said of it, in one language.

    Sentences of `keep` stand on the slide however little room there is. `told` is for the notes
    alone: numbers that the slide has no room for. `title` stands in for that of the chart, `figure`
    for its picture. `fact` is the finding with its numbers where a test found it, else empty.
    """

    view: View
    chart: Chart
    finding: str
    path: str
    keep: Sequence[str] = ()
    legend_html: str = ""
    figure: Mapping[str, Any] | None = None
    table: Sequence[tuple[str, str]] = ()
    is_map: bool = False
    told: str = ""
    title: str = ""
    fact: str = ""
