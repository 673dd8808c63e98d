"""An area that a visitor draws: what the build says of the same blocks, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
import shapely

from data.atlas.atlas import Atlas
from data.atlas.layer_values import NUMBERS, WORDS, LayerValues, flag_set
from data.atlas.own import OwnArea
from data.models import Flag, Geography, Kind, Layer, PlaceId, Verdict
from data.outline import (
    GRID,
    Outline,
    OutlineError,
    OwnWord,
    Wrong,
    circle,
    decoded,
    encoded,
    inside,
    outline_of,
    own_word,
)
from data.repository.queries import BLOCK_COLUMNS
from data.rules import MIN_EVENTS_FOR_RATE, MIN_PEOPLE_FOR_LIFE_TABLE
from tests.node.cases import cases
from tests.shared import services

EXACT = 1e-9
STORED = (Layer.CITY, Layer.COUNCIL_DISTRICT, Layer.ZIP, Layer.GROUP, Layer.NEIGHBORHOOD)
# The verdict on one area is one test; that of a layer is corrected over all of its places, and only
# they are ranked.
ONE_TEST = {"p_adjusted", "verdict", "rank", "rank_lower", "rank_upper"}
HOMICIDE, LIFE = "homicide_rate", "life_expectancy"
# Homicides vary from year to year as in the layer where they vary most, not as in the area's own.
OWN_DISPERSION = {"difference_se", "difference_lower", "difference_upper", "flags", "upper"}
SAMPLE = random.Random(20261129)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return services().atlas


@cache
def stored_blocks(vintage: int) -> np.ndarray:
    return services().atlas.repository.blocks(vintage)


def blocks_of(atlas: Atlas, layer: Layer, area_id: str) -> dict[int, np.ndarray]:
    """The blocks of a stored area, by vintage."""
    areas = atlas.areas(layer).set_index("area_id")["area_key"]
    found = {}
    for vintage in (2010, 2020):
        rows = stored_blocks(vintage)
        if layer is Layer.CITY:
            found[vintage] = np.ones(len(rows), dtype=bool)
        else:
            held = rows[:, BLOCK_COLUMNS.index(f"{layer.value}_key")]
            found[vintage] = held == areas[area_id]
    return found


def made_of(atlas: Atlas, layer: Layer, area_id: str) -> OwnArea:
    """A drawn area of just the blocks of a stored one.

    Neighborhoods are picked: their events are known, where those of an outline are its blocks', and
    four events have no block in their own neighborhood, ZIP code and district at once. A group is
    its members, picked.
    """
    if layer is Layer.GROUP:
        return atlas.own(OwnWord(Outline(picked=atlas.group_members[area_id])).area_id)
    if layer is Layer.NEIGHBORHOOD:
        return atlas.own(OwnWord(Outline(picked=(area_id,))).area_id)
    west, south, east, north = (round(x * GRID) for x in atlas.bounds("city"))
    around = outline_of([(west, south), (east, south), (east, north), (west, north)])
    return atlas.own_ground.area_of(OwnWord(around), blocks_of(atlas, layer, area_id))


def differing(own: OwnArea, stored: LayerValues, area_id: str) -> Iterator[tuple[str, str]]:
    """Indicator and column in which the two differ by more than nothing."""
    (rows,) = own.values.at.values()
    for key, row in rows.items():
        if key not in stored.at[area_id]:
            continue
        there = stored.at[area_id][key]
        for name, a, b in zip(NUMBERS, own.values.numbers[row], stored.numbers[there], strict=True):
            if not (np.isnan(a) and np.isnan(b)) and not abs(a - b) <= EXACT:
                yield key, name
        for name, one, other in zip(WORDS, own.values.words[row], stored.words[there], strict=True):
            if one != other:
                yield key, name


def check_equal(atlas: Atlas, own: OwnArea, layer: Layer, area_id: str) -> None:
    stored = atlas.layer_values(layer)
    row = own.values.at[own.area_id][HOMICIDE]
    told = not np.isnan(own.values.numbers[row, NUMBERS.index("value")])
    # a group has a pooled table of any size, a drawn area from as many people on
    people = atlas.areas(layer).set_index("area_id").at[area_id, "people_2010"]
    averaged = layer is Layer.GROUP and people < MIN_PEOPLE_FOR_LIFE_TABLE
    for key, name in differing(own, stored, area_id):
        if name in ONE_TEST or (key == LIFE and averaged):
            continue
        allowed = OWN_DISPERSION if told else OWN_DISPERSION | {"events"}
        assert key == HOMICIDE, (layer, area_id, key, name)
        assert name in allowed, (layer, area_id, name)
        assert told <= (name not in {"upper", "flags"}), (layer, area_id, name)


def stored_areas(atlas: Atlas) -> list[tuple[Layer, str]]:
    """Every area that somebody lives in."""
    return [
        (layer, area_id)
        for layer in STORED
        for area_id, *people in atlas.areas(layer)[
            ["area_id", "people_2010", "people_2020"]
        ].itertuples(index=False)
        if any(people)
    ]


def test_blocks_of_a_stored_area_have_its_values(atlas: Atlas) -> None:
    every = stored_areas(atlas)
    chosen = [pair for pair in every if pair[0] in (Layer.CITY, Layer.COUNCIL_DISTRICT)]
    for layer in (Layer.ZIP, Layer.GROUP, Layer.NEIGHBORHOOD):
        chosen += SAMPLE.sample([pair for pair in every if pair[0] is layer], 5)
    for layer, area_id in chosen:
        check_equal(atlas, made_of(atlas, layer, area_id), layer, area_id)


@pytest.mark.full
def test_blocks_of_every_stored_area_have_its_values(atlas: Atlas) -> None:
    for layer, area_id in stored_areas(atlas):
        check_equal(atlas, made_of(atlas, layer, area_id), layer, area_id)


def drawn_like(atlas: Atlas, area_id: str) -> Outline | None:
    """An outline of few corners that holds just the blocks of a ZIP code, if one can be found."""
    rings = atlas.rings(Layer.ZIP.value)[area_id]
    if len(rings) != 1:
        return None
    shape = shapely.Polygon(rings[0])
    for tolerance in (0.0002, 0.0004, 0.0008, 0.0016):
        simple = shape.simplify(tolerance)
        corners = np.rint(np.asarray(simple.exterior.coords) * GRID).astype(int)
        try:
            outline = outline_of(corners.tolist())
        except OutlineError:
            continue
        wanted = blocks_of(atlas, Layer.ZIP, area_id)
        held = {v: inside(outline.ring, b.lon, b.lat) for v, b in atlas.own_ground.blocks.items()}
        if all((held[v] == wanted[v]).all() for v in wanted):
            return outline
    return None


def test_an_outline_drawn_like_a_zip_code_has_its_values(atlas: Atlas) -> None:
    zips = [area_id for layer, area_id in stored_areas(atlas) if layer is Layer.ZIP]
    found = {area_id: outline for area_id in zips if (outline := drawn_like(atlas, area_id))}
    assert len(found) >= 10
    for area_id in sorted(found)[:4]:
        check_equal(atlas, atlas.own(OwnWord(found[area_id]).area_id), Layer.ZIP, area_id)


def test_an_outline_around_the_city_has_the_citys_values_and_no_test(atlas: Atlas) -> None:
    own = made_of(atlas, Layer.CITY, "2938000")
    again = atlas.own(own.area_id)
    city = str(atlas.areas(Layer.CITY)["area_id"].iloc[0])
    check_equal(atlas, again, Layer.CITY, city)
    assert {words[2] for words in again.values.words} == {Verdict.NOT_TESTED.value}


def test_picked_neighborhoods_are_pooled(atlas: Atlas) -> None:
    ivanhoe = atlas.own(OwnWord(Outline(picked=("52", "53", "54", "55"))).area_id)
    assert ivanhoe.areas["people_2020"].tolist() == [4653]


def test_modelled_values_and_few_residents_are_never_tested(atlas: Atlas) -> None:
    small, large = (circle(-94.5646, 39.0535, miles) for miles in (0.5, 2.0))
    tests = 0
    for outline in (small, large):
        own = atlas.own(OwnWord(outline).area_id)
        for key, row in own.values.at[own.area_id].items():
            indicator, words = atlas.catalogue.indicator(key), own.values.words[row]
            tested = words[2] != Verdict.NOT_TESTED.value
            tests += tested
            if indicator.kind is Kind.MODELLED or Flag.FEW_RESIDENTS in flag_set(words[1]):
                assert not tested
    assert tests > 40


def test_few_homicides_are_no_number_inside_or_around(atlas: Atlas) -> None:
    """Of an outline no count under ten is told, nor one that leaves fewer than ten elsewhere."""
    ground = atlas.own_ground
    events = atlas.homicides
    keys = ground.blocks[2010].key
    per_block = events.groupby("block_key")["weight"].sum()
    most = per_block.idxmax()
    assert per_block.max() < MIN_EVENTS_FOR_RATE  # or the next lines test nothing
    everywhere = {v: np.ones(b.key.shape, dtype=bool) for v, b in ground.blocks.items()}
    all_but_one = {2010: keys != most, 2020: everywhere[2020]}
    word = OwnWord(circle(-94.5646, 39.0535, 0.5))
    own = ground.area_of(word, all_but_one)
    row = own.values.numbers[own.values.at[word.area_id][HOMICIDE]]
    assert np.isnan(row[[NUMBERS.index(n) for n in ("value", "lower", "upper", "events")]]).all()


def test_words_of_an_address_are_read_back(atlas: Atlas) -> None:
    outline = circle(-94.5646, 39.0535, 1.0)
    word = OwnWord(outline, "Parroquia de San José")
    place = PlaceId(Geography.OWN, word.area_id)
    assert PlaceId.parse(str(place)) == place
    assert own_word(word.area_id.upper(), ()) == word
    turned = outline.corners[7:] + outline.corners[:7]
    assert outline_of(turned) == outline_of(reversed(outline.corners)) == outline


@pytest.mark.parametrize(
    ("corners", "wrong"),
    [
        ([(0, 0), (10, 10), (10, 0), (0, 10)], Wrong.CROSSES),
        ([(0, 0), (10, 0)], Wrong.FEW_CORNERS),
        ([(0, 0), (10, 0), (20, 0)], Wrong.CROSSES),
        ([(i, i * i) for i in range(61)], Wrong.MANY_CORNERS),
        ([(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)], Wrong.CROSSES),
    ],
)
def test_rings_that_are_none_say_why(corners: list[tuple[int, int]], wrong: Wrong) -> None:
    with pytest.raises(OutlineError) as refused:
        outline_of(corners)
    assert refused.value.wrong is wrong


def test_outlines_are_written_as_the_browser_writes_them() -> None:
    for case in cases("outlines")["rings"]:
        corners = [(lon, lat) for lon, lat in case["corners"]]
        assert encoded(corners) == case["shape"]
        assert decoded(case["shape"]).corners == tuple(corners)
    for corners in cases("outlines")["crossing"]:
        with pytest.raises(OutlineError, match=Wrong.CROSSES):
            outline_of(corners)
