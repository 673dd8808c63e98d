"""What `make bench` asks for exists: a benchmark that rots is seen here. Nothing is timed."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import RequestRedirect

from benchmarks import exports, pages, visits
from data.address import Theme
from data.atlas.places import place_named
from data.catalogue.determinants import determinants
from data.decks.deck import WHOLE_PAGES, from_link
from data.services import Services
from layouts.charts.entries import Asked
from layouts.charts.registry import charts_of
from layouts.slides.build import build_deck
from tests.shared import app, drawn
from tests.shared import services as shared_services

CASES = {case.name: case for case in pages.CASES}


def notices(services: Services, address: str) -> list[str]:
    """What an address asks for that is not there."""
    parts = urlsplit(address)
    kind, _, place = parts.path.removeprefix("/").partition("/")
    if place:
        return [] if place_named(services.atlas, place) == place else [place]
    charts = charts_of(kind)
    assert charts is not None and kind in WHOLE_PAGES
    asked = Asked(next(iter(charts.entries)), parts.query, place)
    return [f"{found.key} {found.value}" for found in charts.notices(services, asked)]


@pytest.mark.parametrize("name", CASES)
def test_pages_that_are_timed_exist(name: str, real_client: FlaskClient) -> None:
    services, addresses = shared_services(), CASES[name].addresses
    assert {address: notices(services, address) for address in addresses} == {
        address: [] for address in addresses
    }
    answer = real_client.post(
        "/_dash-update-component",
        data=pages.opening(addresses[0]),
        content_type="application/json",
    )
    assert answer.status_code == 200 and json.loads(answer.data)["response"]


def test_fact_sheets_that_are_timed_exist() -> None:
    found = exports.sheet_addresses()
    assert len(found) == len(set(found)) == len(exports.PLACES) * len(determinants()) * 2
    for address in found:
        _, _, name, place = urlsplit(address).path.removesuffix(".pdf").split("/")
        assert name in determinants() and place_named(shared_services().atlas, place) == place
        assert routed(address).startswith("fact_sheet"), address


def test_decks_that_are_timed_have_every_slide() -> None:
    links = exports.deck_links(shared_services())
    for link in links:
        parsed = from_link(link)
        assert not parsed.notices
        slides, missing = build_deck(shared_services(), parsed.deck, lang="en", theme=Theme.LIGHT)
        assert slides and not missing
    for ending in exports.ENDINGS:
        for address in exports.deck_addresses(links, ending):
            assert routed(address).startswith("present_"), address


def routed(address: str) -> str:
    """Which answer of the server an address asks for. Raises where it is that of every page."""
    adapter = app().server.url_map.bind("localhost")
    try:
        endpoint, _ = adapter.match(urlsplit(address).path)
    except RequestRedirect as moved:
        raise AssertionError(f"{address} moves to {moved.new_url}") from moved
    return str(endpoint)


def test_the_picture_that_a_visit_waits_for_is_drawn() -> None:
    (drawn_id,) = re.findall(r"#([\w-]+) ", visits._DRAWN)
    assert f"id='{drawn_id}'" in repr(drawn("/"))
