"""Gun Violence Archive: people killed and injured in shootings, by area.

Only the counts by area are read. The list of incidents, with its dates, is never opened.
"""

from __future__ import annotations

import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory, SourceTable
from data.cities.city import city
from data.models import Layer, geography_of

FOLDER = "city/gun_violence_gva"
CITY_TOTALS = f"{FOLDER}/gva_2014_2017_city_by_outcome_agegroup.csv"
# Layer -> file, its column of area ids. Events in no area of a layer have no id.
BY_AREA = {
    Layer.NEIGHBORHOOD: (f"{FOLDER}/gva_2014_2017_by_NBHID.csv", "NBHID"),
    Layer.ZIP: (f"{FOLDER}/gva_2014_2017_by_ZCTA5CE20.csv", "ZCTA5CE20"),
    Layer.COUNCIL_DISTRICT: (f"{FOLDER}/gva_2014_2017_by_dist_id.csv", "dist_id"),
}
KILLED, INJURED = "killed", "injured"
OUTCOMES = (KILLED, INJURED)
NOWHERE = ""  # area id of what happened in the city but in no area of a layer


def shootings(source: SourceDirectory) -> pd.DataFrame:
    """Rows `layer, area_id, killed, injured`; each layer sums to the city's totals."""
    totals = _city_totals(source)
    rows = [{"layer": Layer.CITY.value, "area_id": city().id, **totals}]
    frames = [pd.DataFrame(rows)]
    for layer in (layer for layer in BY_AREA if geography_of(layer) in city().layers):
        path, column = BY_AREA[layer]
        table = source.csv(path, columns=(column, *OUTCOMES), key=())
        twice = table.frame[column].duplicated()
        table.refuse(twice, column, "an area that appears once")
        counts = {outcome: _counts(table, outcome) for outcome in OUTCOMES}
        for outcome, found in counts.items():
            if found.sum() != totals[outcome]:
                wanted = f"{totals[outcome]:.0f} people, as {CITY_TOTALS} says"
                raise SourceError(path, column=outcome, value=int(found.sum()), expected=wanted)
        frames.append(
            pd.DataFrame({"layer": layer.value, "area_id": table.frame[column], **counts})
        )
    return pd.concat(frames, ignore_index=True)


def _city_totals(source: SourceDirectory) -> dict[str, float]:
    key = ("outcome", "age_group")
    table = source.csv(CITY_TOTALS, columns=("years", *key, "people"), key=key)
    table.refuse(~table.frame["outcome"].isin(OUTCOMES), "outcome", " | ".join(OUTCOMES))
    people = _counts(table, "people").groupby(table.frame["outcome"]).sum()
    return {outcome: float(people.get(outcome, 0.0)) for outcome in OUTCOMES}


def _counts(table: SourceTable, column: str) -> pd.Series:
    """A column of people: whole numbers of 0 or more."""
    numbers = table.numbers(column, blank=False)
    table.refuse((numbers < 0) | (numbers % 1 != 0), column, "a number of people")
    return numbers
