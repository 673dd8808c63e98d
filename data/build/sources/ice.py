"""Index of Concentration at the Extremes, income and race together (computed from the ACS)."""

from __future__ import annotations

from collections.abc import Collection

from data.build.reading import SourceDirectory
from data.build.sources.tract_table import TractTable, wide

RELEASES = {
    2019: ("social/ice2019_2010tracts_kc.csv", 2010, "census_tract_id"),
    2023: ("social/ice2023_2020tracts_kc.csv", 2020, "census_tract_id_2020"),
}


def concentration(source: SourceDirectory, *, release: int, known: Collection[str]) -> TractTable:
    """Column `ice`, -1 to 1; no margins are published with it."""
    path, vintage, tract = RELEASES[release]
    table = source.csv(path, columns=(tract, "ice"), key=[tract])
    return wide(
        table, table_id=f"ice{release}", vintage=vintage, tract=tract, columns=["ice"], known=known
    )
