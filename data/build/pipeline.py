"""The whole build: read, place, estimate, check, write, and only then put in place."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.build import BUILD_VERSION, tables
from data.build.awaited import with_awaited
from data.build.base_map import base_map_file
from data.build.blocks import block_table
from data.build.boundaries import (
    Boundary,
    boundaries,
    boundary_manifest,
    check_sizes,
    clean_layers,
    write_boundaries,
)
from data.build.checks import check_database, check_tables
from data.build.clusters import cluster_tables
from data.build.errors import BuildError
from data.build.estimates import Inputs, indicator_estimates, read_events, read_tables
from data.build.from_events import COMPARED_LAYERS, event_dispersion
from data.build.geography import Geography, read_geography, rows_of, weights
from data.build.history import history_after, today
from data.build.map_paths import map_path_files
from data.build.overlaps import lies_in_table
from data.build.published_estimates import published_estimate_tables
from data.build.reading import SourceDirectory
from data.build.sources import cdc, gun_violence_archive, nchs
from data.build.sources.registry import CHECKED
from data.build.sources.washington_post import HOMICIDE_YEARS
from data.build.streets import street_file
from data.build.wage import wage_tables
from data.build.writer import content_hash, manifest, normalised
from data.catalogue.loader import Catalogue
from data.catalogue.schema import EVENTS_KEPT
from data.estimation.weights import VINTAGES
from data.models import Layer
from data.repository.as_built import seal, seal_of
from data.repository.history import HISTORY, VERSIONS, history_files
from data.repository.tables import (
    BOUNDARIES,
    DISPERSION,
    INDICATOR_YEARS,
    SCHEMA_VERSION,
    metadata,
)
from data.repository.writing import Rows, write_database

DATABASE = "kc.sqlite"
SEAL = seal_of(Path(DATABASE)).name
MANIFEST = "manifest.json"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build, not yet written."""

    tables: Mapping[str, Rows]
    boundaries: list[Boundary]
    catalogue: Catalogue  # with the awaited sources whose files were there

    @property
    def content_hash(self) -> str:
        """Hash over all rows."""
        return content_hash(self.tables)


def build(
    sources: Path, catalogue: Catalogue, progress: Progress, *, fresh: Path | None = None
) -> Built:
    """Read the sources and make every table. Raises BuildError; writes nothing.

    `fresh`: a directory whose files are read in place of those of the same path in `sources`.
    """
    if not sources.is_dir():
        raise BuildError(f"{sources} is no directory")
    source = SourceDirectory(sources, {}, fresh=fresh)
    catalogue = with_awaited(catalogue, source.has)
    source.expected_rows = catalogue.expected_rows
    progress("places: polygons and census blocks")
    geography = read_geography(source)
    for name in CHECKED.keys() & catalogue.sources.keys():
        CHECKED[name](source, geography.known_tracts[2020])
    by_vintage = {v: weights(geography, v) for v in VINTAGES}
    progress("sources: values by tract, life tables, events")
    inputs = Inputs(
        geography=geography,
        weights=by_vintage,
        tables=read_tables(source, catalogue.indicators, geography),
        life_tables=nchs.life_tables(source, geography.known_tracts[2010]),
        events=read_events(source, catalogue, geography),
        shootings=_shootings(source, catalogue),
    )
    frames = _estimates(catalogue, inputs, progress)
    progress("boundaries")
    layers = clean_layers(geography)
    files = boundaries(layers, source)
    check_sizes(files)
    files += map_path_files(layers)
    streets = street_file(source, catalogue, geography)
    files += [streets] if streets else []
    files.append(base_map_file(source, geography, layers[Layer.CITY], progress))
    keys = tables.AreaKeys(geography)
    frames["area"] = tables.area_table(geography)
    frames["group_member"] = tables.group_member_table(geography, keys)
    frames["neighbor"] = tables.neighbor_table(layers, geography, keys)
    frames["lies_in"] = lies_in_table(geography, keys)
    frames["hatch"] = tables.hatch_table(layers, keys)
    frames["area_tract"] = tables.area_tract_table(by_vintage, geography, keys)
    frames["life_table"] = tables.life_table_table(
        inputs.life_tables, inputs.tables["usaleep"], by_vintage[2010].tracts, keys
    )
    kept = inputs.events.get(EVENTS_KEPT)
    frames["block"] = block_table(geography, kept, keys.by_layer)
    frames["homicide"] = tables.homicide_table(kept, frames["block"], keys)
    indicator_keys = dict(frames["indicator"][["indicator_id", "indicator_key"]].to_numpy())
    frames["benchmark"] = tables.benchmark_table(
        cdc.cities500_benchmarks(source), catalogue, indicator_keys
    )
    frames |= published_estimate_tables(source, catalogue)
    frames |= wage_tables(source, catalogue)
    progress("clusters of tracts")
    frames["moran"], frames["local_moran"] = cluster_tables(catalogue, frames)
    for path in catalogue.expected_rows:
        source.remember(path)
    frames["source"] = tables.source_table(catalogue, source)
    found = {
        **_dispersions(kept, geography),
        BOUNDARIES: json.dumps(boundary_manifest(files), sort_keys=True),
        INDICATOR_YEARS: json.dumps({i.id: i.years for i in catalogue.indicators.values()}),
    }
    return Built(_rows(frames, found), files, catalogue)


def _shootings(source: SourceDirectory, catalogue: Catalogue) -> pd.DataFrame:
    """People shot, by area; nobody where the catalogue does without them."""
    if gun_violence_archive.CITY_TOTALS not in catalogue.expected_rows:
        return pd.DataFrame(columns=["layer", "area_id", *gun_violence_archive.OUTCOMES])
    return gun_violence_archive.shootings(source)


def _dispersions(events: pd.DataFrame | None, geography: Geography) -> dict[str, str]:
    """Facts for `meta`: the dispersion of homicides in each layer that is compared."""
    if events is None:
        return {}
    found = {}
    for layer in (layer for layer in COMPARED_LAYERS if layer in geography.shapes):
        located = rows_of(events, layer, geography.members)
        spread = event_dispersion(located, layer, HOMICIDE_YEARS)
        found[f"{DISPERSION}{layer.value}"] = f"{spread:.9g}"
    return found


def _rows(frames: Mapping[str, pd.DataFrame], found: Mapping[str, str]) -> dict[str, Rows]:
    rows = {
        table.name: normalised(table, frames[table.name])
        for table in metadata.sorted_tables
        if table.name != "meta"
    }
    facts = {
        "schema_version": str(SCHEMA_VERSION),
        "build_version": BUILD_VERSION,
        "content_hash": content_hash(rows),
        "source_files": str(len(rows["source"])),
        **found,
    }
    rows["meta"] = [{"key": k, "value": v} for k, v in sorted(facts.items())]
    return rows


def _estimates(catalogue: Catalogue, inputs: Inputs, progress: Progress) -> dict[str, pd.DataFrame]:
    indicators = tables.indicator_table(catalogue)
    keys = tables.AreaKeys(inputs.geography)
    areas, tracts = [], []
    for key, name in indicators.itertuples(index=False):
        progress(f"indicator {key}/{len(indicators)}: {name}")
        rows, by_tract = indicator_estimates(catalogue.indicators[name], inputs)
        areas.append(_keyed(rows, key, "area_key", keys))
        if by_tract is not None:
            tracts.append(_keyed(by_tract, key, "tract_key", keys))
    return {
        "indicator": indicators,
        "estimate": pd.concat(areas, ignore_index=True),
        "tract_estimate": pd.concat(tracts, ignore_index=True),
    }


def _keyed(
    rows: pd.DataFrame, indicator_key: int, column: str, keys: tables.AreaKeys
) -> pd.DataFrame:
    parts = []
    for layer, part in rows.groupby("layer", sort=False):
        keyed = part.assign(indicator_key=indicator_key)
        keyed[column] = keys(str(layer), part["area_id"])
        parts.append(keyed)
    return pd.concat(parts, ignore_index=True).drop(columns=["layer", "area_id"])


def put_in_place(
    built: Built, extract: Path, assets: Path, progress: Progress, *, before: Path | None = None
) -> None:
    """Check, write to a temporary file, check that, and replace the old extract in one step.

    `before`: the folder of the extract that this one follows; by default the one it replaces.
    """
    progress("checks")
    check_tables(built.tables, built.catalogue)
    extract.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=extract, prefix=".build-") as scratch:
        database = Path(scratch) / DATABASE
        write_database(database, built.tables)
        check_database(database, built.tables)
        history = history_after(before or extract, database, today(), progress)
        texts = {
            **history_files(history),
            SEAL: seal(database),
            MANIFEST: manifest(built.tables, history),
        }
        for name, text in texts.items():
            (Path(scratch) / name).write_text(text, encoding="utf-8")
        write_boundaries(built.boundaries, assets)
        # The history first: it serves the extract before as well (History.up_to).
        for name in (HISTORY, VERSIONS, DATABASE, SEAL, MANIFEST):
            (Path(scratch) / name).replace(extract / name)


def run(
    sources: Path,
    extract: Path,
    assets: Path,
    catalogue: Catalogue,
    progress: Progress,
    *,
    fresh: Path | None = None,
    before: Path | None = None,
) -> str:
    """Build and put in place; returns the content hash.

    `fresh`: as in `build`; `before`: as in `put_in_place`.
    """
    start = time.monotonic()
    built = build(sources, catalogue, progress, fresh=fresh)
    put_in_place(built, extract, assets, progress, before=before)
    progress(f"done in {time.monotonic() - start:.0f} s, content {built.content_hash[:12]}")
    return built.content_hash
