"""Place over HTTP: every address answers, within its bytes; the download is what is drawn."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import brotli
import pytest
from flask.testing import FlaskClient

from data.catalogue.determinants import determinants
from data.locale import LANGUAGES, texts
from layouts import ids
from tests.shared import services

SERVICES = services()
KNOWN = sorted(
    place
    for geography, places in SERVICES.atlas.place_ids.items()
    if geography.value != "tract"
    for place in places
)
KNOWN.append("city")
ADDRESSES = 100
EMPTY = "neighborhood-155"  # Sechrest: nobody lives there
LIMIT_BYTES = 40_000


def draw(client: FlaskClient, pathname: str, query: str = "") -> Any:
    """The answer that draws the whole page at an address."""
    return client.post(
        "/_dash-update-component",
        headers={"Accept-Encoding": "br"},
        json={
            "output": f"{ids.SHELL}.children",
            "outputs": {"id": ids.SHELL, "property": "children"},
            "inputs": [{"id": ids.LOCATION, "property": "pathname", "value": pathname}],
            "state": [{"id": ids.LOCATION, "property": "search", "value": query}],
            "changedPropIds": [f"{ids.LOCATION}.pathname"],
        },
    )


def text_of(answer: Any) -> str:
    body = answer.data
    if answer.headers.get("Content-Encoding") == "br":
        body = brotli.decompress(body)
    return str(body.decode("utf-8"))


def test_known_places_answer_and_others_are_404(real_client: FlaskClient) -> None:
    for place in ("neighborhood-113", "zip-64130", "council_district-3", "city"):
        assert real_client.get(f"/place/{place}").status_code == 200
    for place in ("neighborhood-9999", "zip-1", "tract-29095000300", "nothing", ""):
        assert real_client.get(f"/place/{place}").status_code == 404


def test_the_document_is_named_after_the_place(real_client: FlaskClient) -> None:
    english = real_client.get("/place/zip-64130").get_data(as_text=True)
    spanish = real_client.get("/place/zip-64130?lang=es").get_data(as_text=True)
    assert "<title>ZIP code 64130 ·" in english
    assert "<title>Código postal 64130 ·" in spanish


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_page_stays_within_its_bytes(real_client: FlaskClient, lang: str) -> None:
    for place in ("zip-64130", "council_district-3", "neighborhood-100", "city"):
        answer = draw(real_client, f"/place/{place}", f"?lang={lang}")
        assert answer.headers["Content-Encoding"] == "br"
        assert len(answer.data) < LIMIT_BYTES


def test_random_addresses_never_fail(real_client: FlaskClient) -> None:
    rng = random.Random(1939)
    noise = ["%00", "é", "neighborhood-", "-", "..%2f", "' OR 1=1", "x" * 400, "ZIP-64130"]
    for _ in range(ADDRESSES):
        place = rng.choice([*rng.sample(KNOWN, 6), *noise, f"zip-{rng.randrange(10**6)}"])
        query = rng.choice(["", "?lang=es", "?theme=dark&lang=fr", "?lang=%ff"])
        path = f"/place/{quote(place, safe='%')}"
        assert real_client.get(path + query).status_code < 500
        if rng.random() < 0.3:
            assert draw(real_client, path, query).status_code < 500


@pytest.mark.parametrize("chart", ids.PLACE_CHARTS)
def test_downloads_hold_one_row_a_measure(real_client: FlaskClient, chart: str) -> None:
    answer = real_client.get(f"/download/place/zip-64130/{chart}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    data = SERVICES.place.data("zip-64130")
    expected = {
        # and a row of each larger place that speaks where this one cannot be told
        ids.SPINE: sum(not value.modelled for value in data.values.values())
        + sum(climb.larger is not None for climb in data.climbs.values()),
        ids.EXPECTED: sum(value.modelled for value in data.values.values()),
        ids.BESIDE: sum(2 + len(entry.published) for entry in SERVICES.place.beside("zip-64130")),
        ids.AGE: len(data.ages.bands),
        ids.CHANGE: 9,
    }
    assert len(rows) == expected[chart]
    if chart == ids.SPINE:
        life = next(row for row in rows if row["indicator"] == "life_expectancy")
        assert float(life["value"]) == pytest.approx(data.values["life_expectancy"].value)


@pytest.mark.parametrize(
    "path", ["zip-64130/nothing.csv", "zip-0/spine.csv", "x/age.csv", f"{EMPTY}/beside.csv"]
)
def test_other_downloads_are_404(real_client: FlaskClient, path: str) -> None:
    assert real_client.get(f"/download/place/{path}").status_code == 404


@pytest.mark.parametrize(
    ("view", "filled"),
    [
        ({"place": "zip-64130", "lang": "es", "theme": "dark"}, True),
        ({"place": "zip-64130&lang=es"}, False),
        ({"place": ["x"]}, False),
        ("city", False),
        (None, False),
    ],
)
def test_a_table_is_fetched_when_it_is_opened(
    real_client: FlaskClient, view: Any, filled: bool
) -> None:
    card = ids.chart(ids.SPINE)
    answer = real_client.post(
        "/_dash-update-component",
        json={
            "output": f"{card.table}.children",
            "outputs": {"id": card.table, "property": "children"},
            "inputs": [{"id": card.table_open, "property": "data", "value": True}],
            "state": [{"id": ids.PLACE_STORE, "property": "data", "value": view}],
            "changedPropIds": [f"{card.table_open}.data"],
        },
    )
    assert answer.status_code < 500
    assert (answer.status_code == 200 and "Esperanza de vida" in text_of(answer)) == filled


def test_neighbors_and_similar_places_are_linked(real_client: FlaskClient) -> None:
    data = SERVICES.place.data("neighborhood-113")
    body = json.dumps(json.loads(text_of(draw(real_client, "/place/neighborhood-113", "?lang=es"))))
    for link in [*data.neighbors, *(place.place for place in data.similar.places)]:
        assert f"/place/{link.place_id}?lang=es" in body


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "place", ["neighborhood-113", "zip-64130", "council_district-3", "city", EMPTY]
)
def test_the_head_leads_to_fact_sheets_and_slides(
    real_client: FlaskClient, place: str, lang: str
) -> None:
    ending = "" if lang == "en" else f"&lang={lang}"
    found = dict(_links(json.loads(text_of(draw(real_client, f"/place/{place}", f"?lang={lang}")))))
    t = texts(lang).t
    assert found[t("place.actions.sheet")] == f"/fact-sheets?place={place}{ending}"
    for entry in determinants().values():
        href = f"/fact-sheets?determinant={entry.id}&place={place}{ending}"
        assert found[entry.title.get(lang)] == href
    ready = "ready=gap" if place == "city" else f"ready=neighborhood&place={place}"
    shown = None if place == EMPTY else f"/present?{ready}{ending}"  # nothing to put on a slide
    assert found.get(t("place.actions.present")) == shown


def _links(node: Any) -> Iterator[tuple[str, str]]:
    """Text and address of every link in an answer."""
    if isinstance(node, dict):
        props = node.get("props", {})
        if node.get("type") == "A" and isinstance(props.get("children"), str):
            yield props["children"], props["href"]
        for child in node.values():
            yield from _links(child)
    elif isinstance(node, list):
        for child in node:
            yield from _links(child)
