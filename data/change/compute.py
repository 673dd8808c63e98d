"""What changed between two times, for every place of a kind at once: the correction needs all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.atlas.atlas import Atlas
from data.atlas.layer_values import NUMBERS, WORDS, flag_set
from data.catalogue.schema import Indicator
from data.change.results import Basis, Change, Moment, PlaceChanges, Reason
from data.cities.city import EventPeriods, Pair, city
from data.models import Flag, Geography, Kind, Layer, Verdict
from data.pooling.poolers import PER_100K
from data.rules import (
    HOUSEHOLD_DISPERSION,
    MIN_EVENTS_FOR_RATE,
    MIN_RESIDENTS,
    STABLE_EVENTS,
)
from data.stats.change import count_change, share_change, survey_change
from data.stats.contrast import Contrast, benjamini_hochberg, verdict
from data.stats.event_contrast import dispersion, rate_contrast
from data.stats.intervals import poisson_limits

Floats = NDArray[np.float64]

# A census counts at the start of April.
CENSUS_DAY = 0.25
KEPT = ("value", "lower", "upper", "se", "tracts")
_AT = [NUMBERS.index(name) for name in KEPT]
_FLAGS = WORDS.index("flags")
Tried = tuple[Change, Contrast | None]  # None: not tested, the change says why


def layer_changes(atlas: Atlas, geography: Geography) -> Mapping[str, PlaceChanges]:
    """The changes of every place of a geography, by area id.

    Empty where the city's folder asks nothing of change.
    """
    asked = city().change
    if asked is None:
        return {}
    layer = _Layer(atlas, geography)
    measures = [_settled(tried) for tried in _measures(layer)]
    once = tuple(filter(None, map(layer.indicator, asked.once)))
    catalogue = atlas.catalogue.indicators.values()
    modelled = any(i.kind is Kind.MODELLED and i.is_given_for(geography) for i in catalogue)
    found = {}
    for row, (area_id, name) in enumerate(zip(layer.ids, layer.areas["name"], strict=True)):
        changes = tuple(measure[row] for measure in measures)
        found[area_id] = PlaceChanges(
            geography=geography,
            area_id=area_id,
            name=str(name),
            changes=changes,
            reason=None if any(change.tested for change in changes) else layer.reason(row),
            once=once,
            modelled=modelled,
        )
    return found


def _measures(layer: _Layer) -> Iterator[list[Tried]]:
    """Each measure at every place of the layer, in the order of the page."""
    asked, groups = city().change, city().groups
    if asked is None:
        return
    if pair := layer.pair(asked.people):
        yield [_people(layer, pair, row) for row in range(len(layer.ids))]
    for pair in filter(None, map(layer.pair, asked.ages)):
        yield [_age(layer, pair, row) for row in range(len(layer.ids))]
    for group in groups.ids if groups else ():
        before, after = groups.comparable if groups else (0, 0)
        if pair := layer.pair((f"share_{group}_{before}", f"share_{group}_{after}")):
            yield [_surveyed(layer, pair, row) for row in range(len(layer.ids))]
    drawn = layer.geography is Geography.OWN  # of whose events no part is told
    if asked.events and not drawn and (indicator := layer.indicator(asked.events.indicator)):
        yield _events(layer, asked.events, indicator)
    for pair in filter(None, map(layer.pair, asked.untested)):
        yield [_untested(layer, pair, row) for row in range(len(layer.ids))]


def _settled(tried: Sequence[Tried]) -> list[Change]:
    """One measure at all places: the p values adjusted together, and the verdict of each."""
    adjusted = benjamini_hochberg([nan if c is None else c.p_value for _, c in tried])
    return [
        change
        if contrast is None
        else replace(
            change,
            difference=contrast.difference,
            lower=contrast.lower,
            upper=contrast.upper,
            p_value=contrast.p_value,
            p_adjusted=float(p),
            verdict=Verdict(verdict(contrast.difference, float(p), "none")),
        )
        for (change, contrast), p in zip(tried, adjusted, strict=True)
    ]


# -- one layer --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Layer:
    """Places of one geography with what is stored of them, in one order."""

    atlas: Atlas
    geography: Geography

    @cached_property
    def layer(self) -> Layer:
        return Layer(self.geography.value)

    @cached_property
    def areas(self) -> pd.DataFrame:
        return self.atlas.areas(self.layer)

    @cached_property
    def ids(self) -> list[str]:
        return [str(area_id) for area_id in self.areas["area_id"]]

    @cached_property
    def people(self) -> Floats:
        """(n, 2) residents in 2010 and 2020."""
        return self.areas[["people_2010", "people_2020"]].to_numpy(dtype=np.float64)

    def people_at(self, start: int, end: int) -> Floats:
        """(n,) residents in the middle of the years, on the line between the two censuses.

        Before the first census the line is not drawn on: there it is the first count.
        """
        middle = (start + end + 1) / 2
        share = float(np.clip((middle - 2010 - CENSUS_DAY) / 10, 0.0, 1.0))
        return self.people[:, 0] * (1.0 - share) + self.people[:, 1] * share

    def indicator(self, indicator_id: str) -> Indicator | None:
        """An indicator that is given for these places, else None."""
        found = self.atlas.catalogue.indicators.get(indicator_id)
        return found if found is not None and found.is_given_for(self.geography) else None

    def pair(self, ids: Pair) -> tuple[_Column, _Column] | None:
        """Two indicators with their stored values; None where one is not given here."""
        found = [self.indicator(name) for name in ids]
        if found[0] is None or found[1] is None:
            return None
        return self._column(found[0]), self._column(found[1])

    def _column(self, indicator: Indicator) -> _Column:
        table = self.atlas.layer_values(self.layer)
        rows = [table.at.get(area_id, {}).get(indicator.id) for area_id in self.ids]
        numbers = np.full((len(rows), len(KEPT)), nan)
        flags = [""] * len(rows)
        for at, row in enumerate(rows):
            if row is not None:
                numbers[at] = table.numbers[row, _AT]
                flags[at] = table.words[row][_FLAGS]
        return _Column(indicator, numbers, flags)

    def reason(self, row: int) -> Reason:
        """Why nothing at all could be tested at a place."""
        return self.too_few(row) or Reason.NO_DATA

    def too_few(self, row: int) -> Reason | None:
        """That nobody, or fewer people than a test needs, live at a place; else None."""
        if not self.people[row].any():
            return Reason.NO_RESIDENTS
        return Reason.FEW_RESIDENTS if self.people[row].min() < MIN_RESIDENTS else None


@dataclass(frozen=True, eq=False)
class _Column:
    """One indicator at every place of a layer: `numbers` (n, 5) under KEPT, flags as stored."""

    indicator: Indicator
    numbers: Floats
    stored_flags: Sequence[str]

    def moment(self, row: int) -> Moment:
        """Value and limits at one place."""
        value, lower, upper = self.numbers[row, :3].tolist()
        return Moment(self.indicator, self.indicator.years, value, lower, upper)

    def se(self, row: int) -> float:
        return float(self.numbers[row, 3])

    def tracts(self, row: int) -> int:
        return int(np.nan_to_num(self.numbers[row, 4]))

    def flags(self, row: int) -> frozenset[Flag]:
        return flag_set(self.stored_flags[row])


Columns = tuple[_Column, _Column]


def _change(layer: _Layer, pair: Columns, row: int, basis: Basis) -> Change:
    """The two values with what is stored beside them, not yet tested."""
    before, after = pair
    return Change(
        measure=after.indicator.id,
        basis=basis,
        earlier=before.moment(row),
        later=after.moment(row),
        flags=before.flags(row) | after.flags(row),
        tracts=max(before.tracts(row), after.tracts(row)),
    )


# -- how each is tested -----------------------------------------------------------------------


def _people(layer: _Layer, pair: Columns, row: int) -> Tried:
    """Everybody was counted; people come and go in households."""
    change = _change(layer, pair, row, Basis.COUNT)
    if few := layer.too_few(row):
        return replace(change, reason=few), None
    before, after = layer.people[row]
    return change, count_change(before, after, dispersion=HOUSEHOLD_DISPERSION)


def _age(layer: _Layer, pair: Columns, row: int) -> Tried:
    change = _change(layer, pair, row, Basis.COUNT)
    shares = change.earlier.value / 100, change.later.value / 100
    if few := layer.too_few(row):
        return replace(change, reason=few), None
    if not np.isfinite(shares).all():
        return replace(change, reason=Reason.NO_DATA), None
    before, after = layer.people[row]
    found = share_change(
        shares[0] * before, before, shares[1] * after, after, dispersion=HOUSEHOLD_DISPERSION
    )
    return change, found.scaled(100.0)


def _surveyed(layer: _Layer, pair: Columns, row: int) -> Tried:
    change = _change(layer, pair, row, Basis.SURVEY)
    errors = [column.se(row) for column in pair]
    if few := layer.too_few(row):
        return replace(change, reason=few), None
    if not (change.earlier.shown and change.later.shown):
        return replace(change, reason=Reason.NO_DATA), None
    if not np.isfinite(errors).all():
        return replace(change, reason=Reason.NO_MARGIN), None
    return change, survey_change(change.earlier.value, errors[0], change.later.value, errors[1])


def _untested(layer: _Layer, pair: Columns, row: int) -> Tried:
    """Two values of which the source says no error: they stand side by side, no more."""
    change = _change(layer, pair, row, Basis.UNTESTED)
    both = change.earlier.shown and change.later.shown
    return replace(change, reason=Reason.NO_MARGIN if both else Reason.NO_DATA), None


# -- events -----------------------------------------------------------------------------------


def _events(layer: _Layer, asked: EventPeriods, indicator: Indicator) -> list[Tried]:
    """Events of two periods, a year and resident: quasi-Poisson with the layer's dispersion."""
    spans = asked.earlier, asked.later
    counts = [_counted(layer, *span) for span in spans]
    people = [layer.people_at(*span) for span in spans]
    stretch = _dispersion(layer)
    found: list[Tried] = []
    for row in range(len(layer.ids)):
        moments = [
            _rate(indicator, span, float(count[row]), float(residents[row]))
            for span, count, residents in zip(spans, counts, people, strict=True)
        ]
        change = Change(
            measure=indicator.id,
            basis=Basis.EVENTS,
            earlier=moments[0],
            later=moments[1],
            flags=frozenset(flag for moment in moments for flag in _event_flags(moment.events)),
        )
        found.append(_held(layer, row, change, [float(p[row]) for p in people], stretch))
    return found


def _held(
    layer: _Layer, row: int, change: Change, people: Sequence[float], stretch: float
) -> Tried:
    if few := layer.too_few(row):
        return replace(change, reason=few), None
    if not (change.earlier.shown and change.later.shown):
        return replace(change, reason=Reason.FEW_EVENTS), None
    years_before, years_after = people[0] * change.earlier.span, people[1] * change.later.span
    found = rate_contrast(
        change.later.events, change.earlier.events, 0.0, years_after, years_before,
        dispersion=stretch,
    )  # fmt: skip
    return change, found.scaled(PER_100K)


def _rate(indicator: Indicator, span: tuple[int, int], count: float, people: float) -> Moment:
    """The rate of one period a year; none of fewer events than a rate needs."""
    start, end = span
    years = end - start + 1
    shown = Moment(indicator, f"{start}–{end}", events=count, span=years)
    if count < MIN_EVENTS_FOR_RATE or people < MIN_RESIDENTS:
        return shown
    scale = PER_100K / (people * years)
    low, high = poisson_limits(count)
    return replace(shown, value=count * scale, lower=float(low) * scale, upper=float(high) * scale)


def _event_flags(events: float) -> tuple[Flag, ...]:
    if events < MIN_EVENTS_FOR_RATE:
        return (Flag.FEWER_THAN_10,)
    return (Flag.FROM_10_TO_19,) if events < STABLE_EVENTS else ()


def _counted(layer: _Layer, start: int, end: int) -> Floats:
    """(n,) events of the years at each place; one on a line counts half in each."""
    events = layer.atlas.homicides
    return layer.atlas.events_at(layer.layer, events[events["year"].between(start, end)])


def _dispersion(layer: _Layer) -> float:
    """That of the layer, as the build stored it; of the city, from its own years.

    A whole city varies more than its parts: a bad year is bad in most of them.
    """
    if layer.layer is not Layer.CITY:
        return layer.atlas.dispersion(layer.layer)
    yearly = layer.atlas.homicides.groupby("year")["weight"].sum()
    return dispersion(yearly.to_numpy(dtype=np.float64)[None, :])
