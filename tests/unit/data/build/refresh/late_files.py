"""Files of the awaited sources beside surveys and police, small, as their publishers lay them out.

The small city has two tracts of 2020 and of 2010 (WEST and EAST), and one of 2020 in another state.
"""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import geopandas as gpd
from shapely.geometry import LineString, box

from data.build.sources import county_rankings, eviction_lab, hud, lodes
from data.catalogue.live import Live
from data.catalogue.loader import load_catalogue
from data.catalogue.measures import TableEntry, load_measures
from data.cities.city import city
from tests.publisher import Answer, Rows, file, zip_bytes

WEST, EAST, ACROSS = "29095000100", "29095000200", "20091000100"
AWAITED = load_catalogue().awaited_sources


def plain_csv(rows: Rows) -> bytes:
    """Quotes only where they are needed, as these publishers write it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


# -- jobs by block --------------------------------------------------------------------------------


def job_rows(blocks: Iterable[tuple[str, int, int, int]]) -> Rows:
    """Blocks with the jobs of the three bands of pay, and the columns beside them."""
    return [
        {
            "h_geocode": block,
            "C000": str(low + middle + high),
            "CA01": "1",
            "CE01": str(low),
            "CE02": str(middle),
            "CE03": str(high),
            "CNS01": "0",
            "createdate": "20240401",
        }
        for block, low, middle, high in blocks
    ]


JOBS = {
    lodes.FILES[0]: job_rows(
        [
            (f"{WEST}1000", 10, 20, 10),
            (f"{WEST}1001", 20, 20, 20),
            (f"{EAST}1000", 5, 5, 90),
            ("290770001001000", 9, 9, 9),
        ]
    ),
    lodes.FILES[1]: job_rows([(f"{ACROSS}1000", 1, 1, 1)]),
}

# -- eviction filings by month --------------------------------------------------------------------


def filing_rows(year: int = eviction_lab.LIVE_YEAR, months: int = 12) -> Rows:
    """10 filings a month in the west, 1 in the east, and what is not counted."""
    rows = []
    for tract, filings in ((WEST, 10), (EAST, 1), ("sealed", 7)):
        for month in range(1, months + 1):
            rows.append(
                {
                    "city": "Kansas City, MO",
                    "type": "Census Tract",
                    "GEOID": tract,
                    "racial_majority": "Black",
                    "month": f"{month:02}/{year}",
                    "filings_2020": str(filings),
                    "filings_avg": "",
                    "filings_avg_prepandemic_baseline": "9.5",
                    "last_updated": "2026-11-01",
                }
            )
    before = {**rows[0], "month": "12/2024", "filings_2020": "99"}
    return [*rows, before, {**rows[0], "city": "Richmond, VA", "GEOID": "51760000100"}]


def renter_rows() -> Rows:
    """The file before: 60 filings at a rate of 5 % are 1,200 renter households, in the west."""
    return [
        {"id": WEST, "month_filings": "60", "month_rate": "0.05"},
        {"id": EAST, "month_filings": "20", "month_rate": "0.1"},
    ]


# -- a whole release of counties ------------------------------------------------------------------


def release_rows(year: str = county_rankings.RELEASED) -> bytes:
    """Long names, short names, and a row each for the nation, states and counties.

    The value of all residents is 50 (of 1 for shares: 0.5), of each group one more than the last.
    """
    wanted = measure_tables("chr_live")
    names = ["statecode", "countycode", "fipscode", "state", "county", "year"]
    cells: dict[str, str] = {}
    for table in wanted:
        for group in table.groups.values():
            for part in ("value", "lower", "upper", "numerator", "denominator", "unreliable"):
                if column := getattr(table, part):
                    cells[column.format(group=group)] = part
    long_names = ["State FIPS Code", "County FIPS Code", "5-digit FIPS Code", "State Abbreviation"]
    long_names += ["Name", "Release Year", *(_long_name(name) for name in cells)]
    lines = [",".join(long_names), ",".join([*names, *cells])]
    for area in load_measures().areas.values():
        if area.kind != "city":
            state, county = area.code
            row = [state, county, state + county, "XX", "Somewhere", year]
            lines.append(",".join([*row, *(_release_cell(name, cells[name]) for name in cells)]))
    return "\n".join(lines).encode()


def _long_name(short: str) -> str:
    return "Life Expectancy raw value" if short == "v147_rawvalue" else f"Long name of {short}"


def _release_cell(name: str, part: str) -> str:
    share = 0.01 if name.startswith("v037") else 1.0
    middle = {"v147": 75.0, "v037": 10.0}.get(name[:4], 50.0)
    if part == "unreliable":
        return "1" if "asian" in name else "."
    if part in ("numerator", "denominator"):
        return "100"
    move = {"lower": -1.0, "upper": 1.0}.get(part, 0.0) + ("black" in name)
    return f"{(middle + move) * share}"


def measure_tables(source_id: str) -> list[TableEntry]:
    """Every table that measures read of a source."""
    return [
        table
        for measure in load_measures().measures.values()
        for release in measure.releases
        if release.source == source_id
        for table in release.tables
    ]


# -- housing costs --------------------------------------------------------------------------------


def cost_rows(areas: Iterable[tuple[str, str]], burdened: int = 30) -> bytes:
    """Ten households in each cell of owners and renters; of black residents more are burdened."""
    rows = []
    for name, geoid in areas:
        row = {"source": "2018thru2022", "sumlevel": geoid[:3], "geoid": geoid, "name": name}
        row |= {f"T9_{kind}{n}": "0" for n in range(1, 74) for kind in ("est", "moe")}
        for first in (hud.OWNERS, hud.RENTERS):
            for at, group in enumerate(hud.GROUPS):
                cell = first + hud.CELLS * at
                high = burdened if group == "black" else 10
                counts = (100, 100 - 2 * high, high, high, 0)
                row |= {f"T9_est{cell + k}": str(count) for k, count in enumerate(counts)}
                row |= {f"T9_moe{cell + k}": "8" for k in range(hud.CELLS)}
        rows.append(row)
    return plain_csv(rows).replace(b"Canon", "Cañon".encode("latin-1"))


def cost_zip(kind: str) -> bytes:
    """The zip of one kind of area (160: places, 050: counties, 040: states)."""
    areas = {
        "160": [
            ("Canon City, Colorado", "1600000US0811810"),
            ("Ours", f"1600000US{city().id}"),
        ],
        "050": [(a.id, f"0500000US{a.digits}") for a in _areas("county")],
        "040": [(a.id, f"0400000US{a.digits}") for a in _areas("state")],
    }[kind]
    folder = f"2018thru2022-{kind}-csv/{kind}"
    return zip_bytes({f"{folder}/Table1.csv": b"geoid\n", f"{folder}/Table9.csv": cost_rows(areas)})


def _areas(kind: str) -> list:
    return [area for area in load_measures().areas.values() if area.kind == kind]


# -- outlines -------------------------------------------------------------------------------------


def outlines(state: str, tracts: Sequence[str]) -> bytes:
    """A zipped shapefile as the Bureau packs one."""
    frame = gpd.GeoDataFrame(
        {
            "STATEFP": state,
            "COUNTYFP": [tract[2:5] for tract in tracts],
            "GEOID": list(tracts),
            "NAMELSAD": "Census Tract 1",
            "ALAND": 1,
        },
        geometry=[box(n, 0, n + 1, 1) for n in range(len(tracts))],
        crs="EPSG:4269",
    )
    return shape_zip(frame, f"tl_2024_{state}_tract")


def shape_zip(frame: gpd.GeoDataFrame, name: str) -> bytes:
    """A zipped shapefile."""
    with tempfile.TemporaryDirectory() as folder:
        frame.to_file(Path(folder) / f"{name}.shp")
        parts = sorted(Path(folder).iterdir())
        return zip_bytes({part.name: part.read_bytes() for part in parts})


# -- roads and water by county --------------------------------------------------------------------

# Name, who numbers it, kind of feature: as the Bureau abbreviates them.
ROADS = (
    ("I- 70", "I", "S1100"),
    ("US Hwy 71", "U", "S1100"),
    ("State Hwy 150", "S", "S1200"),
    ("E Main St", "M", "S1400"),
    ("Second Ave", "M", "S1200"),
    ("Side Ct", "M", "S1400"),
    ("Ramp", "M", "S1630"),
    (None, None, "S1400"),
)
WATERS = (
    ("Long Riv", "H3010", 900_000),
    ("Long Riv", "H3010", 200_000),
    ("Big Lk", "H2030", 250_000),
    (None, "H2030", 30_000),
    (None, "H2030", 900),
    ("Swamp", "H2025", 900_000),
)


def roads(county: str) -> bytes:
    """Roads of a county from south to north, west to east."""
    frame = gpd.GeoDataFrame(
        {
            "LINEARID": [f"11{n:05d}" for n in range(len(ROADS))],
            "FULLNAME": [row[0] for row in ROADS],
            "RTTYP": [row[1] for row in ROADS],
            "MTFCC": [row[2] for row in ROADS],
        },
        geometry=[
            LineString([(-94.60, 39 + 0.01 * (n % 8)), (-94.50, 39 + 0.01 * (n % 8))])
            for n in range(len(ROADS))
        ],
        crs="EPSG:4269",
    )
    return shape_zip(frame, f"tl_2025_{county}_roads")


def waters(county: str) -> bytes:
    """Its rivers and lakes."""
    frame = gpd.GeoDataFrame(
        {
            "HYDROID": [f"22{n:05d}" for n in range(len(WATERS))],
            "FULLNAME": [row[0] for row in WATERS],
            "MTFCC": [row[1] for row in WATERS],
            "AWATER": [row[2] for row in WATERS],
        },
        geometry=[
            box(-94.59 + 0.01 * (n % 6), 39.01, -94.585 + 0.01 * (n % 6), 39.02)
            for n in range(len(WATERS))
        ],
        crs="EPSG:4269",
    )
    return shape_zip(frame, f"tl_2025_{county}_areawater")


def bodies(tracts: Collection[str]) -> dict[str, bytes]:
    """Every file by its path below SOURCES; `tracts` are those of 2020 that the city knows."""
    found = {path: gzip.compress(plain_csv(rows), mtime=0) for path, rows in JOBS.items()}
    found[eviction_lab.LIVE] = plain_csv(filing_rows())
    found |= {f.path: release_rows() for f in AWAITED["chr_live"].files}
    found |= {f.path: cost_zip(_live(f.live).url[-11:-8]) for f in AWAITED["hud_chas"].files}
    for f in AWAITED["tiger2024"].files:
        state = f.path.split("_")[2]
        found[f.path] = outlines(state, sorted(t for t in tracts if t[:2] == state))
    for f in AWAITED["tiger_map"].files:
        county, kind = f.path.removesuffix(".zip").split("_")[2:]
        make = roads if kind == "roads" else waters
        found[f.path] = make(county)
    return found


def answers(tracts: Collection[str]) -> dict[str, Answer]:
    """The same by path on the mirror."""
    by_path = bodies(tracts)
    return {
        _live(f.live).url.removeprefix("https:/"): file(by_path[f.path])
        for source in AWAITED.values()
        for f in source.files
        if f.path in by_path
    }


def _live(found: Live | None) -> Live:
    assert found is not None
    return found
