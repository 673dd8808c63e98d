"""Where the pages are, below the base path. Pages link to each other by these alone."""

from __future__ import annotations

EXPLORE = "/"
COMPARE = "/compare"
PLACES = "/places"
PLACE = "/place"
GAPS = "/gaps"
FACT_SHEETS = "/fact-sheets"
PRESENT = "/present"
DATA = "/data"
METHODS = "/methods"
# Where a place stands in an address that the browser completes.
PLACE_MARK = "PLACE"


def of_place(place_id: str) -> str:
    """Path of the page of one place."""
    return f"{PLACE}/{place_id}"
