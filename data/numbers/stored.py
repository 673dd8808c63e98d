"""Records of stored estimates: every indicator at every place of the site."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from math import isfinite, nan

import numpy as np

from data.atlas.layer_values import NUMBERS, LayerValues
from data.catalogue.schema import Indicator
from data.change.answers import ChangeAnswers
from data.change.results import Change
from data.change.sentences import change_sentence
from data.estimation.tract_values import stored_number
from data.locale import Texts
from data.locale.format import MISSING
from data.models import Flag, Geography, Layer, geography_of
from data.numbers.address import number_path
from data.numbers.elsewhere import LEVEL_PERCENT, Elsewhere, known
from data.numbers.keys import NumberKey
from data.numbers.past import thens
from data.numbers.record import NumberChange, NumberRank, NumberRecord, NumberTest
from data.numbers.shared import Shared
from data.numbers.words import flags_in_words, test_of, untested_for, withheld_for
from data.place.person import person_sentence
from data.place.results import PlaceValue
from data.place.values import place_values
from data.repository.history import Held
from data.sentences.words import (
    few_text,
    interval_text,
    join,
    quantity,
)

_PEOPLE = NUMBERS.index("population")
_RANK = NUMBERS.index("rank")
_RANKS = slice(_RANK, _RANK + 3)


class StoredNumbers:
    """Records of stored estimates in one language. Thread-safe."""

    def __init__(self, shared: Shared, elsewhere: Elsewhere, change: ChangeAnswers) -> None:
        self._shared = shared
        self._atlas = shared.atlas
        self._texts = shared.texts
        self._change = change
        self._elsewhere = elsewhere
        self._ranked = lru_cache(maxsize=None)(self._ranked_of)

    def record(self, geography: Geography, area_id: str, indicator_id: str) -> NumberRecord | None:
        """The number of an indicator at a place; None where nothing is stored of it."""
        indicator = self._atlas.catalogue.indicators.get(indicator_id)
        if indicator is None or not indicator.is_given_for(geography):
            return None
        layer = indicator.layer_of(geography)
        table = self._atlas.layer_values(layer)
        row = table.at.get(area_id, {}).get(indicator_id)
        if row is None:
            return None
        values = place_values(self._atlas, geography, area_id, [indicator_id], layer=layer)
        return self._record(layer, area_id, values[indicator_id], table.numbers[row], table)

    def _record(
        self,
        layer: Layer,
        area_id: str,
        value: PlaceValue,
        row: np.ndarray[tuple[int], np.dtype[np.float64]],
        table: LayerValues,
    ) -> NumberRecord:
        indicator, texts, t = value.indicator, self._texts, self._texts.t
        place = self._shared.place(layer, area_id)
        withheld = withheld_for(value)
        path = (place.id, indicator.id)
        limits = (known(value.lower), known(value.upper))
        return NumberRecord(
            place=place,
            measure=self._shared.measure(indicator.id),
            group=None,
            years=indicator.years,
            years_inferred=False,
            data_through=indicator.year_end,
            value=known(value.value),
            lower=limits[0],
            upper=limits[1],
            level_percent=None if limits == (None, None) else LEVEL_PERCENT,
            se=known(value.se),
            value_text=_value_text(value, texts),
            interval_text=interval_text(value.lower, value.upper, indicator, texts.lang),
            said=self._said(value, place.inside),
            withheld=withheld,
            withheld_words=withheld and t(f"number.withheld.{withheld}"),
            events=known(value.events),
            people=known(float(row[_PEOPLE])),
            verdict=value.verdict.value,
            verdict_name=t(f"figures.verdict.{value.verdict.value}"),
            test=self._test(value),
            coverage=known(value.coverage),
            own_share=known(value.own_share),
            tracts=value.tracts,
            flags=flags_in_words(value.flags, texts),
            made=value.method,
            made_name=t(f"number.made.{value.method}") if value.method else "",
            rank=self._rank(layer, indicator, row[_RANKS].tolist(), table),
            benchmarks=self._elsewhere.of_indicator(
                indicator.id, beside_city=layer is not Layer.CITY
            ),
            changes=tuple(self._changes(layer, area_id, indicator.id)),
            sources=(self._shared.source(indicator.source),),
            version=self._atlas.data_version,
            address=self._shared.whole(number_path(*path)),
            json_address=self._shared.whole(number_path(*path, ending="json")),
            csv_address=self._shared.whole(number_path(*path, ending="csv")),
            history=thens(
                self._atlas.history,
                NumberKey(place.id, indicator.id, place.kind),
                partial(_held_text, indicator, texts),
            ),
        )

    def _said(self, value: PlaceValue, inside: str) -> str:
        texts, indicator = self._texts, value.indicator
        if value.shown:
            return person_sentence(value, place=inside, texts=texts)
        named = indicator.name.get(texts.lang)
        missing = texts.t("number.said.missing", name=named, place=inside, years=indicator.years)
        return join(missing, texts.t(f"number.withheld.{withheld_for(value)}"))

    def _test(self, value: PlaceValue) -> NumberTest:
        t, why = self._texts.t, untested_for(value)
        done = why is None
        name = test_of(value.indicator) if done else None
        return NumberTest(
            done=done,
            against="rest_of_city" if done else None,
            against_name=t("number.against.rest_of_city") if done else None,
            test=name,
            test_name=name and t(f"number.test.{name}"),
            why_not=why,
            why_not_words=why and t(f"number.why_not.{why}"),
            other_value=known(stored_number(value.rest)) if done else None,
            difference=known(value.difference),
            difference_se=known(value.difference_se),
            difference_lower=known(value.difference_lower),
            difference_upper=known(value.difference_upper),
            p_adjusted=known(value.p_adjusted),
        )

    def _rank(
        self, layer: Layer, indicator: Indicator, ranks: list[float], table: LayerValues
    ) -> NumberRank | None:
        if not all(map(isfinite, ranks)):
            return None
        rank, lower, upper = map(int, ranks)
        return NumberRank(
            rank=rank, rank_lower=lower, rank_upper=upper, places=self._ranked(layer, indicator.id)
        )

    def _ranked_of(self, layer: Layer, indicator_id: str) -> int:
        table = self._atlas.layer_values(layer)
        rows = [held[indicator_id] for held in table.at.values() if indicator_id in held]
        return int(np.isfinite(table.numbers[rows, _RANK]).sum())

    # -- has it changed -----------------------------------------------------------------------

    def _changes(self, layer: Layer, area_id: str, indicator_id: str) -> Iterator[NumberChange]:
        """What is asked of change of this number, as the earlier or the later one."""
        geography = geography_of(layer)
        if geography is Geography.TRACT:  # whose places are others in each census
            return
        found = self._change.of_place(geography, area_id)
        for change in found.changes if found is not None else ():
            if indicator_id in (change.earlier.indicator.id, change.later.indicator.id):
                yield self._change_of(change)

    def _change_of(self, change: Change) -> NumberChange:
        earlier, later = change.earlier, change.later
        return NumberChange(
            earlier_years=earlier.years,
            earlier_value=known(earlier.value),
            earlier_lower=known(earlier.lower),
            earlier_upper=known(earlier.upper),
            later_years=later.years,
            later_value=known(later.value),
            later_lower=known(later.lower),
            later_upper=known(later.upper),
            difference=known(change.difference),
            difference_lower=known(change.lower),
            difference_upper=known(change.upper),
            p_adjusted=known(change.p_adjusted),
            verdict=change.verdict.value,
            words=change_sentence(change, self._texts),
        )


def _value_text(value: PlaceValue, texts: Texts) -> str:
    """The value with its unit; of few events how many they were; a dash where there is none."""
    indicator = value.indicator
    if value.shown:
        return quantity(value.value, indicator, texts, events=value.events)
    if Flag.FEWER_THAN_10 in value.flags or Flag.FEWER_THAN_5 in value.flags:
        return few_text(value.upper, indicator, texts, events=value.events)
    return texts.t("number.value.none")


def _held_text(indicator: Indicator, texts: Texts, held: Held) -> tuple[str, str]:
    """Value and interval of an older version, in the unit of today."""
    if held.value is None:
        return MISSING, ""
    lower, upper = (nan if end is None else end for end in (held.lower, held.upper))
    return (
        quantity(held.value, indicator, texts),
        interval_text(lower, upper, indicator, texts.lang),
    )
