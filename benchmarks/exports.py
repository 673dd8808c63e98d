"""What files for a meeting cost: fact sheet, PowerPoint file and meeting pack, and the memory."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from data.catalogue.determinants import determinants
from data.deck import Deck, ready_decks, to_link

PLACES = ("neighborhood-113", "zip-64130", "council_district-3")
DECK_PLACE = "neighborhood-60"
LIMIT_SECONDS = 120


class ExportTimes(NamedTuple):
    """Milliseconds of each request, by kind of file. No request is made twice."""

    sheets: list[float]
    slides: list[float]
    packs: list[float]


def export_times_ms(url: str) -> ExportTimes:
    """Ask a fresh server for every file once; the very first sheet is in, it loads the press."""
    sheets = [
        f"/fact-sheets/{name}/{place}.pdf?lang={lang}"
        for place in PLACES
        for name in determinants()
        for lang in ("en", "es")
    ]
    decks = [to_link(deck) for deck in _decks()]
    return ExportTimes(
        sheets=_asked(url, sheets),
        slides=_asked(url, [f"/present/slides.pptx?deck={deck}" for deck in decks]),
        packs=_asked(url, [f"/present/slides.zip?deck={deck}" for deck in decks]),
    )


def _decks() -> list[Deck]:
    return [ready.deck("en", place=DECK_PLACE) for ready in ready_decks().values()]


def _asked(url: str, addresses: Iterable[str]) -> list[float]:
    found = []
    for address in addresses:
        started = time.perf_counter()
        with urllib.request.urlopen(f"{url}{address}", timeout=LIMIT_SECONDS) as answer:
            answer.read()
        found.append((time.perf_counter() - started) * 1000)
    return found


def p50(times: list[float]) -> str:
    """The middle of times, as it is printed."""
    return f"{median(times):.0f} ms"
