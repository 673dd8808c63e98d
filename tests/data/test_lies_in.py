"""Which places lie in which: against the source blocks, and what follows from it."""

from __future__ import annotations

import os
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from data.atlas.atlas import Atlas
from data.atlas.inside import lies_in, parts_of
from data.models import LARGER, Geography, Layer, PlaceId, geography_of
from tests.shared import services

FILES = {
    "neighborhood": ("geometry/neighborhoods_kcmo.geojson", "NBHID"),
    "council_district": ("geometry/council_districts.geojson", "dist_id"),
}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return services().atlas


def test_a_district_holds_the_centers_that_the_issue_counts(atlas: Atlas) -> None:
    parts = parts_of(atlas, "council_district-3", Layer.NEIGHBORHOOD)
    assert sum(part.center for part in parts) == 57
    assert len(atlas.members[Geography.NEIGHBORHOOD]["council_district-3"]) == 57
    assert [part.center for part in parts] == sorted((p.center for p in parts), reverse=True)


@pytest.mark.parametrize("layer", list(LARGER))
def test_shares_of_a_place_sum_to_all_of_its_people(atlas: Atlas, layer: Layer) -> None:
    for larger in LARGER[layer]:
        frame = atlas.lies_in(layer, larger)
        counted = "people_2010" if layer is Layer.TRACT_2010 else "people_2020"
        people = atlas.areas(layer).set_index("area_id")[counted]
        shared = frame.groupby("area_id")["people"].sum().reindex(people.index).fillna(0)
        assert (shared <= people).all()
        if larger in (Layer.ZIP, Layer.COUNCIL_DISTRICT):  # they cover the city
            assert (people - shared).sum() <= 25
        # nothing lies twice in places of one kind
        assert frame[frame["center"] == 1]["area_id"].is_unique


def test_both_directions_tell_the_same(atlas: Atlas) -> None:
    for area_id in atlas.areas(Layer.NEIGHBORHOOD)["area_id"]:
        for part in lies_in(atlas, str(PlaceId(Geography.NEIGHBORHOOD, area_id))):
            assert part in parts_of(atlas, str(part.larger), Layer.NEIGHBORHOOD)
            assert not part.share > 1


def test_members_are_places_that_exist(atlas: Atlas) -> None:
    for by, found in atlas.members.items():
        for holder, inside in found.items():
            assert PlaceId.parse(holder) is not None
            assert inside
            assert inside <= atlas.place_ids[by]
    assert set(atlas.members) == {geography_of(layer) for layer in LARGER}


def test_the_city_and_strangers_hold_nothing(atlas: Atlas) -> None:
    for place in ("city", "neighborhood-113", "zip-99999", "", "council_district-3x"):
        assert parts_of(atlas, place, Layer.NEIGHBORHOOD) == ()
    assert lies_in(atlas, "city") == lies_in(atlas, "nowhere") == ()


def test_people_of_both_are_those_of_the_blocks(atlas: Atlas) -> None:
    """Counted again from the files, with none of the code of the build."""
    directory = os.environ.get("SOURCES")
    if directory is None:
        pytest.skip("needs SOURCES: the directory of source files (docs/how-to/add-a-source.md)")
    blocks = pd.read_csv(Path(directory) / "population" / "blocks_2020_kcmo.csv")
    points = gpd.GeoSeries.from_xy(blocks["lon"], blocks["lat"], crs="EPSG:4326")
    for layer, (file, key) in FILES.items():
        shapes = gpd.read_file(Path(directory) / file)
        tree, ids = shapes.sindex, shapes[key].astype(str).to_numpy()
        point, shape = tree.query(points, predicate="intersects")
        blocks[layer] = pd.Series(ids[shape], index=point).groupby(level=0).min()
    counted = blocks.groupby(["neighborhood", "council_district"])["population"].sum()
    frame = atlas.lies_in(Layer.NEIGHBORHOOD, Layer.COUNCIL_DISTRICT)
    stored = frame.set_index(["area_id", "larger_id"])["people"]
    assert stored[stored > 0].sort_index().to_dict() == counted[counted > 0].to_dict()
