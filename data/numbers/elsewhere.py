"""The same measure elsewhere: the city here; city, county, state and nation as published.

Nothing is tested: the areas hold each other (docs/methods/published-by-race.md).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property, lru_cache
from math import isfinite
from typing import Any

from data.catalogue.schema import Indicator
from data.models import CITY_PLACE, Layer
from data.numbers.address import number_path
from data.numbers.keys import published_key
from data.numbers.record import NumberBenchmark
from data.numbers.shared import Shared
from data.published.results import PublishedEstimate

LEVEL_PERCENT = 95
_COUNTRY, _CONTEXT = "country", "context"


def known(number: float) -> float | None:
    """The number; None for a missing one."""
    return number if isfinite(number) else None


class Elsewhere:
    """Benchmarks in one language. Thread-safe: nothing changes but what is remembered."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._atlas = shared.atlas
        self._facts = shared.facts
        self._texts = shared.texts
        self._of = lru_cache(maxsize=None)(self._of_indicator)

    def of_indicator(self, indicator_id: str, *, beside_city: bool) -> tuple[NumberBenchmark, ...]:
        """Beside an estimate of this site; `beside_city`: the city's own is one of them."""
        return self._of(indicator_id, beside_city)

    def of_estimate(self, estimate: PublishedEstimate) -> tuple[NumberBenchmark, ...]:
        """Beside a published value: the same group and period in the other areas."""
        same = (estimate.release.period, estimate.group)
        return tuple(
            self._benchmark(other)
            for other in self._shared.publications.estimates(estimate.measure.id)
            if (other.release.period, other.group) == same
            and other.area.id != estimate.area.id
            and other.area.role != _CONTEXT
            and not other.left_out
        )

    def _of_indicator(self, indicator_id: str, beside_city: bool) -> tuple[NumberBenchmark, ...]:
        indicator = self._atlas.catalogue.indicator(indicator_id)
        own = self._of_city(indicator) if beside_city else ()
        published = (e for e in self._facts.beside(indicator_id) if not e.left_out)
        return (*own, *map(self._benchmark, published), *self._of_models(indicator))

    def _of_city(self, indicator: Indicator) -> Iterator[NumberBenchmark]:
        value, lower, upper = self._atlas.city_value(indicator)
        if isfinite(value):
            yield NumberBenchmark(
                place=CITY_PLACE,
                place_name=self._city_name,
                value=value,
                lower=known(lower),
                upper=known(upper),
                level_percent=LEVEL_PERCENT if isfinite(lower) and isfinite(upper) else None,
                years=indicator.years,
                basis="own",
                basis_name=self._texts.t("number.basis.own"),
                publisher=self._shared.source(indicator.source).publisher,
                address=self._shared.whole(number_path(CITY_PLACE, indicator.id)),
            )

    def _benchmark(self, estimate: PublishedEstimate) -> NumberBenchmark:
        area, key = self._shared.area(estimate.area.id), published_key(estimate)
        path = number_path(key.place, key.measure, period=key.period, group=key.group)
        return NumberBenchmark(
            place=area.id,
            place_name=area.name,
            value=estimate.value,
            lower=known(estimate.lower),
            upper=known(estimate.upper),
            level_percent=estimate.level_percent,
            years=estimate.years,
            basis="published",
            basis_name=self._texts.t("number.basis.published"),
            publisher=estimate.source.publisher,
            address=self._shared.whole(path),
        )

    def _of_models(self, indicator: Indicator) -> Iterator[NumberBenchmark]:
        """City and nation as the publisher of modelled values gives them."""
        for row in self._models.get(indicator.id, ()):
            is_city = str(row["place"]) == CITY_PLACE
            basis = str(row["measure"])
            lower, upper = float(row["lower"]), float(row["upper"])
            yield NumberBenchmark(
                place=CITY_PLACE if is_city else _COUNTRY,
                place_name=self._city_name if is_city else self._texts.t("number.nation"),
                value=float(row["value"]),
                lower=known(lower),
                upper=known(upper),
                level_percent=LEVEL_PERCENT if isfinite(lower) and isfinite(upper) else None,
                years=str(row["year"]),
                basis="crude" if basis == "crude" else "age_adjusted",
                basis_name=self._texts.t(f"number.basis.{basis}"),
                publisher=self._shared.source(indicator.source).publisher,
                address=None,
            )

    @cached_property
    def _models(self) -> Mapping[str, list[dict[Hashable, Any]]]:
        frame = self._atlas.repository.benchmarks()
        return {
            str(key): rows.to_dict("records")
            for key, rows in frame.groupby("indicator_id", sort=False)
        }

    @cached_property
    def _city_name(self) -> str:
        area_id = str(self._atlas.areas(Layer.CITY)["area_id"].iloc[0])
        return self._shared.place(Layer.CITY, area_id).name
