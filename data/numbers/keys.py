"""Which numbers there are: every stored estimate of every place, every published value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from data.atlas.atlas import Atlas
from data.catalogue.measures import EVERYONE
from data.models import CITY_PLACE, Geography, PlaceId, published_place
from data.numbers.address import published_id
from data.numbers.publications import Publications
from data.published.results import PublishedEstimate


class NumberKey(NamedTuple):
    """What names a number: as in its address. `geography` is the kind of its place.

    `period` and `group` are those of a published value; the group of all residents is empty.
    """

    place: str
    measure: str
    geography: str
    period: str = ""
    group: str = ""


def stored_keys(
    atlas: Atlas, indicators: Iterable[str] = (), geographies: Iterable[str] = ()
) -> Iterator[NumberKey]:
    """Of stored estimates, by indicator, then kind of place, then place; all by default."""
    kept = set(geographies)
    names = set(indicators)
    for name, indicator in atlas.catalogue.indicators.items():
        if names and name not in names:
            continue
        for geography in Geography:
            if geography not in indicator.geographies or (kept and geography.value not in kept):
                continue
            rows = atlas.layer_values(indicator.layer_of(geography)).at
            for area_id, held in rows.items():
                if name in held:
                    place = str(PlaceId(geography, area_id))
                    yield NumberKey(place, name, geography.value)


def published_keys(publications: Publications) -> Iterator[NumberKey]:
    """Of published values, by measure, then area, oldest first."""
    for measure in publications.measures:
        yield from map(published_key, publications.estimates(measure))


def published_key(estimate: PublishedEstimate) -> NumberKey:
    """What names one published value."""
    area = estimate.area
    return NumberKey(
        place=CITY_PLACE if area.kind == Geography.CITY.value else published_place(area.id),
        measure=published_id(estimate.measure.id),
        geography=area.kind,
        period=estimate.period,
        group="" if estimate.group == EVERYONE else estimate.group,
    )
