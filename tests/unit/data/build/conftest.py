"""A whole set of source files for a city of two tracts, made by code.

The city is a square of two tracts (west: 29095000100, east: 29095000200) and sixteen blocks of
people, cut into four neighborhoods (1-4, south to north). The layouts are the published ones.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.build import checks
from data.build.sources import (
    base_map,
    cdc,
    census,
    gun_violence_archive,
    mapping_inequality,
    nchs,
)
from data.build.sources.washington_post import HOMICIDES
from data.catalogue.loader import Catalogue, load_catalogue
from data.cities.city import city
from data.cities.groups import PlaceGroup
from data.models import AGE_BANDS, Geography, Layer

WEST, EAST, OUTSIDE = "29095000100", "29095000200", "29095000900"
LEFT, MIDDLE, RIGHT = -94.60, -94.55, -94.50
BOTTOM, TOP = 39.00, 39.08
ROWS = 4
BAND_PEOPLE = (30, 30, 30, 20, 70, 90, 80, 70, 60, 40, 20, 10)
INDICATORS = (
    "life_expectancy",
    "diabetes_2015",
    "poverty_150",
    "homicide_rate",
    "homicide_no_arrest",
    "shootings",
    "redlined_1939",
    "population_2010",
    "children_2020",
    "median_income_2015",
)
SOURCES = (
    "usaleep",
    "cities500_2017",
    "svi2022",
    "homicides",
    "gva",
    "holc1939",
    "blocks2010",
    "blocks2020",
    "boundaries_census",
    "boundaries_city",
    "water",
    "dep2015",
)
UNREAD = ("geometry/counties_metro.geojson", "geometry/railroads.geojson")

Row = dict[str, Any]


def square(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A GeoJSON polygon."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def write_geojson(path: Path, features: list[tuple[Row, dict[str, Any]]]) -> None:
    """Features of (properties, geometry)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for properties, geometry in features
        ],
    }
    path.write_text(json.dumps(content))


def write_csv(path: Path, rows: list[Row]) -> None:
    """Rows with the columns of the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def read_csv(path: Path) -> list[Row]:
    """Rows as written."""
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def block_rows() -> list[Row]:
    """Two columns by four rows of places, two blocks each; every block has the same ages."""
    rows = []
    height = (TOP - BOTTOM) / ROWS
    for tract, west, east in ((WEST, LEFT, MIDDLE), (EAST, MIDDLE, RIGHT)):
        for k in range(ROWS * 2):
            row: Row = {
                "block_geoid": f"{tract}{1000 + k}",
                "lon": round((west + east) / 2 + 0.003 * (k % 2), 4),
                "lat": round(BOTTOM + height * (k // 2 + 0.5), 4),
                "population": sum(BAND_PEOPLE),
            }
            rows.append(row | dict(zip(AGE_BANDS, BAND_PEOPLE, strict=True)))
    return rows


def life_table(tract: str, *, level: float) -> list[Row]:
    """An abridged table with death rates `level` times a plain schedule, all columns consistent."""
    widths = [1, 4, 10, 10, 10, 10, 10, 10, 10, 10]
    rates = [0.007, 0.0004, 0.0002, 0.0009, 0.0013, 0.002, 0.004, 0.009, 0.019, 0.045, 0.14]
    alive, rows = 100_000.0, []
    for i, group in enumerate(nchs.AGE_GROUPS):
        m = rates[i] * level
        last = i == len(widths)
        q = 1.0 if last else widths[i] * m / (1 + widths[i] / 2 * m)
        deaths = alive * q
        lived = alive / m if last else widths[i] * (alive - deaths / 2)
        rows.append({"group": group, "q": q, "l": alive, "d": deaths, "L": lived})
        alive -= deaths
    for i, row in enumerate(rows):
        row["T"] = sum(r["L"] for r in rows[i:])
    return [
        {
            "Tract ID": tract,
            "STATE2KX": tract[:2],
            "Age Group": row["group"],
            "nq(x)": round(row["q"], 6),
            "l(x)": round(row["l"]),
            "nd(x)": round(row["d"]),
            "nL(x)": round(row["L"]),
            "T(x)": round(row["T"]),
            "e(x)": round(row["T"] / row["l"], 1),
            "se(nq(x))": round(row["q"] / 10, 6),
            "se(e(x))": 0.9,
        }
        for row in rows
    ]


def write_places(root: Path) -> None:
    """Polygons and blocks."""
    west = square(LEFT, BOTTOM, MIDDLE, TOP)
    east = square(MIDDLE, BOTTOM, RIGHT, TOP)
    whole = square(LEFT, BOTTOM, RIGHT, TOP)
    people = sum(BAND_PEOPLE) * ROWS * 2
    tracts_2010 = [
        ({"GEOID": WEST, "NAME": "1", "pop2010": people}, west),
        ({"GEOID": EAST, "NAME": "2", "pop2010": people * 2}, east),
        ({"GEOID": OUTSIDE, "NAME": "9", "pop2010": 100}, square(RIGHT, BOTTOM, -94.45, TOP)),
    ]
    tracts_2020 = [
        ({"GEOID": WEST, "NAME": "1", "pop2020_whole_tract": people}, west),
        ({"GEOID": EAST, "NAME": "2", "pop2020_whole_tract": people * 2}, east),
    ]
    height = (TOP - BOTTOM) / ROWS
    neighborhoods = [
        (
            {"NBHID": str(k + 1), "NBHNAME": f"Place {k + 1}", "pop2020_blocks": people // 2},
            square(LEFT, BOTTOM + k * height, RIGHT, BOTTOM + (k + 1) * height),
        )
        for k in range(ROWS)
    ]
    write_geojson(root / census.TRACTS_2010, tracts_2010)
    write_geojson(root / census.TRACTS_2020, tracts_2020)
    write_geojson(root / census.CITY_LIMIT, [({"GEOID": city().id, "NAME": "Tiny"}, whole)])
    files = {k: words.source.file for k, words in city().layers.items() if words.source}
    zips = [({"ZCTA5CE20": "64001"}, west), ({"ZCTA5CE20": "64002"}, east)]
    districts = [({"dist_id": "1"}, west), ({"dist_id": "2"}, east)]
    write_geojson(root / files[Geography.ZIP], zips)
    write_geojson(root / files[Geography.NEIGHBORHOOD], neighborhoods)
    write_geojson(root / files[Geography.COUNCIL_DISTRICT], districts)
    graded = square(LEFT, BOTTOM, MIDDLE, BOTTOM + height)
    write_geojson(
        root / mapping_inequality.GRADED_AREAS, [({"holc_id": "D1", "holc_grade": "D"}, graded)]
    )
    line = {"type": "LineString", "coordinates": [[LEFT, BOTTOM], [RIGHT, TOP]]}
    river = {"name": "River", "rank": 1, "approx": False, "stroke_m": 100}
    write_geojson(root / base_map.WATER, [(river, line)])
    write_geojson(root / census.STATE_LINE, [({"name": "line"}, line)])
    for path in UNREAD:
        write_geojson(root / path, [({"name": "x"}, whole)])
    ids = (WEST, EAST, OUTSIDE)
    relation = [{"census_tract_id_2010": t, "census_tract_id_2020": t, "weight": 1} for t in ids]
    write_csv(root / census.RELATION, relation)
    for vintage in census.BLOCK_FILES:
        write_csv(root / census.BLOCK_FILES[vintage], block_rows())


def write_values(root: Path) -> None:
    """Values by tract, and events: 12 in the south-west, 30 in the south-east."""
    write_csv(
        root / nchs.LIFE_EXPECTANCY,
        [
            {"Tract ID": t, "e(0)": e, "se(e(0))": 0.8, nchs.TABLE_FLAG: flag}
            for t, e, flag in ((WEST, 79.5, 1), (EAST, 73.3, 3), (OUTSIDE, 80.0, 2))
        ],
    )
    tables = [life_table(t, level=x) for t, x in ((WEST, 0.8), (EAST, 1.4), (OUTSIDE, 1.0))]
    write_csv(root / nchs.LIFE_TABLES, [row for table in tables for row in table])
    estimate = ("estimate", "estimate_ci_low", "estimate_ci_high")
    places = [
        {"city_fips": city().id, "tract_fips": t, "year": 2015, "question": "Diabetes"}
        | dict(zip(estimate, values, strict=True))
        for t, values in ((WEST, (10.0, 9.0, 11.0)), (EAST, (16.0, 15.0, 17.0)))
    ]
    write_csv(root / cdc.CITIES_TRACTS, places)
    published = [
        {"city_fips": city().id, "year": 2015, "question": "Diabetes", "estimate_type": kind}
        | dict(zip(estimate, (13.0, 12.5, 13.5), strict=True))
        for kind in cdc.MEASURES
    ]
    write_csv(root / cdc.CITIES_CITY, published)
    write_csv(root / cdc.CITIES_US, published)
    poverty = {
        WEST: {"E_POV150": 1000, "M_POV150": 200, "EP_POV150": 25.0, "MP_POV150": 5.0},
        EAST: {"E_POV150": 800, "M_POV150": 150, "EP_POV150": 10.0, "MP_POV150": 2.0},
        OUTSIDE: dict.fromkeys(("E_POV150", "M_POV150", "EP_POV150", "MP_POV150"), -999),
    }
    first, *rest = ({"FIPS": t, "E_TOTPOP": 4000} | poverty[t] for t in (WEST, EAST, OUTSIDE))
    write_csv(root / cdc.SVI_2022[0], [first])
    write_csv(root / cdc.SVI_2022[1], rest)
    columns = ("fraction_poverty", "fraction_no_health_ins", "fraction_high_school_edu")
    income = [
        {"census_tract_fips": t, "median_income": usd} | dict.fromkeys(columns, 0.2)
        for t, usd in ((WEST, 250_001), (EAST, 30_000))
    ]
    write_csv(root / "social/dep_index_2015_kc.csv", income)
    events = [(LEFT + 0.02, 12), (RIGHT - 0.02, 30)]
    rows = [
        {
            "uid": f"{lon}-{k}",
            "reported_date": f"{2007 + k % 11}0101",
            "lat": BOTTOM + 0.005,
            "lon": lon,
            "disposition": "Open/No arrest" if k % 3 == 0 else "Closed by arrest",
        }
        for lon, count in events
        for k in range(count)
    ]
    write_csv(root / HOMICIDES, rows)
    write_shootings(root)


def write_shootings(root: Path) -> None:
    """23 people: 12, 7, 2 and 1 in the neighborhoods from the south on, 1 in none of them."""
    shot = {
        Layer.NEIGHBORHOOD: {"": (0, 1), "1": (6, 6), "2": (0, 7), "3": (1, 1), "4": (0, 1)},
        Layer.ZIP: {"64001": (5, 9), "64002": (2, 7)},
        Layer.COUNCIL_DISTRICT: {"1": (7, 8), "2": (0, 8)},
    }
    for layer, (path, column) in gun_violence_archive.BY_AREA.items():
        counts = [
            {column: area, "killed": killed, "injured": injured}
            for area, (killed, injured) in shot[layer].items()
        ]
        write_csv(root / path, counts)
    totals = [
        {"years": "2014-2017", "outcome": outcome, "age_group": "unknown", "people": people}
        for outcome, people in (("killed", 7), ("injured", 16))
    ]
    write_csv(root / gun_violence_archive.CITY_TOTALS, totals)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A directory with the source files of the small city."""
    root = tmp_path / "sources"
    write_places(root)
    write_values(root)
    for source in small_catalogue().sources.values():
        for file in source.files:
            if not (root / file.path).exists():
                (root / file.path).parent.mkdir(parents=True, exist_ok=True)
                (root / file.path).write_text("text")
    return root


def small_catalogue() -> Catalogue:
    """A few real entries; their sources expect no number of rows."""
    real = load_catalogue()
    trimmed = {}
    for name in SOURCES:
        source = real.sources[name]
        files = tuple(file.model_copy(update={"rows": None}) for file in source.files)
        trimmed[name] = source.model_copy(update={"files": files})
    indicators = {name: real.indicators[name] for name in INDICATORS}
    return Catalogue(indicators=indicators, sources=trimmed, themes=real.themes)


def place_groups() -> dict[str, PlaceGroup]:
    """Three groups: two that share the second neighborhood, and one of the last two."""
    members = {"middle": ("2", "3"), "south": ("1", "2"), "upper": ("3", "4")}
    said = {"en": "Said so.", "es": "Se dice."}
    return {
        key: PlaceGroup.model_validate(
            {
                "id": key,
                "name": {"en": key.title(), "es": f"{key} (es)"},
                "members": found,
                "basis": said,
                "caveat": said,
                "sources": [{"citation": "A map"}],
            }
        )
        for key, found in members.items()
    }


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """The catalogue of the small city, whose census totals are its own."""
    people = sum(BAND_PEOPLE) * ROWS * 4
    small = city().model_copy(update={"people": {2010: people, 2020: people}})
    monkeypatch.setattr(checks, "city", lambda: small)
    monkeypatch.setitem(city().__dict__, "place_groups", place_groups())
    return small_catalogue()


@pytest.fixture
def edit(sources: Path) -> Callable[[str, Callable[[list[Row]], list[Row]]], None]:
    """Rewrites a CSV file of the small city: `edit(path, change)`."""

    def apply(path: str, change: Callable[[list[Row]], list[Row]]) -> None:
        write_csv(sources / path, change(read_csv(sources / path)))

    return apply
