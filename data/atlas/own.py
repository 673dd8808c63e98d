"""Areas that visitors draw: which census blocks they hold, and every value that follows.

Nothing is stored: an area is made from the blocks of the extract when it is asked for, and the
latest are kept for a while.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.atlas.layer_values import NUMBERS, LayerValues
from data.catalogue.loader import Catalogue
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.estimation.area import DrawnArea, drawn_estimates
from data.estimation.life_expectancy import PublishedTables, published_tables
from data.estimation.rows import flag_text
from data.estimation.tract_values import TractValues, as_stored
from data.estimation.weights import TRACT_LAYERS, VINTAGES, Floats, Weights
from data.models import Flag, Layer
from data.outline import Outline, OutlineError, OwnWord, Wrong, inside, own_word
from data.pooling.poolers import LayerWeights
from data.repository.queries import BLOCK_COLUMNS, Repository
from data.repository.tables import DEGREE

Mask = NDArray[np.bool_]
_OF_TRACTS = ("value", "lower", "upper", "se", "denominator")
_PEOPLE = BLOCK_COLUMNS.index("people")
EVENT_VINTAGE = 2010  # of the blocks in which events are counted


class _Ground(Protocol):
    """What this module asks of the atlas, which asks this module for drawn areas."""

    catalogue: Catalogue
    repository: Repository

    @property
    def homicides(self) -> pd.DataFrame: ...

    def areas(self, layer: Layer, /) -> pd.DataFrame: ...

    def weights(self, layer: Layer, vintage: int, /) -> LayerWeights: ...

    def layer_values(self, layer: Layer, /) -> LayerValues: ...

    def neighbors(self, layer: Layer, /) -> Mapping[str, frozenset[str]]: ...

    def rings(self, layer: str, /) -> Mapping[str, tuple[Floats, ...]]: ...

    def bounds(self, layer: str) -> tuple[float, float, float, float]: ...

    def dispersion(self, *layers: Layer) -> float: ...


AnyAtlas = TypeVar("AnyAtlas", bound=_Ground)


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Census blocks of one vintage, n of them: points in degrees, positions, people.

    `tract` is the position in the layer of tracts; `home` and `grade` are area keys, -1 for none;
    `people` (n, 13) is everyone and the age bands; `larger` are area keys by layer of what else
    holds them.
    """

    key: NDArray[np.int32]
    lon: Floats
    lat: Floats
    tract: NDArray[np.int16]
    home: NDArray[np.int16]
    grade: NDArray[np.int16]
    people: NDArray[np.uint16]
    larger: Mapping[Layer, NDArray[np.int16]]

    @classmethod
    def of(cls, rows: NDArray[np.int64], tract_keys: pd.Series) -> Blocks:
        """From rows under BLOCK_COLUMNS, and the keys of the layer of tracts in its order."""

        def column(name: str) -> NDArray[np.int64]:
            found: NDArray[np.int64] = rows[:, BLOCK_COLUMNS.index(name)]
            return found

        return cls(
            key=column("block_key").astype(np.int32),
            lon=column("lon") / DEGREE,
            lat=column("lat") / DEGREE,
            tract=pd.Index(tract_keys).get_indexer(pd.Index(column("tract_key"))).astype(np.int16),
            home=column(f"{city().home.value}_key").astype(np.int16),
            grade=column("holc_grade_key").astype(np.int16),
            people=rows[:, _PEOPLE:].astype(np.uint16),
            larger={
                layer: column(f"{layer.value}_key").astype(np.int16)
                for layer in (Layer.ZIP, Layer.COUNCIL_DISTRICT)
            },
        )

    def by_tract(self, members: Mask, tracts: int) -> Floats:
        """(tracts, 13) people of the blocks that are `members`."""
        table = np.zeros((tracts, self.people.shape[1]))
        np.add.at(table, self.tract[members], self.people[members].astype(np.float64))
        return table


@dataclass(frozen=True, slots=True, eq=False)
class OwnArea:
    """One drawn area: its word, the row of its place, its people by tract, its values.

    `members`: its blocks by vintage; `events` (events,) are those counted in it.
    """

    word: OwnWord
    areas: pd.DataFrame
    weights: Mapping[int, Weights]
    members: Mapping[int, Mask]
    events: Mask
    values: LayerValues
    rings: tuple[Floats, ...]

    @property
    def area_id(self) -> str:
        """As in addresses."""
        return self.word.area_id


class OwnGround:
    """What areas are drawn on: every block of the city, and the values of its tracts. Read-only."""

    def __init__(self, atlas: _Ground) -> None:
        self._atlas = atlas

    @cached_property
    def blocks(self) -> Mapping[int, Blocks]:
        """Census blocks by vintage."""
        return {
            vintage: Blocks.of(
                self._atlas.repository.blocks(vintage),
                self._atlas.areas(TRACT_LAYERS[vintage])["area_key"],
            )
            for vintage in VINTAGES
        }

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """What is given for drawn areas, in the order of the catalogue."""
        found = self._atlas.catalogue.indicators.values()
        return tuple(indicator for indicator in found if indicator.is_given_for_drawn)

    @cached_property
    def _tract_values(self) -> Mapping[str, TractValues]:
        """Stored values of each indicator in the order of all tracts of its vintage."""
        stored = self._atlas.repository.all_tract_estimates()
        wanted = {i.id: i.tract_vintage for i in self.indicators if i.tract_vintage}
        numbers = stored[list(_OF_TRACTS)].to_numpy(dtype=np.float64)
        flags = stored["flags"].tolist()
        position = {
            vintage: pd.Index(self._atlas.areas(layer)["area_id"])
            for vintage, layer in TRACT_LAYERS.items()
        }
        found = {}
        for key, rows in stored.groupby("indicator_id", sort=False).indices.items():
            if key in wanted:
                tracts = position[wanted[key]]
                at = tracts.get_indexer(pd.Index(stored["tract_id"].to_numpy()[rows]))
                found[key] = _tract_values(at, numbers[rows], [flags[i] for i in rows], len(tracts))
        return found

    @cached_property
    def _tables(self) -> PublishedTables | None:
        tables = self._atlas.repository.life_tables().rename(columns={"tract_id": "tract"})
        tracts = self._atlas.areas(Layer.TRACT_2010)["area_id"].tolist()
        return None if tables.empty else published_tables(tables, tracts)

    @cached_property
    def _city(self) -> Mapping[int, Floats]:
        """(1, tracts, 13) people of the whole city, by vintage."""
        found = {}
        for vintage, blocks in self.blocks.items():
            everywhere = np.ones(blocks.key.shape, dtype=np.bool_)
            count = len(self._atlas.areas(TRACT_LAYERS[vintage]))
            found[vintage] = blocks.by_tract(everywhere, count)[None]
        return found

    @cached_property
    def homes(self) -> Mapping[str, int]:
        """Area key of each place that can be picked, by its id."""
        areas = self._atlas.areas(Layer(city().home.value))
        return dict(zip(areas["area_id"], areas["area_key"], strict=True))

    def warm(self) -> None:
        """Read all of it now: the first area that is asked for shall not wait for it."""
        _ = self.blocks, self.indicators, self._tract_values, self._tables, self._city

    # -- one area -----------------------------------------------------------------------------

    def area(self, area_id: str) -> OwnArea:
        """The area that a word names. Raises OutlineError where there is none."""
        word = own_word(area_id, self.homes)
        members = {vintage: self._members(word.outline, b) for vintage, b in self.blocks.items()}
        return self.area_of(word, members)

    def area_of(self, word: OwnWord, members: Mapping[int, Mask]) -> OwnArea:
        """The area of some blocks. Raises OutlineError where nobody lives in them."""
        weights = {vintage: self._weights(vintage, members[vintage]) for vintage in members}
        if not any(w.people[Layer.OWN].any() for w in weights.values()):
            raise OutlineError(self._why_nobody(word.outline))
        events = self._events(word.outline, members[EVENT_VINTAGE])
        graded = self._graded(members[EVENT_VINTAGE])
        drawn = DrawnArea(
            weights=weights,
            graded=graded,
            events=float(self._atlas.homicides["weight"].to_numpy()[events].sum()),
            city_events=float(self._atlas.homicides["weight"].sum()),
            dispersion=self._atlas.dispersion(Layer.OWN),
        )
        return OwnArea(
            word=word,
            areas=self._areas(word, drawn, members),
            weights=weights,
            members=members,
            events=events,
            values=_layer_values(word.area_id, self.indicators, drawn, self._tract_values,
                                 self._tables),
            rings=self._rings(word.outline),
        )  # fmt: skip

    def _members(self, outline: Outline, blocks: Blocks) -> Mask:
        if outline.picked:
            keys = [self.homes[home] for home in outline.picked]
            found: Mask = np.isin(blocks.home, keys)
            return found
        return inside(outline.ring, blocks.lon, blocks.lat)

    def _events(self, outline: Outline, members: Mask) -> Mask:
        """Events in picked homes, whatever block stands for them, else in the blocks inside."""
        events = self._atlas.homicides
        if outline.picked:
            keys = [self.homes[home] for home in outline.picked]
            return np.asarray(events[f"{city().home.value}_key"].isin(keys), dtype=np.bool_)
        keys_inside = self.blocks[EVENT_VINTAGE].key[members]
        return np.asarray(events["block_key"].isin(keys_inside), dtype=np.bool_)

    def _weights(self, vintage: int, members: Mask) -> Weights:
        areas = self._atlas.areas(TRACT_LAYERS[vintage])
        own = self.blocks[vintage].by_tract(members, len(areas))[None]
        return Weights(
            vintage=vintage,
            tracts=areas["area_id"].tolist(),
            whole_people=areas["people_whole_tract"].to_numpy(dtype=np.float64),
            people={Layer.OWN: own, Layer.CITY: self._city[vintage]},
        )

    def _graded(self, members: Mask) -> dict[str, float]:
        """Residents by the grade of their land; none in a city without graded land."""
        if city().history is None:
            return {}
        blocks, areas = self.blocks[EVENT_VINTAGE], self._atlas.areas(Layer.HOLC_GRADE)
        people = blocks.people[:, 0] * members
        return {
            area_id: float(people[blocks.grade == key].sum())
            for area_id, key in zip(areas["area_id"], areas["area_key"], strict=True)
        }

    def _areas(self, word: OwnWord, drawn: DrawnArea, members: Mapping[int, Mask]) -> pd.DataFrame:
        """One row with the columns of every layer's areas; its point is a block's of the middle."""
        people = {vintage: int(drawn.bands(vintage)[0]) for vintage in members}
        vintage = max(members, key=lambda v: (people[v] > 0, v))
        lon, lat = _middle(self.blocks[vintage], members[vintage])
        return pd.DataFrame(
            {
                "area_key": [0],
                "area_id": [word.area_id],
                "name": [word.name],
                "named": [int(bool(word.name))],
                "people_2010": [people[2010]],
                "people_2020": [people[2020]],
                "people_whole_tract": [np.nan],
                "lon": [lon],
                "lat": [lat],
                "main_grade": [_main_grade(drawn.graded, people[2010])],
            }
        )

    def _rings(self, outline: Outline) -> tuple[Floats, ...]:
        if not outline.picked:
            return (np.vstack([outline.ring, outline.ring[:1]]),)
        homes = self._atlas.rings(city().home.value)
        return tuple(ring for home in outline.picked for ring in homes[home])

    def _why_nobody(self, outline: Outline) -> Wrong:
        """Outside, if the outline holds no block at all and has no corner near one."""
        if outline.picked:
            return Wrong.NOBODY
        west, south, east, north = self._atlas.bounds(Layer.CITY.value)
        low, high = outline.ring.min(axis=0), outline.ring.max(axis=0)
        apart = high[0] < west or low[0] > east or high[1] < south or low[1] > north
        return Wrong.OUTSIDE if apart else Wrong.NOBODY


def _main_grade(graded: Mapping[str, float], everyone: int) -> str | None:
    """As the build: the largest graded share, if half of the people live on graded land."""
    history = city().history
    if history is None:
        return None
    on_grades = {grade: graded.get(grade, 0.0) for grade in sorted(history.grades)}
    if not everyone or 2 * sum(on_grades.values()) < everyone:
        return history.ungraded
    return max(on_grades, key=lambda grade: on_grades[grade])


def _middle(blocks: Blocks, members: Mask) -> tuple[float, float]:
    """Degrees of the block nearest to the mean of the residents: always one of the area's own."""
    lon, lat, people = blocks.lon[members], blocks.lat[members], blocks.people[members, 0]
    weight = np.maximum(people, 1e-9)
    x, y = np.average(lon, weights=weight), np.average(lat, weights=weight)
    nearest = int(np.argmin(np.hypot((lon - x) * np.cos(np.radians(y)), lat - y)))
    return round(float(lon[nearest]), 5), round(float(lat[nearest]), 5)


def _tract_values(at: Sequence[int], numbers: Floats, flags: list[str], count: int) -> TractValues:
    """Rows of stored values at their positions among `count` tracts."""
    whole = np.full((count, len(_OF_TRACTS)), np.nan)
    whole[at] = numbers
    said: list[tuple[Flag, ...]] = [()] * count
    for position, text in zip(at, flags, strict=True):
        if text:
            said[position] = tuple(Flag(flag) for flag in text.split())
    value, lower, upper, se, denominator = whole.T
    return TractValues(value, lower, upper, se, denominator, said)


def _layer_values(
    area_id: str,
    indicators: tuple[Indicator, ...],
    drawn: DrawnArea,
    tracts: Mapping[str, TractValues],
    tables: PublishedTables | None,
) -> LayerValues:
    numbers: list[list[float]] = []
    words: list[tuple[str, ...]] = []
    at = {}
    for indicator, rows in drawn_estimates(indicators, drawn, tracts, tables):
        at[indicator.id] = len(words)
        numbers.append([rows[name][0] for name in NUMBERS])
        words.append((rows.methods[0], flag_text(rows.flags[0]), rows.verdicts[0]))
    stored = as_stored(np.array(numbers, dtype=np.float64).reshape(-1, len(NUMBERS)))
    return LayerValues(numbers=stored, words=words, at={area_id: at}, spreads={})


# -- as one place more ----------------------------------------------------------------------------


def seen_with(atlas: AnyAtlas, own: OwnArea) -> AnyAtlas:
    """The atlas with one layer more, `Layer.OWN`, in which the area lies alone.

    It shares all that the atlas remembers. What a page asks of any place it can ask of this one.
    """
    view = copy(atlas)

    def own_first(asked: Callable[..., Any], answer: Callable[..., Any]) -> Callable[..., Any]:
        def either(layer: Layer | str, *rest: Any) -> Any:
            return answer(*rest) if layer == Layer.OWN else asked(layer, *rest)

        return either

    changes = {
        "areas": own_first(atlas.areas, lambda: own.areas),
        "weights": own_first(atlas.weights, lambda vintage: _layer_weights(own, vintage)),
        "layer_values": own_first(atlas.layer_values, lambda: own.values),
        "neighbors": own_first(atlas.neighbors, dict),
        "rings": own_first(atlas.rings, lambda: {own.area_id: own.rings}),
        "homicides": atlas.homicides.assign(own_key=np.where(own.events, 0.0, np.nan)),
    }
    view.__dict__.update(changes)
    return view


def _layer_weights(own: OwnArea, vintage: int) -> LayerWeights:
    weights = own.weights[vintage]
    people = weights.people[Layer.OWN]
    return LayerWeights(
        pd.Index([own.area_id]), pd.Index(weights.tracts), people[:, :, 0], people[:, :, 1:]
    )
