"""The one maker of file names: what, of which years, where, in which language. Pure."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

from data.cities.city import city
from data.models import Geography, PlaceId

# A name with its ending must fit where a zip, a USB stick and an old office program take it.
MAX_CHARS = 150
_OTHER = re.compile(r"[^a-z0-9]+")


def file_name(*parts: str, lang: str) -> str:
    """`<city>-ranking-life-expectancy-2010-2015-zip-es`, without its ending.

    Empty parts are left out. A long name is cut, and ends in a mark of the whole, so that two
    different names stay different.
    """
    whole = "-".join(word for part in (city().slug, *parts) if (word := slug(_marked(part))))
    if len(whole) > MAX_CHARS:
        mark = blake2b(whole.encode(), digest_size=4).hexdigest()
        whole = f"{whole[: MAX_CHARS - len(mark) - 1].rstrip('-')}-{mark}"
    return f"{whole}-{lang}"


def _marked(part: str) -> str:
    """The part; an area that was drawn by a mark of its outline and name."""
    place = PlaceId.parse(part)
    if place is None or place.geography is not Geography.OWN:
        return part
    return str(PlaceId(Geography.OWN, blake2b(part.encode(), digest_size=4).hexdigest()))


def sheet_name(determinant: str, place: str, *, paper: str, lang: str, large: bool = False) -> str:
    """Name of a fact sheet, without its ending; `lang` is `en-es` for both languages."""
    size = "large-print" if large else ""
    return file_name("fact-sheet", size, paper, determinant, place, lang=lang)


def fact_name(place: str, measure: str, years: str, *, size: str, lang: str) -> str:
    """Name of the picture of one finding, without its ending."""
    return file_name("fact", size, measure, years, place, lang=lang)


def everything_name(version: str) -> str:
    """Name of the file of everything in one version of the data, without its ending."""
    return f"{city().slug}-health-equity-{version}"


def slug(text: str) -> str:
    """Small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("–", "-")).encode("ascii", "ignore")
    return _OTHER.sub("-", plain.decode().casefold()).strip("-")
