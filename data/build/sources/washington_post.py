"""Washington Post: homicides in the city, 2007-2017, as points."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from data.build.reading import WGS84, SourceDirectory

SOURCE = "homicides"  # in the catalogue
HOMICIDES = "health/homicides_kcmo_2007_2017.csv"
NO_ARREST = "Open/No arrest"
DISPOSITIONS = ("Closed by arrest", "Closed without arrest", NO_ARREST)
FIRST_YEAR, LAST_YEAR = 2007, 2017
HOMICIDE_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


def homicides(source: SourceDirectory) -> gpd.GeoDataFrame:
    """Points with `no_arrest` (0/1), `year` and `uid`; only areas and counts by year are kept."""
    columns = ("uid", "reported_date", "lat", "lon", "disposition")
    table = source.csv(HOMICIDES, columns=columns, key=["uid"])
    text = table.frame
    year = pd.to_numeric(text["reported_date"].str[:4], errors="coerce")
    table.refuse(~text["disposition"].isin(DISPOSITIONS), "disposition", " | ".join(DISPOSITIONS))
    dated = year.between(FIRST_YEAR, LAST_YEAR) & text["reported_date"].str.fullmatch(r"\d{8}")
    table.refuse(~dated, "reported_date", f"YYYYMMDD from {FIRST_YEAR} to {LAST_YEAR}")
    lon, lat = table.numbers("lon", blank=False), table.numbers("lat", blank=False)
    return gpd.GeoDataFrame(
        {
            "uid": text["uid"].to_numpy(),
            "year": year.astype(int).to_numpy(),
            "no_arrest": (text["disposition"] == NO_ARREST).astype(int).to_numpy(),
        },
        geometry=gpd.points_from_xy(lon, lat, crs=WGS84),
    ).sort_values("uid", ignore_index=True)
