"""Rates of events, crude and age-standardised, and when a rate may be shown at all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from data.models import Flag
from data.rules import MIN_EVENTS_FOR_RATE, MIN_RESIDENTS, STABLE_EVENTS
from data.stats._check import Floats, floats, number, same_shape
from data.stats.intervals import poisson_limits, z_value

PER = 100_000.0
# US 2000 standard population, thousands of people under 1, 1-4, 5-14 … 75-84, 85 and older
# (Anderson & Rosenberg 1998, National Vital Statistics Reports 47(3), table A). Eleven bands: those
# of the USALEEP life tables.
US_2000_STANDARD: tuple[int, ...] = (
    3795,
    15192,
    39977,
    38077,
    37233,
    44659,
    37030,
    23961,
    18136,
    12315,
    4259,
)


class Rate(NamedTuple):
    """A rate and its limits, all per the same number of people and years."""

    value: float
    lower: float
    upper: float


class RateDecision(NamedTuple):
    """Whether a rate may be shown, and the flag that says what is wrong (None: nothing)."""

    shown: bool
    flag: Flag | None


def crude_rate(
    events: ArrayLike, person_years: ArrayLike, *, per: float = PER, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Events per `per` person-years and the limits: (rate, lower, upper) arrays.

    Limits of the count are exact Poisson under 10 events, Byar from 10 on.
    """
    count = floats("events", events, minimum=0.0)
    years = floats("person_years", person_years, above=0.0)
    scale = number("per", per, above=0.0) / years
    lower, upper = poisson_limits(count, confidence=confidence)
    return count * scale, lower * scale, upper * scale


def directly_standardised_rate(
    events: ArrayLike,
    person_years: ArrayLike,
    *,
    standard: ArrayLike = US_2000_STANDARD,
    per: float = PER,
    confidence: float = 0.95,
) -> Rate:
    """Rate if the age bands were as large as in the standard population (1-d, one entry a band).

    Limits: Dobson, Kuulasmaa, Eberle & Scherer 1991, the Poisson limits of the total count scaled
    by the standard errors of rate and count. Without any event that scale is 0 over 0: ValueError.
    """
    count = floats("events", events, ndim=1, minimum=0.0)
    years = floats("person_years", person_years, ndim=1, above=0.0)
    weight = floats("standard", standard, ndim=1, minimum=0.0)
    same_shape(events=count, person_years=years, standard=weight)
    if weight.sum() <= 0.0:
        raise ValueError("standard: all zero")
    total = float(count.sum())
    if total == 0.0:
        raise ValueError("events: none, the interval is undefined")
    share = weight / weight.sum()
    rate = float((share * count / years).sum())
    se = float(np.sqrt((share * share * count / (years * years)).sum()))
    lower, upper = map(float, poisson_limits(total, confidence=confidence))
    stretch = se / np.sqrt(total)
    scale = number("per", per, above=0.0)
    return Rate(
        value=rate * scale,
        lower=float(rate + stretch * (lower - total)) * scale,
        upper=float(rate + stretch * (upper - total)) * scale,
    )


def expected_events(person_years: ArrayLike, standard_rates: ArrayLike) -> float:
    """Events if every age band had the standard's rate (events per person-year)."""
    years = floats("person_years", person_years, ndim=1, minimum=0.0)
    rates = floats("standard_rates", standard_rates, ndim=1, minimum=0.0)
    same_shape(person_years=years, standard_rates=rates)
    return float(years @ rates)


def smr(observed: float, expected: float, *, confidence: float = 0.95) -> Rate:
    """Observed over expected events, 1 = as expected; Poisson limits of the observed count."""
    seen = number("observed", observed, minimum=0.0)
    awaited = number("expected", expected, above=0.0)
    lower, upper = poisson_limits(seen, confidence=confidence)
    return Rate(value=seen / awaited, lower=float(lower) / awaited, upper=float(upper) / awaited)


def rate_ratio(
    events: tuple[float, float],
    person_years: tuple[float, float],
    *,
    confidence: float = 0.95,
) -> Rate:
    """Ratio of two rates of places that share no events, first over second, with exact limits.

    Given all events, those of the first place are binomial; the limits are Clopper & Pearson's for
    its probability, turned into a ratio. Raises ValueError where the second place has no events.
    """
    count = floats("events", events, minimum=0.0)
    years = floats("person_years", person_years, above=0.0)
    for name, pair in (("events", count), ("person_years", years)):
        if pair.shape != (2,):
            raise ValueError(f"{name}: expected two numbers")
    first, second = map(float, count)
    if second == 0.0:
        raise ValueError("events: none in the second place, no ratio")
    z_value(confidence)  # refuses what is not between 0 and 1
    tail = (1.0 - confidence) / 2.0
    low = float(betaincinv(first, second + 1.0, tail)) if first > 0.0 else 0.0
    high = float(betaincinv(first + 1.0, second, 1.0 - tail))
    scale = float(years[1] / years[0])
    return Rate(
        value=first / second * scale,
        lower=low / (1.0 - low) * scale,
        upper=high / (1.0 - high) * scale,
    )


def rate_decision(events: float, *, residents: float) -> RateDecision:
    """Whether a rate may be shown: not under 500 residents, not under 10 events."""
    count = number("events", events, minimum=0.0)
    people = number("residents", residents, minimum=0.0)
    if people == 0.0:
        return RateDecision(shown=False, flag=Flag.NO_RESIDENTS)
    if people < MIN_RESIDENTS:
        return RateDecision(shown=False, flag=Flag.FEW_RESIDENTS)
    if count < MIN_EVENTS_FOR_RATE:
        return RateDecision(shown=False, flag=Flag.FEWER_THAN_10)
    return RateDecision(shown=True, flag=Flag.FROM_10_TO_19 if count < STABLE_EVENTS else None)
