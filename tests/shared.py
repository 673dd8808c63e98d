"""What every test of a process shares: opening the extract and building the app take seconds."""

from __future__ import annotations

from functools import cache

from dash import Dash
from dash.development.base_component import Component

from callbacks.routing import show_page
from data.repository.engine import EXTRACT, sqlite_url
from data.services import Services
from data.settings import Settings
from layouts.pages import NOT_FOUND, PAGES

# By page, the addresses at which what is true of every page is tested.
EXAMPLES = {page.key: page.examples for page in (*PAGES, NOT_FOUND)}
ADDRESSES = tuple(address for addresses in EXAMPLES.values() for address in addresses)
# Names that no test but those of hosts looks at: what a page makes of them is what is looked at.
ASKED_BY = "*.example.org 0.0.0.0 192.168.7.20"


@cache
def services() -> Services:
    """The services of the shipped extract, with what they have kept so far."""
    return Services.open(sqlite_url(EXTRACT))


@cache
def app() -> Dash:
    """The whole dashboard on the shipped extract, set as it is where nobody sets anything, but for
    the names that tests ask it by.
    """
    from app import create_app  # most tests need no server

    return create_app(Settings(allowed_hosts=ASKED_BY))


@cache
def drawn(address: str) -> Component:
    """The page at an address."""
    path, _, query = address.partition("?")
    return show_page(services(), Settings(), path, query)
