"""What `make bench` asks for exists: a benchmark that rots is seen here. Nothing is timed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import RequestRedirect

from benchmarks import api, bench, exports, lighthouse, pages, reading, visits
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


def test_addresses_of_the_api_that_are_timed_answer(real_client: FlaskClient) -> None:
    asked = api.addresses()
    assert {a: real_client.get(a).status_code for a in asked} == dict.fromkeys(asked, 200)


@pytest.mark.parametrize("page", lighthouse.PAGES)
def test_pages_that_lighthouse_is_asked_of_exist(page: str, real_client: FlaskClient) -> None:
    assert real_client.get(page).status_code == 200


def run_of(score: float, largest_paint_ms: float) -> dict[str, Any]:
    """What Lighthouse writes of a page, as far as it is read."""
    weighed = [{"id": "contrast", "weight": 7}, {"id": "hint", "weight": 0}]
    numbers = {
        "largest-contentful-paint": largest_paint_ms, "total-blocking-time": 12.4,
        "cumulative-layout-shift": 0.0, "total-byte-weight": 98_000,
    }  # fmt: skip
    audits: dict[str, Any] = {name: {"numericValue": number} for name, number in numbers.items()}
    names = ("performance", "accessibility", "best-practices", "seo")
    return {
        "categories": {name: {"score": score, "auditRefs": weighed} for name in names},
        "audits": {**audits, "contrast": {"score": 0}, "hint": {"score": 0}},
    }


def test_lighthouse_is_told_in_a_table_beside_before() -> None:
    runs = [lighthouse.report_of(run_of(1, ms)) for ms in (1000, 1900, 9000)]
    now = lighthouse.middle(runs)
    assert now.largest_paint_s == 1.9 and now.kb == 98 and not now.misses()
    earlier = lighthouse.before()
    assert set(earlier) <= set(lighthouse.PAGES)
    lines = lighthouse.table({"/": now, "/story": lighthouse.report_of(run_of(0.9, 2100))}, earlier)
    assert [line.split()[:2] for line in lines[2:]] == [["/", "before"], ["/", "now"],
                                                        ["/story", "now"]]  # fmt: skip
    assert "*" not in lines[3] and "2.1*" in lines[4] and "90*" in lines[4]
    assert lighthouse.failing(run_of(1, 0)) == [
        f"{name}: contrast" for name in ("accessibility", "best-practices", "seo")
    ]


def test_where_lighthouse_cannot_run_that_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lighthouse, "FOLDER", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "npm" else f"/bin/{name}")
    bench.PARTS["lighthouse"]()
    assert "npm is not installed" in capsys.readouterr().out


def test_what_lighthouse_needs_is_pinned() -> None:
    asked = json.loads((Path(lighthouse.__file__).with_name("node") / "package.json").read_text())
    locked = json.loads(
        (Path(lighthouse.__file__).with_name("node") / "package-lock.json").read_text()
    )["packages"]
    for name, version in asked["dependencies"].items():
        assert locked[f"node_modules/{name}"]["version"] == version
    kept = json.loads(lighthouse.BEFORE.read_text(encoding="utf-8"))
    assert kept["lighthouse"] == asked["dependencies"]["lighthouse"], "compare like with like"


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


def test_sentences_that_are_graded_are_those_in_sight() -> None:
    """Without numbers in brackets, and with the dictionary that is installed, not fetched."""
    asked = reading.pages()
    assert all(asked.values())
    said = reading.visible("/compare?places=zip-64130,zip-64113")
    assert "Elm is better on ten of ten measures." in said
    assert not any(re.search(r"\d", sentence) for sentence in said)
    assert reading.grade(["The cat sat on the mat."]) < 1 < reading.grade(said) <= 7
