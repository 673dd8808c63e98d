"""The cards of all pages: every page has one, also where it has no finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from urllib.parse import quote

from data.address import Notice
from data.cities.city import city
from data.story.state import parse_story
from layouts import paths
from layouts.charts.entries import Asked
from layouts.charts.registry import PAGES
from layouts.previews.card import Card, Picture
from layouts.previews.compare import compare_card
from layouts.previews.explore import explore_card
from layouts.previews.gaps import gaps_card
from layouts.previews.number import number_card
from layouts.previews.place import place_card
from layouts.previews.story import story_card
from layouts.request import Page, PageRequest

# Of pages that say something of their view; None where this view says nothing yet.
_CARDS: Mapping[str, Callable[[PageRequest], Card | None]] = {
    "explore": explore_card,
    "gaps": gaps_card,
    "compare": compare_card,
    "place": place_card,
    "number": number_card,
    "story": story_card,
}
ENDING = ".png"
# What the page at the root is called below the address of previews.
_ROOT = "home"


def card_of(request: PageRequest, page: Page) -> Card:
    """The card of the view at an address."""
    found = _CARDS[page.key](request) if page.key in _CARDS else None
    return found or _plain(request, page)


def _plain(request: PageRequest, page: Page) -> Card:
    """What a page is for."""
    t = request.texts.t
    if page.describe is not None:
        title, description = page.describe(request)
    else:
        title, description = t(f"pages.{page.key}.title"), t(f"pages.{page.key}.description")
    is_own_language = request.texts.lang == request.default_lang
    return Card(
        path=request.pathname + ("" if is_own_language else f"?lang={request.texts.lang}"),
        title=title,
        about=city().full_name.get(request.texts.lang),
        sentence=title,
        description=description,
        picture=partial(Picture, detail=description),
    )


def has_picture(request: PageRequest, page: Page) -> bool:
    """False for an address that leads nowhere, or shows what is wrong with it."""
    return bool(page.path) and page.status(request) == HTTPStatus.OK


def notices_of(request: PageRequest, page: Page) -> tuple[Notice, ...]:
    """What was not understood of an address."""
    services, query, lang = request.services, request.query, request.default_lang
    if page.key == "story":
        return parse_story(query, services.atlas, default_lang=lang).notices
    charts = PAGES.get(page.key)
    return () if charts is None else charts.notices(services, Asked("", query, "", lang))


def picture_path(card: Card) -> str:
    """Address of the picture of a card below the base path."""
    path, _, query = card.path.partition("?")
    name = quote(path.strip("/") or _ROOT)
    return f"{paths.PREVIEW}/{name}{ENDING}" + (f"?{query}" if query else "")


def pathname_of(name: str) -> str:
    """The page whose picture is called `name`, without its ending."""
    return "/" if name == _ROOT else f"/{name}"
