"""One slide as a deck of its own makes it."""

from __future__ import annotations

from data.address import Theme
from data.decks.deck import Deck, View
from data.services import Services
from layouts.figures.slide_room import WIDE, Shape
from layouts.slides.build import build_deck
from layouts.slides.slide import Slide


def build_slide(
    services: Services,
    view: View,
    *,
    lang: str,
    theme: Theme,
    shape: Shape = WIDE,
    second: str = "",
) -> Slide | None:
    """The slide of one view; None where the chart, the place or the values do not exist."""
    deck = Deck((view,))
    return build_deck(services, deck, lang=lang, theme=theme, shape=shape, second=second)[0][0]
