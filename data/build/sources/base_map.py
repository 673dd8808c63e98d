"""Rivers and lakes, and where the names of neighborhoods stand: what only the base map reads.

Highways, streets and landmarks, which the search box knows too, are read in `streets.py`.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from data.build.reading import SourceDirectory
from data.build.sources.feature_columns import flags, names, refuse_feature, tiers

WATER = "basemap/water.geojson"
LABELS = "basemap/neighborhood_labels.csv"
_AREAS = ("Polygon", "MultiPolygon")


def water(source: SourceDirectory) -> gpd.GeoDataFrame:
    """Rivers as lines and, where a file has them, as areas.

    Columns name, tier, approx, stroke_m (how wide a line is in meters; an area has none), geometry.
    """
    columns = ("name", "rank", "approx", "stroke_m")
    frame = source.features(WATER, columns=columns, key=None)
    area = frame.geom_type.isin(_AREAS)
    width = pd.to_numeric(frame["stroke_m"], errors="coerce")
    refuse_feature(WATER, frame, "stroke_m", "meters, of a line", ~area & ~(width > 0))
    return gpd.GeoDataFrame(
        {
            "name": names(WATER, frame, "name"),
            "tier": tiers(WATER, frame, "rank"),
            "approx": flags(WATER, frame, "approx"),
            "stroke_m": width,
        },
        geometry=frame.geometry,
    )


def labels(source: SourceDirectory) -> pd.DataFrame:
    """Points of names by area id: official_name, short, lon, lat, room_m, tall_m, priority.

    `room_m` is how wide the place is at the height of its point, `tall_m` how wide the free circle
    around it. Of two names that do not fit beside each other the one of the lower `priority`
    stands. Areas without a name have none.
    """
    columns = ("NBHID", "NBHNAME", "short", "lon", "lat", "radius_m", "chord_m", "priority")
    table = source.csv(LABELS, columns=columns, key=["NBHID"])
    table = table.where(table.frame["short"].ne(""))
    return pd.DataFrame(
        {
            "official_name": table.frame["NBHNAME"],
            "short": table.frame["short"],
            "lon": table.numbers("lon", blank=False),
            "lat": table.numbers("lat", blank=False),
            "room_m": table.numbers("chord_m", blank=False),
            "tall_m": 2 * table.numbers("radius_m", blank=False),
            "priority": table.numbers("priority", blank=False),
            "row": table.frame.index,
        }
    ).set_index(table.frame["NBHID"])
