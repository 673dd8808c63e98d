"""The kit of a meeting: only what was tested may be said, a card asks for every consent."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from data.address import Theme
from data.catalogue.determinants import determinants
from data.decks.deck import Deck, View, ready_decks
from data.fact_sheets import sentences as say
from data.locale import LANGUAGES, texts
from layouts.pack import kit
from layouts.paper.kit_looks import DOCUMENTS, SIZES, Look, numbers_from
from layouts.paper.typesetter import sheet_file
from layouts.slides.build import build_deck
from tests.shared import services

DAY = date(2026, 11, 30)
TYPED = "Poverty kills; the department knows it"
# A place that is told apart, one with few residents, a larger one, and the city.
PLACES = ("neighborhood-113", "neighborhood-60", "zip-64130", "city")


@cache
def meeting(place: str, lang: str) -> tuple[Deck, kit.Meeting]:
    """A ready-made deck whose titles and notes somebody wrote anew, and a slide of words."""
    ready = services().decks.of_place(ready_decks()["neighborhood"], place, lang)
    typed = [View(view.page, view.chart, view.query, TYPED, TYPED) for view in ready.slides]
    deck = Deck((*typed, View("words", "question", f"text={TYPED}", TYPED, TYPED)))
    built, _ = build_deck(services(), deck, lang=lang, theme=Theme.LIGHT)
    return deck, kit.meeting_of(services(), deck, built, "")


def content(kind: str, place: str, lang: str, look: Look | None = None) -> dict[str, Any]:
    _, about = meeting(place, lang)
    return kit.content(services(), kind, about, spoken=texts(lang), look=look or Look(), made=DAY)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_talking_points_say_only_what_was_tested(place: str, lang: str) -> None:
    deck, about = meeting(place, lang)
    plain = Deck(tuple(View(v.page, v.chart, v.query) for v in deck.slides[:-1]))
    built, _ = build_deck(services(), plain, lang=lang, theme=Theme.LIGHT)
    slides = [slide for slide in built if slide]
    may = {slide.fact for slide in slides if slide.fact}
    described = {
        texts(lang).t("kit.points.described", said=slide.lead) for slide in slides if not slide.fact
    }
    behind = {slide.more for slide in slides} | described
    must_not: set[str] = set()
    for sheet in about.sheets:
        found = services().fact_sheets.data(sheet.determinant, sheet.place)
        check = say.claim_check(found, texts(lang))
        may |= {say.finding(found, texts(lang)), *check.can}
        must_not |= set(check.cannot)
        behind |= set(check.why)
    shown = content("points", place, lang)
    entries = [entry for _, listed in shown["sections"] for entry in listed]
    assert len(entries) == len(about.sheets) + len(about.findings)
    assert {line for entry in entries for line in entry["say"]} == may
    assert {line for entry in entries for line in entry["dont"]} == must_not
    assert {line for entry in entries for line in entry["asked"]} <= behind
    assert TYPED not in str(shown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_asks_for_every_consent_by_itself(lang: str) -> None:
    look = Look(numbers=numbers_from(41, 3), both=True)
    shown = content("cards", "city", lang, look)
    assert [card["lang"] for card in shown["cards"][:2]] in ([*LANGUAGES], [*LANGUAGES][::-1])
    for card in shown["cards"]:
        spoken = texts(card["lang"])
        uses = [spoken.t(f"kit.card.{use}") for use in kit.CONSENTS]
        assert card["consents"] == uses
        assert len(set(uses)) == 5
    numbers = [re.findall(r"\d{4}", card["stub_story"])[0] for card in shown["cards"]]
    assert numbers == ["0041", "0041", "0042", "0042", "0043", "0043"]
    pages = PdfReader(BytesIO(sheet_file(shown, "pdf"))).pages
    assert len(pages) == len(numbers)
    for page, card in zip(pages, shown["cards"], strict=True):
        said = " ".join(page.extract_text().split())
        for text in (
            *card["consents"],
            card["none"],
            card["stub"],
            card["minor"].partition(":")[0],
        ):
            assert text in said, text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_document_is_set_in_its_language_and_size(lang: str, size: str) -> None:
    for kind in DOCUMENTS:
        paper = "letter" if lang == "en" else "a4"
        shown = content(kind, "neighborhood-60", lang, Look(paper=paper, size=size))
        reader = PdfReader(BytesIO(sheet_file(shown, "pdf")))
        assert str(reader.trailer["/Root"]["/Lang"]).startswith(lang)
        assert reader.metadata is not None
        assert reader.metadata.title == shown["title"]
        box = reader.pages[0].mediabox
        sides = {"letter": (612, 792), "a4": (595, 842)}[paper]
        assert sorted((round(float(box.width)), round(float(box.height)))) == sorted(sides)
        if kind in ("cards", "signup"):
            assert len(reader.pages) == (2 if kind == "cards" and size == "large" else 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_takes_an_hour_and_names_every_slide(lang: str) -> None:
    assert sum(minutes for _, minutes in kit.AGENDA) == 60
    deck, about = meeting("zip-64130", lang)
    shown = content("guide", "zip-64130", lang)
    assert len(about.titles) >= len(deck.slides) - 1
    said = " ".join(shown["agenda"][1]["items"])
    assert all(str(number) in said for number, _ in about.titles)
    assert shown["agenda"][-1]["minutes"].endswith("60")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_determinant_has_questions_of_its_own(lang: str) -> None:
    spoken = texts(lang)
    for name in determinants():
        for where in ("questions", "card"):
            assert all(spoken.has(f"kit.{where}.{name}.{key}") for key in "ab"), (where, name)


def test_an_option_that_needs_another_look_is_marked_in_the_guide() -> None:
    _, about = meeting("zip-64130", "en")
    listed = {
        day: kit.content(services(), "guide", about, spoken=texts("en"), look=Look(), made=day)[
            "agenda"
        ][4]["items"]
        for day in (date(2000, 1, 1), date(2099, 1, 1))
    }
    check = f"({texts('en').t('options.check')})"
    assert check not in str(listed[date(2000, 1, 1)])
    for items in listed[date(2099, 1, 1)]:
        assert items.count(check) == items.count(";") + 1
