"""CDC PLACES: modelled prevalences of adults by 2020 tract, with the model's 95 % limits."""

from __future__ import annotations

from collections.abc import Collection

from data.build.reading import SourceDirectory
from data.build.sources.tract_table import TractTable, long

PLACES_2025 = "live/places2025_tract.csv"
SURVEY_YEAR = "2023"
CRUDE = "CrdPrv"
LIMITS = ("data_value", "low_confidence_limit", "high_confidence_limit")


def places2025(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """Crude prevalence of each measure, one column a `measureid`.

    The publisher's address always holds the newest release: another survey year is refused here,
    so that its numbers never stand under the years of this one.
    """
    key = ("locationid", "measureid", "datavaluetypeid")
    table = source.csv(PLACES_2025, columns=(*key, "year", *LIMITS), key=key)
    table.refuse(table.frame["year"] != SURVEY_YEAR, "year", f"the survey of {SURVEY_YEAR}")
    crude = table.where(table.frame["datavaluetypeid"] == CRUDE)
    return long(
        crude,
        table_id="places2025",
        vintage=2020,
        tract="locationid",
        measure="measureid",
        limits=LIMITS,
        known=known,
    )
