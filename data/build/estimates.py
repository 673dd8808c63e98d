"""All estimates: every indicator on every layer that may show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.build.errors import BuildError
from data.build.from_blocks import block_counts
from data.build.from_counts import count_estimates
from data.build.from_events import event_counts, locate_events, share_estimates
from data.build.geography import Geography
from data.build.reading import SourceDirectory
from data.build.sources.registry import EVENT_TABLES, TRACT_TABLES
from data.build.sources.tract_table import TractTable
from data.build.tract_values import tract_values
from data.catalogue.loader import Catalogue
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.estimation.from_blocks import block_estimates
from data.estimation.from_events import rate_estimates
from data.estimation.from_tracts import area_estimates
from data.estimation.life_expectancy import PublishedTables, published_tables
from data.estimation.rows import Rows, flag_text
from data.estimation.tract_values import TractValues
from data.estimation.weights import TRACT_LAYERS, Weights
from data.models import Estimator, Layer
from data.models import Geography as Place

BLOCKS = (Estimator.BLOCK_COUNT, Estimator.BLOCK_SHARE)
EVENTS = (Estimator.EVENT_RATE, Estimator.EVENT_SHARE, Estimator.AREA_RATE)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything the estimates start from."""

    geography: Geography
    weights: Mapping[int, Weights]
    tables: Mapping[str, TractTable]
    life_tables: pd.DataFrame
    # By table, located by area id, one column a layer; none where nobody counts them.
    events: Mapping[str, pd.DataFrame]
    shootings: pd.DataFrame  # people counted by area: layer, area_id, killed, injured

    def located(self, indicator: Indicator) -> pd.DataFrame:
        """The events of an indicator. Raises BuildError where nobody counts them."""
        name = indicator.input.table if indicator.input is not None else ""
        if name not in self.events:
            raise BuildError(
                f"{indicator.id}: an indicator of events, but the catalogue has no source of them"
            )
        return self.events[name]


def read_tables(
    source: SourceDirectory, indicators: Mapping[str, Indicator], geography: Geography
) -> dict[str, TractTable]:
    """Read every tract table that the catalogue uses."""
    wanted = {i.input.table for i in indicators.values() if i.input is not None}
    tables = {}
    for name in sorted(wanted & set(TRACT_TABLES)):
        adapter, vintage = TRACT_TABLES[name]
        tables[name] = adapter(source, geography.known_tracts[vintage])
    return tables


def read_events(
    source: SourceDirectory, catalogue: Catalogue, geography: Geography
) -> dict[str, pd.DataFrame]:
    """Read and locate the events of every table whose source the catalogue has."""
    return {
        name: locate_events(read(source), geography)
        for name, (read, source_id) in EVENT_TABLES.items()
        if source_id in catalogue.sources
    }


def layers_of(indicator: Indicator) -> list[Layer]:
    """Layers that carry the indicator.

    Those of its geographies; and grades of land wherever both the home places and the city may be
    shown, since grades group people of the whole city. Counts by area are not by grade.
    """
    offered = set(indicator.geographies)
    layers = [Layer(g.value) for g in Place if g in offered and g is not Place.TRACT]
    if Place.TRACT in offered:
        layers.extend(TRACT_LAYERS[v] for v in _vintages(indicator))
    counted_by_area = indicator.estimator is Estimator.AREA_RATE
    graded = city().history is not None and not counted_by_area
    if graded and {city().home, Place.CITY} <= offered:
        layers.append(Layer.HOLC_GRADE)
    return layers


def _vintages(indicator: Indicator) -> list[int]:
    return [indicator.tract_vintage] if indicator.tract_vintage else []


def indicator_estimates(
    indicator: Indicator, inputs: Inputs
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Rows of all layers (with `layer`), and the tract values if there are any."""
    tract = None
    make = _maker(indicator, inputs)
    if indicator.estimator not in (*BLOCKS, *EVENTS):
        tract = _tract(indicator, inputs)
        make = _from_tracts(indicator, inputs, tract)
    frames = []
    for layer in layers_of(indicator):
        frames.append(make(layer).frame().assign(layer=layer.value))
    rows = pd.concat(frames, ignore_index=True)
    return rows, None if tract is None else _tract_rows(indicator, tract, inputs)


def _maker(indicator: Indicator, inputs: Inputs) -> Callable[[Layer], Rows]:
    geography = inputs.geography
    if indicator.estimator in BLOCKS:
        return lambda layer: block_estimates(
            indicator, block_counts(indicator, geography, layer), layer, geography.ids(layer)
        )
    if indicator.estimator is Estimator.AREA_RATE:
        return lambda layer: count_estimates(indicator, inputs.shootings, geography, layer)
    if indicator.estimator is Estimator.EVENT_SHARE:
        return lambda layer: share_estimates(indicator, inputs.located(indicator), geography, layer)
    return lambda layer: rate_estimates(
        indicator,
        event_counts(indicator, inputs.located(indicator), geography, layer),
        layer,
        geography.ids(layer),
    )


def _tract(indicator: Indicator, inputs: Inputs) -> TractValues:
    name = indicator.input.table if indicator.input is not None else ""
    if name not in inputs.tables or indicator.tract_vintage is None:
        raise BuildError(f"{indicator.id}: no adapter reads the table {name!r} by tract")
    weights = inputs.weights[indicator.tract_vintage]
    metro = inputs.geography.metro_people[weights.vintage].astype(np.float64)
    return tract_values(indicator, inputs.tables[name], weights, metro)


def _from_tracts(
    indicator: Indicator, inputs: Inputs, tract: TractValues
) -> Callable[[Layer], Rows]:
    weights = inputs.weights[indicator.tract_vintage or 0]
    tables: PublishedTables | None = None
    if indicator.estimator is Estimator.LIFE_TABLE:
        tables = published_tables(inputs.life_tables, weights.tracts)
    return lambda layer: area_estimates(
        indicator,
        tract,
        weights,
        layer,
        ids=inputs.geography.ids(layer),
        tables=tables,
    )


def _tract_rows(indicator: Indicator, tract: TractValues, inputs: Inputs) -> pd.DataFrame:
    weights = inputs.weights[indicator.tract_vintage or 0]
    frame = pd.DataFrame(
        {
            "area_id": weights.tracts,
            "layer": TRACT_LAYERS[weights.vintage].value,
            "value": tract.value,
            "lower": tract.lower,
            "upper": tract.upper,
            "se": tract.se,
            "denominator": tract.denominator,
            "flags": [flag_text(set(flags)) for flags in tract.flags],
        }
    )
    return frame[~np.isnan(tract.value)].reset_index(drop=True)
