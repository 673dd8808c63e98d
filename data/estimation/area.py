"""Every estimate of one area that is in no extract, by the same functions as the build's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from data.catalogue.schema import Indicator
from data.estimation.from_blocks import COUNTED, VINTAGE_OF, BlockCounts, block_estimates
from data.estimation.from_events import EventCounts, rate_estimates
from data.estimation.from_tracts import area_estimates
from data.estimation.life_expectancy import PublishedTables
from data.estimation.rows import Rows
from data.estimation.tract_values import TractValues
from data.estimation.weights import Floats, Weights
from data.models import AGE_BANDS, Estimator, Layer

_COLUMN = {name: i for i, name in enumerate(("people", *AGE_BANDS))}


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """One area as people by tract of both vintages, as people by grade of its land, as events.

    `weights[vintage].people` has the layers OWN (one area) and CITY. `graded`: residents of 2010 on
    land of each grade. `events`: how many were counted in it, of `city_events` in all.
    """

    weights: Mapping[int, Weights]
    graded: Mapping[str, float]
    events: float
    city_events: float
    dispersion: float

    def bands(self, vintage: int, layer: Layer = Layer.OWN) -> Floats:
        """(13,) everyone and the age bands, of a vintage."""
        total: Floats = self.weights[vintage].people[layer][0].sum(axis=0)
        return total

    def people(self, indicator: Indicator, layer: Layer = Layer.OWN) -> float:
        """Residents in the middle of the years of an indicator."""
        shares = zip((2010, 2020), indicator.census_weights, strict=True)
        return sum(float(self.bands(vintage, layer)[0]) * share for vintage, share in shares)


def drawn_estimates(
    indicators: Iterable[Indicator],
    area: DrawnArea,
    tracts: Mapping[str, TractValues],
    tables: PublishedTables | None,
) -> Iterator[tuple[Indicator, Rows]]:
    """One row of each indicator that is given for drawn areas; `tracts` by indicator id."""
    for indicator in indicators:
        if indicator.estimator in (Estimator.BLOCK_COUNT, Estimator.BLOCK_SHARE):
            counts = _block_counts(indicator, area)
            yield indicator, block_estimates(indicator, counts, Layer.OWN, [""])
        elif indicator.estimator is Estimator.EVENT_RATE:
            yield indicator, rate_estimates(indicator, _events(indicator, area), Layer.OWN, [""])
        elif indicator.id in tracts:
            is_table = indicator.estimator is Estimator.LIFE_TABLE
            yield (
                indicator,
                area_estimates(
                    indicator,
                    tracts[indicator.id],
                    area.weights[indicator.tract_vintage or 0],
                    Layer.OWN,
                    ids=[""],
                    tables=tables if is_table else None,
                ),
            )


def _block_counts(indicator: Indicator, area: DrawnArea) -> BlockCounts:
    given = indicator.input
    assert given is not None  # the build refuses a block indicator without
    vintage = VINTAGE_OF.get(given.table, 2010)  # land was graded once and is held by 2010's blocks
    people = area.weights[vintage].people[Layer.OWN][0]
    if given.table in VINTAGE_OF:
        columns = [_COLUMN[name] for name in COUNTED[given.count or ""]]
        counted = float(people[:, columns].sum())
    else:
        counted = area.graded.get(given.value or "", 0.0)
    everyone = people[:, :1].sum(axis=0)
    return BlockCounts(
        vintage=vintage,
        people=everyone,
        counted=everyone * 0.0 + counted,
        tracts=(people[:, :1] > 0).sum(axis=0).astype(float),
        everyone_of_city=float(area.bands(vintage, Layer.CITY)[0]),
    )


def _events(indicator: Indicator, area: DrawnArea) -> EventCounts:
    here = area.bands(2010)[:1] * 0.0
    return EventCounts(
        count=here + area.events,
        people=here + area.people(indicator),
        city_count=area.city_events,
        city_people=area.people(indicator, Layer.CITY),
        dispersion=area.dispersion,
    )
