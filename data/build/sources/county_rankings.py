"""County Health Rankings: measures of counties, states and the nation, all and by race."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data.build.errors import SourceError
from data.build.reading import SourceDirectory
from data.build.sources.wide_table import Wanted, wide_estimates
from data.cities.city import city

KEY = {"statecode": 2, "countycode": 3}
# Files of the releases of 2020 and 2022, by the years of their deaths.
RELEASES: Mapping[str, str] = {
    "2016-2018": "health/chr_2020_life_expectancy_by_race.csv",
    "2018-2020": "health/chr_2022_life_expectancy_by_race.csv",
}
RELEASED = "2027"  # of the file with a whole release
MEASURE_ID = "life_expectancy_county"
# Value and residents of each group. Black and white residents are not Hispanic.
GROUPS: Mapping[str, tuple[str, str]] = {
    "all": ("Life Expectancy", "Population"),
    "asian": ("Life Expectancy (Asian)", "# Asian"),
    "black": ("Life Expectancy (Black)", "# Black"),
    "hispanic": ("Life Expectancy (Hispanic)", "# Hispanic"),
    "native": ("Life Expectancy (AIAN)", "# American Indian & Alaska Native"),
    "white": ("Life Expectancy (White)", "# Non-Hispanic White"),
}


def estimates(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """Values of one measure file, with the limits that it publishes. Raises SourceError."""
    return wide_estimates(source, wanted, KEY)


def whole_release(source: SourceDirectory, wanted: Wanted) -> pd.DataFrame:
    """Values of one measure of a release in one file, under the same short names.

    Long names stand in its first line, short ones in the second (County Health Rankings, analytic
    dataset codebook); a row is the nation (00 000), a state (… 000) or a county. The file names its
    release and no years: another release than RELEASED is refused here, so that its numbers never
    stand under years of this one. Raises SourceError.
    """
    found = wide_estimates(source, wanted, KEY, header_lines=2)
    year = source.csv(wanted.table.file, columns=("year",), key=(), header_lines=2, few=True)
    year.refuse(year.frame["year"] != RELEASED, "year", f"the release of {RELEASED}")
    return found


def life_expectancy(source: SourceDirectory) -> pd.DataFrame:
    """Both releases: measure_id, period, group_id, value, denominator (residents of the group)."""
    return pd.concat([_release(source, period) for period in RELEASES], ignore_index=True)


def _release(source: SourceDirectory, period: str) -> pd.DataFrame:
    columns = [column for pair in GROUPS.values() for column in pair]
    table = source.csv(RELEASES[period], columns=("FIPS", *columns), key=["FIPS"])
    own = city().county
    if own is None:
        raise SourceError(RELEASES[period], expected="a city with a county")
    county = table.where(table.frame["FIPS"] == own.id)
    if county.frame.empty:
        raise SourceError(RELEASES[period], column="FIPS", expected=f"a row of county {own.id}")
    rows = []
    for group, (value, people) in GROUPS.items():
        years = county.numbers(value)
        county.refuse(~(years.between(50, 110) | years.isna()), value, "50 to 110 years, or blank")
        rows.append(
            {
                "measure_id": MEASURE_ID,
                "period": period,
                "group_id": group,
                "value": years.iloc[0],
                "denominator": county.numbers(people, blank=False).iloc[0],
            }
        )
    return pd.DataFrame(rows).dropna(subset="value")
