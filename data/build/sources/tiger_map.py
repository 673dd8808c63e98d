"""US Census Bureau, TIGER/Line: roads and water by county, for the base map.

Zipped shapefiles with the attributes of the Bureau's TIGER/Line Technical Documentation, chapters 3
and 4: `MTFCC` is the kind of feature, `RTTYP` who numbers a road, `FULLNAME` its name with
abbreviations. Nothing here has been read from a real file yet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory
from data.build.sources.streets import Roads

SOURCE = "tiger_map"  # id of its entry in the catalogue
COUNTIES = ("29095", "29047", "29165", "20209")
ROADS = tuple(f"live/tl_2025_{county}_roads.zip" for county in COUNTIES)
WATER = tuple(f"live/tl_2025_{county}_areawater.zip" for county in COUNTIES)
_STATES = {"29": "MO", "20": "K"}  # as the signs of their roads have it
_SYSTEMS = {"I": ("interstate", "I", 1), "U": ("us", "US", 2), "S": ("state", "", 3)}
_SECONDARY, _LOCAL = "S1200", "S1400"
_STREET_TIERS = {_SECONDARY: 2, _LOCAL: 3}
_KINDS_OF_WATER = ("H2030", "H2040", "H3010", "H3020")  # lake, reservoir, river, canal
_WORDS = {"Riv": "River", "Crk": "Creek", "Lk": "Lake", "Resvr": "Reservoir", "Br": "Branch"}
_SIDE = re.compile(r"^[NSEW] (?=\S)")
_NUMBER = re.compile(r"\d+")
# Rank by surface in square meters, largest first; what is smaller is a pond.
_RANKS = ((1_000_000, 1), (200_000, 4), (20_000, 5))


def is_there(source: SourceDirectory) -> bool:
    """Whether the build takes it: all of its files are there."""
    return {*ROADS, *WATER} <= source.expected_rows.keys()


def roads(source: SourceDirectory, tiers: Mapping[str, int]) -> Roads:
    """Highways and streets as data/build/sources/streets.py reads them from files of one's own.

    `tiers` are those of main streets by name; other roads have 2 or 3. Ramps, drives and alleys are
    left out.
    """
    parts = [
        source.shapes(file, columns=("FULLNAME", "RTTYP", "MTFCC")).assign(
            state=_STATES[county[:2]]
        )
        for file, county in zip(ROADS, COUNTIES, strict=True)
    ]
    frame = pd.concat(parts, ignore_index=True)
    frame["name"] = frame["FULLNAME"].fillna("").astype(str)
    number = frame["name"].str.extract(f"({_NUMBER.pattern})")[0]
    numbered = frame["RTTYP"].isin(_SYSTEMS) & number.notna()
    highways = frame[numbered].copy()
    system = highways["RTTYP"].map(_SYSTEMS)
    sign = system.str[1].where(system.str[1].ne(""), highways["state"])
    highways["ref"] = sign + "-" + number[numbered]
    highways["kind"], highways["tier"] = system.str[0], system.str[2].astype(int)
    streets = frame[~numbered & frame["MTFCC"].isin(_STREET_TIERS) & frame["name"].ne("")].copy()
    plain = streets["name"].str.replace(_SIDE, "", regex=True)
    own = plain.map(tiers)
    streets["name"] = plain.where(own.notna(), streets["name"])
    streets["tier"] = own.fillna(streets["MTFCC"].map(_STREET_TIERS)).astype(int)
    return Roads(
        highways[["ref", "kind", "tier", "geometry"]],
        streets[["name", "tier", "geometry"]].assign(approx=False),
    )


def water(source: SourceDirectory) -> gpd.GeoDataFrame:
    """Rivers and lakes as areas, as data/build/sources/base_map.py reads them; no ponds."""
    columns = ("FULLNAME", "MTFCC", "AWATER")
    frame = pd.concat([source.shapes(file, columns=columns) for file in WATER], ignore_index=True)
    frame = frame[frame["MTFCC"].isin(_KINDS_OF_WATER)].copy()
    if frame.empty:
        raise SourceError(WATER[0], column="MTFCC", expected=f"one of {_KINDS_OF_WATER}")
    frame["name"] = frame["FULLNAME"].fillna("").astype(str).map(_written_out)
    surface = pd.to_numeric(frame["AWATER"], errors="coerce")
    # of a river in parts all of them count
    whole = surface.groupby(frame["name"]).transform("sum").where(frame["name"].ne(""), surface)
    frame["tier"] = whole.map(_rank)
    kept = frame[frame["tier"].notna()]
    return kept.assign(tier=kept["tier"].astype(int), approx=False, stroke_m=float("nan"))[
        ["name", "tier", "approx", "stroke_m", "geometry"]
    ]


def _rank(surface: float) -> int | None:
    return next((rank for least, rank in _RANKS if surface >= least), None)


def _written_out(name: str) -> str:
    return " ".join(_WORDS.get(word, word) for word in name.split(" "))
