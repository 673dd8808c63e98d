"""Addresses of numbers: `/n/zip-64130/life_expectancy`, `/n/city/published-homicides?period=2022`.

A published measure is called `published-<id>`: its id may be that of an indicator. Its areas beyond
the city are `county-12345`, `state-12` and `country`. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from data.models import PUBLISHED

# Pages that a record names: layouts/paths.py has them from here.
NUMBERS = "/n"
PLACE = "/place"
METHODS = "/methods"
KEPT = 2048  # words of addresses


def number_path(
    place_id: str, measure: str, *, period: str = "", group: str = "", ending: str = ""
) -> str:
    """Path of the page of a number below the base path; of its file with `ending` (json or csv)."""
    asked = [(key, word) for key, word in (("period", period), ("group", group)) if word]
    query = f"?{urlencode(asked)}" if asked else ""
    file = f".{ending}" if ending else ""
    return f"{NUMBERS}/{_quoted(place_id)}/{_quoted(measure)}{file}{query}"


@lru_cache(maxsize=KEPT)
def _quoted(word: str) -> str:
    return quote(word, safe="")


def published_id(measure_id: str) -> str:
    """A published measure as addresses name it."""
    return PUBLISHED + measure_id


def area_of(place_id: str) -> str:
    """The area of published values that an address names."""
    return place_id.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the site is, as a record says it to somebody elsewhere.

    `site` has no slash at its end; empty for paths. `lang` is named in every address of a page
    where it is not the language that the site speaks by itself.
    """

    site: str = ""
    lang: str = ""

    def whole(self, path: str) -> str:
        """The address of a path below the base path, with the language."""
        return self.site + _with(path, {"lang": self.lang} if self.lang else {})

    def with_version(self, address: str, version: str) -> str:
        """The address of a number as of one version of the data."""
        return _with(address, {"v": version})


def _with(address: str, more: dict[str, str]) -> str:
    """The address with `more` at the end of its query."""
    address, mark, section = address.partition("#")
    joined = ("&" if "?" in address else "?") + urlencode(more) if more else ""
    return f"{address}{joined}{mark}{section}"
