"""What the page of wages asks for, remembered: the extract never changes while the app runs."""

from __future__ import annotations

from functools import cached_property

from data.atlas.atlas import Atlas
from data.gaps.answers import GapAnswers
from data.wage.compute import wage_data
from data.wage.results import WageData


class WageAnswers:
    """Answers of the page. Thread-safe: nothing changes after construction."""

    def __init__(self, atlas: Atlas, gaps: GapAnswers) -> None:
        self._atlas = atlas
        self._gaps = gaps

    @cached_property
    def data(self) -> WageData | None:
        """Everything of the page; None for a city without it."""
        return wage_data(self._atlas, self._gaps)
