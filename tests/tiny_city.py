"""A made-up city with less: two layers, no graded land, no events, no county, nothing published.

    python -m tests.tiny_city FOLDER HOME

makes it in FOLDER out of the city of this site, with the places of the layer HOME, starts the whole
app on it and writes what every address answers to FOLDER/answers.json. A process of its own, since
what a city has is read when modules are imported.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
import yaml

from data.atlas import atlas
from data.catalogue.determinants import determinants
from data.catalogue.loader import load_catalogue
from data.catalogue.measures import load_measures
from data.catalogue.publications import load_published
from data.catalogue.yardsticks import load_yardsticks
from data.cities import city as cities
from data.decks.deck import ready_decks
from data.locale import texts
from data.repository.content import read_content_hash
from data.repository.engine import EXTRACT, sqlite_url
from data.repository.tables import BOUNDARIES, MAP_PATHS, metadata
from data.settings import Settings

GONE = ("county", "groups", "concentration", "history", "lines", "events", "themes")
LACKS = (
    "homicides", "holc1939", "bchi", "chr_by_race", "evictions", "gva", "urban_mobility",
    "kc_homicides_by_year", "evictions_report_2024", "causes_of_death_2024", "mental_health_2024",
    "streets", "landmarks", "water", "map_names", "minimum_wage_history", "wage_events",
    "workers_raised", "wage_studies", "living_wage_ratio",
)  # fmt: skip
EXAMPLES = {
    "neighborhood": ["neighborhood-32", "neighborhood-113"],
    "zip": ["zip-64130", "zip-64111"],
}
# Addresses that ask for what it lacks.
ASKS_FOR_MORE = (
    "/?by=council_district",
    "/?outcome=homicide_rate&layers=holc,rivers",
    "/?places=council_district-3",
    "/place/council_district-3",
    "/gaps?group=council_district",
    "/gaps?group=holc_1939",
    "/compare?places=council_district-3,city",
    "/fact-sheets?determinant=violence&place=council_district-3",
    "/present?ready=gap",
    "/places?q=district",
    "/wage",
    "/plan",
)
REMEMBERED = (
    cities.city, load_catalogue, load_measures, load_published, load_yardsticks, determinants,
    ready_decks, texts,
)  # fmt: skip
TRACTS = ("tract_2010", "tract_2020")


def content(home: str) -> dict[str, Any]:
    """What the `city.yaml` of the made-up city says."""
    own = cities.city()
    whole = yaml.safe_load((own.folder / cities.CITY_FILE).read_text(encoding="utf-8"))
    left = {key: value for key, value in whole.items() if key not in GONE}
    name = {"en": "Tiny", "es": "Chiquita"}
    less = {
        "name": name,
        "full_name": name,
        "health": ["life_expectancy"],
        "sheet_facts": [fact for fact in whole["sheet_facts"] if fact != "homicide_rate"],
        "layers": {home: whole["layers"][home]},
        "change": {key: asked for key, asked in whole["change"].items() if key != "events"},
        "examples": EXAMPLES[home],
        "lacks": list(LACKS),
    }
    return left | less


def write_folder(
    cities_folder: Path, home: str, told: Mapping[str, Any] = MappingProxyType({})
) -> None:
    """Its one folder below that of the cities; `told` is said in the place of what it says."""
    said = {**content(home), **told}
    _write(cities_folder / "tiny" / cities.CITY_FILE, yaml.safe_dump(said))


@contextmanager
def shown(cities_folder: Path) -> Iterator[None]:
    """The city of that folder in the place of this site's, in this process."""
    own = cities._CITIES
    try:
        cities._CITIES = cities_folder
        _forget()
        yield
    finally:
        cities._CITIES = own
        _forget()


def _forget() -> None:
    for remembered in REMEMBERED:
        remembered.cache_clear()


def make(root: Path, home: str) -> None:
    """Its folder, its extract and the boundaries below `root`."""
    write_folder(root / "cities", home)
    shutil.copytree(atlas.GEO_FOLDER, root / "geo")
    shutil.copy(EXTRACT, root / "tiny.sqlite")
    _cut(root / "tiny.sqlite", (home, "city", *TRACTS))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")


def _cut(extract: Path, layers: tuple[str, ...]) -> None:
    """Leave the rows that a build of the city would have written."""
    listed = ", ".join(f"'{layer}'" for layer in layers)
    known = load_catalogue().indicators.values()
    gone = tuple(indicator.id for indicator in known if indicator.source in LACKS)
    with closing(sqlite3.connect(extract)) as rows, rows:
        rows.execute(f"DELETE FROM area WHERE layer NOT IN ({listed})")
        rows.execute(f"DELETE FROM indicator WHERE indicator_id IN {gone}")
        rows.execute(f"DELETE FROM source WHERE source_id IN {LACKS}")
        rows.execute("DELETE FROM homicide")
        rows.execute("DELETE FROM meta WHERE key LIKE 'homicide%'")
        found = rows.execute("SELECT value FROM meta WHERE key = ?", [BOUNDARIES]).fetchone()[0]
        drawn = {
            name: entry
            for name, entry in json.loads(found).items()
            if name.removeprefix(MAP_PATHS) in layers
        }
        rows.execute("UPDATE meta SET value = ? WHERE key = ?", [json.dumps(drawn), BOUNDARIES])
        rows.execute("UPDATE area SET main_grade = NULL")
        rows.execute("UPDATE area SET name = 'Tiny' WHERE layer = 'city'")
        for table in metadata.sorted_tables:
            for column in table.columns:
                for key in column.foreign_keys:
                    known = f"SELECT {key.column.name} FROM {key.column.table.name}"
                    what = f"UPDATE {table.name} SET {column.name} = NULL"
                    if not column.nullable:
                        what = f"DELETE FROM {table.name}"
                    rows.execute(f"{what} WHERE {column.name} NOT IN ({known})")
    engine = sa.create_engine(f"sqlite:///{extract}")
    found = read_content_hash(engine)
    with engine.begin() as connection:
        meta = metadata.tables["meta"]
        connection.execute(meta.update().where(meta.c.key == "content_hash").values(value=found))


def main(root: Path, home: str) -> None:
    """Make the city, start the app on it, write what it answers."""
    make(root, home)
    cities._CITIES = root / "cities"
    _forget()
    atlas.GEO_FOLDER = root / "geo"
    from tests.tiny_walk import walk  # only now: its modules read the city as they are imported

    found = walk(Settings(database_url=sqlite_url(root / "tiny.sqlite")), list(ASKS_FOR_MORE))
    (root / "answers.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
