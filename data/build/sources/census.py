"""US Census Bureau: blocks, tract outlines, the city limit, ZIP code areas, ACS counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory, check_unique
from data.build.sources.tract_table import ErrorColumns, TractTable, wide
from data.cities.city import city
from data.models import AGE_BANDS

BLOCK_FILES = {2010: "population/blocks_2010_kcmo.csv", 2020: "population/blocks_2020_kcmo.csv"}
TRACTS_2010 = "geometry/tracts_2010_metro.geojson"
TRACTS_2020 = "geometry/tracts_2020_kcmo_clipped.geojson"
RELATION = "social/crosswalk_2010_to_2020_tract_kc.csv"
CITY_LIMIT = "geometry/city_limit.geojson"
STATE_LINE = "geometry/state_line.geojson"
RACE = "social/acs5_race_ethnicity_tracts_2014_2023.csv"
RACE_GROUPS = ("asian_nh", "black_nh", "hispanic", "total", "white_nh")
BLOCK_ID_LENGTH = 15
TRACT_ID_LENGTH = 11


def blocks(source: SourceDirectory, vintage: int) -> pd.DataFrame:
    """Census blocks of the city: block, tract, lon, lat, people and 12 age bands (integers)."""
    columns = ("block_geoid", "lon", "lat", "population", *AGE_BANDS)
    table = source.csv(BLOCK_FILES[vintage], columns=columns, key=["block_geoid"])
    text = table.frame
    wrong = ~text["block_geoid"].str.fullmatch(rf"\d{{{BLOCK_ID_LENGTH}}}")
    table.refuse(wrong, "block_geoid", "15 digits")
    frame = pd.DataFrame({"block": text["block_geoid"]})
    frame["tract"] = frame["block"].str[:TRACT_ID_LENGTH]
    for column, (low, high) in (("lon", city().extent.lon), ("lat", city().extent.lat)):
        frame[column] = table.numbers(column, blank=False)
        outside = ~frame[column].between(low, high)
        table.refuse(outside, column, f"{low} to {high} degrees")
    for column in ("population", *AGE_BANDS):
        count = table.numbers(column, blank=False)
        table.refuse((count < 0) | (count % 1 != 0), column, "a whole number of people")
        frame[column] = count.astype(int)
    uneven = frame[list(AGE_BANDS)].sum(axis=1) != frame["population"]
    table.refuse(uneven, "population", "the sum of the age bands")
    return frame.rename(columns={"population": "people"}).reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Tracts:
    """Tract outlines of one vintage (columns tract, name, whole_people, geometry).

    `known` holds every tract id of the six counties, also where there is no outline.
    """

    outlines: gpd.GeoDataFrame
    known: frozenset[str]


def tracts_2010(source: SourceDirectory) -> Tracts:
    """All 2010 tracts of the six counties."""
    frame = source.features(TRACTS_2010, columns=("GEOID", "NAME", "pop2010"), key="GEOID")
    outlines = frame.rename(columns={"GEOID": "tract", "NAME": "name", "pop2010": "whole_people"})[
        ["tract", "name", "whole_people", "geometry"]
    ]
    return Tracts(outlines, frozenset(outlines["tract"]))


def tracts_2020(source: SourceDirectory) -> Tracts:
    """The 2020 tracts of the city, clipped to it; ids of the six counties from the relation."""
    frame = source.features(
        TRACTS_2020, columns=("GEOID", "NAME", "pop2020_whole_tract"), key="GEOID"
    )
    outlines = frame.rename(
        columns={"GEOID": "tract", "NAME": "name", "pop2020_whole_tract": "whole_people"}
    )[["tract", "name", "whole_people", "geometry"]]
    columns = ("census_tract_id_2010", "census_tract_id_2020", "weight")
    relation = source.csv(RELATION, columns=columns, key=columns[:2])
    return Tracts(outlines, frozenset(relation.frame["census_tract_id_2020"]))


def city_limit(source: SourceDirectory) -> gpd.GeoDataFrame:
    """The city (area_id, name, geometry)."""
    frame = source.features(CITY_LIMIT, columns=("GEOID", "NAME"), key="GEOID")
    return frame.rename(columns={"GEOID": "area_id", "NAME": "name"})[
        ["area_id", "name", "geometry"]
    ]


def state_line(source: SourceDirectory) -> gpd.GeoDataFrame:
    """The line between the city's state and the next one (area_id, geometry)."""
    frame = source.features(STATE_LINE, columns=("name",), key=None)
    return frame.assign(area_id="state_line")[["area_id", "geometry"]]


def race_counts(source: SourceDirectory, *, end_year: int, known: Collection[str]) -> TractTable:
    """Race and ethnicity counts of one ACS five-year release, with 90 % margins."""
    columns = [*RACE_GROUPS, *(f"{g}_moe" for g in RACE_GROUPS)]
    key = ("tract_geoid", "acs5_end_year")
    table = source.csv(RACE, columns=(*key, "tract_vintage", *columns), key=key)
    release = table.where(table.frame["acs5_end_year"] == str(end_year))
    if release.frame.empty:
        raise SourceError(RACE, column="acs5_end_year", expected=f"rows for {end_year}")
    check_unique(release, ["tract_geoid"])
    vintage = 2010 if end_year < 2020 else 2020
    other = release.frame["tract_vintage"] != str(vintage)
    release.refuse(other, "tract_vintage", str(vintage))
    margins = {g: f"{g}_moe" for g in RACE_GROUPS}
    errors = {g: ErrorColumns(margins=margins) for g in RACE_GROUPS}
    return wide(
        release,
        table_id=f"acs_race_{end_year}",
        vintage=vintage,
        tract="tract_geoid",
        columns=columns,
        known=known,
        errors=errors,
    )
