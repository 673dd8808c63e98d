"""Rules that every extract keeps; a build that breaks one is not put in place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from data.build.errors import CheckError
from data.build.estimates import layers_of
from data.build.sources import washington_post
from data.build.wage import without_source
from data.catalogue.loader import Catalogue
from data.cities.city import city
from data.models import Flag, Kind, Layer, Verdict
from data.repository.tables import (
    homicide,
    metadata,
    published_estimate,
    published_estimate_noncommercial,
)
from data.repository.writing import Rows
from data.rules import MIN_COVERAGE, MIN_RESIDENTS

MAXIMUM_BYTES = 12_000_000
ROUNDING = 1e-6
# A small city may have one layer of places, no groups, too few tracts for clusters, no publisher.
MAY_BE_EMPTY = frozenset(
    {
        "lies_in",
        "moran",
        "local_moran",
        "group_member",
        "published_estimate",
        "published_estimate_noncommercial",
    }
)


def check_tables(tables: Mapping[str, Rows], catalogue: Catalogue) -> None:
    """Raise CheckError, naming the first rows that break a rule."""
    frames = {name: pd.DataFrame(rows) for name, rows in tables.items()}
    counts_events = washington_post.SOURCE in catalogue.sources
    may_be_empty = MAY_BE_EMPTY | without_source(catalogue)
    _keys(frames, may_be_empty if counts_events else may_be_empty | {homicide.name})
    _people(frames)
    estimates = (
        frames["estimate"]
        .merge(frames["area"], on="area_key")
        .merge(frames["indicator"], on="indicator_key")
    )
    _complete(estimates, frames["area"], catalogue)
    _shape(estimates)
    _ranges(estimates, catalogue)
    _verdicts(estimates, catalogue)
    for table in (published_estimate, published_estimate_noncommercial):
        if not frames[table.name].empty:
            _published(table.name, frames[table.name], catalogue)


def _refuse(rule: str, rows: pd.DataFrame, *columns: str) -> None:
    if not rows.empty:
        sample = rows[list(columns)].head(3).to_dict("records")
        raise CheckError(f"{rule}: {len(rows)} rows, such as {sample}")


def _keys(frames: Mapping[str, pd.DataFrame], may_be_empty: frozenset[str]) -> None:
    for table in metadata.sorted_tables:
        frame = frames[table.name]
        if frame.empty:
            if table.name in may_be_empty:
                continue
            raise CheckError(f"table {table.name} is empty")
        primary = [c.name for c in table.primary_key.columns]
        _refuse(f"{table.name}: key twice", frame[frame.duplicated(primary)], *primary)
        for column in table.columns:
            if not column.nullable:
                missing = frame[frame[column.name].isna()]
                _refuse(f"{table.name}.{column.name}: missing", missing, *primary)
            for foreign in column.foreign_keys:
                known = set(frames[foreign.column.table.name][foreign.column.name])
                orphan = frame[frame[column.name].notna() & ~frame[column.name].isin(known)]
                _refuse(f"{table.name}.{column.name}: orphan", orphan, *primary)


def _people(frames: Mapping[str, pd.DataFrame]) -> None:
    area, weights = frames["area"], frames["area_tract"]
    whole = area[area["layer"] == Layer.CITY.value]
    if whole["area_id"].tolist() != [city().id]:
        raise CheckError(f"the city is {whole['area_id'].tolist()}, expected {city().id}")
    tracts = area.set_index("area_key")["layer"]
    own = weights[weights["area_key"].isin(whole["area_key"])]
    by_vintage = own.groupby(own["tract_key"].map(tracts))["people"].sum()
    for vintage, people in city().people.items():
        found = int(whole[f"people_{vintage}"].iloc[0])
        weighed = int(by_vintage[f"tract_{vintage}"])
        if found != people or weighed != people:
            raise CheckError(f"{vintage}: {found} and {weighed} people, expected {people}")


def _complete(estimates: pd.DataFrame, area: pd.DataFrame, catalogue: Catalogue) -> None:
    expected = area.groupby("layer").size()
    counts = estimates.groupby(["indicator_id", "layer"]).size()
    wanted = {
        (i.id, layer.value): int(expected[layer.value])
        for i in catalogue.indicators.values()
        for layer in layers_of(i)
    }
    if counts.to_dict() != wanted:
        wrong = set(counts.to_dict().items()) ^ set(wanted.items())
        raise CheckError(f"indicators by layer: unexpected number of rows {sorted(wrong)[:3]}")


def _shape(estimates: pd.DataFrame) -> None:
    at = ("indicator_id", "layer", "area_id")
    e = estimates
    low = e["lower"] > e["value"] + ROUNDING
    high = e["upper"] < e["value"] - ROUNDING
    _refuse("a value outside its interval", e[low | high], *at)
    for share in ("coverage", "own_share"):
        _refuse(
            f"{share} outside 0-1", e[~e[share].between(0, 1 + ROUNDING) & e[share].notna()], *at
        )
    _refuse(
        "a value under half covered",
        e[e["value"].notna() & ~(e["coverage"] >= MIN_COVERAGE)],
        *at,
    )
    _refuse("no value and no reason", e[e["value"].isna() & (e["flags"] == "")], *at)
    _refuse("a negative standard error", e[e["se"] < 0], *at)
    order = (e["rank"] < e["rank_lower"]) | (e["rank"] > e["rank_upper"])
    _refuse("a rank outside its range", e[order], *at)


def _ranges(estimates: pd.DataFrame, catalogue: Catalogue) -> None:
    for name, rows in estimates.groupby("indicator_id"):
        low, high = catalogue.indicators[str(name)].valid_range
        people = catalogue.indicators[str(name)].unit.value == "people"
        inside = rows["value"].between(low - ROUNDING, high + ROUNDING)
        wrong = rows[rows["value"].notna() & ~inside & (not people)]
        _refuse(f"{name}: outside {low:g} to {high:g}", wrong, "layer", "area_id", "value")


def _verdicts(estimates: pd.DataFrame, catalogue: Catalogue) -> None:
    e = estimates
    at = ("indicator_id", "layer", "area_id", "verdict")
    _refuse("an unknown verdict", e[~e["verdict"].isin([v.value for v in Verdict])], *at)
    tested = e[e["verdict"] != Verdict.NOT_TESTED.value]
    modelled = {i.id for i in catalogue.indicators.values() if i.kind is Kind.MODELLED}
    _refuse("a modelled value tested", tested[tested["indicator_id"].isin(modelled)], *at)
    ranked = e[e["rank"].notna()]
    _refuse("a modelled value ranked", ranked[ranked["indicator_id"].isin(modelled)], *at)
    flags = tested["flags"].str.split().map(set)
    for flag in (Flag.FEW_RESIDENTS, Flag.PREDICTED_TABLES, Flag.NO_ERROR, Flag.WHOLE_CITY):
        _refuse(f"tested in spite of {flag}", tested[[flag.value in f for f in flags]], *at)
    small = tested[tested[["people_2010", "people_2020"]].max(axis=1) < MIN_RESIDENTS]
    _refuse("tested with few residents", small, *at)
    _refuse("tested without a p value", tested[tested["p_adjusted"].isna()], *at)


def _published(table: str, rows: pd.DataFrame, catalogue: Catalogue) -> None:
    """Each value in its interval, each interval with its level, each source in its own table."""
    at = ("measure_id", "period", "area_id", "group_id", "source_id")
    lower, upper = (pd.to_numeric(rows[limit]) for limit in ("lower", "upper"))
    outside = (lower > rows["value"] + ROUNDING) | (upper < rows["value"] - ROUNDING)
    _refuse(f"{table}: a value outside its interval", rows[outside], *at)
    one = lower.notna() != upper.notna()
    _refuse(f"{table}: one limit without the other", rows[one], *at)
    level = rows["level_percent"].notna() != lower.notna()
    _refuse(f"{table}: an interval and its level go together", rows[level], *at)
    noncommercial = table == published_estimate_noncommercial.name
    here = {s.id for s in catalogue.sources.values() if s.noncommercial == noncommercial}
    _refuse(f"{table}: a source of another licence", rows[~rows["source_id"].isin(here)], *at)


def check_database(path: Path, tables: Mapping[str, Rows]) -> None:
    """The file as written: size, row counts, integrity, foreign keys."""
    size = path.stat().st_size
    if size > MAXIMUM_BYTES:
        raise CheckError(f"the extract has {size:,} bytes, at most {MAXIMUM_BYTES:,}")
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            for table in metadata.sorted_tables:
                query = sa.select(sa.func.count()).select_from(table)
                written = connection.execute(query).scalar_one()
                if written != len(tables[table.name]):
                    raise CheckError(f"{table.name}: {written} rows written")
            state = connection.execute(sa.text("PRAGMA integrity_check")).scalar_one()
            orphans = connection.execute(sa.text("PRAGMA foreign_key_check")).fetchall()
        if state != "ok" or orphans:
            raise CheckError(f"the database reports {state}, {len(orphans)} orphan keys")
    finally:
        engine.dispose()
