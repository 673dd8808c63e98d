"""One place: its values beside the city, what stands out, who lives there, what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.atlas.places import find_place
from data.cities.city import city
from data.models import AGE_BANDS, Area, Geography, Kind, Layer, PlaceId, Role
from data.place.climbing import climbs
from data.place.results import (
    COMPARED,
    SIDES,
    AgeView,
    Evidence,
    GroupShares,
    PlaceData,
    PlaceLink,
    PlaceValue,
    SimilarFeature,
    SimilarPlace,
    SimilarPlaces,
)
from data.place.similar import Features, apart, nearest
from data.place.values import place_values, spread_geography
from data.rules import MIN_PLACES_FOR_LINK, MIN_RESIDENTS

FloatArray = NDArray[np.float64]

STANDOUTS = 6
# Census bands joined for reading; children of school age stand together.
AGE_GROUPS: dict[str, tuple[str, ...]] = {
    "age_0_4": AGE_BANDS[:1],
    "age_5_17": AGE_BANDS[1:4],
    **{band: (band,) for band in AGE_BANDS[4:]},
}


# -- the place --------------------------------------------------------------------------------


def place_data(
    atlas: Atlas, place_id: str, features_of: Callable[[Geography], Features]
) -> PlaceData:
    """Everything on the page of one place. Raises KeyError for an unknown one.

    `features_of` gives what the places of a geography are compared by to find similar ones.
    """
    found = find_place(atlas, place_id)
    if found is None:
        raise KeyError(f"no place {place_id!r}")
    geography, area_id = found
    atlas = atlas.of(Layer(geography.value), area_id)
    area = _area(atlas, geography, area_id)
    values = place_values(atlas, geography, area_id, atlas.catalogue.indicators)
    standouts = stand_out(values.values())
    evidence = tuple(_evidence(atlas, geography, area_id, values))
    return PlaceData(
        area=area,
        geography=geography,
        spread_geography=spread_geography(geography),
        values=values,
        headline=tuple(values[key] for key in city().headline if key in values),
        standouts=standouts,
        standout_reason=None if standouts else _why_nothing(area, geography, values),
        tested=sum(_has_side(value) for value in values.values()),
        neighbors=_neighbors(atlas, geography, area_id),
        ages=_ages(atlas, geography, area_id, area.people_2020),
        groups=_groups(values),
        evidence=evidence,
        similar=_similar(atlas, features_of, geography, area),
        climbs=climbs(atlas, PlaceId(geography, area_id), values.values()),
    )


def _area(atlas: Atlas, geography: Geography, area_id: str) -> Area:
    areas = atlas.areas(Layer(geography.value))
    row = areas.loc[areas["area_id"] == area_id].iloc[0]
    return Area(
        layer=Layer(geography.value),
        area_id=area_id,
        name=str(row["name"]),
        people_2010=int(row["people_2010"]),
        people_2020=int(row["people_2020"]),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
    )


def _has_side(value: PlaceValue) -> bool:
    """Tested, one direction is good, and no mere context: it could have stood out."""
    return (
        value.indicator.kind is not Kind.MODELLED
        and value.indicator.role is not Role.CONTEXT
        and value.verdict in COMPARED
        and value.indicator.polarity.value != "none"
    )


def stand_out(values: Iterable[PlaceValue], *, count: int = STANDOUTS) -> tuple[PlaceValue, ...]:
    """The largest departures from the rest of the city among stored verdicts, largest first.

    Measured or partly modelled, better or worse, health or a social factor: what only gives context
    never leads a page. The order is by the limit of the difference that
    is nearer zero, in deviations of all places, so that units compare and wide intervals do not
    win.
    """
    found = [
        v
        for v in values
        if v.verdict in SIDES and not v.modelled and v.indicator.role is not Role.CONTEXT
    ]
    return tuple(sorted(found, key=lambda v: (-v.departure, v.indicator.id))[:count])


def _why_nothing(area: Area, geography: Geography, values: Mapping[str, PlaceValue]) -> str:
    if geography is Geography.CITY:
        return "whole_city"
    if area.people_2020 == 0:
        return "no_residents"
    if area.people_2020 < MIN_RESIDENTS:
        return "few_residents"
    return "not_different" if any(map(_has_side, values.values())) else "not_tested"


def _neighbors(atlas: Atlas, geography: Geography, area_id: str) -> tuple[PlaceLink, ...]:
    layer = Layer(geography.value)
    pairs = atlas.neighbors(layer)
    beside = pairs.get(area_id, ())
    areas = atlas.areas(layer)
    links = [
        PlaceLink(str(PlaceId(geography, key)), key, name)
        for key, name in zip(areas["area_id"], areas["name"], strict=True)
        if key in beside
    ]
    return tuple(sorted(links, key=lambda link: (link.name.casefold(), link.area_id)))


# -- who lives here ---------------------------------------------------------------------------


def _row_of(atlas: Atlas, layer: Layer, area_id: str) -> int:
    return int(np.flatnonzero((atlas.areas(layer)["area_id"] == area_id).to_numpy())[0])


def _bands(atlas: Atlas, layer: Layer, vintage: int, area_id: str) -> FloatArray:
    """Residents by joined age band, counted by census block."""
    row = _row_of(atlas, layer, area_id)
    counts = atlas.weights(layer, vintage).bands[row].sum(axis=0)
    joined = [sum(counts[AGE_BANDS.index(band)] for band in bands) for bands in AGE_GROUPS.values()]
    return np.asarray(joined, dtype=np.float64)


def _ages(atlas: Atlas, geography: Geography, area_id: str, people_2020: int) -> AgeView:
    layer = Layer(geography.value)
    later = _bands(atlas, layer, 2020, area_id)
    if people_2020 < MIN_RESIDENTS:
        later = np.full_like(later, np.nan)
    city = str(atlas.areas(Layer.CITY)["area_id"].iloc[0])
    return AgeView(
        bands=tuple(AGE_GROUPS),
        people_2010=_bands(atlas, layer, 2010, area_id),
        people_2020=later,
        city_2020=_bands(atlas, Layer.CITY, 2020, city),
    )


def _groups(values: Mapping[str, PlaceValue]) -> tuple[GroupShares, ...]:
    """Race and ethnicity in each survey; whether they changed, `data.change` says."""
    groups = city().groups
    if groups is None:
        return ()
    rows = []
    for group in groups.ids:
        found = [values.get(f"share_{group}_{year}") for year in groups.periods]
        if found[0] is None or found[1] is None or found[2] is None:
            continue
        rows.append(GroupShares(group, found[0], found[1], found[2]))
    return tuple(rows)


# -- how we know ------------------------------------------------------------------------------


def _evidence(
    atlas: Atlas, geography: Geography, area_id: str, values: Mapping[str, PlaceValue]
) -> Iterator[Evidence]:
    layer = Layer(geography.value)
    for vintage, key in city().evidence.items():
        weights = atlas.weights(layer, vintage)
        people = weights.people[_row_of(atlas, layer, area_id)]
        if key not in values or people.sum() <= 0:
            continue
        order = [i for i in np.argsort(-people, kind="stable") if people[i] > 0]
        value = values[key]
        yield Evidence(
            vintage=vintage,
            people=int(people.sum()),
            tracts=tuple(str(weights.tract_ids[i]) for i in order),
            shares=tuple(float(people[i] / people.sum()) for i in order),
            own_share=value.own_share,
            coverage=value.coverage,
            around=value.around,
        )


# -- similar places ---------------------------------------------------------------------------


def _similar(
    atlas: Atlas, features_of: Callable[[Geography], Features], geography: Geography, area: Area
) -> SimilarPlaces:
    if geography is Geography.CITY:
        return SimilarPlaces(reason="whole_city")
    if geography is Geography.OWN:
        return SimilarPlaces(reason="own")
    features = features_of(geography)
    layer = Layer(geography.value)
    row = _row_of(atlas, layer, area.area_id)
    if not features.usable[row]:
        few = area.people_2020 < MIN_RESIDENTS
        return SimilarPlaces(reason="few_residents" if few else "no_data")
    open_rows = features.usable & ~features.shared[row]
    if open_rows.sum() < MIN_PLACES_FOR_LINK:
        return SimilarPlaces(reason="few_places")
    found, distance = nearest(features.scores, features.usable, features.shared, row)
    return SimilarPlaces(
        places=tuple(_similar_place(atlas, geography, i, float(distance[i])) for i in found),
        features=tuple(_features(features, row, found)),
        candidates=int(open_rows.sum()),
    )


def _similar_place(atlas: Atlas, geography: Geography, row: int, distance: float) -> SimilarPlace:
    area = atlas.areas(Layer(geography.value)).iloc[row]
    area_id = str(area["area_id"])
    values = place_values(atlas, geography, area_id, city().health)
    return SimilarPlace(
        place=PlaceLink(str(PlaceId(geography, area_id)), area_id, str(area["name"])),
        people=int(area["people_2020"]),
        distance=distance,
        health=tuple(values.values()),
    )


def _features(features: Features, row: int, found: Sequence[int]) -> Iterator[SimilarFeature]:
    distances = apart(features.scores, row, found)
    for k, key in enumerate(features.keys):
        others = features.values[list(found), k]
        yield SimilarFeature(
            key=key,
            indicator=features.indicators[k],
            here=float(features.values[row, k]),
            lowest=float(others.min()),
            highest=float(others.max()),
            city=float(features.city[k]),
            apart=float(distances[k]),
        )
