"""Places of any geography as weights on the same tracts, so that one contrast compares them.

Neighborhoods, ZIP codes, districts and the city lie across each other, but all of them are people
by census tract. Stacked on one order of tracts, their difference is a difference of weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.compare.results import ComparedPlace
from data.models import AGE_BANDS, Denominator, Layer
from data.pooling.poolers import LayerWeights, LifeTablePooler
from data.stats.life_table import AbridgedTables, PooledTable, life_table_people, pool

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

KEPT_PLACES = 64  # of each kind up to 20 kB; a comparison asks for its places over and over
_TRACT_LAYERS = {2010: Layer.TRACT_2010, 2020: Layer.TRACT_2020}


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Values of one indicator on the k tracts that have one.

    `columns` are their positions in the order of all tracts; `scale` turns people into the
    indicator's own universe (1 where people are the universe). A variance is NaN where the source
    publishes no uncertainty.
    """

    columns: NDArray[np.intp]
    values: FloatArray
    variances: FloatArray
    scale: FloatArray
    denominator: Denominator


class TractStack:
    """People by tract of single places, and the tract values that they weigh. Read-only."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self.cells = lru_cache(maxsize=None)(self._cells)
        self.place_table = lru_cache(maxsize=KEPT_PLACES)(self._place_table)
        self._row = lru_cache(maxsize=KEPT_PLACES)(self._place_row)
        self._axis = lru_cache(maxsize=None)(self._tracts)

    # -- tract values -----------------------------------------------------------------------

    def _tracts(self, vintage: int) -> pd.Index:
        tracts: pd.Index = pd.Index(self._atlas.areas(_TRACT_LAYERS[vintage])["area_id"])
        return tracts

    def _cells(self, indicator_id: str) -> Cells | None:
        """Tract values of an indicator; None where its source has none by tract."""
        indicator = self._atlas.catalogue.indicator(indicator_id)
        if indicator.tract_vintage is None:
            return None
        tracts = self._atlas.repository.tract_estimates(indicator.id)
        columns = self._axis(indicator.tract_vintage).get_indexer(pd.Index(tracts["tract_id"]))
        tracts = tracts[columns >= 0]
        columns = columns[columns >= 0]
        if tracts.empty:
            return None
        scale = np.ones(len(tracts))
        if indicator.denominator is Denominator.OWN_COUNT:
            areas = self._atlas.areas(_TRACT_LAYERS[indicator.tract_vintage])
            whole = areas["people_whole_tract"].to_numpy(dtype=np.float64)[columns]
            own = np.nan_to_num(tracts["denominator"].to_numpy(dtype=np.float64))
            scale = np.divide(own, whole, out=np.zeros_like(own), where=whole > 0)
        return Cells(
            columns=columns,
            values=tracts["value"].to_numpy(dtype=np.float64),
            variances=tracts["se"].to_numpy(dtype=np.float64) ** 2,
            scale=scale,
            denominator=indicator.denominator,
        )

    # -- people -----------------------------------------------------------------------------

    def _place_row(self, layer: Layer, area_id: str, vintage: int) -> LayerWeights:
        """People of one place on every tract of a vintage."""
        weights = self._atlas.of(layer, area_id).weights(layer, vintage)
        axis = self._axis(vintage)
        people = np.zeros((1, len(axis)))
        bands = np.zeros((1, len(axis), len(AGE_BANDS)))
        at = weights.area_ids.get_loc(area_id)
        into = axis.get_indexer(weights.tract_ids)
        people[0, into] = weights.people[at]
        bands[0, into] = weights.bands[at]
        return LayerWeights(pd.Index([area_id]), axis, people, bands)

    def mass(self, cells: Cells, place: ComparedPlace, vintage: int) -> FloatArray:
        """(k,) people of the indicator's denominator, by tract with a value."""
        row = self._row(place.layer, place.area_id, vintage)
        people: FloatArray = row.of_denominator(cells.denominator)[0, cells.columns]
        return people * cells.scale

    def city_mass(self, cells: Cells, vintage: int) -> FloatArray:
        """(k,) the same for the whole city."""
        row = self._row(Layer.CITY, city().id, vintage)
        people: FloatArray = row.of_denominator(cells.denominator)[0, cells.columns]
        return people * cells.scale

    # -- life tables ------------------------------------------------------------------------

    def tables(self) -> AbridgedTables:
        """Published tables of the city's tracts."""
        return self._life_pooler().tables

    def _life_pooler(self) -> LifeTablePooler:
        pooler = self._atlas.pooler(city().life_expectancy, Layer.CITY)
        assert isinstance(pooler, LifeTablePooler)
        return pooler

    def _place_table(self, layer: Layer, area_id: str, rest: bool) -> PooledTable | None:
        """Pooled life table of a place or of the rest of the city around it.

        None where an age band has nobody.
        """
        bands = self._table_bands(layer, area_id)
        if rest:
            bands = np.maximum(self._table_bands(Layer.CITY, city().id) - bands, 0.0)
        people = life_table_people(bands)
        return pool(self.tables(), people) if (people.sum(axis=0) > 0.0).all() else None

    def _table_bands(self, layer: Layer, area_id: str) -> FloatArray:
        """(n, 12) people by age in the tracts with a table, in their order."""
        at = self._axis(2010).get_indexer(pd.Index(self.tables().tracts))
        bands: FloatArray = self._row(layer, area_id, 2010).bands[0, at]
        return bands


class EventStack:
    """Located events by place: which of them two places share."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._inside = lru_cache(maxsize=KEPT_PLACES)(self._place_events)

    def _place_events(self, layer: Layer, area_id: str) -> BoolArray:
        return self._atlas.of(layer, area_id).events_in(layer, area_id)

    @property
    def _events(self) -> pd.DataFrame:
        return self._atlas.homicides

    def shared(
        self, a: ComparedPlace, b: ComparedPlace, which: BoolArray | None = None
    ) -> tuple[float, float, float]:
        """Events in a only, in b only, in both; of those in the mask `which` if it is given."""
        in_a, in_b = self._inside(a.layer, a.area_id), self._inside(b.layer, b.area_id)
        if which is not None:
            in_a, in_b = in_a & which, in_b & which
        cells = (in_a & ~in_b, in_b & ~in_a, in_a & in_b)
        weight = self._events["weight"].to_numpy(dtype=np.float64)
        only_a, only_b, both = (float(weight[cell].sum()) for cell in cells)
        return only_a, only_b, both

    def without_arrest(self) -> BoolArray:
        """(events,) true where the file knows of no arrest."""
        mask: BoolArray = (self._events["no_arrest"] == 1).to_numpy(dtype=np.bool_)
        return mask


def person_years(places: Sequence[ComparedPlace], indicator: Indicator) -> list[float]:
    """Residents of the middle of the indicator's years times those years, for each place."""
    first, second = indicator.census_weights
    return [
        (first * place.people_2010 + second * place.people_2020) * indicator.years_counted
        for place in places
    ]
