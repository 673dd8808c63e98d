"""Values of one place beside the city and the spread of all places, from rows read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

import numpy as np

from data.atlas.atlas import Atlas
from data.atlas.layer_values import NUMBERS, LayerValues, Spread, flag_set
from data.cities.city import city
from data.locale.format import as_printed
from data.models import Geography, Layer, Verdict
from data.place.results import PlaceValue

# What a place is told of each row of the estimate table.
_TOLD = [name for name in NUMBERS if name in {field.name for field in fields(PlaceValue)}]
_AT = [NUMBERS.index(name) for name in _TOLD]


def place_values(
    atlas: Atlas,
    geography: Geography,
    area_id: str,
    keys: Iterable[str],
    *,
    layer: Layer | None = None,
) -> dict[str, PlaceValue]:
    """Values of one place for those of `keys` that are given for its geography, in their order.

    `layer` says which tracts: they are of two censuses.
    """
    table = atlas.layer_values(layer or Layer(geography.value))
    spreads = atlas.layer_values(layer or Layer(spread_geography(geography).value)).spreads
    rows = table.at.get(area_id, {})
    found = {
        key: _value(atlas, key, table, rows[key], spreads.get(key, Spread()))
        for key in keys
        if key in rows
    }
    history = city().history
    graded = found.get(history.indicator) if history else None
    if history and graded and not as_printed(graded.value, decimals=graded.indicator.decimals):
        areas = atlas.areas(layer or Layer(geography.value)).set_index("area_id")
        not_graded = areas.loc[area_id, "main_grade"] == history.ungraded
        found[history.indicator] = replace(graded, not_graded=bool(not_graded))
    return found


def _value(atlas: Atlas, key: str, table: LayerValues, row: int, spread: Spread) -> PlaceValue:
    cities = atlas.layer_values(Layer.CITY)
    (city_rows,) = cities.at.values()
    city = cities.numbers[city_rows[key], :3].tolist() if key in city_rows else [np.nan] * 3
    method, flags, verdict_word = table.words[row]
    numbers = dict(zip(_TOLD, table.numbers[row, _AT].tolist(), strict=True))
    return PlaceValue(
        indicator=atlas.catalogue.indicator(key),
        tracts=int(numbers.pop("tracts")),
        method=method,
        flags=flag_set(flags),
        verdict=Verdict(verdict_word),
        city=city[0],
        city_lower=city[1],
        city_upper=city[2],
        spread=spread,
        **numbers,
    )


def spread_geography(geography: Geography) -> Geography:
    """Places whose spread is shown: those of the same kind, of the home layer for the city.

    Of the home layer for a group as well: a few places that people named are no range of the city.
    """
    alone = geography is Geography.CITY or not geography.covers_city
    return city().home if alone else geography
