"""USDA Economic Research Service: access to supermarkets, by 2010 tract."""

from __future__ import annotations

from collections.abc import Collection

from data.build.reading import SourceDirectory
from data.build.sources.tract_table import TractTable, wide

ATLAS_2019 = "social/food_atlas2019_2010tracts_kc.csv"
LOW_ACCESS_2015 = "social/fara_LILATracts_1And10_kc.csv"


def food_atlas2019(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """Share of people far from a supermarket (percent). A blank is no value, not zero."""
    columns = ("low_food_access_pop", "low_food_access_pct")
    table = source.csv(ATLAS_2019, columns=("census_tract_id", *columns), key=["census_tract_id"])
    return wide(
        table,
        table_id="food_atlas2019",
        vintage=2010,
        tract="census_tract_id",
        columns=columns,
        known=known,
    )


def fara2015(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """Flag (0/1) of tracts with low income and low access."""
    column = "LILATracts_1And10"
    table = source.csv(LOW_ACCESS_2015, columns=("CensusTract", column), key=["CensusTract"])
    return wide(
        table,
        table_id="fara2015",
        vintage=2010,
        tract="CensusTract",
        columns=[column],
        known=known,
    )
