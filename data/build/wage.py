"""Tables of the page of wages: `minimum_wage`, `wage_event`, `workers_raised`, `wage_study`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from data.build.reading import SourceDirectory
from data.build.sources import wage_policy
from data.catalogue.loader import Catalogue
from data.repository import tables as t

# Table -> (source of the catalogue, its adapter). Without the source the table is empty.
READERS: Mapping[str, tuple[str, Callable[[SourceDirectory], pd.DataFrame]]] = {
    t.minimum_wage.name: ("minimum_wage_history", wage_policy.history),
    t.wage_event.name: ("wage_events", wage_policy.events),
    t.workers_raised.name: ("workers_raised", wage_policy.raised),
    t.wage_study.name: ("wage_studies", wage_policy.studies),
}


def without_source(catalogue: Catalogue) -> frozenset[str]:
    """The tables that are empty, since the catalogue lacks what they are read from."""
    return frozenset(
        name for name, (source, _) in READERS.items() if source not in catalogue.sources
    )


def wage_tables(source: SourceDirectory, catalogue: Catalogue) -> dict[str, pd.DataFrame]:
    """Every table by name. Raises SourceError."""
    return {
        name: read(source)
        if source_id in catalogue.sources
        else pd.DataFrame(columns=[column.name for column in t.metadata.tables[name].columns])
        for name, (source_id, read) in READERS.items()
    }
