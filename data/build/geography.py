"""Places and their people: census block points in polygons, and the weights that follow.

A block belongs to the polygon that holds its point. Blocks of 2010 lead to 2010 tracts and blocks
of 2020 to 2020 tracts (by the block's own number), so no crosswalk between tracts is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.build.errors import BuildError, SourceError
from data.build.reading import HEADER_LINES, WGS84, SourceDirectory
from data.build.sources import census, city_layers, mapping_inequality
from data.build.sources.mapping_inequality import GRADES, UNGRADED
from data.cities.city import city
from data.estimation.weights import TRACT_LAYERS, VINTAGES, Weights
from data.models import AGE_BANDS, Layer
from data.models import Geography as Place


@dataclass(frozen=True, slots=True)
class Geography:
    """Every area of every layer, and every block with the areas it lies in.

    `areas`: layer, area_id, name, official_name, named, people_2010, people_2020,
    people_whole_tract, lon, lat, main_grade; its index is the area key, and ids stand in text order
    within a layer. `shapes` holds the source polygons by layer (WGS 84, area_id), cut at the city;
    `whole_tracts` the uncut ones of the tracts. `metro_people[vintage]` counts the residents of
    every tract with an outline, by tract id. `blocks[vintage]` has one column a layer with the area
    id (None: in
    no area), but none for groups, which may share members: `rows_of` finds theirs. `members` are
    the home places of each group.
    """

    areas: pd.DataFrame
    shapes: Mapping[Layer, gpd.GeoDataFrame]
    whole_tracts: Mapping[Layer, gpd.GeoDataFrame]
    blocks: Mapping[int, pd.DataFrame]
    known_tracts: Mapping[int, frozenset[str]]
    metro_people: Mapping[int, pd.Series]
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def blocks_of(self, layer: Layer, vintage: int) -> pd.DataFrame:
        """The blocks of a vintage with a column of that layer; one in two groups stands twice."""
        return rows_of(self.blocks[vintage], layer, self.members)

    def ids(self, layer: Layer) -> list[str]:
        """Area ids of a layer, in the order of their keys."""
        return self.areas.loc[self.areas["layer"] == layer.value, "area_id"].tolist()

    def keys(self, layer: Layer) -> dict[str, int]:
        """Area id -> area key."""
        rows = self.areas[self.areas["layer"] == layer.value]
        return dict(zip(rows["area_id"], rows.index, strict=True))


def read_geography(source: SourceDirectory) -> Geography:
    """Read polygons and blocks, place the blocks, count the people."""
    tracts = {2010: census.tracts_2010(source), 2020: census.tracts_2020(source)}
    blocks = {v: census.blocks(source, v) for v in VINTAGES}
    for vintage, frame in blocks.items():
        _check_block_tracts(frame, tracts[vintage], vintage)
    limit = census.city_limit(source)
    own = {
        Layer(layer): city_layers.areas(source, words.source)
        for layer, words in city().layers.items()
        if words.source is not None
    }
    whole = {
        **own,
        Layer.CITY: limit,
        Layer.TRACT_2010: _city_tracts(tracts[2010], blocks[2010]),
        Layer.TRACT_2020: _city_tracts(tracts[2020], blocks[2020]),
    }
    if city().history:
        graded = mapping_inequality.graded_areas(source)
        grades = graded.dissolve("grade").reset_index().rename(columns={"grade": "name"})
        whole[Layer.HOLC_GRADE] = grades.assign(area_id=grades["name"])
    for vintage in VINTAGES:
        blocks[vintage] = _place_blocks(blocks[vintage], vintage, whole)
    shapes = dict(whole)
    for layer in set(whole) & {*TRACT_LAYERS.values(), Layer.HOLC_GRADE}:
        shapes[layer] = _cut(whole[layer], limit)
    members = _members(own)
    if members:
        shapes[Layer.GROUP] = unions(shapes[Layer(city().home)], members)
    areas = _areas(shapes, blocks, members)
    for layer, frame in own.items():
        _check_published_counts(areas, layer, frame)
    known = {v: tracts[v].known for v in VINTAGES}
    whole_tracts = {layer: whole[layer] for layer in TRACT_LAYERS.values()}
    metro = {v: tracts[v].outlines.set_index("tract")["whole_people"] for v in VINTAGES}
    return Geography(areas, shapes, whole_tracts, blocks, known, metro, members)


# -- groups of places ---------------------------------------------------------------------------


def _members(own: Mapping[Layer, gpd.GeoDataFrame]) -> dict[str, tuple[str, ...]]:
    """Home places of each group. Raises BuildError for one that there is not."""
    groups = city().place_groups
    if not groups:
        return {}
    known = set(own[Layer(city().home)]["area_id"])
    for group in groups.values():
        if unknown := [member for member in group.members if member not in known]:
            raise BuildError(
                f"groups/{group.id}.yaml: members: there is no {city().home.value} {unknown[0]!r}"
            )
    return {group.id: group.members for group in groups.values()}


def unions(homes: gpd.GeoDataFrame, members: Mapping[str, tuple[str, ...]]) -> gpd.GeoDataFrame:
    """Area id, name and the united outline of each group, from those of home places."""
    shapes = homes.set_index("area_id").geometry
    united = [shapes.loc[list(ids)].union_all() for ids in members.values()]
    names = [city().place_groups[group].name.en for group in members]
    return gpd.GeoDataFrame(
        {"area_id": list(members), "name": names}, geometry=united, crs=homes.crs
    )


def rows_of(
    frame: pd.DataFrame, layer: Layer, members: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:
    """Rows with a column of the layer's area ids, from a frame with a column a layer.

    A row whose home place is in several groups stands once in each, one in no group in none.
    """
    if layer is not Layer.GROUP:
        return frame
    pairs = [(group, home) for group, homes in members.items() for home in homes]
    table = pd.DataFrame(pairs, columns=[Layer.GROUP.value, city().home.value], dtype=object)
    return frame.merge(table, on=city().home.value, how="inner")


# -- placing ------------------------------------------------------------------------------------


def _check_block_tracts(blocks: pd.DataFrame, tracts: census.Tracts, vintage: int) -> None:
    unknown = ~blocks["tract"].isin(set(tracts.outlines["tract"])).to_numpy()
    if unknown.any():
        at = int(np.flatnonzero(unknown)[0])
        raise SourceError(
            census.BLOCK_FILES[vintage],
            row=at + 1 + HEADER_LINES,
            column="block_geoid",
            value=blocks["block"].iloc[at],
            expected=f"a block of a {vintage} tract with an outline",
        )


def _city_tracts(tracts: census.Tracts, blocks: pd.DataFrame) -> gpd.GeoDataFrame:
    """Tracts that have a block in the city."""
    frame = tracts.outlines[tracts.outlines["tract"].isin(set(blocks["tract"]))]
    return frame.rename(columns={"tract": "area_id"}).reset_index(drop=True)


def _cut(frame: gpd.GeoDataFrame, city: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The part of each area inside the city (the whole where only a line or nothing is left)."""
    inside = polygons_of(frame.geometry.intersection(city.geometry.union_all()))
    return frame.set_geometry(inside.where(~inside.is_empty, frame.geometry))


def polygons_of(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Only the surfaces of each shape: cutting leaves stray points and lines behind."""
    parts = shapes.explode(index_parts=False)
    surfaces = parts[parts.geom_type == "Polygon"]
    merged = surfaces.groupby(level=0).agg(lambda rows: shapely.union_all(rows.to_numpy()))
    empty = shapely.Polygon()
    return gpd.GeoSeries([merged.get(i, empty) for i in shapes.index], shapes.index, crs=shapes.crs)


def locate_all(points: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame) -> pd.Series:
    """Area ids of the polygons that hold each point, in text order; several for a point on a line.

    One row a pair, indexed as `points`; a point in no polygon has one row, with a missing id.
    """
    order = sorted(shapes["area_id"])
    ranked = shapes.set_index("area_id").loc[order].reset_index()[["area_id", "geometry"]]
    found = gpd.sjoin(points[["geometry"]], ranked, predicate="intersects", how="left")
    ids: pd.Series = found.sort_values("index_right", kind="stable")["area_id"]
    return ids


def locate(points: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame) -> pd.Series:
    """Area id of the polygon that holds each point (None: no polygon).

    Where polygons overlap the first id wins, so that nobody is counted twice.
    """
    first = locate_all(points, shapes).groupby(level=0).first()
    located: pd.Series = first.reindex(points.index).astype(object)
    nothing: pd.Series = located.where(located.notna(), None)
    return nothing


def _place_blocks(
    blocks: pd.DataFrame, vintage: int, shapes: Mapping[Layer, gpd.GeoDataFrame]
) -> pd.DataFrame:
    points = gpd.GeoDataFrame(
        blocks, geometry=gpd.points_from_xy(blocks["lon"], blocks["lat"], crs=WGS84)
    )
    placed = blocks.copy()
    for layer, frame in shapes.items():
        if layer is TRACT_LAYERS[vintage]:
            placed[layer.value] = blocks["tract"]
        elif layer is Layer.CITY:
            placed[layer.value] = city().id  # the files hold the city's blocks and no others
        else:
            placed[layer.value] = locate(points, frame)
    if Layer.HOLC_GRADE in shapes:
        grade = placed[Layer.HOLC_GRADE.value]
        placed[Layer.HOLC_GRADE.value] = grade.where(grade.notna(), UNGRADED)
    return placed


def _areas(
    shapes: Mapping[Layer, gpd.GeoDataFrame],
    blocks: Mapping[int, pd.DataFrame],
    members: Mapping[str, tuple[str, ...]],
) -> pd.DataFrame:
    frames = []
    city_point = shapes[Layer.CITY].geometry.iloc[0].representative_point()
    for layer in sorted(shapes, key=list(Layer).index):
        shape = shapes[layer]
        frame = pd.DataFrame(
            {
                "layer": layer.value,
                "area_id": shape["area_id"],
                "name": shape["name"],
                "official_name": shape.get("official_name", shape["name"]),
                "named": shape.get("named", 1),
                "people_whole_tract": shape.get("whole_people"),
                "point": shape.geometry.representative_point(),
            }
        )
        if layer is Layer.HOLC_GRADE:
            ungraded = frame.iloc[[0]].assign(area_id=UNGRADED, name=UNGRADED, point=city_point)
            frame = pd.concat([frame, ungraded], ignore_index=True)
        frame = frame.set_index("area_id").loc[sorted(frame["area_id"])]
        own = {vintage: rows_of(blocks[vintage], layer, members) for vintage in VINTAGES}
        for vintage in VINTAGES:
            count = own[vintage].groupby(layer.value)["people"].sum()
            frame[f"people_{vintage}"] = count.reindex(frame.index).fillna(0).astype(int)
        frame["main_grade"] = None
        if Layer.HOLC_GRADE in shapes:
            grades = _main_grade(layer, own[2010]).reindex(frame.index)
            frame["main_grade"] = grades.fillna(UNGRADED)
        frames.append(frame.reset_index())
    areas = pd.concat(frames, ignore_index=True)
    areas.index = pd.RangeIndex(1, len(areas) + 1, name="area_key")
    points = areas.pop("point").to_numpy()
    areas["lon"] = np.round(shapely.get_x(points), 5)
    areas["lat"] = np.round(shapely.get_y(points), 5)
    return areas


def _main_grade(layer: Layer, blocks: pd.DataFrame) -> pd.Series:
    """Largest graded share, if at least half of the people live on graded land; else U."""
    grade = Layer.HOLC_GRADE.value
    if layer is Layer.HOLC_GRADE:
        return pd.Series({g: g for g in (*GRADES, UNGRADED)})
    table = blocks.groupby([layer.value, grade])["people"].sum().unstack(fill_value=0)
    table = table.reindex(columns=list(GRADES), fill_value=0)
    everyone = blocks.groupby(layer.value)["people"].sum()
    graded = (everyone > 0) & (table.sum(axis=1) * 2 >= everyone)
    return table.idxmax(axis=1).where(graded, UNGRADED)


def _check_published_counts(areas: pd.DataFrame, layer: Layer, frame: gpd.GeoDataFrame) -> None:
    """The placement repeats the published 2020 count of every area of a layer that has counts."""
    given = city().layers[Place(layer)].source
    if given is None or given.people_2020 is None:
        return
    ours = areas[areas["layer"] == layer.value].set_index("area_id")["people_2020"]
    published = frame.set_index("area_id")["people_2020"].astype(int)
    wrong = published.index[published != ours.reindex(published.index)]
    if len(wrong):
        raise SourceError(
            given.file,
            column=given.people_2020,
            value=int(published[wrong[0]]),
            expected=f"{int(ours[wrong[0]])} people in {layer.value} {wrong[0]}, by its blocks",
        )


def weights(geography: Geography, vintage: int) -> Weights:
    """Count block people by area and tract."""
    tract_layer = TRACT_LAYERS[vintage]
    tracts = geography.ids(tract_layer)
    column = {tract: j for j, tract in enumerate(tracts)}
    people = {}
    for layer in geography.shapes:
        if layer in TRACT_LAYERS.values() and layer is not tract_layer:
            continue
        ids = geography.ids(layer)
        row = {area: i for i, area in enumerate(ids)}
        blocks = geography.blocks_of(layer, vintage)
        counts = blocks[["people", *AGE_BANDS]].to_numpy(dtype=np.float64)
        to = blocks["tract"].map(column).to_numpy()
        at = blocks[layer.value].map(row).to_numpy(dtype=np.float64)
        inside = ~np.isnan(at)
        table = np.zeros((len(ids), len(tracts), 1 + len(AGE_BANDS)))
        np.add.at(table, (at[inside].astype(int), to[inside]), counts[inside])
        people[layer] = table
    areas = geography.areas
    whole = areas[areas["layer"] == tract_layer.value].set_index("area_id")["people_whole_tract"]
    return Weights(
        vintage,
        tracts,
        whole.loc[tracts].to_numpy(dtype=np.float64),
        people,
    )
