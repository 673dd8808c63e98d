"""Names of the files behind the cards of each page: for the numbers and the pictures alike."""

from __future__ import annotations

from hashlib import blake2b

from data.compare.state import CompareState, Order, default_baseline
from data.decks.deck import Deck, to_link
from data.explore.state import MapMode, ViewState
from data.files.names import file_name, slug
from data.gaps.state import GapState
from data.services import Services
from layouts import ids
from layouts.charts.entries import ChartEntry

# Unpacked, a file of a pack has this twice in its path, and Windows allows 260.
_TITLE_CHARS = 40


def deck_name(stem: str, deck: Deck, lang: str) -> str:
    """`stem`, the title of the first slide, and a mark: another deck has another name."""
    first = slug(deck.slides[0].title)[:_TITLE_CHARS].strip("-") if deck.slides else ""
    mark = blake2b(to_link(deck).encode(), digest_size=3).hexdigest()
    return "-".join(part for part in (stem, first, mark, lang) if part)


def explore_name(services: Services, state: ViewState, chart: str) -> str:
    """Chart, outcome and factor with their years, places, and what the map shows."""
    indicators = services.atlas.catalogue.indicators
    shown = state.map_mode.value if state.map_mode is not MapMode.OUTCOME else ""
    return file_name(
        chart,
        shown if chart == ids.MAP else "",
        state.outcome,
        indicators[state.outcome].years,
        *(() if chart == ids.FACTORS else ("by", state.factor, indicators[state.factor].years)),
        state.by.value,
        f"in-{state.inside}" if state.inside else "",
        lang=state.lang,
    )


def gaps_name(services: Services, state: GapState, entry: ChartEntry) -> str:
    """Chart, outcome and grouping with their years, and the places that are grouped.

    A chart that is the same for every outcome or grouping has one name for all of them.
    """
    indicators = services.atlas.catalogue.indicators
    factor = indicators.get(state.group)
    outcome = (state.outcome, indicators[state.outcome].years)
    by = state.by.value if state.by else ""
    group = ("by", state.group, factor.years if factor else "", by)
    return file_name(
        entry.id,
        *(outcome if "outcome" in entry.stands_on else ()),
        *(group if "group" in entry.stands_on else ()),
        lang=state.lang,
    )


def place_name(place_id: str, chart: str, lang: str) -> str:
    """Place and chart."""
    return file_name(place_id, chart, lang=lang)


def compare_name(state: CompareState, measure: str = "") -> str:
    """Places in their order, the baseline where it is not the usual one, which rows."""
    usual = state.baseline in ("", default_baseline(state.places))
    return file_name(
        "compare",
        measure,
        *state.places,
        "" if usual else f"baseline-{state.baseline}",
        "" if state.order is Order.THEME else state.order.value,
        lang=state.lang,
    )
