"""The tables of the extract, filled: one frame a table, columns as in the schema."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from data.build.blocks import EVENT_VINTAGE
from data.build.boundaries import neighbor_pairs
from data.build.geography import Geography
from data.build.hatch import hatches
from data.build.reading import SourceDirectory
from data.build.sources.nchs import TABLE_FLAG
from data.build.sources.tract_table import TractTable
from data.catalogue.loader import Catalogue
from data.cities.city import city
from data.estimation.weights import TRACT_LAYERS, Weights
from data.models import AGE_BANDS, Layer
from data.repository.tables import group_member, homicide

HATCHED = (
    Layer.NEIGHBORHOOD,
    Layer.ZIP,
    Layer.COUNCIL_DISTRICT,
    Layer.GROUP,
    Layer.TRACT_2010,
    Layer.TRACT_2020,
)


class AreaKeys:
    """Area keys by layer and area id."""

    def __init__(self, geography: Geography) -> None:
        self._keys = {layer.value: geography.keys(layer) for layer in geography.shapes}

    @property
    def by_layer(self) -> dict[str, dict[str, int]]:
        """Area id -> key, by layer."""
        return self._keys

    def __call__(self, layer: str, area_ids: pd.Series) -> pd.Series:
        """Keys of the ids of one layer; nothing for an id that is None."""
        return area_ids.map(self._keys[layer]).astype("Int64")


def area_table(geography: Geography) -> pd.DataFrame:
    """Table `area`."""
    return geography.areas.reset_index()


def source_table(catalogue: Catalogue, source: SourceDirectory) -> pd.DataFrame:
    """Table `source`: one row a file that the build has read or recorded."""
    rows = []
    for entry in catalogue.sources.values():
        for file in entry.files:
            record = source.records[file.path]
            rows.append(
                {
                    "source_id": entry.id,
                    "file": file.path,
                    "publisher": entry.publisher,
                    "title": entry.title.en,
                    "vintage": entry.vintage,
                    "licence": entry.licence.en,
                    "sha256": record.sha256,
                    "rows": record.rows,
                }
            )
    return pd.DataFrame(rows)


def indicator_table(catalogue: Catalogue) -> pd.DataFrame:
    """Table `indicator`: keys in the order of the ids."""
    ids = sorted(catalogue.indicators)
    return pd.DataFrame({"indicator_key": range(1, len(ids) + 1), "indicator_id": ids})


def group_member_table(geography: Geography, keys: AreaKeys) -> pd.DataFrame:
    """Table `group_member`: the home places of every group."""
    home = city().home.value
    frames = [
        pd.DataFrame(
            {
                "area_key": keys(Layer.GROUP.value, pd.Series([group] * len(members))),
                "member_key": keys(home, pd.Series(members)),
            }
        )
        for group, members in geography.members.items()
    ]
    names = [column.name for column in group_member.columns]
    return pd.concat(frames or [pd.DataFrame(columns=names)], ignore_index=True)


def neighbor_table(
    layers: Mapping[Layer, gpd.GeoDataFrame], geography: Geography, keys: AreaKeys
) -> pd.DataFrame:
    """Table `neighbor`: queen contiguity of the layers that a map shows.

    Tracts touch or not as the Census drew them: outlines cut at the city and simplified for the
    map lose neighbors, and with them clusters. Groups that share a member are not beside each
    other.
    """
    frames = []
    for layer in (layer for layer in HATCHED if layer in layers):
        shapes = layers[layer]
        if layer in geography.whole_tracts:
            whole = geography.whole_tracts[layer]
            shapes = whole[whole["area_id"].isin(set(shapes["area_id"]))]
        found = neighbor_pairs(shapes)
        if layer is Layer.GROUP:
            inside = geography.members
            found = [(a, b) for a, b in found if not set(inside[a]) & set(inside[b])]
        pairs = pd.DataFrame(found, columns=["area", "neighbor"])
        frames.append(
            pd.DataFrame(
                {
                    "area_key": keys(layer.value, pairs["area"]),
                    "neighbor_key": keys(layer.value, pairs["neighbor"]),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def hatch_table(layers: Mapping[Layer, gpd.GeoDataFrame], keys: AreaKeys) -> pd.DataFrame:
    """Table `hatch`."""
    frames = []
    for layer in (layer for layer in HATCHED if layer in layers):
        lines = hatches(layers[layer])
        frame = pd.DataFrame({"area_id": list(lines), "lines": list(lines.values())})
        frames.append(frame.assign(area_key=keys(layer.value, frame["area_id"])))
    return pd.concat(frames, ignore_index=True)[["area_key", "lines"]]


def area_tract_table(
    weights: Mapping[int, Weights], geography: Geography, keys: AreaKeys
) -> pd.DataFrame:
    """Table `area_tract`: block people of every area by tract, both vintages."""
    frames = []
    for vintage, table in weights.items():
        tract_keys = keys(TRACT_LAYERS[vintage].value, pd.Series(table.tracts)).to_numpy()
        for layer, people in table.people.items():
            area_keys = keys(layer.value, pd.Series(geography.ids(layer))).to_numpy()
            row, column = np.nonzero(people[:, :, 0])
            counts = people[row, column].astype(int)
            frame = pd.DataFrame(counts, columns=["people", *AGE_BANDS])
            frame.insert(0, "tract_key", tract_keys[column])
            frame.insert(0, "area_key", area_keys[row])
            frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def life_table_table(
    frame: pd.DataFrame, life_expectancy: TractTable, tracts: list[str], keys: AreaKeys
) -> pd.DataFrame:
    """Table `life_table`: published tables of the city's tracts."""
    kept = frame[frame["tract"].isin(set(tracts))].copy()
    kept["tract_key"] = keys(Layer.TRACT_2010.value, kept["tract"])
    flags = life_expectancy.column(TABLE_FLAG)
    kept["table_flag"] = flags.reindex(kept["tract"]).to_numpy().astype(int)
    return kept.drop(columns="tract")


def homicide_table(
    events: pd.DataFrame | None, blocks: pd.DataFrame, keys: AreaKeys
) -> pd.DataFrame:
    """Table `homicide`: areas, block and year, in an order that tells nothing of the day.

    Empty for a city whose events nobody counts; no key where it lacks a layer.
    """
    if events is None:
        return pd.DataFrame(columns=[column.name for column in homicide.columns])
    layers = (
        Layer.NEIGHBORHOOD,
        Layer.ZIP,
        Layer.COUNCIL_DISTRICT,
        Layer.TRACT_2010,
        Layer.TRACT_2020,
        Layer.HOLC_GRADE,
    )
    frame = pd.DataFrame(
        {
            f"{k.value}_key": keys(k.value, events[k.value]) if k.value in events else pd.NA
            for k in layers
        },
        index=events.index,
    )
    of_events = blocks[blocks["vintage"] == EVENT_VINTAGE].set_index("block")["block_key"]
    frame["block_key"] = events["block"].map(of_events).to_numpy()
    frame["year"] = events["year"].to_numpy()
    frame["no_arrest"] = events["no_arrest"].to_numpy()
    frame["weight"] = events["weight"].to_numpy()
    frame = frame.sort_values(list(frame.columns), ignore_index=True)
    frame.insert(0, "homicide_key", range(1, len(frame) + 1))
    return frame


def benchmark_table(
    published: pd.DataFrame, catalogue: Catalogue, indicator_keys: Mapping[str, int]
) -> pd.DataFrame:
    """Table `benchmark`: 500 Cities values of the city and the USA, as published."""
    frames = []
    for indicator in catalogue.indicators.values():
        given = indicator.input
        if given is None or given.table != "cities500_2017":
            continue
        rows = published[published["question"] == given.value].drop(columns="question")
        frames.append(rows.assign(indicator_key=indicator_keys[indicator.id]))
    return pd.concat(frames, ignore_index=True)
