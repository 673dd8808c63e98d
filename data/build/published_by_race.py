"""Older values by race and ethnicity, without an error, as rows of `published_estimate`.

What they are stands in the city's `published/by_race.yaml`; here they are read from the files that
publish them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data.build.reading import SourceDirectory
from data.build.sources import big_cities, county_rankings
from data.catalogue.loader import Catalogue
from data.catalogue.publications import load_published
from data.cities.city import city


def published_by_race(source: SourceDirectory, catalogue: Catalogue) -> Iterator[pd.DataFrame]:
    """A frame a source: what it gives of the columns of the table. Only sources of the catalogue
    are read. Raises SourceError.
    """
    entry = load_published().by_race
    named = [(m.source, m.id, m.indicator) for m in entry.measures if m.indicator]
    for source_id in sorted({source for source, _, _ in named} & set(catalogue.sources)):
        measures = {name: column for source, name, column in named if source == source_id}
        yield big_cities.by_race(source, measures).assign(area_id="city", source_id=source_id)
    own = city().county
    for source_id in sorted({r.source for r in entry.releases if r.place == "county" and r.source}):
        if source_id in catalogue.sources and own is not None:
            frame = county_rankings.life_expectancy(source)
            yield frame.assign(area_id=f"county_{own.id}", source_id=source_id)
