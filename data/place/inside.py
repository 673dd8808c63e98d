"""What lies inside a place and what it lies in: places with one measure, in its order.

Values and verdicts are those that every page shows; nothing is tested here, and no place is given
a number in the order.
"""

from __future__ import annotations

from collections.abc import Iterable

from data.atlas.atlas import Atlas
from data.atlas.inside import lies_in, parts_of
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.models import Flag, Geography, Layer, PlaceId, Polarity
from data.place.results import Inside, InsideRow, LiesIn, PlaceLink
from data.place.values import place_values
from data.sentences.within import counts_of


def measures_inside(atlas: Atlas) -> tuple[str, ...]:
    """Every measure that places of the home layer have, by id in the order of the catalogue."""
    indicators = atlas.catalogue.indicators.values()
    return tuple(i.id for i in indicators if city().home in i.geographies)


def inside(atlas: Atlas, place_id: str, measure: str) -> Inside | None:
    """The places of the home layer inside a place; None where it is not larger than they are.

    Raises KeyError for a measure that they do not have.
    """
    layer = Layer(city().home.value)
    parts = parts_of(atlas, place_id, layer)
    if not parts:
        return None
    indicator = atlas.catalogue.indicator(measure)
    rows = [
        InsideRow(_link(atlas, city().home, part.area_id), part, value)
        for part in parts
        if part.center
        for value in place_values(atlas, city().home, part.area_id, [measure]).values()
    ]
    partly = sorted((p for p in parts if not p.center), key=lambda p: (-p.people, p.area_id))
    stored = [(row.value.value, row.value.flags, row.value.verdict) for row in rows]
    return Inside(
        geography=city().home,
        indicator=indicator,
        rows=tuple(_ordered(rows, indicator)),
        partly=tuple((_link(atlas, city().home, part.area_id), part) for part in partly),
        counts=counts_of(indicator, stored),
    )


def around(atlas: Atlas, place_id: str) -> tuple[LiesIn, ...]:
    """What a place lies in, by kind from the nearest in size up, of each what holds most people."""
    return tuple(
        LiesIn(
            _link(atlas, part.larger.geography, part.larger.area_id), part.larger.geography, part
        )
        for part in lies_in(atlas, place_id)
    )


def _ordered(rows: Iterable[InsideRow], indicator: Indicator) -> list[InsideRow]:
    """Those with a value from the worse end on, then too few events, then without, by name."""
    up = 1 if indicator.polarity is Polarity.HIGHER_IS_BETTER else -1

    def key(row: InsideRow) -> tuple[int, float, str]:
        if row.value.shown:
            return 0, up * row.value.value, row.place.name
        few = Flag.FEWER_THAN_10 in row.value.flags
        return (1 if few else 2), 0.0, row.place.name

    return sorted(rows, key=key)


def _link(atlas: Atlas, geography: Geography, area_id: str) -> PlaceLink:
    areas = atlas.areas(Layer(geography.value))
    name = areas["name"].to_numpy()[(areas["area_id"] == area_id).to_numpy()][0]
    return PlaceLink(str(PlaceId(geography, area_id)), area_id, str(name))
