"""The layers of places that a city has: one reader, which the city's folder tells what to read."""

from __future__ import annotations

import geopandas as gpd

from data.build.reading import SourceDirectory
from data.cities.city import city
from data.cities.display_names import displayed
from data.cities.layers import LayerSource


def areas(source: SourceDirectory, given: LayerSource) -> gpd.GeoDataFrame:
    """The areas of one layer: area_id, name as shown, official_name, geometry; where the layer has
    them, `named` (1, or 0 for those without a name of their own) and people_2020 as published.
    """
    wanted = {given.id: "area_id", given.name: "name", given.people_2020: "people_2020"}
    columns = {theirs: ours for theirs, ours in wanted.items() if theirs is not None}
    frame = source.features(given.file, columns=tuple(columns), key=given.id)
    frame = frame.rename(columns=columns)
    if given.name is None:
        frame["name"] = frame["area_id"]
    frame["official_name"] = frame["name"]
    frame["name"] = [displayed(str(name), city().name_words) for name in frame["name"]]
    if given.unnamed is not None:
        frame["named"] = (~frame["area_id"].str.startswith(given.unnamed)).astype(int)
    kept = ("area_id", "name", "official_name", "named", "people_2020", "geometry")
    return frame[[column for column in kept if column in frame]]
