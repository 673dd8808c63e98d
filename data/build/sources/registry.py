"""Which adapter reads which input table of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

import geopandas as gpd

from data.build.reading import SourceDirectory
from data.build.sources import (
    acs,
    cdc,
    census,
    dep_index,
    epa,
    eviction_lab,
    ice,
    kcpd,
    lodes,
    nchs,
    places,
    tiger,
    tiger_map,
    usda,
    washington_post,
)
from data.build.sources.tract_table import TractTable

Adapter = Callable[[SourceDirectory, Collection[str]], TractTable]
EventAdapter = Callable[[SourceDirectory], gpd.GeoDataFrame]


def _release(load: Callable[..., TractTable], name: str, value: int) -> Adapter:
    def adapter(source: SourceDirectory, known: Collection[str]) -> TractTable:
        return partial(load, **{name: value})(source, known=known)

    return adapter


# Table id of `Indicator.input.table` -> (adapter, tract vintage).
TRACT_TABLES: Mapping[str, tuple[Adapter, int]] = {
    "usaleep": (nchs.life_expectancy, 2010),
    "cities500_2017": (cdc.cities500, 2010),
    "svi2022": (cdc.svi2022, 2020),
    "eji2024": (cdc.eji2024, 2020),
    "dep2015": (_release(dep_index.deprivation, "release", 2015), 2010),
    "dep2018": (_release(dep_index.deprivation, "release", 2018), 2010),
    "dep2023": (_release(dep_index.deprivation, "release", 2023), 2020),
    "ice2019": (_release(ice.concentration, "release", 2019), 2010),
    "ice2023": (_release(ice.concentration, "release", 2023), 2020),
    "food_atlas2019": (usda.food_atlas2019, 2010),
    "fara2015": (usda.fara2015, 2010),
    "evictions": (eviction_lab.evictions, 2010),
    "evictions_live": (eviction_lab.filings_of_year, 2010),
    "ejscreen2020": (epa.ejscreen2020, 2010),
    "places2025": (places.places2025, 2020),
    "acs2024": (acs.acs2024, 2020),
    "lodes": (lodes.jobs, 2020),
    "acs_race_2014": (_release(census.race_counts, "end_year", 2014), 2010),
    "acs_race_2019": (_release(census.race_counts, "end_year", 2019), 2010),
    "acs_race_2023": (_release(census.race_counts, "end_year", 2023), 2020),
}
# Id of a source that nothing is drawn from -> what it must agree with: the tracts of 2020.
CHECKED: Mapping[str, Callable[[SourceDirectory, Collection[str]], None]] = {
    tiger.SOURCE: tiger.check_outlines,
}
# Ids of sources that only maps are drawn from.
DRAWN = frozenset({tiger_map.SOURCE})
# Table id of events with a point -> (adapter, id of the source whose files it reads).
EVENT_TABLES: Mapping[str, tuple[EventAdapter, str]] = {
    "homicides": (washington_post.homicides, washington_post.SOURCE),
    "kcpd": (kcpd.homicides, kcpd.SOURCE),
}
