"""All stored estimates of one indicator by one geography: the command line's and the download's."""

from __future__ import annotations

import pandas as pd

from data.catalogue.schema import Indicator
from data.models import Geography, Layer
from data.repository.queries import Repository

COLUMNS: tuple[str, ...] = (
    "area_id",
    "area_name",
    "value",
    "lower",
    "upper",
    "se",
    "coverage",
    "own_share",
    "tracts",
    "population",
    "method",
    "flags",
    "verdict",
)


def layer_of(indicator: Indicator, by: Geography) -> Layer | None:
    """Area layer of a geography; tracts are those of the indicator. None where it has none."""
    if by not in indicator.geographies:
        return None
    if by is Geography.TRACT:
        return Layer(f"tract_{indicator.tract_vintage or indicator.year_end}")
    return Layer(by.value)


def estimate_table(repository: Repository, indicator: Indicator, layer: Layer) -> pd.DataFrame:
    """COLUMNS for every area of `layer`, sorted by id; missing numbers stay missing."""
    return repository.estimates(indicator.id, layer)[list(COLUMNS)]
