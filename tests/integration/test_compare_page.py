"""Compare over HTTP: every address is answered, within its bytes, and the download is the page."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from layouts import ids
from layouts.components.controls import markup_of
from tests.shared import services

SERVICES = services()
SIX = (
    "neighborhood-113,neighborhood-218,zip-64130,council_district-3,zip-64113,neighborhood-10,city"
)
LIMIT_BYTES = 60_000
OUTPUTS = (
    (ids.COMPARE_HEAD, "children"),
    (ids.COMPARE_PLACES, "children"),
    (ids.COMPARE_CONTROLS, "children"),
    (ids.COMPARE_SOURCES, "children"),
    (ids.COMPARE_ROWS, "data-html"),
    (ids.COMPARE_SHOWN, "data"),
    markup_of(ids.COMPARE_ADD),
    (ids.COMPARE_NOTICES, "children"),
)


def page(client: FlaskClient, query: str) -> Any:
    """The answer that draws the whole page at an address."""
    return client.post(
        "/_dash-update-component",
        headers={"Accept-Encoding": "br"},
        json={
            "output": f"{ids.SHELL}.children",
            "outputs": {"id": ids.SHELL, "property": "children"},
            "inputs": [{"id": ids.LOCATION, "property": "pathname", "value": "/compare"}],
            "state": [{"id": ids.LOCATION, "property": "search", "value": query}],
            "changedPropIds": [f"{ids.LOCATION}.pathname"],
        },
    )


def redrawn(client: FlaskClient, query: str, shown: str) -> Any:
    """The answer to a new address on the page."""
    listed = [{"id": name, "property": prop} for name, prop in OUTPUTS]
    return client.post(
        "/_dash-update-component",
        json={
            "output": ".." + "...".join(f"{name}.{prop}" for name, prop in OUTPUTS) + "..",
            "outputs": listed,
            "inputs": [{"id": ids.COMPARE_LOCATION, "property": "search", "value": query}],
            "state": [{"id": ids.COMPARE_SHOWN, "property": "data", "value": shown}],
            "changedPropIds": [f"{ids.COMPARE_LOCATION}.search"],
        },
    )


def text_of(answer: Any) -> str:
    body = answer.get_data()
    encoded = answer.headers.get("Content-Encoding") == "br"
    return (brotli.decompress(body) if encoded else body).decode()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_six_places_and_the_city_fit_their_bytes(real_client: FlaskClient, lang: str) -> None:
    answer = page(real_client, f"?places={SIX}&lang={lang}")
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.get_data()) <= LIMIT_BYTES


@pytest.mark.parametrize("addresses", [30, pytest.param(250, marks=pytest.mark.full)])
def test_random_addresses_are_answered(real_client: FlaskClient, addresses: int) -> None:
    draw = random.Random(85)
    known = [*SERVICES.compare.places, "tract-29095000100", "zip-0", "", "city%00", "<b>", "é"]
    for number in range(addresses):
        words = {
            "places": ",".join(draw.choices(known, k=draw.randint(0, 9))),
            "baseline": draw.choice(known),
            "show": draw.choice(["differences", "x"]),  # of older links
            "order": draw.choice(["clearest", ""]),
            "lang": draw.choice(["en", "es", "fr"]),
        }
        query = "?" + "&".join(f"{key}={value}" for key, value in words.items())
        assert redrawn(real_client, query, "").status_code == 200, query
        if number % 5 == 0:
            download = real_client.get(f"/download/compare.csv{query}")
            assert download.status_code in (200, 404), query


def test_an_address_that_is_drawn_is_not_drawn_again(real_client: FlaskClient) -> None:
    query = "?places=zip-64130,city"
    answer = json.loads(redrawn(real_client, query, query).get_data())
    assert set(answer["response"]) == {ids.COMPARE_NOTICES}


@pytest.mark.parametrize(
    "query",
    [f"places={SIX}", f"places={SIX}&baseline=zip-64113&show=differences&order=clearest"],
)
def test_the_download_holds_the_rows_of_the_page(real_client: FlaskClient, query: str) -> None:
    response = real_client.get(f"/download/compare.csv?{query}")
    assert response.mimetype == "text/csv"
    assert "kansas-city-compare-neighborhood-113-" in response.headers["Content-Disposition"]
    text = response.get_data().decode("utf-8-sig")
    records = list(csv.DictReader(io.StringIO(text)))
    drawn = json.loads(redrawn(real_client, f"?{query}", "").get_data())
    rows = drawn["response"][ids.COMPARE_ROWS]["data-html"].split("<tbody ")[1:]
    places = SIX.split(",")
    shown = [
        (row.partition('data-row="')[2].partition('"')[0], places[int(index)])
        for row in rows
        for index in re.findall(r'<tr class="cmp-line[^>]* data-place="(\d+)"', row)
    ]
    on_page = [record for record in records if record["page_part"] != "earlier"]
    assert [(record["indicator"], record["place_id"]) for record in on_page] == shown
    assert len(records) > len(on_page) and records[: len(on_page)] == on_page
    assert all(record["source"] and record["years"] for record in records)


def test_fewer_than_two_places_have_no_download(real_client: FlaskClient) -> None:
    assert real_client.get("/download/compare.csv").status_code == 404
    assert real_client.get("/download/compare.csv?places=city").status_code == 404


def test_a_link_with_a_mistake_says_so_in_words(real_client: FlaskClient) -> None:
    body = text_of(page(real_client, "?places=zip-64130,atlantis&baseline=mars"))
    assert "There is no place called “atlantis” to compare." in body
    assert "the others are compared with the city" in body


def test_the_empty_page_offers_a_start(real_client: FlaskClient) -> None:
    body = text_of(page(real_client, ""))
    assert "places=council_district-1,council_district-2" in body
