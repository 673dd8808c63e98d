"""Places of any geography side by side, each against one baseline: the data behind Compare.

One contrast on tracts compares two places, however they overlap (docs/methods/comparing-places).
The p values of all pairs and all indicators of the page are one family.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np

from data.atlas.atlas import Atlas
from data.atlas.layer_values import NUMBERS, WORDS, LayerValues, flag_set
from data.atlas.places import find_place
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.compare.pairs import Pairs, untested
from data.compare.results import (
    CompareData,
    ComparedPlace,
    ComparedValue,
    CompareRow,
    PairResult,
    Reason,
)
from data.models import CITY_PLACE, Estimator, Geography, Layer, PlaceId, geography_of
from data.stats.contrast import benjamini_hochberg, verdict

REMEMBERED = 16  # comparisons of one process
KEPT_PLACES = 32  # 25 kB each; a comparison asks for each of its places 80 times
_NUMBERS = ("value", "lower", "upper", "se", "coverage", "events")


class CompareAnswers:
    """Answers of the Compare page. Thread-safe: nothing changes but what it keeps."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._pairs = Pairs(atlas)
        self._values = lru_cache(maxsize=KEPT_PLACES)(self._place_values)
        self.data = lru_cache(maxsize=REMEMBERED)(self._data)

    @cached_property
    def places(self) -> Mapping[str, ComparedPlace]:
        """Every place that can be compared, by its id: the order of the search list."""
        found = (
            place
            for geography in city().with_page
            for place in _places(self._atlas, Layer(geography.value))
        )
        return {place.place_id: place for place in found}

    def place(self, place_id: str) -> ComparedPlace:
        """A place that can be compared, listed or drawn. Raises KeyError where there is none."""
        if place_id in self.places:
            return self.places[place_id]
        found = find_place(self._atlas, place_id)
        if found is None or found[0] is not Geography.OWN:
            raise KeyError(f"no place {place_id!r}")
        (place,) = _places(self._atlas.of(Layer.OWN, found[1]), Layer.OWN)
        return place

    def _data(self, place_ids: tuple[str, ...], baseline_id: str) -> CompareData:
        """Compare places with one of them. Raises KeyError for a place that does not exist."""
        places = tuple(self.place(place_id) for place_id in place_ids)
        baseline = place_ids.index(baseline_id) if baseline_id in place_ids else 0
        rows = [
            self._row(indicator, places, baseline)
            for indicator in self._atlas.catalogue.indicators.values()
            if _is_shown(indicator, places)
        ]
        return CompareData(places, baseline, tuple(_judged(rows)))

    # -- one indicator ------------------------------------------------------------------------

    def _row(
        self, indicator: Indicator, places: Sequence[ComparedPlace], baseline: int
    ) -> CompareRow:
        catalogue = self._atlas.catalogue
        values = tuple(self._value(indicator, place) for place in places)
        results = [
            None
            if i == baseline
            else self._pair(indicator, (place, values[i]), (places[baseline], values[baseline]))
            for i, place in enumerate(places)
        ]
        drawn = [i for i, place in enumerate(places) if place.layer is Layer.OWN]
        if len(drawn) > 1 and indicator.estimator is Estimator.EVENT_RATE:
            values = tuple(None if i in drawn else value for i, value in enumerate(values))
            results = [
                untested(Reason.TWO_DRAWN, rest_of_city=result.rest_of_city)
                if result is not None and {i, baseline} & {*drawn}
                else result
                for i, result in enumerate(results)
            ]
        return CompareRow(
            indicator=indicator,
            source=catalogue.source_of(indicator),
            theme=next(theme for theme in catalogue.themes if theme.id == indicator.theme),
            city=self._city_value(indicator),
            values=values,
            results=tuple(results),
        )

    def _pair(
        self,
        indicator: Indicator,
        a: tuple[ComparedPlace, ComparedValue | None],
        b: tuple[ComparedPlace, ComparedValue | None],
    ) -> PairResult:
        (place_a, value_a), (place_b, value_b) = a, b
        if value_a is None or value_b is None:
            return untested(Reason.NO_VALUE, rest_of_city=place_a.is_city or place_b.is_city)
        return self._pairs.compare(indicator, (place_a, value_a), (place_b, value_b))

    def _city_value(self, indicator: Indicator) -> float:
        found = self._value(indicator, self.places[CITY_PLACE])
        return float("nan") if found is None else found.value

    def _value(self, indicator: Indicator, place: ComparedPlace) -> ComparedValue | None:
        return self._values(place.layer, place.area_id).get(indicator.id)

    def _place_values(self, layer: Layer, area_id: str) -> Mapping[str, ComparedValue]:
        """Stored estimates of one place by indicator."""
        table = self._atlas.of(layer, area_id).layer_values(layer)
        return {key: _place_value(table, row) for key, row in table.at.get(area_id, {}).items()}


def _places(atlas: Atlas, layer: Layer) -> Iterator[ComparedPlace]:
    for row in atlas.areas(layer).to_dict("records"):
        area_id = str(row["area_id"])
        yield ComparedPlace(
            place_id=str(PlaceId(geography_of(layer), area_id)),
            layer=layer,
            area_id=area_id,
            name=str(row["name"]),
            people_2010=int(row["people_2010"]),
            people_2020=int(row["people_2020"]),
        )


def _place_value(table: LayerValues, row: int) -> ComparedValue:
    stored = dict(zip(NUMBERS, table.numbers[row].tolist(), strict=True))
    words = dict(zip(WORDS, table.words[row], strict=True))
    numbers = {name: stored[name] for name in _NUMBERS}
    return ComparedValue(**numbers, method=words["method"], flags=flag_set(words["flags"]))


def _is_shown(indicator: Indicator, places: Sequence[ComparedPlace]) -> bool:
    """True if the indicator is given for a place of the comparison beside the city."""
    return any(
        indicator.is_given_for(Geography(place.layer.value))
        for place in places
        if not place.is_city or len(places) == 1
    )


def _judged(rows: Sequence[CompareRow]) -> list[CompareRow]:
    """The rows with adjusted p values and verdicts: one family over everything shown."""
    pairs = [(i, j) for i, row in enumerate(rows) for j, r in enumerate(row.results) if r]
    p_values = np.array([rows[i].results[j].p_value for i, j in pairs])  # type: ignore[union-attr]
    adjusted = benjamini_hochberg(p_values)
    found = [list(row.results) for row in rows]
    for (i, j), p in zip(pairs, adjusted, strict=True):
        pair = found[i][j]
        assert pair is not None  # only pairs are listed
        if np.isnan(p):
            continue  # not tested, and says so already
        said = verdict(pair.difference, float(p), rows[i].indicator.polarity.value)
        found[i][j] = replace(pair, p_adjusted=float(p), verdict=type(pair.verdict)(said))
    return [replace(row, results=tuple(r)) for row, r in zip(rows, found, strict=True)]
