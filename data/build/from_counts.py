"""People counted by area, without points: which counts are told, and the rates of those.

docs/methods/shootings.md. What is not told is not in the extract either.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.build.errors import BuildError
from data.build.from_events import mid_period_people
from data.build.geography import Geography
from data.catalogue.schema import Indicator
from data.estimation.from_events import PER
from data.estimation.rows import Rows, kind_flags, residents_flags
from data.estimation.weights import Floats
from data.models import Flag, Layer
from data.rules import MIN_EVENTS_FOR_RATE, MIN_EVENTS_TO_TELL, MIN_RESIDENTS, STABLE_EVENTS


def count_estimates(
    indicator: Indicator, counts: pd.DataFrame, geography: Geography, layer: Layer
) -> Rows:
    """Rate per 100,000 residents a year, untested; a count under ten has none, under five is gone.

    `counts` has rows `layer, area_id` and a column for each of the indicator's parts. Raises
    BuildError for an area that is not there, and if a count that is not told could be worked out.
    """
    ids = geography.ids(layer)
    count = _counts(indicator, counts, layer, ids)
    first, second = indicator.census_weights
    people = mid_period_people(geography, layer, {2010: first, 2020: second})
    rows = Rows(ids)
    residents_flags(rows, people, layer)
    rows.all_by(indicator.estimator.value)
    rows["population"], rows["tracts"] = people, 0.0
    rows["coverage"] = np.where(people > 0, 1.0, np.nan)
    rows["own_share"] = np.where(people > 0, 1.0, np.nan)
    told = count >= MIN_EVENTS_TO_TELL
    rows.add_flag(~told, Flag.FEWER_THAN_5)
    rows["events"] = np.where(told, count, np.nan)
    enough = people >= MIN_RESIDENTS
    rows.add_flag(enough & (count < MIN_EVENTS_FOR_RATE), Flag.FEWER_THAN_10)
    rated = enough & (count >= MIN_EVENTS_FOR_RATE)
    rows.add_flag(rated & (count < STABLE_EVENTS), Flag.FROM_10_TO_19)
    scale = np.full(len(ids), np.nan)
    scale[rated] = PER / (people[rated] * indicator.years_counted)
    rows["value"] = count * scale
    kind_flags(indicator, rows)
    return rows


def _counts(indicator: Indicator, counts: pd.DataFrame, layer: Layer, ids: list[str]) -> Floats:
    """(areas,) people of the indicator's parts; an area without a row has none."""
    parts = indicator.input.value.split("+") if indicator.input and indicator.input.value else []
    if not parts or not set(parts) <= set(counts.columns):
        raise BuildError(f"{indicator.id}: no counts of {parts} by area")
    own = counts[counts["layer"] == layer.value].set_index("area_id")[parts].sum(axis=1)
    unknown = sorted(set(own.index) - {*ids, ""})
    if unknown:
        raise BuildError(f"{indicator.id}: {layer.value} {unknown[0]!r} is counted but not there")
    everywhere = own.reindex([*own.index.difference(ids), *ids]).fillna(0.0)
    found = np.asarray(everywhere, dtype=np.float64)
    if can_be_worked_out(found):
        raise BuildError(f"{indicator.id}: a count of {layer.value} that is not told follows")
    return found[len(everywhere) - len(ids) :]


def can_be_worked_out(counts: Floats) -> bool:
    """True if a count under five follows from the total of the city and the counts that are told.

    `counts` (n,) sum to the city's. What is left over belongs to those that are not told: it gives
    them away where there is but one of them, or where all are at the least or the most they can be.
    """
    hidden = counts[counts < MIN_EVENTS_TO_TELL]
    if not hidden.size:
        return False
    most = (MIN_EVENTS_TO_TELL - 1) * hidden.size
    return bool(hidden.size == 1 or hidden.sum() in (0.0, most))
