"""The URL grammar of Compare: which places, against which one, in which order. Pure.

`/compare?places=neighborhood-113,zip-64130,city&baseline=zip-64130&show=differences&order=clearest`
Places keep the order in which they are written; everything else follows
data.explore.state: defaults are left out, and whatever cannot be understood falls back and is
reported as a Notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from data.address import (
    Notice,
    Theme,
    chosen_of,
    language_of,
    query_parameters,
    understood,
    words_of,
)
from data.models import CITY_PLACE

COMPARE_PATH = "/compare"
_NOTICE = "compare.notice"
_Choice = TypeVar("_Choice", bound=StrEnum)
MAX_PLACES = 6  # beside the city, which is always available


class Show(StrEnum):
    """Which rows are on the page."""

    ALL = "all"
    DIFFERENCES = "differences"


class Order(StrEnum):
    """By theme as in the catalogue, or the clearest difference first."""

    THEME = "theme"
    CLEAREST = "clearest"


@dataclass(frozen=True, slots=True)
class CompareState:
    """Everything that a link to Compare restores. `baseline` is one of `places`, or empty."""

    places: tuple[str, ...] = ()
    baseline: str = ""
    show: Show = Show.ALL
    order: Order = Order.THEME
    lang: str = "en"
    theme: Theme = Theme.LIGHT
    default_lang: str = field(default="en", compare=False)

    def to_query(self) -> str:
        """The query with its question mark, or an empty string for the empty page."""
        pairs = [
            ("places", ",".join(self.places), ""),
            ("baseline", self.baseline, default_baseline(self.places)),
            ("show", self.show.value, Show.ALL.value),
            ("order", self.order.value, Order.THEME.value),
            ("lang", self.lang, self.default_lang),
            ("theme", self.theme.value, Theme.LIGHT.value),
        ]
        kept = [(key, value) for key, value, default in pairs if value != default]
        return "?" + urlencode(kept, safe=",") if kept else ""

    @property
    def is_full(self) -> bool:
        """True if no place but the city can be added."""
        return len(self.places) - (CITY_PLACE in self.places) >= MAX_PLACES


@dataclass(frozen=True, slots=True)
class ParsedCompare:
    """A state that can be shown, and what had to be corrected to get there."""

    state: CompareState
    notices: tuple[Notice, ...]


def default_baseline(places: Sequence[str]) -> str:
    """The city where it is compared, else the first place; empty without places."""
    return CITY_PLACE if CITY_PLACE in places else (places[0] if places else "")


def compare_path(places: Sequence[str], baseline: str = "") -> str:
    """Path and query that compare `places`; what Explore and Place link to.

    One place alone is compared with the city. More places than fit are cut, as the page would.
    """
    chosen = _with_city(_fitting(list(dict.fromkeys(places))))
    state = CompareState(places=chosen, baseline=baseline or default_baseline(chosen))
    return COMPARE_PATH + state.to_query()


def _fitting(places: Sequence[str]) -> tuple[str, ...]:
    """The city and the first six others, in the order written."""
    others = [place for place in places if place != CITY_PLACE][:MAX_PLACES]
    return tuple(place for place in places if place == CITY_PLACE or place in others)


def _with_city(places: tuple[str, ...]) -> tuple[str, ...]:
    return (*places, CITY_PLACE) if len(places) == 1 and places[0] != CITY_PLACE else places


def parse_compare(
    query: str, known: AbstractSet[str], *, default_lang: str = "en"
) -> ParsedCompare:
    """State of the Compare page for `query` (with or without its question mark).

    `known` are the ids of all places that can be compared, the city's among them. Never raises.
    """
    parameters = query_parameters(query)
    notices: list[Notice] = []
    places = _places(parameters.get("places", ""), known, notices)
    state = CompareState(
        places=places,
        baseline=_baseline(parameters.get("baseline"), places, notices),
        show=_choice(Show, parameters.get("show"), Show.ALL, f"{_NOTICE}.unknown_show", notices),
        order=_choice(
            Order, parameters.get("order"), Order.THEME, f"{_NOTICE}.unknown_order", notices
        ),
        lang=_language(parameters.get("lang"), default_lang, notices),
        theme=_choice(Theme, parameters.get("theme"), Theme.LIGHT, "notice.unknown_theme", notices),
        default_lang=default_lang,
    )
    return ParsedCompare(state, tuple(notices))


def _note(notices: list[Notice], key: str, value: str, used: str = "") -> None:
    notices.append(Notice(key, value[:60], used))


def _places(written: str, known: AbstractSet[str], notices: list[Notice]) -> tuple[str, ...]:
    found, every = [], frozenset(known)
    for word in words_of(written):
        place = understood(word, every)
        if place is None:
            _note(notices, f"{_NOTICE}.unknown_place", word)
        elif place not in found:
            found.append(place)
    kept = _fitting(found)
    if len(kept) < len(found):
        _note(notices, f"{_NOTICE}.too_many", str(len(found)), str(MAX_PLACES))
    return _with_city(kept)


def _baseline(value: str | None, places: tuple[str, ...], notices: list[Notice]) -> str:
    default = default_baseline(places)
    found = understood(value or "", frozenset(places))
    if found is None and value is not None and places:
        _note(notices, f"{_NOTICE}.unknown_baseline", value, default)
    return found or default


def _choice(
    kind: type[_Choice], value: str | None, default: _Choice, key: str, notices: list[Notice]
) -> _Choice:
    found = chosen_of(value or "", kind)
    if found is None and value is not None:
        _note(notices, key, value, default.value)
    return found or default


def _language(value: str | None, default: str, notices: list[Notice]) -> str:
    found = language_of(value or "")
    if found is None and value is not None:
        _note(notices, "notice.unknown_lang", value, default)
    return found or default
