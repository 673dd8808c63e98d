"""Kansas City Police: homicides from 2018 on, one file a year, whose columns are not alike.

A row is a person in a report, and a report with two victims has two. A report that a file of
another year carries too is taken from the file of its own year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from data.build.errors import SourceError
from data.build.reading import WGS84, SourceDirectory, SourceTable

SOURCE = "kcpd"  # id of its entry in the catalogue
YEARS = range(2018, 2026)
FILES = {year: f"live/kcpd_{year}.csv" for year in YEARS}
HOMICIDE = "09A"
VICTIM = "VIC"
# By what we ask for, the names it has had.
NAMES = {
    "report": ("report_no", "report"),
    "date": ("reported_date", "report_date"),
    "involvement": ("involvement", "involvement_1"),
    "location": ("location", "location_1"),
}
_POINT = re.compile(r"POINT \((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)")
_PAIR = re.compile(r"\((-?\d+(?:\.\d+)?), *(-?\d+(?:\.\d+)?)\)")


def homicides(source: SourceDirectory) -> gpd.GeoDataFrame:
    """Victims: `uid`, `year`, `no_arrest` (0: unknown) and a point, if the file has one."""
    frames = [_victims(source, year) for year in YEARS]
    rows = pd.concat(frames, ignore_index=True)
    rows["own"] = rows["year"] == rows["file_year"]
    first = rows.sort_values(["own", "file_year"], ascending=[False, True], kind="stable")
    kept = first.groupby("report")["file_year"].transform("first") == first["file_year"]
    victims = first[kept & first["year"].isin(YEARS)].sort_values(
        ["report", "number"], ignore_index=True
    )
    points = gpd.GeoSeries(gpd.points_from_xy(victims["lon"], victims["lat"], crs=WGS84))
    points[victims["lon"].isna()] = None
    frame = pd.DataFrame(
        {
            "uid": victims["report"] + "-" + victims["number"].astype(str),
            "year": victims["year"],
            "no_arrest": 0,  # the files do not say how a case ended
        }
    )
    return gpd.GeoDataFrame(frame, geometry=points)


def _victims(source: SourceDirectory, year: int) -> pd.DataFrame:
    table = source.csv(FILES[year], columns=("ibrs",), key=())
    names = {wanted: _name(table, known) for wanted, known in NAMES.items()}
    own = table.where((table.frame["ibrs"] == HOMICIDE) & _is_victim(table, names["involvement"]))
    date = pd.to_datetime(own.frame[names["date"]].str[:10], format="mixed", errors="coerce")
    own.refuse(date.isna(), names["date"], "a date")
    own.refuse(own.frame[names["report"]].eq(""), names["report"], "a report's number")
    places = pd.DataFrame(_points(own.frame[names["location"]]), columns=["lon", "lat"])
    report = own.frame[names["report"]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "report": report,
            "number": report.groupby(report).cumcount(),
            "year": date.dt.year.to_numpy(),
            "file_year": year,
            "lon": places["lon"],
            "lat": places["lat"],
        }
    )


def _name(table: SourceTable, known: Iterable[str]) -> str:
    found = next((name for name in known if name in table.frame), None)
    if found is None:
        raise SourceError(table.file, column=" | ".join(known), expected="one of these columns")
    return found


def _is_victim(table: SourceTable, column: str) -> pd.Series:
    """`VIC`, also among several parts that a person has in a report."""
    return table.frame[column].str.upper().str.split().map(lambda parts: VICTIM in parts)


def _points(texts: pd.Series) -> list[tuple[float, float]]:
    """Longitude and latitude out of `POINT (lon lat)` or `(lat, lon)`; NaN where there is none."""
    found = []
    for text in texts:
        point, pair = _POINT.search(text), _PAIR.search(text)
        if point:
            found.append((float(point[1]), float(point[2])))
        elif pair:
            found.append((float(pair[2]), float(pair[1])))
        else:
            found.append((float("nan"), float("nan")))
    return found
