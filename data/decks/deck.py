"""A deck of slides and the link that carries it. Pure.

A deck is a list of views: which chart of which page for which query, with a title and speaker
notes. In a link it is JSON, deflated, in base64url: short, without characters that a message
program breaks. The browser writes the same form. Whatever cannot be read is left out and named in
a Notice; nothing here raises for what somebody typed.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from data.address import Notice, clean_path
from data.checked import read_yaml
from data.cities.city import city
from data.decks.words import (
    MAX_WORDS_QUERY_CHARS,
    WORDS,
    cleaned,
    fields_of,
    kind_of,
    one_line,
    query_of,
)

MAX_SLIDES = 12
# A browser, a server and a message program all take an address of this length.
MAX_LINK_CHARS = 3_500
# A deck that is posted may carry long notes; inflated it must stay small.
MAX_POSTED_CHARS = 24_000
MAX_DECK_BYTES = 60_000
MAX_TITLE_CHARS = 160
MAX_NOTES_CHARS = 2_000
MAX_QUERY_CHARS = 1_000
SHOWN_CHARS = 40  # of what was written wrong

EXPLORE, GAPS, PLACE, COMPARE = "explore", "gaps", "place", "compare"
WAGE, PLAN = "wage", "plan"
# Pages with charts that can be slides; those of PLACE have the place behind it.
WHOLE_PAGES = {EXPLORE, GAPS, COMPARE, WAGE, PLAN}
_PLACE_PAGE = re.compile(
    r"place/(city|[a-z_]{1,20}-[A-Za-z0-9]{1,12}|own-[pn][a-z0-9_]{1,1500}(-[a-z0-9]{1,480})?)"
)
_CHART = re.compile(r"[a-z][a-z-]{1,30}")


@dataclass(frozen=True, slots=True)
class View:
    """One slide: `page` is one of WHOLE_PAGES or `place/<place id>`, `chart` one of its.

    `query` is the page's, without its question mark, language and theme. An empty `title` stands
    for the chart's own. A slide of words has the page `words`, its kind in the place of the chart,
    its fields as the query and its headline as the title (data/decks/words.py).
    """

    page: str
    chart: str
    query: str = ""
    title: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """Views in the order in which they are shown, at most MAX_SLIDES."""

    slides: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedDeck:
    """A deck that can be shown, and what had to be left out to get there."""

    deck: Deck
    notices: tuple[Notice, ...] = ()


def to_link(deck: Deck) -> str:
    """The deck as it stands in an address: `[A-Za-z0-9_-]*`, empty for an empty deck."""
    if not deck.slides:
        return ""
    rows = [[view.page, view.chart, view.query, view.title, view.notes] for view in deck.slides]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    packed = zlib.compress(text.encode("utf-8"), level=9)
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def from_link(text: str, *, max_chars: int = MAX_LINK_CHARS) -> ParsedDeck:
    """The deck that `text` carries. Never raises: what is not understood becomes a notice."""
    if not text:
        return ParsedDeck(Deck())
    if len(text) > max_chars:
        return _nothing("deck.too_long", str(len(text)), str(max_chars))
    try:
        rows = json.loads(_inflate(text).decode("utf-8"))
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return _nothing("deck.unreadable", text[:SHOWN_CHARS], "")
    if not isinstance(rows, list):
        return _nothing("deck.unreadable", text[:SHOWN_CHARS], "")
    return _deck_of(rows)


def _nothing(key: str, value: str, used: str) -> ParsedDeck:
    return ParsedDeck(Deck(), (Notice(key, value, used),))


def _inflate(text: str) -> bytes:
    """Bytes behind a link. Raises ValueError or zlib.error; never inflates more than is allowed."""
    packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    inflater = zlib.decompressobj()
    found = inflater.decompress(packed, MAX_DECK_BYTES)
    if inflater.unconsumed_tail or not inflater.eof:
        raise ValueError("too large, or cut off")
    return found


def _deck_of(rows: list[Any]) -> ParsedDeck:
    notices: list[Notice] = []
    views: list[View] = []
    for number, row in enumerate(rows[:MAX_SLIDES], start=1):
        view = view_of(row)
        if view is None:
            notices.append(Notice("deck.bad_slide", str(number), ""))
        else:
            views.append(view)
    if len(rows) > MAX_SLIDES:
        notices.append(Notice("deck.too_many", str(len(rows)), str(MAX_SLIDES)))
    return ParsedDeck(Deck(tuple(views)), tuple(notices))


def view_of(row: object) -> View | None:
    """The view of five texts (page, chart, query, title, notes); None if they are none."""
    if not isinstance(row, list) or len(row) != 5 or not all(isinstance(x, str) for x in row):
        return None
    page, chart, query, title, notes = row
    page = clean_path(page).removeprefix("/")
    if page == WORDS:
        return _words_of(chart, query, title, notes)
    known = page in WHOLE_PAGES or _PLACE_PAGE.fullmatch(page)
    if not known or not _CHART.fullmatch(chart) or len(query) > MAX_QUERY_CHARS:
        return None
    return View(
        page,
        chart,
        cleaned(query, MAX_QUERY_CHARS),
        cleaned(title, MAX_TITLE_CHARS),
        cleaned(notes, MAX_NOTES_CHARS),
    )


def _words_of(chart: str, query: str, title: str, notes: str) -> View | None:
    """A slide of words, its fields cut to their limits; None for a kind that there is none of."""
    kind = kind_of(chart)
    if kind is None or len(query) > MAX_WORDS_QUERY_CHARS:
        return None
    return View(
        WORDS,
        kind.value,
        query_of(fields_of(kind, query)),
        one_line(title)[:MAX_TITLE_CHARS].strip(),
        cleaned(notes, MAX_NOTES_CHARS),
    )


# -- ready-made decks -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadyDeck:
    """A deck made beforehand. One that `needs_place` is made by data/decks/of_places.py.

    `{place}` in its views stands for a place, `{geography}` for its kind as addresses name it,
    `{measure}` for the one of `measures` that leads, `{name}` in a title for the name of the place.
    `elsewhere` are the titles of slides of what the place lies in and of what it is near. The city,
    which lies in nothing, has the deck called `of_city`. The query of a slide of words has words in
    each language.
    """

    id: str
    name: dict[str, str]
    about: dict[str, str]
    needs_place: bool
    slides: tuple[dict[str, Any], ...]
    measures: tuple[str, ...]
    elsewhere: dict[str, dict[str, str]]
    of_city: str

    def deck(self, lang: str) -> Deck:
        """The deck in `lang`. Raises ValueError where it needs a place."""
        if self.needs_place:
            raise ValueError(f"{self.id} needs a place")
        return Deck(tuple(ready_view(slide, lang) for slide in self.slides))


def ready_view(slide: dict[str, Any], lang: str, **known: str) -> View:
    """One view of a ready-made deck, with what is `known` in the place of the names in braces."""

    def filled(text: str) -> str:
        for name, words in known.items():
            text = text.replace(f"{{{name}}}", words)
        return text

    page, chart = (filled(str(slide[key])) for key in ("page", "chart"))
    written = slide.get("query", "")
    query = filled(written[lang] if isinstance(written, dict) else str(written))
    return View(page, chart, query, filled(slide["title"][lang]), slide["notes"][lang])


@cache
def ready_decks() -> dict[str, ReadyDeck]:
    """The decks made beforehand by id, in the order in which they are offered."""
    found = {}
    for file in sorted((city().folder / "decks").glob("*.yaml")):
        tree = read_yaml(file)
        made = ReadyDeck(
            id=tree["id"],
            name=tree["name"],
            about=tree["about"],
            needs_place=tree.get("needs_place", False),
            slides=tuple(tree["slides"]),
            measures=tuple(tree.get("measures", ())),
            elsewhere=tree.get("elsewhere", {}),
            of_city=tree.get("of_city", ""),
        )
        found[made.id] = made
    return found
