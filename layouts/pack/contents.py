"""What belongs to a deck: places, fact sheets, indicators and sources. Read from its views."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from data.atlas.places import find_place
from data.catalogue.determinants import determinants
from data.catalogue.schema import Source
from data.cities.city import city
from data.cities.options import option_of
from data.decks.deck import Deck, View
from data.decks.words import WORDS, WordKind, fields_of
from data.fact_sheets.choice import BOTH, LARGE, Choice
from data.locale import LANGUAGES
from data.models import CITY_PLACE
from data.services import Services
from layouts.charts.entries import Named
from layouts.charts.registry import asked_by, charts_of

ALWAYS = "poverty"
# Determinant and place; each in every language. A pack is made while somebody waits.
MAX_SHEETS = 6
# Boundaries, and the residents by block that carry values from tracts to places.
UNDER_EVERY_NUMBER = ("boundaries_city", "boundaries_census", "blocks2010", "blocks2020")


@dataclass(frozen=True, slots=True)
class SheetOf:
    """A fact sheet: ids of its determinant and place."""

    determinant: str
    place: str


def places_of(services: Services, deck: Deck) -> tuple[str, ...]:
    """Places that the views name, in their order; the city where they name none."""
    named = [place for view in deck.slides for place in _named(services, view).places]
    known = [
        place for place in dict.fromkeys(named) if find_place(services.atlas, place) is not None
    ]
    return tuple(known) or (CITY_PLACE,)


def measures_of(services: Services, deck: Deck) -> tuple[str, ...]:
    """Ids of the indicators that the views choose: outcomes, factors, groupings."""
    found = (name for view in deck.slides for name in _named(services, view).indicators)
    return tuple(dict.fromkeys(found))


def _named(services: Services, view: View) -> Named:
    """What the address of a view chooses; nothing where there is no such page."""
    charts = charts_of(view.page)
    return Named() if charts is None else charts.named(services, asked_by(view, "en"))


def sheets_of(services: Services, deck: Deck) -> tuple[SheetOf, ...]:
    """Fact sheets for the deck: poverty, what it asks for, then what its measures stand for.

    At most MAX_SHEETS.
    """
    owners = _owners()
    fitting = [owners[name] for name in measures_of(services, deck) if name in owners]
    chosen = dict.fromkeys([ALWAYS, *_asked_for(deck), *fitting])
    places = places_of(services, deck)
    return tuple(SheetOf(name, place) for name in chosen for place in places)[:MAX_SHEETS]


def _asked_for(deck: Deck) -> list[str]:
    """The determinants of the options that the asks of a deck name."""
    asks = [view for view in deck.slides if (view.page, view.chart) == (WORDS, WordKind.ASK)]
    named = [fields_of(WordKind.ASK, view.query).get("option", "") for view in asks]
    return [name.partition(".")[0] for name in named if option_of(city().options, name)]


def printed(sheets: Sequence[SheetOf]) -> tuple[Choice, ...]:
    """The files of the sheets: each in every language, and in both back to back; the first one in
    large print too.
    """
    usual = [
        Choice(sheet.determinant, sheet.place, lang)
        for sheet in sheets
        for lang in (*LANGUAGES, BOTH)
    ]
    large = [Choice(sheet.determinant, sheet.place, BOTH, print=LARGE) for sheet in sheets[:1]]
    return (*usual, *large)


@cache
def _owners() -> dict[str, str]:
    """The determinant that an indicator stands for; its first measures count more than others'."""
    found: dict[str, str] = {}
    every = determinants().values()
    for entry in every:
        for name in (entry.factor, entry.indicators[0]):
            found.setdefault(name, entry.id)
    for entry in every:
        for name in entry.indicators:
            found.setdefault(name, entry.id)
    return found


def indicators_of(
    services: Services, deck: Deck, numbers: Iterable[str], sheets: Iterable[SheetOf]
) -> tuple[str, ...]:
    """Every indicator with a number in the pack, in the order of the catalogue.

    `numbers` are the texts of the CSV files.
    """
    used = set(measures_of(services, deck))
    for text in numbers:
        used |= {cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row}
    for sheet in sheets:
        made = services.fact_sheets.data(sheet.determinant, sheet.place)
        used |= {value.indicator.id for value in made.values}
        used |= {made.determinant.outcome, made.determinant.factor}
    return tuple(name for name in services.atlas.catalogue.indicators if name in used)


def sources_of(
    services: Services, indicators: Iterable[str], notes: Sequence[str], lang: str
) -> tuple[Source, ...]:
    """Sources of the indicators, and those that a chart's notes name by their title."""
    catalogue = services.atlas.catalogue
    used = {catalogue.indicators[name].source for name in indicators}
    return tuple(
        source
        for source in catalogue.shown_sources
        if source.id in used
        or source.id in UNDER_EVERY_NUMBER
        or any(source.title.get(lang) in note for note in notes)
    )
