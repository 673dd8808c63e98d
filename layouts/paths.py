"""Where the pages are, below the base path. Pages link to each other by these alone."""

from __future__ import annotations

from urllib.parse import quote

from data.api.operations import PAGE, ROOT
from data.files.names import everything_name
from data.models import Geography, PlaceId
from data.numbers import address
from data.numbers.address import number_path
from data.outline import query_of

EXPLORE = "/"
STORY = "/story"
COMPARE = "/compare"
PLACES = "/places"
PLACE = address.PLACE
OWN = f"{PLACE}/own"
GAPS = "/gaps"
FACT_SHEETS = "/fact-sheets"
MEMO = "/memo"
PACKET = "/packet.pdf"
PRESENT = "/present"
DATA = "/data"
METHODS = address.METHODS
PLAN = "/plan"
STORIES = "/stories"
WAGE = "/wage"
SHARE = f"{STORIES}/share"
YOURS = f"{STORIES}/yours"
MODERATE = f"{STORIES}/moderate"
# Documents of a meeting on paper: of any deck, or of none.
KIT = "/kit"
API = ROOT
API_GUIDE = PAGE
PREVIEW = "/preview"
FACT = "/fact"
FACT_SIZES = ("square", "story", "wide")
EMBED = "/embed"
OEMBED = "/oembed"
DOWNLOAD = "/download"
# Of the version that is served: leads on to the file that names it.
EVERYTHING = f"{DOWNLOAD}/everything"
EVERYTHING_ENDINGS = ("zip", "xlsx")
NUMBER = address.NUMBERS
# Where a place and a measure stand in an address that the browser completes.
PLACE_MARK = "PLACE"
MEASURE_MARK = "MEASURE"


def of_everything(version: str, ending: str = "zip") -> str:
    """Path of the file of everything (EVERYTHING_ENDINGS) in one version of the data."""
    return f"{DOWNLOAD}/{everything_name(version)}.{ending}"


def of_place(place_id: str) -> str:
    """Path of the page of one place; an area that was drawn stands in its query."""
    place = PlaceId.parse(place_id)
    if place is not None and place.geography is Geography.OWN:
        return f"{OWN}?{query_of(place.area_id)}"
    return f"{PLACE}/{place_id}"


def of_embed(chart: str, query: str = "", place: str = "") -> str:
    """Path of one chart alone, for a frame on another site and for a reader without scripts.

    `query` is that of the page that shows the chart, `place` the id of a chart of one place.
    """
    words = [query.removeprefix("?"), f"place={place}" if place else ""]
    asked = "&".join(word for word in words if word)
    return f"{EMBED}/{chart}" + (f"?{asked}" if asked else "")


def of_fact(place_id: str, measure: str, size: str) -> str:
    """Path of the picture of a tested finding, in one of FACT_SIZES."""
    return f"{FACT}/{quote(place_id, safe='')}/{quote(measure, safe='')}.png?size={size}"


def of_number(place_id: str, measure: str, *, period: str = "", group: str = "") -> str:
    """Path of the page of one number; period and group are those of a published value."""
    return number_path(place_id, measure, period=period, group=group)


def of_aim(aim_id: str, ending: str) -> str:
    """Path of the memo on an aim of the plan; `ending` is pdf or docx."""
    return f"{PLAN}/{aim_id}/memo.{ending}"
