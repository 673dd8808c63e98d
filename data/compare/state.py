"""The URL grammar of Compare: which places, against which one, in which order. Pure.

`/compare?places=neighborhood-113,zip-64130,city&baseline=zip-64130&order=clearest`
`add=` is one place more, by the name that somebody typed: the form of a page without scripts.
Places keep the order in which they are written; everything else follows
data.explore.state: defaults are left out, and whatever cannot be understood falls back and is
reported as a Notice. Older links have `show=`: what the test tells apart is in sight on every page
now, so it asks for nothing that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from data.address import (
    Notice,
    Reader,
    Theme,
    printed_query,
    query_parameters,
    understood,
    words_of,
)
from data.models import CITY_PLACE

_NOTICE = "compare.notice"
MAX_PLACES = 6  # beside the city, which is always available


class Order(StrEnum):
    """By theme as in the catalogue, or the clearest first; life expectancy leads both."""

    THEME = "theme"
    CLEAREST = "clearest"


@dataclass(frozen=True, slots=True)
class CompareState:
    """Everything that a link to Compare restores. `baseline` is one of `places`, or empty."""

    places: tuple[str, ...] = ()
    baseline: str = ""
    order: Order = Order.THEME
    lang: str = "en"
    theme: Theme = Theme.LIGHT
    default_lang: str = field(default="en", compare=False)

    def to_query(self) -> str:
        """The query with its question mark, or an empty string for the empty page."""
        pairs = [
            ("places", ",".join(self.places), ""),
            ("baseline", self.baseline, default_baseline(self.places)),
            ("order", self.order.value, Order.THEME.value),
            ("lang", self.lang, self.default_lang),
            ("theme", self.theme.value, Theme.LIGHT.value),
        ]
        return printed_query(pairs)

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


def compare_query(places: Sequence[str], baseline: str = "") -> str:
    """The query that compares `places`; what Explore and Place link to.

    One place alone is compared with the city. More places than fit are cut, as the page would.
    """
    chosen = _with_city(_fitting(list(dict.fromkeys(places))))
    state = CompareState(places=chosen, baseline=baseline or default_baseline(chosen))
    return state.to_query()


def _fitting(places: Sequence[str]) -> tuple[str, ...]:
    """The city and the first six others, in the order written."""
    others = [place for place in places if place != CITY_PLACE][:MAX_PLACES]
    return tuple(place for place in places if place == CITY_PLACE or place in others)


def _with_city(places: tuple[str, ...]) -> tuple[str, ...]:
    return (*places, CITY_PLACE) if len(places) == 1 and places[0] != CITY_PLACE else places


def parse_compare(
    query: str,
    known: AbstractSet[str],
    *,
    default_lang: str = "en",
    drawn: Callable[[str], str | None] = lambda word: None,
    named: Callable[[str], str | None] = lambda name: None,
) -> ParsedCompare:
    """State of the Compare page for `query` (with or without its question mark).

    `known` are the ids of all places that can be compared, the city's among them; `drawn` reads the
    word of an area that a visitor drew; `named` finds a place by what somebody typed. Never raises.
    """
    reader = Reader(query_parameters(query))
    places = _places(reader, known, drawn, named)
    baseline = _baseline(reader, places)
    order = reader.choice("order", Order, Order.THEME, texts=_NOTICE)
    lang, theme = reader.display(default_lang)
    state = CompareState(places, baseline, order, lang, theme, default_lang)
    return ParsedCompare(state, tuple(reader.notices))


def _places(
    reader: Reader,
    known: AbstractSet[str],
    drawn: Callable[[str], str | None],
    named: Callable[[str], str | None],
) -> tuple[str, ...]:
    found, every = [], frozenset(known)
    written = [(word, drawn) for word in words_of(reader.parameters.get("places", ""))]
    if "add" in reader.parameters:
        written.append((reader.parameters["add"], named))
    for word, otherwise in written:
        place = understood(word, every) or otherwise(word)
        if place is None:
            reader.note(f"{_NOTICE}.unknown_place", word)
        elif place not in found:
            found.append(place)
    kept = _fitting(found)
    if len(kept) < len(found):
        reader.note(f"{_NOTICE}.too_many", str(len(found)), str(MAX_PLACES))
    return _with_city(kept)


def _baseline(reader: Reader, places: tuple[str, ...]) -> str:
    value, default = reader.parameters.get("baseline"), default_baseline(places)
    found = understood(value or "", frozenset(places))
    if found is None and value is not None and places:
        reader.note(f"{_NOTICE}.unknown_baseline", value, default)
    return found or default
