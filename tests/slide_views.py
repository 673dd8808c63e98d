"""The views that tests of slides walk: charts as they open, those that need most room, decks."""

from __future__ import annotations

from urllib.parse import urlencode

from data.decks.deck import View, ready_decks, view_of
from data.decks.words import FIELDS, WORDS, WordKind
from layouts.charts.registry import PAGES as CHARTS_OF_PAGES
from tests.shared import services

PLACES = ("neighborhood-113", "neighborhood-60", "zip-64130")
TWO = "places=neighborhood-60,neighborhood-113"
SIX = (
    "places=city,council_district-3,neighborhood-113,neighborhood-60,zip-64130,zip-64113"
    "&baseline=city"
)
# Names of six places are longer than a property of a file may be.
LONG_NAMES = "places=" + ",".join(f"neighborhood-{n}" for n in (32, 129, 61, 203, 122, 26))
LONG_TITLES = (
    "What the numbers of our own neighborhood say about how long we live, and what we ask of the"
    " city council in the budget of the coming year, block by block",
    "Sinespaciosentrelaspalabras" * 5,
    "🏘️ ¿Cuántos años vivimos? " * 5,
    "W" * 155,
)
_PAGES = {"place": f"place/{PLACES[1]}"}
_QUERIES = {"compare": f"{TWO}&measure=poverty_150"}
# Life expectancy has no curve of its own.
NOT_AS_IT_OPENS = frozenset({"gap-curve"})


def opening_views() -> list[View]:
    """Every chart that can be a slide, as its page opens; each of them has one."""
    return [
        View(_PAGES.get(page, page), chart, _QUERIES.get(page, ""))
        for page, found in ((p, set(c.entries)) for p, c in CHARTS_OF_PAGES.items())
        for chart in sorted(found - NOT_AS_IT_OPENS)
    ]


def wide_views() -> list[View]:
    """Views with many rows, long names, verdicts, chosen places, no values."""
    return [
        View("explore", "map", "map=both"),
        View("explore", "map", "by=zip&outcome=homicide_rate"),
        View("explore", "scatter", "outcome=homicide_rate"),
        View("explore", "scatter", f"places={PLACES[0]},{PLACES[1]}"),
        View("explore", "ranking", f"places={PLACES[1]}"),
        View("explore", "ranking", "by=council_district&outcome=homicide_rate"),
        View("explore", "ranking", "outcome=diabetes_2015"),
        View("gaps", "gap-curve", "outcome=homicide_rate"),
        View("gaps", "gap-patterns", "outcome=homicide_rate"),
        View("gaps", "gap-patterns", "group=council_district"),
        View("gaps", "gap-measures", "outcome=homicide_rate"),
        View("gaps", "gap-potential", "outcome=homicide_rate"),
        View("compare", "compare", SIX),
        View("compare", "compare", LONG_NAMES),
        View("compare", "compare", "places=neighborhood-32,neighborhood-129,neighborhood-61"),
        *(
            View(page, chart, title=title)
            for page, chart in (("explore", "map"), ("gaps", "gap-ages"), ("gaps", "gap-race-life"))
            for title in LONG_TITLES
        ),
        View("compare", "compare-row", f"{SIX}&measure=life_expectancy"),
        View("compare", "compare-row", f"{TWO}&measure=homicide_rate"),
        View("place/neighborhood-113", "spine"),
        View("place/neighborhood-113", "expected"),
        View("place/zip-64130", "spine"),
        View("place/city", "spine"),
        View("place/city", "age"),
    ]


# What somebody may type: markup, no blanks, scripts from right to left, emoji, signs of addresses.
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "W" * 2_000,
    "\u202eكيف الحال שלום \u2066abc",
    "👩🏽‍👩🏽‍👧🏽‍👦🏽🏘️" * 40,
    "a\x00b\x1bc {name} %41&+#= #set page(width: 1pt) $x$ *b* @ref",
    "palabra " * 250,
)


def word_view(kind: WordKind, said: str, **fields: str) -> View:
    """A slide of words as a link carries it, `said` in every field that `fields` leaves."""
    known = dict.fromkeys(FIELDS[kind], said) | fields
    view = view_of(["words", kind.value, urlencode(known), said, said])
    assert view is not None
    return view


def word_views() -> list[View]:
    """Every kind of words as it is meant to be filled, empty, and with whatever may be typed."""
    asked = {"option": "poverty.refundable_credit", "fact": "1"}
    return [
        view_of(["words", "title", "text=Sunday at 3", "We meet", "Welcome"]),
        view_of(["words", "story", "text=The bus does not come.&teller=Ana", "", ""]),
        view_of(["words", "ask", "option=poverty.refundable_credit&by=Elm Park", "", ""]),
        view_of(["words", "ask", "by=Us&who=The mayor&fact=0", "Keep the bus", ""]),
        *(view_of(["words", kind.value, "", "", ""]) for kind in WordKind),
        *(
            word_view(kind, said, **(asked if kind is WordKind.ASK else {}))
            for said in HOSTILE
            for kind in WordKind
        ),
    ]  # type: ignore[list-item]  # each of them is a view


def ready_views(*places: str) -> list[View]:
    """The charts of every ready-made deck, for each of `places` where a deck needs one."""
    return [
        view
        for ready in ready_decks().values()
        for deck in (
            [services().decks.of_place(ready, place, "en") for place in places]
            if ready.needs_place
            else [ready.deck("en")]
        )
        for view in deck.slides
        if view.page != WORDS
    ]
