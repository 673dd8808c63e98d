"""Images of one fact: all that must stand beside the number does; what is untested has none."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
import typst
from dash import Dash
from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfReader

from callbacks.files import facts
from callbacks.files.fact_sheets import Maker
from callbacks.routing import page_request
from data.locale import LANGUAGES, texts
from data.models import Layer
from data.numbers.cite import limits_text
from data.numbers.findings import findings_of, is_finding
from data.numbers.keys import NumberKey
from data.numbers.record import NumberRecord
from data.sentences.words import opening
from data.settings import Settings
from layouts import paths
from layouts.paper import typesetter
from layouts.paper.press import Press
from layouts.paper.unbroken import unbroken_all
from layouts.previews.fact import SIZES, fact_content
from tests.shared import services

SERVICES = services()
SITE = "https://health.example.org"
TEMPLATE = typesetter.TEMPLATES["fact"]
DRAW = random.Random(119)


def findings() -> list[tuple[str, str]]:
    """Place and measure of tested findings: long names, weak numbers, and a seeded draw."""
    areas = SERVICES.atlas.areas(Layer.NEIGHBORHOOD)
    longest = areas.loc[areas["name"].str.len().sort_values(ascending=False).index[:4], "area_id"]
    places = [f"neighborhood-{key}" for key in longest]
    places += [f"neighborhood-{key}" for key in DRAW.sample(list(areas["area_id"]), 12)]
    places += ["zip-64130", "council_district-3"]
    every = [(place, value) for place in places for value in findings_of(SERVICES.atlas, place)]
    flagged = [found for found in every if found[1].flags]
    named = max(every, key=lambda found: len(found[1].indicator.name.es))
    chosen = [every[0], named, *DRAW.sample(flagged, 3), *DRAW.sample(every, 3)]
    return [(place, value.indicator.id) for place, value in chosen]


def content_of(place: str, measure: str, size: str, lang: str) -> tuple[NumberRecord, dict]:
    visit = page_request(
        SERVICES, Settings(public_url=SITE), f"{paths.NUMBER}/{place}/{measure}", f"?lang={lang}"
    )
    record = SERVICES.numbers.of(place, measure, texts(lang))
    assert record is not None
    return record, fact_content(visit, record, size)


def squeezed(text: str) -> str:
    gone = str.maketrans("", "", "\u2060\u200b\u202f\u00a0 \n")
    return text.translate(gone)


@pytest.mark.parametrize(("place", "measure"), findings())
def test_a_number_stands_with_all_that_goes_with_it(place: str, measure: str) -> None:
    for size, lang in zip(SIZES, DRAW.choices(LANGUAGES, k=len(SIZES)), strict=True):
        record, shown = content_of(place, measure, size, lang)
        compiler = typst.Compiler(
            input=TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=typesetter._fonts(of_screen=True),
            sys_inputs={"sheet": json.dumps(unbroken_all(shown), ensure_ascii=False)},
        )
        fit = json.loads(compiler.query("<fit>", field="value", one=True))
        assert fit["fits"], (size, lang)
        assert fit["scale"] > 0.6, (size, lang)
        (page,) = PdfReader(io.BytesIO(typesetter.sheet_file(shown, "pdf"))).pages
        assert (round(page.mediabox.width), round(page.mediabox.height)) == SIZES[size]
        drawn = squeezed(page.extract_text())
        flags = "; ".join(flag.words for flag in record.flags)
        source = record.sources[0]
        for part in (
            record.place.name,
            record.measure.name.removesuffix(f", {record.years}"),
            record.value_text,
            limits_text(record, texts(lang)),
            record.years,
            opening(record.verdict_name),
            texts(lang).t("fact.places"),
            source.publisher,
            source.title,
            flags if record.measure.kind != "measured" else opening(flags),
            f"health.example.org/n/{place}/{measure}",
        ):
            # the figure of a value stands over its unit
            words = part.split() if part == record.value_text else [part]
            assert all(squeezed(word) in drawn for word in words), (part, size, lang)


@pytest.fixture(scope="module")
def client(real_app: Dash) -> FlaskClient:
    return real_app.server.test_client()


def untested() -> Iterator[NumberKey]:
    """A seeded draw of every kind of number without a finding."""
    keys = list(SERVICES.numbers.keys())
    yield from DRAW.sample(keys, 30)
    yield NumberKey("city", "life_expectancy", "city")


def test_every_number_without_a_finding_is_refused_with_its_reason(client: FlaskClient) -> None:
    refused = 0
    for key in untested():
        lang = DRAW.choice(LANGUAGES)
        record = next(SERVICES.numbers.every(texts(lang), [key]))
        if is_finding(record):
            continue
        refused += 1
        address = paths.of_fact(key.place, key.measure, "square")
        more = f"&lang={lang}&period={key.period}&group={key.group}"
        found = client.get(address + more)
        body = found.get_data(as_text=True)
        assert found.status_code == 409, (key, body)
        assert f'<html lang="{lang}">' in body
        assert texts(lang).t("fact.why") in body
        assert f'href="{record.address.split("?")[0]}' in body
    assert refused > 10


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/fact/zip-1/life_expectancy.png", 404, "zip-1"),
        ("/fact/zip-64130/nothing.png", 404, "nothing"),
        ("/fact/own-x/life_expectancy.png?lang=es", 404, "own-x"),
        ("/fact/zip-64130/life_expectancy.png?size=huge", 400, "huge"),
        ("/fact/zip-64130/life_expectancy.png?size=%3Cscript%3E", 400, "script"),
        ("/fact/zip-64130/unemployment.png?size=wide", 409, "size=wide"),
    ],
)
def test_a_wrong_address_is_explained(
    client: FlaskClient, address: str, status: int, said: str
) -> None:
    found = client.get(address)
    body = found.get_data(as_text=True)
    assert (found.status_code, found.mimetype) == (status, "text/html")
    assert said in body
    assert "<script>" not in body


def test_the_picture_has_its_size_and_a_name(client: FlaskClient) -> None:
    for size, pixels in SIZES.items():
        found = client.get(f"/fact/zip-64130/life_expectancy.png?size={size}&lang=es")
        assert found.status_code == 200
        assert Image.open(io.BytesIO(found.data)).size == pixels
        name = f"kansas-city-fact-{size}-life-expectancy-2010-2015-zip-64130-es.png"
        assert name in found.headers["Content-Disposition"]
        assert "max-age" in found.headers["Cache-Control"]


def test_a_crowd_is_told_to_wait(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Maker, "press", Press(typesetters=0, wait_seconds=0.01))
    found = client.get("/fact/zip-64132/life_expectancy.png?lang=es")
    assert found.status_code == 503
    assert found.headers["Retry-After"] == str(facts.RETRY_SECONDS)
    assert texts("es").t("fact.busy") in found.get_data(as_text=True)


def test_pages_offer_images_of_findings_alone(client: FlaskClient) -> None:
    pages: dict[str, Any] = {
        "/n/zip-64130/life_expectancy": 3,
        "/n/zip-64130/unemployment": 0,
        "/place/zip-64130": 3,
        "/place/city": 0,
        "/fact-sheets?place=zip-64130&determinant=poverty": 15,
    }
    for address, count in pages.items():
        body = client.get(address).get_data(as_text=True)
        assert body.count('href="/fact/') == count, address
