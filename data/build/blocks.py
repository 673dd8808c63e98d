"""Census blocks as an area is made of them, and the block that an event is counted in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.build.geography import Geography
from data.estimation.weights import TRACT_LAYERS, VINTAGES
from data.models import AGE_BANDS, Layer
from data.repository.tables import DEGREE

# Blocks of the census nearest to the years of the events.
EVENT_VINTAGE = 2010
# What the block of an event shares with it, the strictest first: an area drawn along the edges of
# these holds the block where it holds the event.
_ALIKE = (
    (Layer.ZIP, Layer.COUNCIL_DISTRICT, Layer.NEIGHBORHOOD, Layer.HOLC_GRADE),
    (Layer.ZIP, Layer.COUNCIL_DISTRICT, Layer.NEIGHBORHOOD),
    (Layer.ZIP, Layer.COUNCIL_DISTRICT),
    (Layer.ZIP,),
    (),
)
# Areas that a block lies in, by which it is stored.
BLOCK_LAYERS = (Layer.NEIGHBORHOOD, Layer.ZIP, Layer.COUNCIL_DISTRICT, Layer.HOLC_GRADE)


def event_blocks(events: pd.DataFrame, blocks: pd.DataFrame) -> pd.Series:
    """Number of the block that stands for each event: the nearest in the same areas.

    `events` has `lon`, `lat` (NaN: nowhere) and a column a layer, as `blocks`. What is stored of an
    event is this block, never its point. None for an event that is nowhere.
    """
    found = pd.Series(None, index=events.index, dtype=object)
    for layers in _ALIKE:
        names = [layer.value for layer in layers if layer.value in blocks]
        open_rows = events[found.isna() & events["lon"].notna()]
        if open_rows.empty:
            break
        found.update(_nearest_alike(open_rows, blocks, names))
    return found


def _nearest_alike(events: pd.DataFrame, blocks: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    """Of the events with a block in the same areas `names`, the nearest one."""
    cells = dict(_cells(blocks, names))
    nearest = {}
    for key, rows in _cells(events, names):
        if key not in cells:
            continue
        there = cells[key]
        for index, lon, lat in rows[["lon", "lat"]].itertuples():
            east = (there["lon"] - lon) * np.cos(np.radians(lat))
            apart = np.hypot(east, there["lat"] - lat)
            nearest[index] = there["block"].loc[apart.idxmin()]
    return pd.Series(nearest, dtype=object)


def _cells(frame: pd.DataFrame, names: Sequence[str]) -> list[tuple[tuple[str, ...], pd.DataFrame]]:
    """Rows by the areas that they lie in; one cell without names."""
    if not names:
        return [((), frame)]
    groups = frame.groupby([frame[name].fillna("") for name in names], sort=True)
    return [(tuple(map(str, key)), rows) for key, rows in groups]


def block_table(
    geography: Geography, events: pd.DataFrame | None, keys: dict[str, dict[str, int]]
) -> pd.DataFrame:
    """Table `block`: blocks where somebody lives or an event is counted, with the id `block`.

    `keys`: area keys by layer and area id.
    """
    used = set() if events is None else set(events["block"].dropna())
    frames = []
    for vintage in VINTAGES:
        blocks = geography.blocks[vintage]
        needed = blocks["people"] > 0
        if vintage == EVENT_VINTAGE:
            needed |= blocks["block"].isin(used)
        kept = blocks[needed].sort_values("block")
        frame = pd.DataFrame({"vintage": vintage, "block": kept["block"]})
        frame["tract_key"] = kept["tract"].map(keys[TRACT_LAYERS[vintage].value])
        for name in ("lon", "lat"):
            frame[name] = np.round(kept[name] * DEGREE).astype(int)
        for layer in BLOCK_LAYERS:
            there = layer.value in kept
            ids = kept[layer.value].map(keys[layer.value]) if there else pd.NA
            frame[f"{layer.value}_key"] = pd.Series(ids, index=kept.index, dtype="Int64")
        frame[["people", *AGE_BANDS]] = kept[["people", *AGE_BANDS]]
        frames.append(frame)
    table = pd.concat(frames, ignore_index=True)
    table.insert(0, "block_key", range(1, len(table) + 1))
    return table
