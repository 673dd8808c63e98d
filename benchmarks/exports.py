"""What files for a meeting cost: fact sheet, PowerPoint file, PDF of slides and meeting pack."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterable
from statistics import median, quantiles

from data.catalogue.determinants import determinants
from data.decks.deck import ready_decks, to_link
from data.repository.engine import EXTRACT, sqlite_url
from data.services import Services

PLACES = ("neighborhood-113", "zip-64130", "council_district-3")
DECK_PLACE = "neighborhood-60"
ENDINGS = ("pptx", "pdf", "zip")
LIMIT_SECONDS = 120


def sheet_times_ms(url: str) -> list[float]:
    """Milliseconds of every determinant in three places and both languages, one after the other.

    On a fresh server the first one starts a typesetter. No request is made twice.
    """
    return _asked(url, sheet_addresses())


def deck_times_ms(url: str) -> dict[str, list[float]]:
    """Milliseconds of every ready-made deck as `pptx`, `pdf` and `zip` (the meeting pack)."""
    links = deck_links(Services.open(sqlite_url(EXTRACT)))
    return {ending: _asked(url, deck_addresses(links, ending)) for ending in ENDINGS}


def sheet_addresses() -> list[str]:
    """Fact sheets of every determinant in three places and both languages."""
    return [
        f"/fact-sheets/{name}/{place}.pdf?lang={lang}"
        for place in PLACES
        for name in determinants()
        for lang in ("en", "es")
    ]


def deck_links(services: Services) -> list[str]:
    """The links of all ready-made decks in English; those that need a place are of DECK_PLACE."""
    return [
        to_link(
            services.decks.of_place(ready, DECK_PLACE, "en")
            if ready.needs_place
            else ready.deck("en")
        )
        for ready in ready_decks().values()
    ]


def deck_addresses(links: Iterable[str], ending: str) -> list[str]:
    """Where decks are files that end in `ending`, one of ENDINGS."""
    return [f"/present/slides.{ending}?deck={link}" for link in links]


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


def p95(times: list[float]) -> str:
    """What one time in twenty exceeds, as it is printed."""
    return f"{quantiles(times, n=20, method='inclusive')[-1]:.0f} ms"
