"""US Census Bureau, TIGER/Line: whether the tracts of a new release are still those of 2020.

Zipped shapefiles, one a state; `GEOID` is the number of a tract (state, county, tract), as the
Bureau's TIGER/Line Technical Documentation, chapter 4, has it. Tracts change with a census; between
two censuses a few are renumbered.
"""

from __future__ import annotations

from collections.abc import Collection

from data.build.errors import SourceError
from data.build.reading import SourceDirectory

SOURCE = "tiger2024"  # id of its entry in the catalogue
TRACTS = ("live/tl_2024_29_tract.zip", "live/tl_2024_20_tract.zip")
COUNTY_DIGITS = 5


def check_outlines(source: SourceDirectory, known: Collection[str]) -> None:
    """Refuse outlines of the metro's counties whose tracts are not the `known` ones of 2020.

    Raises SourceError with the first tract that is new or gone.
    """
    counties = {tract[:COUNTY_DIGITS] for tract in known}
    found: set[str] = set()
    for file in TRACTS:
        ids = source.attributes(file, columns=("GEOID",))["GEOID"]
        own = {tract for tract in ids if tract[:COUNTY_DIGITS] in counties}
        if new := sorted(own - set(known)):
            raise SourceError(
                file,
                column="GEOID",
                value=new[0],
                expected="a tract of 2020",
            )
        found |= own
    if gone := sorted(set(known) - found):
        raise SourceError(
            " and ".join(TRACTS),
            column="GEOID",
            expected=f"tract {gone[0]} of 2020: outlines have changed",
        )
