"""Rates of located events, and what may be said of so few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.catalogue.schema import Indicator
from data.estimation.comparisons import store_ranks, store_verdicts
from data.estimation.rows import Rows, reliability_flags, residents_flags, testable
from data.estimation.weights import Floats
from data.models import Flag, Layer
from data.rules import MIN_EVENTS_FOR_RATE, MIN_RESIDENTS, STABLE_EVENTS
from data.stats.contrast import Contrast
from data.stats.event_contrast import rate_contrast
from data.stats.intervals import poisson_limits

PER = 100_000.0


@dataclass(frozen=True, slots=True)
class EventParts:
    """Parts of areas that vary by themselves, where areas may share some.

    `shares` (areas, parts) of the people of each area, `count` and `people` (parts,).
    """

    shares: Floats
    count: Floats
    people: Floats


@dataclass(frozen=True, slots=True)
class EventCounts:
    """Events in each area and its residents in the middle of their years, both (areas,).

    `city_count` and `city_people` are those of the whole city; `dispersion` says how much more
    counts vary than Poisson counts. Without `parts` every area varies by itself.
    """

    count: Floats
    people: Floats
    city_count: float
    city_people: float
    dispersion: float
    parts: EventParts | None = None


def rate_estimates(
    indicator: Indicator, events: EventCounts, layer: Layer, ids: Sequence[str]
) -> Rows:
    """Rate per 100,000 residents a year. Fewer than ten events: no rate, an upper limit only."""
    count, people, years = events.count, events.people, indicator.years_counted
    everyone = events.city_people if layer is Layer.OWN else np.inf
    rows = Rows(ids)
    residents_flags(rows, people, layer, everyone=everyone)
    rows.all_by(indicator.estimator.value)
    rows["population"], rows["events"], rows["tracts"] = people, count, 0.0
    enough = people >= MIN_RESIDENTS
    rows["coverage"] = np.where(people > 0, 1.0, np.nan)
    rows["own_share"] = rows["coverage"]
    scale = np.divide(PER, people * years, out=np.full(len(rows), np.nan), where=enough)
    low, high = poisson_limits(count)
    rows["value"], rows["se"] = count * scale, np.sqrt(count) * scale
    rows["lower"], rows["upper"] = low * scale, high * scale
    few = enough & (count < MIN_EVENTS_FOR_RATE)
    rows.add_flag(few, Flag.FEWER_THAN_10)
    rows.withhold(few, "value", "lower", "se")
    rows.add_flag(enough & ~few & (count < STABLE_EVENTS), Flag.FROM_10_TO_19)
    if layer is Layer.OWN:
        _keep_to_itself(rows, events)
    reliability_flags(indicator, rows)

    def against_rest(i: int) -> Contrast:
        found = rate_contrast(
            float(count[i]),
            events.city_count - float(count[i]),
            0.0,
            float(people[i]) * years,
            (events.city_people - float(people[i])) * years,
            dispersion=events.dispersion,
        )
        return found.scaled(PER)

    tested = testable(indicator, rows)
    if layer is Layer.HOLC_GRADE:
        tested &= np.array(rows.ids) != "U"
    store_verdicts(indicator, rows, tested, against_rest)
    # Places with few events have no rate of their own but stand in the order all the same.
    parts = events.parts or EventParts(np.eye(len(rows)), count, people)
    known = parts.people >= MIN_RESIDENTS if events.parts is None else parts.people > 0
    rate = np.divide(PER, parts.people * years, out=np.zeros(known.size), where=known)
    store_ranks(
        indicator,
        layer,
        rows,
        ranked=tested | few,
        shares=parts.shares,
        values=parts.count * rate,
        variances=events.dispersion * np.maximum(parts.count, 1.0) * rate**2,
    )
    rows.withhold(~tested, "rank", "rank_lower", "rank_upper")
    return rows


def _keep_to_itself(rows: Rows, events: EventCounts) -> None:
    """Of a drawn area with few events no number is told, and none where few are left around it.

    An outline can be drawn round a single block, or round all but one.
    """
    left = events.city_count - events.count
    few = events.count < MIN_EVENTS_FOR_RATE
    few_left = ~few & (left > 0) & (left < MIN_EVENTS_FOR_RATE)
    rows.add_flag(few, Flag.FEWER_THAN_10)
    rows.add_flag(few_left, Flag.NO_DATA)
    rows.withhold(few | few_left, "value", "lower", "upper", "se", "events")
