"""Which places lie in which: the people that a smaller and a larger place share, and whose center
lies where.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from data.build.geography import Geography, locate_all
from data.build.reading import WGS84
from data.build.tables import AreaKeys
from data.models import LARGER, Layer

COLUMNS = ("area_key", "larger_key", "people", "center")


def lies_in_table(geography: Geography, keys: AreaKeys) -> pd.DataFrame:
    """Table `lies_in`: a row where the two share a resident, or the larger holds the center."""
    frames = [
        _pairs(geography, layer, larger, keys)
        for layer in LARGER
        for larger in LARGER[layer]
        if {layer, larger} <= geography.shapes.keys()
    ]
    empty = pd.DataFrame(columns=list(COLUMNS))
    return pd.concat([empty, *frames], ignore_index=True)


def _pairs(geography: Geography, layer: Layer, larger: Layer, keys: AreaKeys) -> pd.DataFrame:
    # blocks of the census whose tracts they are; of the newer one for all other places
    blocks = geography.blocks_of(larger, 2010 if layer is Layer.TRACT_2010 else 2020)
    shared = blocks.groupby([layer.value, larger.value])["people"].sum()
    centers = _centers(geography, layer, larger)
    found = pd.concat([shared[shared > 0], centers], axis=1).fillna(0).reset_index()
    found.columns = ["area", "larger", "people", "center"]
    return pd.DataFrame(
        {
            "area_key": keys(layer.value, found["area"]),
            "larger_key": keys(larger.value, found["larger"]),
            "people": found["people"].astype(int),
            "center": found["center"].astype(int),
        }
    )


def _centers(geography: Geography, layer: Layer, larger: Layer) -> pd.Series:
    """1 for every pair of a place and what holds the point inside it that stands for its center."""
    areas = geography.areas[geography.areas["layer"] == layer.value]
    points = gpd.GeoDataFrame(
        areas[["people_2020"]], geometry=gpd.points_from_xy(areas["lon"], areas["lat"], crs=WGS84)
    )
    holding = locate_all(points, geography.shapes[larger]).dropna()
    pairs = pd.MultiIndex.from_arrays(
        [areas.loc[holding.index, "area_id"], holding], names=[layer.value, larger.value]
    )
    return pd.Series(1, index=pairs, name="center")
