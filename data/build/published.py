"""Table `published_value`: values by race and ethnicity, read from the files that publish them."""

from __future__ import annotations

import pandas as pd

from data.build.reading import SourceDirectory
from data.build.sources import big_cities, county_rankings
from data.catalogue.loader import Catalogue
from data.catalogue.publications import load_published
from data.cities.city import city


def published_value_table(source: SourceDirectory, catalogue: Catalogue) -> pd.DataFrame:
    """One row a measure, year and group. Only sources of the catalogue are read."""
    entry = load_published().by_race
    frames = [pd.DataFrame(columns=["published_id", "year", "group_id", "value", "people"])]
    for source_id in sorted({m.source for m in entry.measures} & set(catalogue.sources)):
        measures = {m.id: m.indicator for m in entry.measures if m.source == source_id}
        frames.append(big_cities.by_race(source, measures).assign(people=float("nan")))
    for source_id in sorted({r.source for r in entry.releases if r.place == "county" and r.source}):
        if source_id in catalogue.sources and city().county is not None:
            frames.append(county_rankings.life_expectancy(source))
    return pd.concat(frames[1:] or frames, ignore_index=True)
