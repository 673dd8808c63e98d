"""People of areas by census tract: the weights that every area value follows from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.models import AGE_BANDS, Denominator, Layer

Floats = NDArray[np.float64]

VINTAGES = (2010, 2020)
TRACT_LAYERS = {2010: Layer.TRACT_2010, 2020: Layer.TRACT_2020}
_BAND = {name: i + 1 for i, name in enumerate(AGE_BANDS)}  # column 0 holds everyone
_ADULTS = ("age_18_24", "age_25_34", "age_35_44", "age_45_54", "age_55_64")
_OLDER = ("age_65_74", "age_75_84", "age_85_plus")
DENOMINATOR_BANDS: Mapping[Denominator, tuple[int, ...]] = {
    Denominator.EVERYONE: (0,),
    Denominator.OWN_COUNT: (0,),
    Denominator.NONE: (0,),
    Denominator.AGE_18_PLUS: tuple(_BAND[b] for b in (*_ADULTS, *_OLDER)),
    Denominator.AGE_18_64: tuple(_BAND[b] for b in _ADULTS),
    Denominator.AGE_65_PLUS: tuple(_BAND[b] for b in _OLDER),
    # Blocks carry no sex: the age is right, the sex is taken as equally spread.
    Denominator.MEN_65_PLUS: tuple(_BAND[b] for b in _OLDER),
    Denominator.WOMEN_65_PLUS: tuple(_BAND[b] for b in _OLDER),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """People of every area by tract of one vintage.

    `people[layer]` is (areas, tracts, 13): everyone, then the 12 age bands. `whole_people` counts
    the residents of each tract inside and outside the city.
    """

    vintage: int
    tracts: list[str]
    whole_people: Floats
    people: Mapping[Layer, Floats]

    def of(self, layer: Layer, denominator: Denominator) -> Floats:
        """(areas, tracts) people of the denominator."""
        bands = list(DENOMINATOR_BANDS[denominator])
        total: Floats = self.people[layer][:, :, bands].sum(axis=2)
        return total

    def city(self, denominator: Denominator) -> Floats:
        """(tracts,) people of the denominator in the whole city."""
        total: Floats = self.of(Layer.CITY, denominator)[0]
        return total

    def residents(self, layer: Layer) -> Floats:
        """(areas,) everyone."""
        total: Floats = self.people[layer][:, :, 0].sum(axis=1)
        return total
