"""The URL grammar of Compare: which places, against which one, in which order. Pure.

`/compare?places=neighborhood-113,zip-64130,city&baseline=zip-64130&show=differences&order=clearest`
Places keep the order in which they are written; everything else follows data.view_state: defaults
are left out, and whatever cannot be understood falls back and is reported as a Notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from data.locale import LANGUAGES
from data.models import Geography
from data.view_state import Notice, Theme, query_parameters

COMPARE_PATH = "/compare"
CITY = Geography.CITY.value
MAX_PLACES = 6  # beside the city, which is always available
COMPARE_GEOGRAPHIES: tuple[Geography, ...] = (
    Geography.NEIGHBORHOOD,
    Geography.ZIP,
    Geography.COUNCIL_DISTRICT,
    Geography.CITY,
)


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
        return len(self.places) - (CITY in self.places) >= MAX_PLACES


@dataclass(frozen=True, slots=True)
class ParsedCompare:
    """A state that can be shown, and what had to be corrected to get there."""

    state: CompareState
    notices: tuple[Notice, ...]


def default_baseline(places: Sequence[str]) -> str:
    """The city where it is compared, else the first place; empty without places."""
    return CITY if CITY in places else (places[0] if places else "")


def compare_path(places: Sequence[str], baseline: str = "") -> str:
    """Path and query that compare `places`; what Explore and Place link to.

    One place alone is compared with the city. More places than fit are cut, as the page would.
    """
    chosen = _with_city(_fitting(list(dict.fromkeys(places))))
    state = CompareState(places=chosen, baseline=baseline or default_baseline(chosen))
    return COMPARE_PATH + state.to_query()


def _fitting(places: Sequence[str]) -> tuple[str, ...]:
    """The city and the first six others, in the order written."""
    others = [place for place in places if place != CITY][:MAX_PLACES]
    return tuple(place for place in places if place == CITY or place in others)


def _with_city(places: tuple[str, ...]) -> tuple[str, ...]:
    return (*places, CITY) if len(places) == 1 and places[0] != CITY else places


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
        show=_show(parameters.get("show"), notices),
        order=_order(parameters.get("order"), notices),
        lang=_language(parameters.get("lang"), default_lang, notices),
        theme=_theme(parameters.get("theme"), notices),
        default_lang=default_lang,
    )
    return ParsedCompare(state, tuple(notices))


def _note(notices: list[Notice], key: str, value: str, used: str = "") -> None:
    notices.append(Notice(key, value[:60], used))


def _places(written: str, known: AbstractSet[str], notices: list[Notice]) -> tuple[str, ...]:
    wanted = list(dict.fromkeys(word.strip() for word in written.split(",") if word.strip()))
    found = [place for place in wanted if place in known]
    for place in wanted:
        if place not in known:
            _note(notices, "compare.notice.unknown_place", place)
    kept = _fitting(found)
    if len(kept) < len(found):
        _note(notices, "compare.notice.too_many", str(len(found)), str(MAX_PLACES))
    return _with_city(kept)


def _baseline(value: str | None, places: tuple[str, ...], notices: list[Notice]) -> str:
    default = default_baseline(places)
    if value is None or value in places:
        return value or default
    if places:
        _note(notices, "compare.notice.unknown_baseline", value, default)
    return default


def _show(value: str | None, notices: list[Notice]) -> Show:
    if value is None or value in set(Show):
        return Show(value or Show.ALL)
    _note(notices, "compare.notice.unknown_show", value)
    return Show.ALL


def _order(value: str | None, notices: list[Notice]) -> Order:
    if value is None or value in set(Order):
        return Order(value or Order.THEME)
    _note(notices, "compare.notice.unknown_order", value)
    return Order.THEME


def _language(value: str | None, default: str, notices: list[Notice]) -> str:
    if value is None or value in LANGUAGES:
        return value or default
    _note(notices, "notice.unknown_lang", value, default)
    return default


def _theme(value: str | None, notices: list[Notice]) -> Theme:
    if value is None or value in set(Theme):
        return Theme(value or Theme.LIGHT)
    _note(notices, "notice.unknown_theme", value, Theme.LIGHT.value)
    return Theme.LIGHT
