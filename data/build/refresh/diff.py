"""What a candidate changes: rows, files, areas, values, verdicts, the front page's sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.build.refresh.front_page import front_page
from data.models import Layer, Verdict
from data.repository.queries import Repository
from data.repository.tables import metadata

KEY = ["indicator_id", "layer", "area_id"]
LARGEST = 12
PUBLISHED = "published by "  # how the layer of a published value begins
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Side:
    """One extract, as far as it is compared.

    `estimates`: indicator_id, layer, area_id, area_name, value, verdict; published values are
    among them, by source in the place of the layer. `areas`: layer, area_id, area_name. `rows`
    by table, `files` (SHA-256 by path), `sentences` of the front page.
    """

    estimates: pd.DataFrame
    areas: pd.DataFrame
    rows: Mapping[str, int]
    files: Mapping[str, str]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Frames of what differs; each is empty where nothing does.

    `rows`: table, before, after. `files`: file, state (new | changed | gone). `indicators` and
    `areas`: with `state` (new | gone), as are the published `measures`. `values`: KEY, area_name,
    before, after, change, spreads. `verdicts`: KEY, area_name, before, after. `sentences`: pairs,
    empty where there was none.
    """

    rows: pd.DataFrame
    files: pd.DataFrame
    indicators: pd.DataFrame
    measures: pd.DataFrame
    areas: pd.DataFrame
    values: pd.DataFrame
    gained: pd.DataFrame
    lost: pd.DataFrame
    verdicts: pd.DataFrame
    sentences: tuple[tuple[str, str], ...]

    @property
    def largest(self) -> pd.DataFrame:
        """Of each indicator the change that is largest beside its spread over the places.

        One renewed indicator would otherwise fill the list.
        """
        order = self.values.reindex(self.values["spreads"].abs().sort_values(ascending=False).index)
        return order.drop_duplicates("indicator_id").head(LARGEST)


def read_side(engine: Engine) -> Side:
    """Read one extract."""
    held = Repository(engine)
    frames = [held.all_estimates(layer).assign(layer=layer.value) for layer in Layer]
    frames.append(_published(held))
    areas = [held.areas(layer).assign(layer=layer.value) for layer in Layer]
    with engine.connect() as connection:
        rows = {
            table.name: connection.execute(
                sa.select(sa.func.count()).select_from(table)
            ).scalar_one()
            for table in metadata.sorted_tables
        }
    sources = held.sources()
    return Side(
        pd.concat(frames, ignore_index=True)[[*KEY, "area_name", "value", "verdict"]],
        pd.concat(areas, ignore_index=True)[["layer", "area_id", "name"]].rename(
            columns={"name": "area_name"}
        ),
        rows,
        dict(zip(sources["file"], sources["sha256"], strict=True)),
        front_page(engine),
    )


def _published(held: Repository) -> pd.DataFrame:
    """Published values in the columns of the others: never tested, one row a group and period."""
    rows = held.published_estimates()
    where = rows["area_id"] + ", " + rows["group_id"] + ", " + rows["period"]
    return pd.DataFrame(
        {
            "indicator_id": rows["measure_id"],
            "layer": PUBLISHED + rows["source_id"],
            "area_id": where,
            "area_name": where,
            "value": rows["value"],
            "verdict": Verdict.NOT_TESTED.value,
        }
    )


def compare(before: Side, after: Side) -> Difference:
    """What `after` has that `before` has not, and the other way round."""
    both = before.estimates.merge(
        after.estimates, on=KEY, how="outer", suffixes=("_before", "_after")
    )
    both["area_name"] = both["area_name_after"].fillna(both["area_name_before"])
    shown = [both[f"value_{side}"].notna() for side in ("before", "after")]
    known = both["indicator_id"].isin(set(before.estimates["indicator_id"]))
    kept = known & both["indicator_id"].isin(set(after.estimates["indicator_id"]))
    return Difference(
        rows=_rows(before.rows, after.rows),
        files=_states(before.files, after.files, "file"),
        indicators=_ids(before, after, published=False),
        measures=_ids(before, after, published=True),
        areas=_areas(before.areas, after.areas),
        values=_values(both[shown[0] & shown[1]]),
        gained=both.loc[kept & ~shown[0] & shown[1], [*KEY, "area_name"]],
        lost=both.loc[kept & shown[0] & ~shown[1], [*KEY, "area_name"]],
        verdicts=_verdicts(both[kept]),
        sentences=_sentences(before.sentences, after.sentences),
    )


def _rows(before: Mapping[str, int], after: Mapping[str, int]) -> pd.DataFrame:
    names = sorted({*before, *after})
    frame = pd.DataFrame(
        {
            "table": names,
            "before": [before.get(name, 0) for name in names],
            "after": [after.get(name, 0) for name in names],
        }
    )
    return frame[frame["before"] != frame["after"]].reset_index(drop=True)


def _states(before: Mapping[str, str], after: Mapping[str, str], name: str) -> pd.DataFrame:
    found = {
        key: "new" if key not in before else "gone" if key not in after else "changed"
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    }
    return pd.DataFrame({name: list(found), "state": list(found.values())})


def _ids(before: Side, after: Side, *, published: bool) -> pd.DataFrame:
    """Indicators, or published measures, that come or go."""

    def own(side: Side) -> dict[str, str]:
        layers = side.estimates["layer"].astype(str)
        rows = side.estimates[layers.str.startswith(PUBLISHED) == published]
        return dict.fromkeys(rows["indicator_id"], "")

    return _states(own(before), own(after), "indicator_id")


def _areas(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    both = before.merge(after, on=["layer", "area_id"], how="outer", indicator=True)
    both["area_name"] = both["area_name_y"].fillna(both["area_name_x"])
    both["state"] = both["_merge"].map({"left_only": "gone", "right_only": "new"})
    changed = both[both["_merge"] != "both"]
    return changed[["layer", "area_id", "area_name", "state"]].reset_index(drop=True)


def _values(both: pd.DataFrame) -> pd.DataFrame:
    frame = both[[*KEY, "area_name"]].copy()
    frame["before"], frame["after"] = both["value_before"], both["value_after"]
    frame["change"] = frame["after"] - frame["before"]
    spread = frame.groupby(["indicator_id", "layer"])["before"].transform("std")
    frame["spreads"] = frame["change"] / spread.where(spread > 0.0)
    # A layer of one area has no spread: there the change counts beside the value itself.
    alone = frame["change"] / frame["before"].abs().where(frame["before"] != 0.0)
    frame["spreads"] = frame["spreads"].fillna(alone).fillna(np.sign(frame["change"]))
    return frame[frame["change"].abs() > ROUNDING * frame["before"].abs()].reset_index(drop=True)


def _verdicts(both: pd.DataFrame) -> pd.DataFrame:
    frame = both[[*KEY, "area_name"]].copy()
    untested = Verdict.NOT_TESTED.value
    frame["before"] = both["verdict_before"].fillna(untested)
    frame["after"] = both["verdict_after"].fillna(untested)
    return frame[frame["before"] != frame["after"]].reset_index(drop=True)


def _sentences(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    length = max(len(before), len(after))
    filled = [side + ("",) * (length - len(side)) for side in (before, after)]
    return tuple((old, new) for old, new in zip(*filled, strict=True) if old != new)
