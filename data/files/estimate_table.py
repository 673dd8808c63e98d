"""All stored estimates of one indicator by one geography: the command line's and the download's."""

from __future__ import annotations

import pandas as pd

from data.catalogue.schema import Indicator, Source
from data.files.csv_file import about, csv_text, place_cell
from data.locale import Texts
from data.models import Layer, geography_of, printed_ids
from data.repository.queries import Repository

# Of the extract, in its order; `population` is called `people` in every file.
_STORED: tuple[str, ...] = (
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


def estimate_table(
    repository: Repository, indicator: Indicator, source: Source, layer: Layer, texts: Texts
) -> pd.DataFrame:
    """Every area of `layer`, sorted by id, with what each row is about; missing stays missing.

    What rests on counted events says how many.
    """
    stored = repository.estimates(indicator.id, layer)
    by, official = (
        geography_of(layer),
        repository.areas(layer).set_index("area_id")["official_name"],
    )
    named = zip(stored["area_name"], stored["area_id"], strict=True)
    counted = () if indicator.counted is None else ("events",)
    table = stored[[*counted, *_STORED]].rename(columns={"population": "people"})
    return table.assign(
        place_id=printed_ids(by, stored["area_id"]),
        official_name=stored["area_id"].map(official),
        place=[place_cell(str(name), str(area), by, texts) for name, area in named],
        **about(indicator, source, by.value, texts),
    )


def estimate_csv(
    repository: Repository, indicator: Indicator, source: Source, layer: Layer, texts: Texts
) -> str:
    """The table as a file."""
    return frame_csv(estimate_table(repository, indicator, source, layer, texts))


def frame_csv(table: pd.DataFrame) -> str:
    """A table of estimates as text."""
    rows = table.astype(object).where(table.notna(), None)
    return csv_text(list(table.columns), rows.itertuples(index=False, name=None))
