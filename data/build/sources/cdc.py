"""CDC and ATSDR: 500 Cities, Social Vulnerability Index, Environmental Justice Index."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory
from data.build.sources.tract_table import TractTable, check_limits, check_tracts, long, wide
from data.build.sources.wide_table import Wanted, wide_estimates
from data.cities.city import city

CITIES_TRACTS = "health/500cities_2017release_tract_six_counties.csv"
CITIES_CITY = "health/500cities_2017release_city.csv"
CITIES_US = "health/500cities_2017release_us.csv"
SVI_2022 = ("social/svi2022_missouri_kc.csv", "social/svi2022_kansas_kc.csv")
EJI_2024 = "health/eji_2024_six_counties.csv"
NO_DATA = -999.0
MEASURES = {"Crude prevalence": "crude", "Age-adjusted prevalence": "age_adjusted"}
_LIMITS = ("estimate", "estimate_ci_low", "estimate_ci_high")
EJI_COLUMNS = (
    "E_ASTHMA", "E_CANCER", "E_CHD", "E_MHLTH", "E_DIABETES", "E_NEHD", "E_SMOKE",
)  # fmt: skip


def cities500(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """Crude prevalence of the city's tract parts; one column a `question`.

    The key is city and tract: thirteen tracts lie in two cities, and only the city's part counts.
    """
    key = ("city_fips", "tract_fips", "question")
    table = source.csv(CITIES_TRACTS, columns=(*key, "year", *_LIMITS), key=key)
    check_tracts(table, "tract_fips", known)
    own = table.where(table.frame["city_fips"] == city().id)
    return long(
        own,
        table_id="cities500_2017",
        vintage=2010,
        tract="tract_fips",
        measure="question",
        limits=_LIMITS,
        known=known,
    )


def cities500_benchmarks(source: SourceDirectory) -> pd.DataFrame:
    """Published values of the city and the USA.

    Columns place (city | us), question, measure (crude | age_adjusted), year, value, lower, upper.
    """
    own = source.csv(
        CITIES_CITY,
        columns=("city_fips", "year", "question", "estimate_type", *_LIMITS),
        key=("city_fips", "question", "estimate_type"),
    )
    nation = source.csv(
        CITIES_US,
        columns=("year", "question", "estimate_type", *_LIMITS),
        key=("question", "estimate_type"),
    )
    frames = []
    for place, table in (("city", own.where(own.frame["city_fips"] == city().id)), ("us", nation)):
        check_limits(table, _LIMITS)
        text = table.frame
        known = text["estimate_type"].isin(list(MEASURES))
        table.refuse(~known, "estimate_type", " | ".join(MEASURES))
        frames.append(
            pd.DataFrame(
                {
                    "place": place,
                    "question": text["question"],
                    "measure": text["estimate_type"].map(MEASURES),
                    "year": table.numbers("year", blank=False).astype(int),
                    "value": table.numbers("estimate", blank=False),
                    "lower": table.numbers("estimate_ci_low", blank=False),
                    "upper": table.numbers("estimate_ci_high", blank=False),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def svi2022(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """Social Vulnerability Index 2022 of both states: counts, percentages and their margins.

    Ranks (RPL_, EPL_, F_) are made within a state and are left out.
    """
    tables = [source.csv(path, columns=("FIPS", "E_TOTPOP"), key=["FIPS"]) for path in SVI_2022]
    first, second = (set(t.frame.columns) for t in tables)
    if first != second:
        column = sorted(first ^ second)[0]
        raise SourceError(SVI_2022[1], column=column, expected=f"the columns of {SVI_2022[0]}")
    prefixes = ("E_", "M_", "EP_", "MP_")
    columns = [c for c in tables[0].frame.columns if c.startswith(prefixes)]
    parts = [
        wide(
            table,
            table_id="svi2022",
            vintage=2020,
            tract="FIPS",
            columns=columns,
            known=known,
            sentinels=(NO_DATA,),
        )
        for table in tables
    ]
    values = pd.concat([p.values for p in parts])
    if values.index.duplicated().any():
        twice = values.index[values.index.duplicated()][0]
        raise SourceError(SVI_2022[1], column="FIPS", value=twice, expected="a tract in one state")
    lines = pd.concat([p.lines for p in parts])
    return TractTable("svi2022", " + ".join(SVI_2022), 2020, values, lines)


def eji2024(source: SourceDirectory, known: Collection[str]) -> TractTable:
    """The Environmental Justice Index 2024: PLACES 2024 prevalences, hot days, smoke days."""
    table = source.csv(EJI_2024, columns=("GEOID", *EJI_COLUMNS), key=["GEOID"])
    return wide(
        table,
        table_id="eji2024",
        vintage=2020,
        tract="GEOID",
        columns=EJI_COLUMNS,
        known=known,
        sentinels=(NO_DATA,),
    )


def svi2022_counties(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """Values of counties in the Social Vulnerability Index. Raises SourceError."""
    return wide_estimates(source, wanted, {"FIPS": 5})
