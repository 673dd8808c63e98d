"""What files for a meeting cost: fact sheet, PowerPoint file, PDF of slides and meeting pack."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterable
from statistics import median, quantiles

from data.catalogue.determinants import determinants
from data.decks.deck import ready_decks, to_link

PLACES = ("neighborhood-113", "zip-64130", "council_district-3")
DECK_PLACE = "neighborhood-60"
LIMIT_SECONDS = 120


def sheet_times_ms(url: str) -> list[float]:
    """Milliseconds of every determinant in three places and both languages, one after the other.

    On a fresh server the first one starts a typesetter. No request is made twice.
    """
    sheets = [
        f"/fact-sheets/{name}/{place}.pdf?lang={lang}"
        for place in PLACES
        for name in determinants()
        for lang in ("en", "es")
    ]
    return _asked(url, sheets)


def deck_times_ms(url: str) -> dict[str, list[float]]:
    """Milliseconds of every ready-made deck as `pptx`, `pdf` and `zip` (the meeting pack)."""
    links = [to_link(ready.deck("en", place=DECK_PLACE)) for ready in ready_decks().values()]
    return {
        ending: _asked(url, [f"/present/slides.{ending}?deck={link}" for link in links])
        for ending in ("pptx", "pdf", "zip")
    }


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
