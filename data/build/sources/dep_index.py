"""Community deprivation index files (computed from the ACS): poverty, income and more."""

from __future__ import annotations

from collections.abc import Collection

from data.build.reading import SourceDirectory
from data.build.sources.tract_table import TractTable, wide

# Release -> (file, tract vintage, tract column, measures as that release names them).
_OLD = ("fraction_poverty", "median_income", "fraction_no_health_ins", "fraction_high_school_edu")
_NEW = ("fraction_poverty", "median_income", "fraction_insured", "fraction_hs")
RELEASES = {
    2015: ("social/dep_index_2015_kc.csv", 2010, "census_tract_fips", _OLD),
    2018: ("social/dep_index_2018_kc.csv", 2010, "census_tract_fips", _OLD),
    2023: ("social/dep_index_2023_kc.csv", 2020, "census_tract_id_2020", _NEW),
}


def deprivation(source: SourceDirectory, *, release: int, known: Collection[str]) -> TractTable:
    """One release; no margins are published with it."""
    path, vintage, tract, measures = RELEASES[release]
    table = source.csv(path, columns=(tract, *measures), key=[tract])
    return wide(
        table,
        table_id=f"dep{release}",
        vintage=vintage,
        tract=tract,
        columns=measures,
        known=known,
    )
