"""One file of each format, small, as its publisher lays it out."""

from __future__ import annotations

import gzip
import tempfile
from functools import cache
from pathlib import Path

import geopandas as gpd
from shapely.geometry import box

from data.build.refresh.faults import Job
from data.catalogue.live import Live
from tests.publisher import Answer, census_api, csv_bytes, file, socrata, zip_bytes

MEMBER = "160/Table9.csv"
COLUMNS = ("tract", "value")
ROWS = [{"tract": f"290950{n:05}", "value": str(n)} for n in range(7)]
ADDRESS = {
    "csv": "https://example.org/data/file.csv",
    "csv_gz": "https://example.org/data/file.csv.gz",
    "csv_zip": "https://example.org/data/2018thru2022-160-csv.zip",
    "socrata_csv": "https://data.example.org/resource/abcd-1234.csv",
    "socrata_json": "https://data.example.org/resource/abcd-1234.json",
    "census_api": "https://api.example.org/data/2024/acs/acs5",
    "tiger_zip": "https://www2.example.org/geo/tiger.zip",
}


def job(kind: str = "csv", **checks: object) -> Job:
    asked: dict[str, object] = {"columns": COLUMNS, "least_rows": 3, "largest_bytes": 10_000}
    asked |= {"id_column": "tract", "id_pattern": r"\d{11}", **checks}
    live: dict[str, object] = {"url": ADDRESS[kind], "format": kind, "checks": asked}
    if kind.startswith("socrata"):
        live["page_rows"] = 3
    if kind == "csv_zip":
        live["member"] = MEMBER
    if kind == "census_api":
        asked |= {"id_column": "GEOID", "columns": ["GEOID", "B1_001E"]}
        within = ("state:29 county:095", "state:20 county:091")
        live |= {"variables": ["B1_001E", "B1_001M"], "within": within, "key": "SOME_API_KEY"}
        live["query"] = {"for": "tract:*"}
    return Job("some_source", f"live/file.{kind}", Live.model_validate(live))


def path(asked: Job) -> str:
    return asked.live.url.removeprefix("https:/")


@cache
def tracts() -> bytes:
    """What the Census packs: shapes, their attributes and an index."""
    shapes = gpd.GeoDataFrame(
        {"tract": [r["tract"] for r in ROWS], "value": range(7)},
        geometry=[box(n, 0, n + 1, 1) for n in range(7)],
        crs="EPSG:4269",
    )
    with tempfile.TemporaryDirectory() as folder:
        shapes.to_file(Path(folder) / "tl_2024_29_tract.shp")
        return zip_bytes({p.name: p.read_bytes() for p in sorted(Path(folder).iterdir())})


def acs_rows() -> list[dict[str, str]]:
    return [
        {"GEOID": f"{county}{n:06}", "NAME": f"Tract {n}", "B1_001E": str(n), "B1_001M": "5"}
        for county in ("29095", "20091")
        for n in range(3)
    ]


def good(kind: str) -> Answer:
    if kind == "census_api":
        return census_api(acs_rows())
    if kind.startswith("socrata"):
        return socrata(ROWS, columns=COLUMNS)
    if kind == "tiger_zip":
        return file(tracts(), kind="application/zip")
    return file(packed(kind, csv_bytes(ROWS)))


def packed(kind: str, body: bytes) -> bytes:
    """A table as its format packs it; of a zip, in a folder and beside another table."""
    if kind == "csv_gz":
        return gzip.compress(body, mtime=0)
    if kind == "csv_zip":
        folder = "2018thru2022-160-csv"
        return zip_bytes({f"{folder}/160/Table1.csv": b"geoid\n", f"{folder}/{MEMBER}": body})
    return body
