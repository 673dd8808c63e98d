"""The search box for a place. The browser fills it: assets/clientside/search/box.js."""

from __future__ import annotations

from html import escape

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.search.index import SEARCH_ORDER
from layouts import paths
from layouts.components.attributes import data
from layouts.components.drawn import drawn
from layouts.components.kept_in_form import kept_in_form
from layouts.components.my_location import LOCATION_SAID, location_words
from layouts.components.static import to_html
from layouts.request import PageRequest

INDEX_PATH = f"{paths.API_GUIDE}/places.json"
_SEARCH_TEXTS = (
    "label",
    "placeholder",
    "list",
    "hint",
    "one",
    "many",
    "first",
    "close",
    "none",
    "unavailable",
    "start",
)
# What is said of a crossing, a landmark or a house number; only where streets are known.
STREET_TEXTS = (
    "kind_crossing",
    "kind_landmark",
    "kind_address",
    "crossing",
    "address",
    "address_east",
    "at",
    "at_also",
    "near",
    "near_crossing",
    "outside",
    "which",
    "number",
    "ends",
    "street_ends",
    "unknown_street",
    "apart",
)


def index_address(request: PageRequest) -> str:
    """Address of the index that the browser searches; a new index has a new address."""
    base = request.asset("").removesuffix("assets/").rstrip("/")
    return f"{base}{INDEX_PATH}?v={request.services.place_index.version}"


def place_search(*, request: PageRequest, id: str) -> Component:
    """A box that opens the page of a place; Enter without a match leads to the list of all places.

    It is empty here: React would take back the state that a combobox needs (text, open list,
    active option), so the browser code builds field and list inside and owns them. The first HTML
    has a form that asks the list of all places.
    """
    t = request.texts.t
    streets = request.services.atlas.streets_url
    named = (*_SEARCH_TEXTS, *(STREET_TEXTS if streets else ()))
    texts = {name: t(f"places.search.{name}") for name in named}
    if streets:
        texts["streets"] = streets
    location = location_words(request)
    texts |= {f"locate_{name}": location.pop(name) for name in LOCATION_SAID}
    texts["locate"] = t("explore.locate.button")
    texts["draw"], texts["draw_yours"] = request.link(paths.OWN), t("place.own.draw_yours")
    kinds = {
        f"kind_{geography.value}": t(f"places.kind.{geography.value}")
        for geography in SEARCH_ORDER
        if geography in city().geographies
    }
    box = html.Div(
        id=id,
        className="place-search",
        **data(
            place_search="true",
            index=index_address(request),
            open=request.link(paths.of_place(paths.PLACE_MARK)),
            all=request.link(paths.PLACES),
            lang=request.texts.lang,
            **texts,
            **location,
            **kinds,
        ),
    )
    return drawn(box, lambda: _form(request, id))


def _form(request: PageRequest, id: str) -> str:
    """The box where no script has come; what is typed is kept when one does."""
    t = request.texts.t
    said = {
        "id": f"{id}-field",
        "class": "place-search__field",
        "placeholder": t("places.search.placeholder"),
        "aria-label": t("places.search.label"),
    }
    field = "".join(f' {name}="{escape(words)}"' for name, words in said.items())
    return (
        f'<form action="{escape(request.link(paths.PLACES).partition("?")[0])}" method="get">'
        f'<input type="text" name="q" autocomplete="off" enterkeyhint="go"{field}>'
        f"{to_html(kept_in_form(request))}</form>"
    )
