"""The only SQL of the running app: read-only queries that return frames with fixed types.

Ids are text; keys and counts int64; values, and counts that may be missing, float64 (NaN = none).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Engine

from data.models import AGE_BANDS, Layer
from data.repository import tables as t
from data.repository.engine import check_content

# Of a census block: its key, its point in parts of a degree, what it lies in, who lives there.
BLOCK_COLUMNS = (
    "block_key", "lon", "lat", "tract_key", "neighborhood_key", "zip_key", "council_district_key",
    "holc_grade_key", "people", *AGE_BANDS,
)  # fmt: skip


class Repository:
    """Every question the app asks the extract. Rows come in the order of the area keys."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """For whoever copies whole tables; every question is a method here."""
        return self._engine

    def check_content(self) -> None:
        """Raise ExtractError unless the rows are those that the build wrote."""
        check_content(self._engine)

    def indicator_ids(self) -> frozenset[str]:
        """Every indicator that the extract holds."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(sa.select(t.indicator.c.indicator_id)))

    def areas(self, layer: Layer) -> pd.DataFrame:
        """Places of a layer.

        area_key, area_id, name, official_name, named (0/1), people_2010, people_2020,
        people_whole_tract, lon, lat, main_grade.
        """
        a = t.area.c
        columns = (
            a.area_key,
            a.area_id,
            a.name,
            a.official_name,
            a.named,
            a.people_2010,
            a.people_2020,
            a.people_whole_tract,
            a.lon,
            a.lat,
            a.main_grade,
        )
        query = sa.select(*columns).where(a.layer == layer.value).order_by(a.area_key)
        return self._frame(query)

    def estimates(self, indicator_id: str, layer: Layer) -> pd.DataFrame:
        """Estimates of one indicator by place.

        area_key, area_id, area_name, then the columns of the estimate table. Empty where the
        indicator is not given for that layer.
        """
        frame = self._estimates(layer, t.indicator.c.indicator_id == indicator_id)
        return frame.drop(columns="indicator_id")

    def values(self, indicator_id: str, layer: Layer) -> pd.DataFrame:
        """The same, but only area_id, value, lower, upper and verdict: a third of the time."""
        e = t.estimate.c
        query = (
            sa.select(t.area.c.area_id, e.value, e.lower, e.upper, e.verdict)
            .join(t.area, t.area.c.area_key == e.area_key)
            .join(t.indicator, t.indicator.c.indicator_key == e.indicator_key)
            .where(t.area.c.layer == layer.value, t.indicator.c.indicator_id == indicator_id)
            .order_by(e.area_key)
        )
        return self._frame(query)

    def all_estimates(self, layer: Layer) -> pd.DataFrame:
        """Estimates of every indicator by place, with indicator_id first."""
        return self._estimates(layer, sa.true())

    def _estimates(self, layer: Layer, which: sa.ColumnElement[bool]) -> pd.DataFrame:
        keys = ("indicator_key", "area_key")
        query = (
            sa.select(
                t.indicator.c.indicator_id,
                t.area.c.area_key,
                t.area.c.area_id,
                t.area.c.name.label("area_name"),
                *(c for c in t.estimate.c if c.name not in keys),
            )
            .join(t.area, t.area.c.area_key == t.estimate.c.area_key)
            .join(t.indicator, t.indicator.c.indicator_key == t.estimate.c.indicator_key)
            .where(t.area.c.layer == layer.value, which)
            .order_by(t.estimate.c.indicator_key, t.estimate.c.area_key)
        )
        return self._frame(query)

    def area_tracts(self, layer: Layer, vintage: int) -> pd.DataFrame:
        """Block people of each place by tract.

        area_key, area_id, tract_key, tract_id, people and the 12 age bands.
        """
        area, tract = t.area.alias("a"), t.area.alias("t")
        weight = t.area_tract.c
        query = (
            sa.select(
                area.c.area_key,
                area.c.area_id,
                tract.c.area_key.label("tract_key"),
                tract.c.area_id.label("tract_id"),
                weight.people,
                *(weight[band] for band in AGE_BANDS),
            )
            .select_from(t.area_tract)
            .join(area, area.c.area_key == weight.area_key)
            .join(tract, tract.c.area_key == weight.tract_key)
            .where(area.c.layer == layer.value, tract.c.layer == f"tract_{vintage}")
            .order_by(weight.area_key, weight.tract_key)
        )
        return self._frame(query)

    def tract_estimates(self, indicator_id: str) -> pd.DataFrame:
        """Values by tract: tract_key, tract_id, value, lower, upper, se, denominator, flags.

        Only tracts with a value; the vintage is the indicator's.
        """
        own = t.indicator.c.indicator_id == indicator_id
        return self._tract_estimates(t.tract_estimate.c.tract_key, own)

    def all_tract_estimates(self) -> pd.DataFrame:
        """The same of every indicator, with indicator_id in place of tract_key."""
        return self._tract_estimates(t.indicator.c.indicator_id, sa.true())

    def _tract_estimates(
        self, first: sa.ColumnElement[Any], which: sa.ColumnElement[bool]
    ) -> pd.DataFrame:
        e = t.tract_estimate.c
        query = (
            sa.select(
                first,
                t.area.c.area_id.label("tract_id"),
                e.value,
                e.lower,
                e.upper,
                e.se,
                e.denominator,
                e.flags,
            )
            .select_from(t.tract_estimate)
            .join(t.area, t.area.c.area_key == e.tract_key)
            .join(t.indicator, t.indicator.c.indicator_key == e.indicator_key)
            .where(which)
            .order_by(e.indicator_key, e.tract_key)
        )
        return self._frame(query)

    def blocks(self, vintage: int) -> NDArray[np.int64]:
        """Census blocks, one row each under BLOCK_COLUMNS; -1 for an area that it lies in none of.

        Integers and nothing else, so that no frame is needed: they are many.
        """
        columns = [t.block.c[name] for name in BLOCK_COLUMNS]
        query = sa.select(*columns).where(t.block.c.vintage == vintage)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(t.block.c.block_key)).all()
        found = np.array(rows, dtype=np.float64).reshape(-1, len(BLOCK_COLUMNS))
        return np.nan_to_num(found, nan=-1.0).astype(np.int64)

    def life_tables(self) -> pd.DataFrame:
        """Abridged life tables of 2010 tracts, 11 rows each.

        tract_key, tract_id, age_index (0-10), nqx, nqx_se, lx, ndx, nlx, ex, ex_se, table_flag.
        """
        table = t.life_table.c
        query = (
            sa.select(
                table.tract_key,
                t.area.c.area_id.label("tract_id"),
                *(c for c in table if c.name != "tract_key"),
            )
            .select_from(t.life_table)
            .join(t.area, t.area.c.area_key == table.tract_key)
            .order_by(table.tract_key, table.age_index)
        )
        return self._frame(query)

    def dispersions(self) -> dict[Layer, float]:
        """Dispersion of homicides by layer, as the build estimated it."""
        found = self.meta().items()
        return {
            Layer(key.removeprefix(t.DISPERSION)): float(value)
            for key, value in found
            if key.startswith(t.DISPERSION)
        }

    def homicides(self) -> pd.DataFrame:
        """One row an event: `<layer>_key` of each layer (NaN: in no area), year, no_arrest, weight.

        `no_arrest` is 0 or 1. An event on the line between two areas has a row for each, of half
        its weight.
        """
        return self._frame(sa.select(t.homicide).order_by(t.homicide.c.homicide_key))

    def benchmarks(self) -> pd.DataFrame:
        """Published values: indicator_id, place (city | us), measure, year, value, lower, upper."""
        b = t.benchmark.c
        query = (
            sa.select(
                t.indicator.c.indicator_id,
                *(c for c in b if c.name != "indicator_key"),
            )
            .select_from(t.benchmark)
            .join(t.indicator, t.indicator.c.indicator_key == b.indicator_key)
            .order_by(b.indicator_key, b.place, b.measure)
        )
        return self._frame(query)

    def group_members(self) -> pd.DataFrame:
        """Home places of each group: area_key, area_id, member_key, member_id."""
        area, other, pair = t.area.alias("a"), t.area.alias("m"), t.group_member.c
        query = (
            sa.select(
                pair.area_key,
                area.c.area_id,
                pair.member_key,
                other.c.area_id.label("member_id"),
            )
            .select_from(t.group_member)
            .join(area, area.c.area_key == pair.area_key)
            .join(other, other.c.area_key == pair.member_key)
            .order_by(pair.area_key, pair.member_key)
        )
        return self._frame(query)

    def neighbors(self, layer: Layer) -> pd.DataFrame:
        """Queen contiguity, both directions: area_key, area_id, neighbor_key, neighbor_id."""
        area, other = t.area.alias("a"), t.area.alias("n")
        pair = t.neighbor.c
        query = (
            sa.select(
                pair.area_key,
                area.c.area_id,
                pair.neighbor_key,
                other.c.area_id.label("neighbor_id"),
            )
            .select_from(t.neighbor)
            .join(area, area.c.area_key == pair.area_key)
            .join(other, other.c.area_key == pair.neighbor_key)
            .where(area.c.layer == layer.value)
            .order_by(pair.area_key, pair.neighbor_key)
        )
        return self._frame(query)

    def lies_in(self, layer: Layer, larger: Layer) -> pd.DataFrame:
        """Places of `layer` in those of `larger`: area_id, larger_id, people, center (0/1)."""
        small, large = t.area.alias("s"), t.area.alias("l")
        pair = t.lies_in.c
        query = (
            sa.select(small.c.area_id, large.c.area_id.label("larger_id"), pair.people, pair.center)
            .select_from(t.lies_in)
            .join(small, small.c.area_key == pair.area_key)
            .join(large, large.c.area_key == pair.larger_key)
            .where(small.c.layer == layer.value, large.c.layer == larger.value)
            .order_by(pair.area_key, pair.larger_key)
        )
        return self._frame(query)

    def hatch(self, layer: Layer) -> pd.DataFrame:
        """Diagonal lines of each place: area_key, area_id, lines (JSON [[lon, lat, lon, lat]])."""
        query = (
            sa.select(t.hatch.c.area_key, t.area.c.area_id, t.hatch.c.lines)
            .select_from(t.hatch)
            .join(t.area, t.area.c.area_key == t.hatch.c.area_key)
            .where(t.area.c.layer == layer.value)
            .order_by(t.hatch.c.area_key)
        )
        return self._frame(query)

    def published_estimates(self) -> pd.DataFrame:
        """Both tables of published values as one: by measure, period, area, group."""
        frames = [
            self._frame(sa.select(table).order_by(*table.primary_key.columns)).assign(
                noncommercial=int(table is t.published_estimate_noncommercial)
            )
            for table in (t.published_estimate, t.published_estimate_noncommercial)
        ]
        keys = ["measure_id", "period", "area_id", "group_id"]
        return pd.concat(frames).sort_values(keys, ignore_index=True)

    def minimum_wage(self) -> pd.DataFrame:
        """Rates by authority and day: `minimum_wage` as it is."""
        return self._ordered(t.minimum_wage)

    def workers_raised(self) -> pd.DataFrame:
        """Who would have had a raise, by scenario and group: `workers_raised` as it is."""
        return self._ordered(t.workers_raised)

    def _ordered(self, table: sa.Table) -> pd.DataFrame:
        """A whole table by its key."""
        return self._frame(sa.select(table).order_by(*table.primary_key.columns))

    def moran(self) -> pd.DataFrame:
        """Moran's I by indicator: indicator_id, tracts, i, expected, p_value, permutations."""
        query = (
            sa.select(
                t.indicator.c.indicator_id,
                *(c for c in t.moran.c if c.name != "indicator_key"),
            )
            .select_from(t.moran)
            .join(t.indicator, t.indicator.c.indicator_key == t.moran.c.indicator_key)
            .order_by(t.moran.c.indicator_key)
        )
        return self._frame(query)

    def local_moran(self, indicator_id: str) -> pd.DataFrame:
        """Local Moran by tract: tract_key, tract_id, local_i, quadrant, p values, cluster."""
        local = t.local_moran.c
        query = (
            sa.select(
                local.tract_key,
                t.area.c.area_id.label("tract_id"),
                local.local_i,
                local.quadrant,
                local.p_value,
                local.p_adjusted,
                local.cluster,
            )
            .select_from(t.local_moran)
            .join(t.area, t.area.c.area_key == local.tract_key)
            .join(t.indicator, t.indicator.c.indicator_key == local.indicator_key)
            .where(t.indicator.c.indicator_id == indicator_id)
            .order_by(local.tract_key)
        )
        return self._frame(query)

    def sources(self) -> pd.DataFrame:
        """Files the extract was built from, with publisher, licence and SHA-256."""
        return self._frame(sa.select(t.source).order_by(t.source.c.source_id, t.source.c.file))

    def source_ids(self) -> frozenset[str]:
        """Sources of the files that the extract was built from."""
        return frozenset(self.sources()["source_id"])

    def boundaries(self) -> Mapping[str, Any]:
        """By name of a layer or line: its `file` below assets/geo and its `bounds`."""
        found: Mapping[str, Any] = json.loads(self.meta()[t.BOUNDARIES])
        return found

    def meta(self) -> Mapping[str, str]:
        """schema_version, build_version, content_hash, source_files, boundaries."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(t.meta.c.key, t.meta.c.value)).all()
        return {key: value for key, value in rows}  # noqa: C416 (rows are no tuples to mypy)

    def _frame(self, query: sa.Select[tuple[object, ...]]) -> pd.DataFrame:
        """Run a query; types follow the columns, so an empty answer has them too."""
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        values = zip(*rows, strict=True) if rows else repeat(())
        return pd.DataFrame(
            {
                column.name: pd.Series(cells, dtype=_dtype(column))
                for column, cells in zip(query.selected_columns, values, strict=False)
            }
        )


def _dtype(column: sa.ColumnElement[object]) -> str:
    if isinstance(column.type, sa.Float):
        return "float64"
    if isinstance(column.type, sa.Integer):
        base = next(iter(column.base_columns), None)
        return "float64" if getattr(base, "nullable", True) else "int64"
    return "object"
