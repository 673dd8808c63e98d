"""The link of life expectancy to what it was partly predicted from, where nothing was."""

from __future__ import annotations

import numpy as np

from data.atlas.atlas import Atlas
from data.catalogue.pairs import PREDICTED_FROM, pair_rule, same_tract_vintage
from data.catalogue.schema import Indicator
from data.models import Layer, ObservedLink
from data.rules import MIN_PLACES_FOR_LINK
from data.stats.association import weighted_r

OBSERVED_TABLE = 1


def observed_link(atlas: Atlas, outcome: Indicator, factor: Indicator) -> ObservedLink | None:
    """The link on observed tracts of the city; None where none is asked for, or they are too few.

    Weights are residents of the city in 2010, the years of the tracts.
    """
    if PREDICTED_FROM not in pair_rule(outcome, factor).warnings:
        return None
    if not same_tract_vintage(outcome, factor):
        return None
    tables = atlas.repository.life_tables()
    observed = tables.loc[tables["table_flag"] == OBSERVED_TABLE, "tract_id"].unique()
    people = atlas.areas(Layer.TRACT_2010).set_index("area_id")["people_2010"]
    frame = atlas.repository.tract_estimates(outcome.id).set_index("tract_id")[["value"]]
    frame = frame.join(
        atlas.repository.tract_estimates(factor.id).set_index("tract_id")["value"].rename("x")
    )
    frame = frame.join(people)
    frame = frame[frame.index.isin(observed) & (frame["people_2010"] > 0)].dropna()
    if len(frame) < MIN_PLACES_FOR_LINK:
        return None
    columns = (frame[name].to_numpy(dtype=np.float64) for name in ("x", "value", "people_2010"))
    return ObservedLink(len(frame), weighted_r(*columns))
