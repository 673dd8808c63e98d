"""Slides over HTTP: data for the player, and the file for a USB stick."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from data.deck import MAX_POSTED_CHARS, Deck, View, ready_decks, to_link
from data.locale import texts
from data.repository.engine import EXTRACT, sqlite_url
from data.sentences import find_comparatives
from data.services import Services
from data.view_state import Theme
from layouts.slides.build import build_deck, build_slide
from layouts.slides.offered import SLIDE_CHARTS
from layouts.slides.slide import parted

DECK = ready_decks()["gap"].deck("en")
PLACE = "neighborhood-60"


@pytest.fixture(scope="module")
def services() -> Services:
    return Services.open(sqlite_url(EXTRACT))


@pytest.fixture
def client(real_client: FlaskClient) -> FlaskClient:
    return real_client


def every_view() -> list[View]:
    """Every chart that can be a slide, and the views of every ready-made deck."""
    pages = {"explore": "explore", "gaps": "gaps", "place": f"place/{PLACE}"}
    charts = [View(pages[page], c) for page, found in SLIDE_CHARTS.items() for c in sorted(found)]
    ready = [view for r in ready_decks().values() for view in r.deck("en", place=PLACE).slides]
    return [*charts, *ready, View("explore", "map", f"map=both&places={PLACE}")]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("view", every_view(), ids=lambda view: f"{view.page}-{view.chart}")
def test_every_slide_says_all_of_its_finding(services: Services, view: View, lang: str) -> None:
    slide = build_slide(services, view, lang=lang, theme=Theme.LIGHT)
    if slide is None:
        assert view.chart == "gap-curve"  # life expectancy has no curve of its own
        return
    assert slide.lead
    assert slide.source
    said = f"{slide.lead} {slide.more}"
    assert set(slide.chart.sentence.split()) <= set(said.split()) or view.chart == "gap-patterns"
    for figure in slide.figures:
        assert figure["layout"]["font"]["size"] >= 28
        assert "height" not in figure["layout"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_modelled_outcomes_get_no_word_of_comparison(services: Services, lang: str) -> None:
    modelled = [
        indicator.id
        for indicator in services.catalogue.indicators.values()
        if indicator.kind.value == "modelled" and indicator.role.value == "outcome"
    ][:4]
    for outcome in modelled:
        for chart in ("map", "ranking"):
            view = View("explore", chart, f"outcome={outcome}")
            slide = build_slide(services, view, lang=lang, theme=Theme.LIGHT)
            assert slide is not None
            assert not find_comparatives(f"{slide.lead} {slide.more}", lang)


def test_a_finding_is_parted_between_sentences_and_nothing_is_lost() -> None:
    text = "One is 7.6 of St. Louis. Two is next. 3 is the third."
    assert parted(text, 0) == ("One is 7.6 of St. Louis.", "Two is next. 3 is the third.")
    assert parted(text, 40) == ("One is 7.6 of St. Louis. Two is next.", "3 is the third.")


def test_unknown_charts_and_places_leave_a_gap_that_is_named(services: Services) -> None:
    views = (View("gaps", "map"), View("place/neighborhood-99999", "spine"), View("explore", "map"))
    slides, notices = build_deck(services, Deck(views), lang="en", theme=Theme.LIGHT)
    assert [slide is None for slide in slides] == [True, True, False]
    assert [(n.key, n.value) for n in notices] == [("deck.no_chart", "1"), ("deck.no_chart", "2")]


def test_slides_for_the_player_hold_both_themes_codes_and_boundaries(client: FlaskClient) -> None:
    answer = client.post("/present/slides.json?lang=es", data=to_link(DECK))
    assert answer.status_code == 200
    made = answer.get_json()
    assert made["lang"] == "es"
    assert len(made["slides"]) == len(DECK.slides)
    for slide in made["slides"]:
        assert slide["qr"].startswith("<svg")
        assert slide["live"].startswith("http://localhost/")
        assert len(slide["light"]["figures"]) == len(slide["dark"]["figures"])
    assert made["geo"] and all(client.get(url).status_code == 200 for url in made["geo"])


@pytest.mark.parametrize("ending", ["json", "html", "pptx"])
def test_bad_decks_are_refused_with_words(client: FlaskClient, ending: str) -> None:
    address = f"/present/slides.{ending}"
    bad = client.get(f"{address}?deck=garbage&lang=es")
    assert bad.status_code == 400
    assert bad.get_json()["notices"] == [texts("es").t("deck.unreadable", value="", used="")]
    assert client.get(address).status_code == 400
    large = client.post(address, data="A" * (MAX_POSTED_CHARS + 1))
    assert large.status_code == 413


def test_the_file_for_a_usb_stick_fetches_nothing(client: FlaskClient) -> None:
    answer = client.post("/present/slides.html?lang=es", data=to_link(DECK))
    assert answer.status_code == 200
    document = answer.get_data(as_text=True)
    assert '<html lang="es"' in document
    assert "<link" not in document.split("</head>")[0]
    assert "<script src" not in document
    start = document.index('id="deck-data">') + len('id="deck-data">')
    made = json.loads(document[start : document.index("</script>", start)])
    assert set(made["shapes"]) == set(made["geo"])
    assert all(shape["features"] for shape in made["shapes"].values())
