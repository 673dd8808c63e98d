"""Places much alike by social factors and age: standardised distances, no shared tract.

Method and reasons: docs/methods/similar-places.md. Race and ethnicity take no part, and neither
does health: it is what is looked at afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.catalogue.schema import Indicator
from data.models import AGE_BANDS, Geography, IntervalKind, Layer, Role
from data.rules import MIN_RESIDENTS

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

NEAREST = 5
# Three shares describe four ages; the fourth would say the same again.
AGE_SHARES: dict[str, tuple[str, ...]] = {
    "under_18": AGE_BANDS[:4],
    "age_18_34": AGE_BANDS[4:6],
    "age_65_plus": AGE_BANDS[9:],
}


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What places of one layer are compared by. Rows follow `atlas.areas(layer)`.

    `values` (n, k) in the unit of each feature, NaN where unknown; `scores` (n, k) standardised by
    the people-weighted mean and deviation; `city` (k,); `usable` (n,) may be found; `shared`
    (n, n) true where two places have residents in one tract, of either vintage.
    """

    keys: tuple[str, ...]
    indicators: tuple[Indicator | None, ...]
    values: FloatArray
    scores: FloatArray
    city: FloatArray
    usable: BoolArray
    shared: BoolArray


def social_factors(atlas: Atlas) -> list[Indicator]:
    """Social factors with published margins: one survey, one period, so that none counts twice."""
    return [
        indicator
        for indicator in atlas.catalogue.indicators.values()
        if indicator.role is Role.FACTOR and indicator.interval is IntervalKind.MARGIN_90
    ]


def build_features(atlas: Atlas, geography: Geography) -> Features:
    """Features of every place of a geography."""
    layer = Layer(geography.value)
    factors = [i for i in social_factors(atlas) if i.is_given_for(geography)]
    columns = [_column(atlas, indicator, layer) for indicator in factors]
    columns += list(_age_shares(atlas, layer).T)
    values = np.column_stack(columns)
    people = atlas.areas(layer)["people_2020"].to_numpy(dtype=np.float64)
    usable = (people >= MIN_RESIDENTS) & np.isfinite(values).all(axis=1)
    cities = [_column(atlas, indicator, Layer.CITY) for indicator in factors]
    cities += list(_age_shares(atlas, Layer.CITY).T)
    return Features(
        keys=(*(indicator.id for indicator in factors), *AGE_SHARES),
        indicators=(*factors, *(None for _ in AGE_SHARES)),
        values=values,
        scores=standardised(values, people, usable),
        city=np.concatenate(cities),
        usable=usable,
        shared=_shared_tracts(atlas, layer),
    )


def standardised(values: FloatArray, people: FloatArray, usable: BoolArray) -> FloatArray:
    """(n, k) values less their mean over people, by their deviation over people.

    Mean and deviation are those of the `usable` rows. A feature without any spread scores 0.
    """
    if not usable.any():
        return np.zeros_like(values)
    weight = people[usable] / people[usable].sum()
    mean = weight @ values[usable]
    deviation = np.sqrt(weight @ (values[usable] - mean) ** 2)
    spread = np.where(deviation > 0, deviation, np.inf)
    return np.asarray((values - mean) / spread, dtype=np.float64)


def nearest(
    scores: FloatArray, usable: BoolArray, shared: BoolArray, row: int, *, count: int = NEAREST
) -> tuple[list[int], FloatArray]:
    """Rows most like `row`, nearest first, and the distance of every row (root mean square).

    Neither the place itself nor one that shares a tract with it, or with a nearer one already
    found, is taken: two places in one tract have one estimate.
    """
    distance = np.sqrt(np.mean((scores - scores[row]) ** 2, axis=1))
    open_rows = usable & ~shared[row]
    open_rows[row] = False
    found: list[int] = []
    for index in np.argsort(np.where(open_rows, distance, np.inf), kind="stable"):
        if len(found) == count or not open_rows[index]:
            break
        if not shared[index, found].any():
            found.append(int(index))
    return found, distance


def apart(scores: FloatArray, row: int, found: Sequence[int]) -> FloatArray:
    """(k,) mean distance of the found places from `row` by feature, in deviations."""
    return np.asarray(np.abs(scores[list(found)] - scores[row]).mean(axis=0), dtype=np.float64)


def _column(atlas: Atlas, indicator: Indicator, layer: Layer) -> FloatArray:
    ids = atlas.areas(layer)["area_id"]
    return atlas.layer_values(layer).column(indicator.id, ids)


def _age_shares(atlas: Atlas, layer: Layer) -> FloatArray:
    """(n, 3) shares of residents by age in percent, census of 2020; NaN without residents."""
    bands = atlas.weights(layer, 2020).bands.sum(axis=1)
    total = bands.sum(axis=1)
    known = np.where(total > 0, total, np.nan)
    columns = [
        bands[:, [AGE_BANDS.index(band) for band in names]].sum(axis=1) / known * 100
        for names in AGE_SHARES.values()
    ]
    return np.column_stack(columns)


def _shared_tracts(atlas: Atlas, layer: Layer) -> BoolArray:
    """(n, n) true where two places have residents in the same tract, 2010's or 2020's."""
    shared = np.zeros((len(atlas.areas(layer)),) * 2, dtype=np.bool_)
    for vintage in (2010, 2020):
        lives_in = (atlas.weights(layer, vintage).people > 0).astype(np.float64)
        shared |= lives_in @ lives_in.T > 0
    return shared
