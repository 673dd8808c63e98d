"""CDC and ATSDR: 500 Cities, Social Vulnerability Index, Environmental Justice Index."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory, SourceTable
from data.build.sources.tract_table import ErrorColumns, TractTable, check_tracts, wide
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
    _check_limits(own)
    numbers = {name: own.numbers(name) for name in _LIMITS}
    text = own.frame
    parts, lines, errors = [], [], {}
    for question in sorted(text["question"].unique()):
        rows = text["question"] == question
        ids = text.loc[rows, "tract_fips"].to_numpy()
        names = (question, f"{question}|low", f"{question}|high")
        parts.append(
            pd.DataFrame(
                {n: numbers[c][rows].to_numpy() for n, c in zip(names, _LIMITS, strict=True)},
                index=ids,
            )
        )
        lines.append(pd.DataFrame(dict.fromkeys(names, text.index[rows].to_numpy()), index=ids))
        errors[question] = ErrorColumns(lower=names[1], upper=names[2])
    return TractTable(
        "cities500_2017",
        CITIES_TRACTS,
        2010,
        pd.concat(parts, axis=1),
        pd.concat(lines, axis=1),
        errors,
    )


def _check_limits(table: SourceTable) -> None:
    """An estimate stands between its limits, or all three are blank."""
    value, low, high = (table.numbers(c) for c in _LIMITS)
    wrong = (value < low) | (value > high) | (value.isna() != low.isna())
    wrong |= value.isna() != high.isna()
    table.refuse(wrong, "estimate", "an estimate between its two limits")


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
        _check_limits(table)
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
