"""Mapping Inequality, University of Richmond: areas graded by the HOLC in 1939."""

from __future__ import annotations

import geopandas as gpd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory

GRADED_AREAS = "geometry/holc_1939.geojson"
GRADES = ("A", "B", "C", "D")
UNGRADED = "U"


def graded_areas(source: SourceDirectory) -> gpd.GeoDataFrame:
    """Areas as drawn in 1939 (holc_id, grade, geometry)."""
    frame = source.features(GRADED_AREAS, columns=("holc_id", "holc_grade"), key="holc_id")
    wrong = ~frame["holc_grade"].isin(GRADES)
    if wrong.any():
        at = int(wrong.idxmax())
        raise SourceError(
            GRADED_AREAS,
            row=at + 1,
            column="holc_grade",
            value=frame.at[at, "holc_grade"],
            expected="A, B, C or D",
        )
    return frame.rename(columns={"holc_grade": "grade"})[["holc_id", "grade", "geometry"]]
