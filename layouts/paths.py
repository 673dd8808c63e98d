"""Where the pages are, below the base path. Pages link to each other by these alone."""

from __future__ import annotations

from data.models import Geography, PlaceId
from data.outline import query_of

EXPLORE = "/"
STORY = "/story"
COMPARE = "/compare"
PLACES = "/places"
PLACE = "/place"
OWN = f"{PLACE}/own"
GAPS = "/gaps"
FACT_SHEETS = "/fact-sheets"
PRESENT = "/present"
DATA = "/data"
METHODS = "/methods"
PREVIEW = "/preview"
# Where a place stands in an address that the browser completes.
PLACE_MARK = "PLACE"


def of_place(place_id: str) -> str:
    """Path of the page of one place; an area that was drawn stands in its query."""
    place = PlaceId.parse(place_id)
    if place is not None and place.geography is Geography.OWN:
        return f"{OWN}?{query_of(place.area_id)}"
    return f"{PLACE}/{place_id}"
