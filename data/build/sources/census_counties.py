"""US Census Bureau: survey values and models of counties, states and the nation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.build.reading import SourceDirectory, SourceTable
from data.build.sources.wide_table import (
    Wanted,
    check_values,
    rows_by_code,
    shares,
    wide_estimates,
)
from data.catalogue.measures import EVERYONE
from data.stats.margins import proportion_margin, sum_margin

SURVEY_KEY = {"statecode": 2, "countycode": 3}
MODEL_KEY = {"State FIPS Code": 2, "County FIPS Code": 3}
_PERCENT = 100.0


def poverty_and_income(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """Small Area Income and Poverty Estimates, with their limits. Raises SourceError."""
    return wide_estimates(source, wanted, MODEL_KEY)


def survey(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """American Community Survey: published values, or shares worked out from counts.

    Columns end in `E` (estimate) and `M` (90 % margin). Raises SourceError.
    """
    if not wanted.table.part:
        return wide_estimates(source, wanted, SURVEY_KEY)
    table = wanted.table
    named = [f"{name}{end}" for name in (*table.part, *table.whole) for end in "EM"]
    rows = rows_by_code(source, wanted, SURVEY_KEY, named)
    part, part_margin = _sum(rows, table.part)
    whole, whole_margin = _sum(rows, table.whole)
    share = _PERCENT * part / whole
    margin = _PERCENT * proportion_margin(part, part_margin, whole, whole_margin)
    if table.complement:
        part, share = whole - part, _PERCENT - share
    frame = shares(rows, wanted, EVERYONE, (share, margin), (part, whole))
    check_values(rows, wanted, frame, named[0])
    return frame


def _sum(rows: SourceTable, names: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Sum of the counts and its 90 % margin, by row. Codes for "no margin" are refused.

    A total without a margin is set to the Bureau's own count of people: it has no sampling error.
    """
    counts, margins = [], []
    for name in names:
        count = rows.numbers(f"{name}E", blank=False)
        margin = rows.numbers(f"{name}M").fillna(0.0)
        rows.refuse(margin < 0, f"{name}M", "a margin, not the code for none")
        rows.refuse(count < 0, f"{name}E", "a count")
        counts.append(count)
        margins.append(margin)
    return np.sum(counts, axis=0), sum_margin(np.stack(counts, axis=-1), np.stack(margins, axis=-1))
