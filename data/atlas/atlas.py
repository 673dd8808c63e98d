"""The ground under every page: the extract, read once.

Places, values, weights, poolers and boundaries. One object, opened once a process; everything it
returns is immutable by agreement and remembered, since the extract never changes while the app
runs. Pages are computed from it (data/explore, data/gaps, ...) and know nothing of each other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy.engine import Engine

from data.atlas.base_map import BaseMap, read_base_map
from data.atlas.boundary_files import check_files
from data.atlas.layer_values import LayerValues, Spread, layer_values, spread
from data.atlas.overlays import OverlayLayer, area_layer, line_layer, read_geojson, rings_by_id
from data.atlas.own import OwnArea, OwnGround, seen_with
from data.catalogue.loader import Catalogue, load_catalogue
from data.catalogue.pairs import PairRule, pair_rule
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.locale import LANGUAGES
from data.models import LARGER, Estimator, Geography, Layer, PlaceId, geography_of, printed_ids
from data.plane import Plane
from data.pooling import poolers
from data.repository.content import VERSION_DIGITS
from data.repository.engine import EXTRACT, open_extract
from data.repository.history import History
from data.repository.queries import Repository
from data.repository.source import Source, SourceFile
from data.repository.tables import BASE_MAP, MAP_PATHS, SCHEMA_VERSION, STREETS
from data.rules import MIN_RESIDENTS

GEO_FOLDER = Path(__file__).parents[2] / "assets" / "geo"
KEPT_POOLERS = 5  # up to some megabytes each (life tables)
KEPT_VALUES = 256  # some kilobytes each
KEPT_OWN = 8  # drawn areas, some hundred kilobytes each


class Atlas:
    """Read-only answers about places. Thread-safe: nothing changes after construction."""

    def __init__(
        self,
        catalogue: Catalogue,
        engine: Engine,
        geo_manifest: Mapping[str, Any],
        *,
        asset_url: Callable[[str], str] = lambda path: f"/assets/{path}",
        source: Source = SourceFile(),  # noqa: B008 - frozen
    ) -> None:
        self.catalogue = catalogue
        self.repository = Repository(engine)
        self._data_version = self.repository.meta()["content_hash"]
        self._source = source
        self._geo = geo_manifest
        self._asset_url = asset_url
        self.areas = lru_cache(maxsize=None)(self._areas)
        self.weights = lru_cache(maxsize=None)(self._weights)
        self.pooler = lru_cache(maxsize=KEPT_POOLERS)(self._pooler)
        self.hatch = lru_cache(maxsize=None)(self._hatch)
        self.values = lru_cache(maxsize=KEPT_VALUES)(self._values)
        self.layer_values = lru_cache(maxsize=None)(self._layer_values)
        self.neighbors = lru_cache(maxsize=None)(self._neighbors)
        self.lies_in = lru_cache(maxsize=None)(self.repository.lies_in)
        self.rings = lru_cache(maxsize=None)(self._rings)
        self.map_paths = lru_cache(maxsize=None)(self._map_paths)
        self._city_value = lru_cache(maxsize=None)(self._read_city_value)
        self.own = lru_cache(maxsize=KEPT_OWN)(self._own)

    @classmethod
    def open(
        cls, database_url: str, *, asset_url: Callable[[str], str] = lambda path: f"/assets/{path}"
    ) -> Atlas:
        """Open the extract at `database_url` and the geometry that was built with it.

        Raises ExtractError if the extract is missing or of another schema version.
        """
        extract = open_extract(database_url)
        held = Repository(extract.engine)
        catalogue = load_catalogue().having(held.indicator_ids(), held.source_ids())
        return cls(
            catalogue,
            extract.engine,
            held.boundaries(),
            asset_url=asset_url,
            source=extract.source,
        )

    @cached_property
    def history(self) -> History:
        """The versions of the extract up to this one, and what numbers were in them.

        It stands beside the file of the extract, or came with it out of a server; where neither
        is, where this checkout's stands.
        """
        if self._source.history:
            return History.from_texts(self._source.history, self._data_version, SCHEMA_VERSION)
        folder = self._source.folder
        folders = [EXTRACT.parent] if folder is None else [folder, EXTRACT.parent]
        return History.beside(folders, self._data_version, SCHEMA_VERSION)

    @property
    def data_version(self) -> str:
        """The version as people cite it: the first digits of the hash of the rows."""
        return self._data_version[:VERSION_DIGITS]

    def check_content(self) -> None:
        """Raise ExtractError unless the rows are those that the build wrote: where the file does
        not show it, all are looked at (0.5 s).

        Nor where the history that came with it is damaged, which is read with it, once for all
        workers, or where this checkout lacks boundaries that were built with it.
        """
        if not self._source.is_as_built:
            self.repository.check_content()
        assert self.history.versions
        check_files(self._geo, GEO_FOLDER)

    def health(self) -> dict[str, str]:
        """The data version, and whether what it was read from still holds that.

        It never waits for a database longer than a second and needs none to be healthy: what is
        served was read at the start.
        """
        state = self._source.state()
        return {"data_version": self._data_version, **({self._source.fact: state} if state else {})}

    # -- places ---------------------------------------------------------------------------

    def _areas(self, layer: Layer) -> pd.DataFrame:
        """Places of a layer by id: the one order of every frame, weight matrix and pooler."""
        return self.repository.areas(layer).sort_values("area_id", ignore_index=True)

    @cached_property
    def place_ids(self) -> Mapping[Geography, frozenset[str]]:
        """Ids of every place that can be chosen, by geography."""
        found = {}
        for geography in city().mapped:
            layers: Iterable[Layer] = (
                (Layer.TRACT_2010, Layer.TRACT_2020)
                if geography is Geography.TRACT
                else (Layer(geography.value),)
            )
            ids = (area_id for layer in layers for area_id in self.areas(layer)["area_id"])
            found[geography] = frozenset(printed_ids(geography, ids))
        return found

    @cached_property
    def group_members(self) -> Mapping[str, tuple[str, ...]]:
        """Home places of each group, by id."""
        grouped = self.repository.group_members().groupby("area_id")["member_id"]
        return {str(area_id): tuple(ids) for area_id, ids in grouped}

    @cached_property
    def _membership(self) -> NDArray[np.bool_]:
        """(groups, home places) true where a group has the place."""
        homes = self.areas(Layer(city().home.value))["area_id"]
        inside = [homes.isin(self.group_members[g]) for g in self.areas(Layer.GROUP)["area_id"]]
        return np.array(inside, dtype=np.bool_).reshape(-1, len(homes))

    def parts_of(self, layer: Layer, rows: NDArray[np.bool_]) -> tuple[Layer, NDArray[np.bool_]]:
        """Some places of a layer as places that share nobody: their layer, and which of it.

        Of groups all members, each once. Masks are in the order of `areas`.
        """
        if layer is not Layer.GROUP:
            return layer, rows
        inside: NDArray[np.bool_] = np.asarray(self._membership[rows].any(axis=0))
        return Layer(city().home.value), inside

    def _neighbors(self, layer: Layer) -> Mapping[str, frozenset[str]]:
        """Ids of the places beside each place of a layer."""
        grouped = self.repository.neighbors(layer).groupby("area_id")["neighbor_id"]
        return {str(area_id): frozenset(ids) for area_id, ids in grouped}

    @cached_property
    def members(self) -> Mapping[Geography, Mapping[str, frozenset[str]]]:
        """Ids of the places whose center lies in a larger one: by their geography and its id.

        Only larger places that hold the center of one are in it (data/atlas/inside.py).
        """
        found: dict[Geography, dict[str, set[str]]] = {}
        for layer, larger in ((small, large) for small in LARGER for large in LARGER[small]):
            by, kind = geography_of(layer), geography_of(larger)
            if not {by, kind} <= {*city().mapped}:
                continue
            frame = self.lies_in(layer, larger)
            held = frame[frame["center"] == 1]
            ids = zip(printed_ids(by, held["area_id"]), held["larger_id"], strict=True)
            for place_id, larger_id in ids:
                here = found.setdefault(by, {})
                here.setdefault(str(PlaceId(kind, larger_id)), set()).add(place_id)
        return {
            by: {key: frozenset(ids) for key, ids in here.items()} for by, here in found.items()
        }

    @cached_property
    def own_ground(self) -> OwnGround:
        """What visitors' own areas are made of."""
        return OwnGround(self)

    def _own(self, area_id: str) -> OwnArea:
        """The area that a visitor drew, by its word. Raises OutlineError where it is none."""
        return self.own_ground.area(area_id)

    def of(self, layer: Layer, area_id: str) -> Atlas:
        """The atlas in which a place lies: this one, unless a visitor drew it.

        Raises OutlineError for a drawn area that is none.
        """
        return seen_with(self, self.own(area_id)) if layer is Layer.OWN else self

    # -- boundaries -----------------------------------------------------------------------

    def geojson_url(self, layer: str) -> str:
        """Address of a layer's boundaries."""
        return self._asset_url(f"geo/{self._geo[layer]['file']}")

    @property
    def streets_url(self) -> str | None:
        """Address of the file that places crossings and house numbers; None without streets."""
        return self.geojson_url(STREETS) if STREETS in self._geo else None

    def bounds(self, layer: str) -> tuple[float, float, float, float]:
        """West, south, east, north of a layer in degrees."""
        west, south, east, north = self._geo[layer]["bounds"]
        return west, south, east, north

    @cached_property
    def plane(self) -> Plane:
        """The sheet on which maps of the browser are drawn."""
        return Plane(self.bounds(Layer.CITY.value))

    @cached_property
    def map_files(self) -> Mapping[str, tuple[str, str]]:
        """By the address of a layer's boundaries: its name, and the address of its paths."""
        return {
            self.geojson_url(name): (name, self.geojson_url(MAP_PATHS + name))
            for name in (key.removeprefix(MAP_PATHS) for key in self._geo if MAP_PATHS in key)
        }

    @cached_property
    def base_map(self) -> BaseMap | None:
        """What maps of the browser lie on, if the build wrote it."""
        entry = self._geo.get(BASE_MAP)
        return read_base_map(GEO_FOLDER / entry["file"], LANGUAGES) if entry else None

    @property
    def base_map_url(self) -> str | None:
        """Address of its file; None where there is none."""
        return self.geojson_url(BASE_MAP) if BASE_MAP in self._geo else None

    def _map_paths(self, layer: str) -> Mapping[str, str]:
        """Areas of a layer by id, as SVG paths of whole units of `plane`."""
        file = GEO_FOLDER / self._geo[MAP_PATHS + layer]["file"]
        return dict(json.loads(file.read_text(encoding="utf-8")))

    @cached_property
    def overlays(self) -> Mapping[str, OverlayLayer]:
        """Layers drawn over a map, by overlay id, and the city's outline."""

        def features(layer: str) -> list[dict[str, Any]]:
            return read_geojson(GEO_FOLDER / self._geo[layer]["file"])

        def areas(layer: str, labels: int = 1) -> OverlayLayer:
            url = self.geojson_url(layer)
            return area_layer(features(layer), url, labels_per_area=labels)

        made: Mapping[str, Callable[[], OverlayLayer]] = {
            "holc": lambda: areas("holc", labels=3),
            "districts": lambda: areas("council_district"),
            "rivers": lambda: line_layer(features("rivers")),
            "state_line": lambda: line_layer(features("state_line")),
        }
        return {name: make() for name, make in made.items() if name in city().overlays}

    def _hatch(self, layer: Layer) -> Mapping[str, list[list[float]]]:
        frame = self.repository.hatch(layer)
        return dict(zip(frame["area_id"], frame["lines"], strict=True))

    def _rings(self, layer: str) -> Mapping[str, tuple[NDArray[np.float64], ...]]:
        """Boundaries of every area of a layer: rings of (lon, lat) in degrees."""
        return rings_by_id(read_geojson(GEO_FOLDER / self._geo[layer]["file"]))

    # -- weights and poolers --------------------------------------------------------------

    def _weights(self, layer: Layer, vintage: int) -> poolers.LayerWeights:
        frame = self.repository.area_tracts(layer, vintage)
        return poolers.LayerWeights.from_frame(frame, self.areas(layer)["area_id"])

    def _people_whole_tract(self, vintage: int) -> pd.Series:
        """By tract id; the ids of most tracts stand for other people in the other vintage."""
        layer = Layer.TRACT_2010 if vintage == 2010 else Layer.TRACT_2020
        return self.areas(layer).set_index("area_id")["people_whole_tract"].astype("float64")

    @cached_property
    def dispersions(self) -> Mapping[Layer, float]:
        """How much more homicides vary from year to year than Poisson counts, by layer.

        A drawn area may be as large as any: its counts are taken to vary as the most do.
        """
        found = self.repository.dispersions()
        return {**found, Layer.OWN: max(found.values(), default=1.0)}

    def dispersion(self, *layers: Layer) -> float:
        """The dispersion of a comparison: the larger one of its sides (the city has none)."""
        return max((self.dispersions.get(layer, 1.0) for layer in layers), default=1.0)

    @cached_property
    def homicides(self) -> pd.DataFrame:
        """One row an event or part of one, by areas and year (Repository.homicides)."""
        return self.repository.homicides()

    def events_at(self, layer: Layer, events: pd.DataFrame) -> NDArray[np.float64]:
        """(n,) of some rows of `homicides`, how many at each place; half of one on a line."""
        if layer is Layer.CITY:  # the file holds the city's events and no others
            return np.array([events["weight"].sum()])
        if layer is Layer.GROUP:
            inside: NDArray[np.float64] = self._membership @ self.events_at(
                Layer(city().home.value), events
            )
            return inside
        counts = events.groupby(f"{layer.value}_key")["weight"].sum()
        return counts.reindex(self.areas(layer)["area_key"]).fillna(0.0).to_numpy(dtype=np.float64)

    def events_in(self, layer: Layer, area_id: str) -> NDArray[np.bool_]:
        """Which rows of `homicides` lie in a place."""
        if layer is Layer.CITY:
            return np.ones(len(self.homicides), dtype=np.bool_)
        rows = (self.areas(layer)["area_id"] == area_id).to_numpy(dtype=np.bool_)
        layer, rows = self.parts_of(layer, rows)
        keys = self.homicides[f"{layer.value}_key"]
        return keys.isin(self.areas(layer)["area_key"][rows]).to_numpy(dtype=np.bool_)

    def _pooler(self, indicator_id: str, layer: Layer) -> poolers.Pooler | None:
        """Pools an indicator over the areas of a layer; None where nothing may be pooled.

        Groups may share members, so their members are pooled (`parts_of`), not they.
        """
        indicator = self.catalogue.indicator(indicator_id)
        if indicator.is_counted_by_place or layer is Layer.GROUP:
            return None
        if indicator.estimator is Estimator.EVENT_RATE:
            counts = self.homicides.groupby(f"{layer.value}_key")["weight"].sum()
            # Groups of residents are as large as districts, so their counts vary as districts' do.
            group = Layer.HOLC_GRADE if layer is Layer.HOLC_GRADE else Layer.COUNCIL_DISTRICT
            spread = self.dispersion(group)
            return poolers.event_pooler(self.areas(layer), counts, indicator, spread)
        if indicator.tract_vintage is None or indicator.estimator is Estimator.TRACT_ONLY:
            return None
        weights = self.weights(layer, indicator.tract_vintage)
        tracts = self.repository.tract_estimates(indicator_id)
        if tracts.empty:
            return None
        whole = self._people_whole_tract(indicator.tract_vintage)
        linear = poolers.linear_pooler(weights, indicator, tracts, whole)
        if indicator.estimator is Estimator.LIFE_TABLE:
            return poolers.life_table_pooler(weights, self.repository.life_tables(), linear)
        return linear

    # -- stored values --------------------------------------------------------------------

    def estimates(self, indicator_id: str, layer: Layer) -> pd.DataFrame:
        """Stored estimates of one indicator for the areas of a layer; missing numbers are NaN."""
        return self.repository.estimates(indicator_id, layer)

    def _values(self, indicator_id: str, layer: Layer) -> NDArray[np.float64]:
        """Stored values of an indicator in the order of `areas(layer)`; NaN where there is none."""
        values = self.repository.values(indicator_id, layer).set_index("area_id")["value"]
        return np.asarray(values.reindex(self.areas(layer)["area_id"]), dtype=np.float64)

    def city_value(self, indicator: Indicator) -> tuple[float, float, float]:
        """Value and 95 % limits of the city; NaN where there is none."""
        return self._city_value(indicator.id)

    def _read_city_value(self, indicator_id: str) -> tuple[float, float, float]:
        frame = self.repository.values(indicator_id, Layer.CITY)
        if frame.empty:
            return (np.nan, np.nan, np.nan)
        row = frame.iloc[0]
        return (float(row["value"]), float(row["lower"]), float(row["upper"]))

    def _layer_values(self, layer: Layer) -> LayerValues:
        """Every estimate of a layer, and the spread of each indicator over its places."""
        return layer_values(self.repository.all_estimates(layer), self._event_spreads(layer))

    def _event_spreads(self, layer: Layer) -> dict[str, Spread]:
        """Spreads of rates over every place of 500 people: a rate is shown for places with many
        events only, and their spread would be that of the places with the most. Of counts by area
        the others are not known, so there is none.
        """
        if layer in (Layer.CITY, Layer.GROUP):
            return {}  # their pages show the spread of the home places
        people = self.areas(layer)["people_2020"].to_numpy(dtype=np.float64)
        found = {}
        for indicator in self.catalogue.indicators.values():
            if indicator.estimator is Estimator.AREA_RATE:
                found[indicator.id] = Spread()
            if indicator.estimator is not Estimator.EVENT_RATE:
                continue
            pooler = self.pooler(indicator.id, layer)
            if isinstance(pooler, poolers.EventPooler):
                rates = np.where(people >= MIN_RESIDENTS, pooler.rates(), np.nan)
                found[indicator.id] = spread(rates, people)
        return found

    def rule(self, outcome_id: str, factor_id: str) -> PairRule:
        """What the catalogue says about showing these two together."""
        return pair_rule(self.catalogue.indicator(outcome_id), self.catalogue.indicator(factor_id))
