"""Tables `published_estimate` and `…_noncommercial`: values as their publishers give them.

The catalogue (data/catalogue/measures.py) says which column of which file holds what; here each
release is read by its adapter and put into the table that its source's licence asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from data.build.errors import BuildError
from data.build.published_by_race import published_by_race
from data.build.reading import SourceDirectory
from data.build.sources import (
    cdc,
    census_counties,
    city_homicides,
    county_rankings,
    eviction_lab,
    health_department,
    hud,
    urban_institute,
)
from data.build.sources.wide_table import Wanted
from data.catalogue.loader import Catalogue
from data.catalogue.measures import (
    MeasureEntry,
    PublishedCatalogue,
    ReleaseEntry,
    TableEntry,
    load_measures,
)
from data.repository import tables

Reader = Callable[[SourceDirectory, Wanted], pd.DataFrame]
# Adapter of `reader` in a measure's file.
READERS: Mapping[str, Reader] = {
    "acs_counties": census_counties.survey,
    "causes_of_death": health_department.causes_of_death,
    "county_rankings": county_rankings.estimates,
    "county_rankings_release": county_rankings.whole_release,
    "crime_index": city_homicides.crime_index,
    "eviction_lab_sites": eviction_lab.site_rates,
    "homicide_list": city_homicides.listed,
    "hud_cost_burden": hud.cost_burden,
    "homicide_files": city_homicides.in_police_files,
    "homicide_totals": city_homicides.totals,
    "mental_health_survey": health_department.survey,
    "saipe": census_counties.poverty_and_income,
    "svi_counties": cdc.svi2022_counties,
    "urban_institute": urban_institute.estimates,
    "urban_institute_counties": urban_institute.counties,
}


def published_estimate_tables(
    source: SourceDirectory, catalogue: Catalogue
) -> dict[str, pd.DataFrame]:
    """Both tables by name. Only sources of the catalogue are read. Raises BuildError."""
    known = load_measures()
    names = [column.name for column in tables.published_estimate.columns]
    empty = pd.DataFrame(columns=names)
    found: dict[bool, list[pd.DataFrame]] = {False: [], True: []}
    for measure, release in _releases(known, catalogue):
        noncommercial = catalogue.sources[release.source].noncommercial
        found[noncommercial].append(_release(source, known, measure, release)[names])
    for frame in published_by_race(source, catalogue):
        (source_id,) = frame["source_id"].unique()
        whole = frame.assign(years_inferred=0).reindex(columns=names)
        found[catalogue.sources[source_id].noncommercial].append(whole)
    return {
        tables.published_estimate.name: pd.concat(found[False] or [empty], ignore_index=True),
        tables.published_estimate_noncommercial.name: pd.concat(
            found[True] or [empty], ignore_index=True
        ),
    }


def _releases(
    known: PublishedCatalogue, catalogue: Catalogue
) -> Iterator[tuple[MeasureEntry, ReleaseEntry]]:
    for measure in known.measures.values():
        for release in measure.releases:
            if release.source in catalogue.sources:
                yield measure, release


def _release(
    source: SourceDirectory, known: PublishedCatalogue, measure: MeasureEntry, release: ReleaseEntry
) -> pd.DataFrame:
    """Rows of one release, in the columns of the table."""
    try:
        read = READERS[release.reader]
    except KeyError:
        raise BuildError(f"measures/{measure.id}.yaml: no reader {release.reader!r}") from None
    frames = [read(source, _wanted(known, measure, release, table)) for table in release.tables]
    rows = pd.concat(frames, ignore_index=True)
    return rows.assign(
        measure_id=measure.id,
        period=release.period,
        source_id=release.source,
        level_percent=rows["lower"].map(lambda lower: release.level_percent, na_action="ignore"),
        years_inferred=int(release.years_basis == "inferred"),
    )


def _wanted(
    known: PublishedCatalogue, measure: MeasureEntry, release: ReleaseEntry, table: TableEntry
) -> Wanted:
    areas = [known.areas[area] for area in table.areas] or [
        area for area in known.areas.values() if area.kind != "city"
    ]
    return Wanted(table, areas, measure.valid_range, release.scale, release.period)
