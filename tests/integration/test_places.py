"""The list of places, the index for the browser, and addresses of places that do not exist."""

from __future__ import annotations

import json
import random
import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from dash import Dash
from flask.testing import FlaskClient

from data.cities.city import city
from data.locale import LANGUAGES, texts
from data.models import Geography
from data.services import Services
from layouts import ids
from layouts.pages import PAGES
from layouts.pages.place.page import find

SEED = 49_63
ADDRESSES = 500
INDEX = "/api/places.json"


def drawn(client: FlaskClient, pathname: str, query: str = "") -> tuple[int, str]:
    """Status and body of the callback that draws the page at an address."""
    payload = {
        "output": f"{ids.SHELL}.children",
        "outputs": {"id": ids.SHELL, "property": "children"},
        "inputs": [{"id": ids.LOCATION, "property": "pathname", "value": pathname}],
        "state": [{"id": ids.LOCATION, "property": "search", "value": query}],
        "changedPropIds": [f"{ids.LOCATION}.pathname"],
    }
    response = client.post("/_dash-update-component", json=payload)
    return response.status_code, response.get_data(as_text=True)


def attributes(body: str, name: str) -> list[str]:
    """Every value of an attribute in a drawn page, in its components and in its ready markup."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if isinstance(node.get(name), str):
                found.append(node[name])
            found.extend(
                unescape(value)
                for value in re.findall(rf' {name}="([^"]*)"', node.get("data-html") or "")
            )
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(json.loads(body))
    return found


def links(body: str) -> list[str]:
    """Every address that a drawn page leads to."""
    return attributes(body, "href")


# -- the index for the browser ----------------------------------------------------------------


def test_the_index_is_asked_for_once(real_client: FlaskClient, services: Services) -> None:
    fresh = real_client.get(f"{INDEX}?v={services.place_index.version}")
    assert fresh.status_code == 200
    assert "immutable" in fresh.headers["Cache-Control"]
    assert fresh.get_json() == json.loads(services.place_index.json)


def test_without_its_version_the_index_is_asked_for_again(real_client: FlaskClient) -> None:
    for address in (INDEX, f"{INDEX}?v=old"):
        fresh = real_client.get(address)
        assert fresh.headers["Cache-Control"] == "no-cache"
        again = real_client.get(address, headers={"If-None-Match": fresh.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_the_index_is_small_on_the_wire_and_differs_by_encoding(real_client: FlaskClient) -> None:
    tags = set()
    for encoding in ("br", "gzip", "identity"):
        answer = real_client.get(INDEX, headers={"Accept-Encoding": encoding})
        tags.add(answer.headers["ETag"])
        assert "Accept-Encoding" in answer.headers["Vary"]
        if encoding != "identity":
            assert answer.headers["Content-Encoding"] == encoding
            assert len(answer.data) < 12_000
    assert len(tags) == 3


def test_every_page_carries_the_search_box(real_client: FlaskClient) -> None:
    for page in PAGES:
        if page.find is None:
            _, body = drawn(real_client, page.path)
            assert body.count(f'"id":"{ids.PLACE_SEARCH}"') == 1, page.path


def test_every_name_of_a_place_finds_it(services: Services) -> None:
    """Official, displayed and also called; a group stands before its members."""
    index = services.place_index
    others = [p for p in index.places if p.geography is not Geography.GROUP]
    groups = [p for p in index.places if p.geography is Geography.GROUP]
    assert groups
    for place in [*groups, *random.Random(SEED).sample(others, 40)]:
        for key in place.keys:
            found = index.search(key, limit=len(index.places))
            assert found.literal, key
            assert place in found.places, key
            if place in groups:
                assert found.places[0] == place, key


# -- the list ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_links_every_place_once(
    real_client: FlaskClient, services: Services, lang: str
) -> None:
    query = "" if lang == "en" else f"?lang={lang}"
    status, body = drawn(real_client, "/places", query)
    assert status == 200
    found = [link for link in links(body) if link.startswith("/place/")]
    found.remove(f"/place/own{query}")  # where a visitor draws one
    expected = [f"/place/{place.place_id}{query}" for place in services.place_index.places]
    assert sorted(found) == sorted(expected)


def test_every_letter_leads_to_its_heading(real_client: FlaskClient) -> None:
    _, body = drawn(real_client, "/places")
    letters = [link[1:] for link in links(body) if link.startswith("#letter-")]
    assert len(letters) > 20
    assert len(set(letters)) == len(letters)
    headings = attributes(body, "id")
    assert [headings.count(letter) for letter in letters] == [1] * len(letters)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "key", "place"),
    [("swope", "found", "Swope Park Campus"), ("armor filds", "close", "Armour Fields")],
)
def test_the_list_answers_what_was_typed(
    real_client: FlaskClient, lang: str, typed: str, key: str, place: str
) -> None:
    _, body = drawn(real_client, "/places", f"?lang={lang}&q={quote(typed)}")
    answer = texts(lang).t(f"places.page.{key}", text=typed)
    assert json.dumps(answer, ensure_ascii=False)[1:-1] in body
    assert body.count(place) == 2


def test_the_list_says_that_it_found_nothing(real_client: FlaskClient) -> None:
    _, body = drawn(real_client, "/places", "?q=qqqqqq")
    assert texts("en").t("places.page.nothing", text="qqqqqq") in body


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", ["3715 Troost Ave", "39th and troost"])
def test_an_address_is_neither_looked_up_nor_said_again(
    real_client: FlaskClient, lang: str, typed: str
) -> None:
    _, body = drawn(real_client, "/places", f"?lang={lang}&q={quote(typed)}")
    assert json.dumps(texts(lang).t("places.page.address"), ensure_ascii=False)[1:-1] in body
    assert typed not in body


# -- addresses that lead nowhere --------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/place/zip-113", "/place/neighborhood-113"),
        ("/place/armor-fields", "/place/neighborhood-102"),
        ("/place/Distrito%203", "/place/council_district-3"),
        ("/zip/64130", "/place/zip-64130"),
    ],
)
def test_an_unknown_place_is_a_404_with_the_closest(
    real_client: FlaskClient, address: str, place: str
) -> None:
    assert real_client.get(address).status_code == 404
    _, body = drawn(real_client, address)
    assert place in links(body)
    assert "/places" in links(body)


def test_an_address_like_nothing_offers_the_list_alone(real_client: FlaskClient) -> None:
    _, body = drawn(real_client, "/place/qqqqqq", "?lang=es")
    assert texts("es").t("places.lost.explanation") in body
    assert texts("es").t("places.lost.closest") not in body
    assert "/places?lang=es" in links(body)


def random_place(rng: random.Random, known: list[str]) -> str:
    """An id that exists, one that nearly does, or noise."""
    noise = "".join(chr(rng.choice([*range(33, 127), 0xE9, 0x4E2D])) for _ in range(9))
    geography = rng.choice([*city().with_page, "tract", "barrio", ""])
    return rng.choice(
        [
            rng.choice(known),
            f"{geography}-{rng.randrange(300)}",
            f"{geography}-{rng.choice(['', '0', '-1', '64130', '9' * 40, noise])}",
            noise,
            rng.choice(["", ",", "city", "CITY", "../..", "a" * 600, "' OR 1=1 --", "\u202e"]),
        ]
    )


def random_address(rng: random.Random, known: list[str]) -> tuple[str, str]:
    """Path and query of a place or of a comparison."""
    display = rng.choice(["", "lang=es", "lang=xx", "theme=dark", "lang=es&theme=dark"])
    if rng.random() < 0.5:
        return f"/place/{quote(random_place(rng, known), safe='')}", f"?{display}"
    places = ",".join(random_place(rng, known) for _ in range(rng.randrange(9)))
    more = rng.choice(["", "baseline=city", "baseline=x", "only=different", "sort=size", "sort=y"])
    return "/compare", f"?places={quote(places)}&{more}&{display}"


@pytest.mark.parametrize(
    ("addresses", "drawings"),
    [(80, 30), pytest.param(ADDRESSES, ADDRESSES, marks=pytest.mark.full)],
    ids=["sample", "all"],
)
def test_random_places_and_comparisons_never_fail(
    real_app: Dash, services: Services, addresses: int, drawings: int
) -> None:
    """Every document is asked for, and the pages behind the first of them are drawn."""
    client = real_app.server.test_client()
    rng = random.Random(SEED)
    known = [place.place_id for place in services.place_index.places]
    for number in range(addresses):
        path, query = random_address(rng, known)
        assert client.get(path + query).status_code in (200, 400, 404), path + query
        if number < drawings:
            status, _ = drawn(client, path, query)
            assert status == 200, path + query


@pytest.mark.parametrize("pages", [40, pytest.param(None, marks=pytest.mark.full)])
def test_places_of_the_index_are_places_of_the_site(
    real_client: FlaskClient, services: Services, pages: int | None
) -> None:
    """A search never leads to a page that does not exist; a part of the pages is asked for."""
    known = services.place_index.places
    assert all(find(services, place.place_id) for place in known)
    for place in random.Random(SEED).sample(known, pages or len(known)):
        assert real_client.get(f"/place/{place.place_id}").status_code == 200, place.place_id


# -- from a chart to a place ------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?lang=es", "?lang=es&theme=dark"])
def test_a_place_chosen_on_explore_can_be_opened(real_client: FlaskClient, query: str) -> None:
    more = query.replace("?", "&")
    _, body = drawn(real_client, "/", f"?places=neighborhood-113{more}")
    address = f"/place/neighborhood-113{query}"
    # beside the sentence, in the list, and in the strip under the map
    assert links(body).count(address) == 3
    _, body = drawn(real_client, "/", f"?places=neighborhood-113,neighborhood-114{more}")
    assert links(body).count(address) == 2


def test_a_click_on_a_chart_offers_the_same_link(real_client: FlaskClient) -> None:
    view = {"outcome": "life_expectancy", "factor": "poverty_2015", "by": "zip", "lang": "es"}
    payload = {
        "output": f"..{ids.SELECTION_PANEL}.children...{ids.SELECTION_PANEL}.data-places..",
        "outputs": [
            {"id": ids.SELECTION_PANEL, "property": part} for part in ("children", "data-places")
        ],
        "inputs": [
            {
                "id": ids.ASK_STORE,
                "property": "data",
                "value": {"view": view, "places": ["zip-64130"]},
            }
        ],
        "changedPropIds": [f"{ids.ASK_STORE}.data"],
    }
    response = real_client.post("/_dash-update-component", json=payload)
    assert links(response.get_data(as_text=True)).count("/place/zip-64130?lang=es") == 2


def test_a_census_tract_has_no_page(real_client: FlaskClient) -> None:
    _, body = drawn(real_client, "/", "?by=tract&places=tract-29095005602")
    assert texts("en").t("sentences.place.tract", name="56.02") in body
    assert not [link for link in links(body) if link.startswith("/place/")]
