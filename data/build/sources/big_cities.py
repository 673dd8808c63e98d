"""Big Cities Health Coalition: health measures of the city by race and ethnicity."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory

INVENTORY = "health/bchi_kansas_city_mo.csv"
_INDICATOR, _GROUP = "Indicator", "Race/ Ethnicity"
BOTH_SEXES = "Both"
GROUPS: Mapping[str, str] = {
    "All": "all",
    "American Indian/Alaska Native": "native",
    "Asian/PI": "asian",
    "Black": "black",
    "Hispanic": "hispanic",
    "Native American": "native",
    "White": "white",
}
# Parts of the population count that no health measure is given for.
WITHOUT_MEASURES = ("Multiracial", "Other")


def by_race(source: SourceDirectory, measures: Mapping[str, str]) -> pd.DataFrame:
    """Values of both sexes: measure_id, period (a year), group_id, value.

    `measures` names the file's indicator of each measure; one that is not there is refused.
    """
    key = (_INDICATOR, "Year", "Gender", _GROUP)
    table = source.csv(INVENTORY, columns=(*key, "Value"), key=key)
    known = table.frame[_GROUP].isin([*GROUPS, *WITHOUT_MEASURES])
    table.refuse(~known, _GROUP, " | ".join([*GROUPS, *WITHOUT_MEASURES]))
    frames = []
    for measure_id, indicator in measures.items():
        rows = table.frame[_INDICATOR].eq(indicator) & table.frame["Gender"].eq(BOTH_SEXES)
        part = table.where(rows & table.frame[_GROUP].isin(list(GROUPS)))
        if part.frame.empty:
            raise SourceError(INVENTORY, column=_INDICATOR, expected=f"rows of {indicator!r}")
        frames.append(
            pd.DataFrame(
                {
                    "measure_id": measure_id,
                    "period": part.numbers("Year", blank=False).astype(int).astype(str),
                    "group_id": part.frame[_GROUP].map(GROUPS),
                    "value": part.numbers("Value", blank=False),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
