"""The tables of a download, of what is free to pass on and of what is not, and all they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from data.atlas.atlas import Atlas
from data.catalogue.schema import Source
from data.everything.about import (
    MEASURES,
    PLACES,
    SOURCES,
    measures_of,
    places_of,
    sources_of,
)
from data.everything.numbers import KEY, LINKS, NONCOMMERCIAL, NUMBERS, numbers_of
from data.everything.tables import Table, columns_table
from data.locale import texts
from data.numbers.publications import Publications
from data.published.facts import published_facts
from data.repository.history import Version


@dataclass(frozen=True)
class Part:
    """Numbers with all that they name: complete by itself."""

    tables: tuple[Table, ...]
    sources: tuple[Source, ...]

    @property
    def numbers(self) -> Table:
        """The tidy table."""
        return self.tables[0]


class Everything:
    """What a version of the data holds, in two parts."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._publications = Publications(atlas, published_facts(atlas))

    @property
    def version(self) -> Version:
        """The version, with its date."""
        return self.atlas.history.current

    @cached_property
    def _numbers(self) -> pd.DataFrame:
        return numbers_of(self.atlas, self._publications)

    @cached_property
    def open(self) -> Part:
        """What may be passed on under the licences of its rows."""
        return self._part(noncommercial=False)

    @cached_property
    def noncommercial(self) -> Part | None:
        """What is for noncommercial use only; None where the extract holds nothing of it."""
        return self._part(noncommercial=True) if self._numbers[NONCOMMERCIAL].any() else None

    def _part(self, *, noncommercial: bool) -> Part:
        chosen = self._numbers[NONCOMMERCIAL].astype(bool) == noncommercial
        numbers = self._numbers[chosen].reset_index(drop=True)
        tables = [
            Table("numbers", NUMBERS, numbers, KEY, LINKS),
            Table(
                "measures",
                MEASURES,
                measures_of(self.atlas, self._publications, numbers),
                ("indicator",),
            ),
            Table(
                "places",
                PLACES,
                places_of(self.atlas, self._publications, numbers),
                ("place_id", "tract_vintage"),
            ),
            Table("sources", SOURCES, sources_of(self.atlas, numbers), ("source_id",)),
        ]
        described = columns_table(tables, texts("en"), texts("es"))
        known = self.atlas.catalogue.sources
        sources = tuple(known[name] for name in tables[-1].rows["source_id"])
        return Part((*tables, described), sources)
