"""The rest of the city beside one place: its own number stands there, not that of the city."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite, nan

from data.compare.results import CompareData, ComparedValue, CompareRow
from data.compare.sentences import PAIR
from data.sentences.words import gap_between


def against_rest(data: CompareData, row: CompareRow) -> CompareRow:
    """The row of two places with the number of the rest of the city in place of the city's.

    So the difference that is printed is that of the two values beside it. The rest of the city has
    no interval of its own. With more places, or without a difference, the row is as it is.
    """
    pairs = [(i, pair) for i, pair in enumerate(row.results) if pair is not None]
    if len(data.places) != PAIR or not pairs:
        return row
    index, pair = pairs[0]
    place, base = row.values[index], row.values[data.baseline]
    if not pair.rest_of_city or not isfinite(pair.difference) or place is None or base is None:
        return row
    values, results = [*row.values], [*row.results]
    if data.places[index].is_city:
        place = _of_rest(place, base.value + pair.difference)
    else:
        base = _of_rest(base, place.value - pair.difference)
    values[index], values[data.baseline] = place, base
    printed = gap_between(place.value, base.value, row.indicator)
    results[index] = replace(pair, difference=printed, rest_of_city=False)
    return replace(row, values=tuple(values), results=tuple(results))


def _of_rest(city: ComparedValue, value: float) -> ComparedValue:
    return replace(city, value=value, lower=nan, upper=nan, se=nan, events=nan, flags=frozenset())


def is_rest(data: CompareData, row: CompareRow, index: int) -> bool:
    """True where the city's place in a row has the number of its rest (`against_rest`)."""
    return data.places[index].is_city and any(
        isfinite(pair.difference) and not pair.rest_of_city for pair in row.pairs
    )
