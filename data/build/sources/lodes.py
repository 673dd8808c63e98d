"""US Census Bureau, LODES 8, residence area characteristics: jobs of the residents of each block.

Columns as in the Bureau's LODES Technical Documentation: `h_geocode` is a block of 2020, `C000` all
jobs, `CE01` those that pay $1,250 a month or less, `CE02` $1,251 to $3,333, `CE03` more. Noise is
added to the counts of single blocks, so they are summed to tracts before anything rests on them. A
block without jobs has no row.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from data.build.reading import SourceDirectory
from data.build.sources.tract_table import TractTable

FILES = ("live/mo_rac_S000_JT00_2022.csv.gz", "live/ks_rac_S000_JT00_2022.csv.gz")
BANDS = ("CE01", "CE02", "CE03")
COUNTS = ("C000", *BANDS)
TRACT_DIGITS, COUNTY_DIGITS = 11, 5


def jobs(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """Jobs by tract: COUNTS, and `UP_TO_3333` (the two lower bands). Raises SourceError."""
    rows = pd.concat([_rows(source, file, known) for file in FILES])
    values = rows.groupby("tract")[list(COUNTS)].sum()
    values["UP_TO_3333"] = values["CE01"] + values["CE02"]
    first = rows.groupby("tract")["line"].first()
    lines = pd.DataFrame(dict.fromkeys(values.columns, first))
    return TractTable("lodes", " and ".join(FILES), 2020, values, lines)


def _rows(source: SourceDirectory, file: str, known: Collection[str]) -> pd.DataFrame:
    """Blocks of the metro's counties: tract, line in the file, COUNTS."""
    counties = {tract[:COUNTY_DIGITS] for tract in known}
    whole = source.csv(file, columns=("h_geocode", *COUNTS), key=["h_geocode"], few=True)
    table = whole.where(whole.frame["h_geocode"].str[:COUNTY_DIGITS].isin(counties))
    tract = table.frame["h_geocode"].str[:TRACT_DIGITS]
    table.refuse(~tract.isin(set(known)), "h_geocode", "a block in a census tract of 2020")
    counts = pd.DataFrame({name: table.numbers(name, blank=False) for name in COUNTS})
    for name in COUNTS:
        table.refuse(counts[name] < 0, name, "a count")
    bands = counts[list(BANDS)].sum(axis=1)
    table.refuse(bands != counts["C000"], "C000", "the sum of the three bands of pay")
    return counts.assign(tract=tract, line=table.frame.index)
