"""A deck as PDF, opened as a reader's program opens it, and the address that gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from callbacks.files import fact_sheets
from data.address import Theme
from data.decks.deck import Deck, View, ready_decks, to_link
from data.locale import LANGUAGES, texts
from layouts.figures.slide_room import INNER_PX
from layouts.paper import press
from layouts.paper.live_code import with_language
from layouts.paper.press import Press, PressError
from layouts.paper.turns import BusyError
from layouts.paper.unbroken import unbroken
from layouts.pictures.render import render
from layouts.slides.build import build_deck
from layouts.slides.distance import HEIGHT_PX, WIDTH_PX
from layouts.slides.pdf_pages import lines, pdf_content
from layouts.slides.slide import Slide
from layouts.theme import LIGHT_PALETTE
from layouts.typefaces.typefaces import LIBERTINUS
from tests.shared import services
from tests.slide_views import opening_views, wide_views

ADDRESS = "/present/slides.pdf"
MADE = date(2026, 11, 27)
PLACE = "neighborhood-60"
DECK = ready_decks()["gap"].deck("en")
SMALLEST_PX = 28


@cache
def one_press() -> Press:
    return Press(typesetters=1)


@pytest.fixture(scope="module", autouse=True)
def _no_typesetter_stays(real_app: Dash) -> Iterator[None]:
    yield
    one_press().rest()
    real_app.server.extensions[fact_sheets.MAKER].press.rest()


@cache
def every_slide(lang: str) -> tuple[Slide, ...]:
    """Every chart and view that can be a slide, and what a map can hold besides."""
    views = [
        *opening_views(),
        *wide_views(),
        View("explore", "map", f"map=both&places={PLACE}"),
        View("explore", "map", "map=factor&by=council_district&layers=holc"),
        View("gaps", "gap-patterns", "group=holc_1939"),
        View("gaps", "gap-groups", "group=council_district"),
    ]
    found, _ = build_deck(services(), Deck(tuple(views)), lang=lang, theme=Theme.LIGHT)
    return tuple(slide for slide in found if slide is not None)


# The longer words in `make test`; packs print English slides there too.
each_language = pytest.mark.parametrize(
    "lang",
    [pytest.param(lang, marks=() if lang == "es" else pytest.mark.full) for lang in LANGUAGES],
)


def content(slides: tuple[Slide, ...], lang: str, **more: Any) -> dict[str, Any]:
    live = "https://health.example.org{}".format
    return pdf_content(slides, texts=texts(lang), live_url=live, made=MADE, **more)


@cache
def printed(lang: str, look: str = "") -> bytes:
    made = content(every_slide(lang), lang, patterns=look == "copier")
    return one_press().print(lambda: made)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u202f\u2060]", "", text)


def alts(reader: PdfReader) -> Iterator[tuple[str, str]]:
    """(tag, alternative text) of the structure tree."""
    stack: list[Any] = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while stack:
        node = stack.pop()
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            stack += node
        elif isinstance(node, dict):
            if "/Alt" in node:
                yield str(node.get("/S", "")), str(node["/Alt"])
            if "/K" in node:
                stack.append(node["/K"])


@each_language
def test_a_slide_is_a_page_with_all_of_its_words(lang: str) -> None:
    slides = every_slide(lang)
    reader = PdfReader(BytesIO(printed(lang)))
    assert len(reader.pages) == len(slides) > 15
    for number, (page, slide) in enumerate(zip(reader.pages, slides, strict=True), start=1):
        assert float(page.mediabox.width / page.mediabox.height) == pytest.approx(16 / 9)
        text = squeezed(page.extract_text())
        count = texts(lang).t("present.player.number").format(n=number, of=len(slides))
        pairs = [part for pair in slide.table for part in pair]
        title = LIBERTINUS.printable(slide.title)  # it has no emoji
        for said in (title, slide.lead, slide.more, slide.source, count, *pairs):
            assert squeezed(said) in text, said
        if slide.is_map:
            legend = slide.legend
            entries = [] if legend.square else [words for _, words in legend.entries]
            ranges = [*legend.square.rows, *legend.square.columns] if legend.square else []
            for said in (*entries, *ranges, legend.direction, legend.no_data, legend.few_events):
                assert squeezed(said) in text, said
        links = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]
        assert links == [with_language(f"https://health.example.org{slide.live}", lang)]


@each_language
def test_it_is_made_for_everyone(lang: str) -> None:
    reader = PdfReader(BytesIO(printed(lang)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert str(root["/Lang"]).startswith(lang)
    assert reader.metadata is not None
    assert reader.metadata.title == texts(lang).t("pages.present.title")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    found = [alt for _, alt in alts(reader)]
    for slide in every_slide(lang):
        assert found.count(unbroken(slide.lead)) >= len(slide.figures)
    for page in reader.pages:
        for item in page["/Resources"]["/Font"].values():
            for part in item.get_object().get("/DescendantFonts", [item.get_object()]):
                descriptor = part.get_object()["/FontDescriptor"].get_object()
                assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


@each_language
def test_nothing_is_smaller_than_on_a_slide_or_wider_than_its_page(lang: str) -> None:
    made = content(every_slide(lang), lang)
    for page in made["pages"]:
        assert min(page["lead_px"], page["more_px"]) >= SMALLEST_PX
        assert page.get("table_px", SMALLEST_PX) >= SMALLEST_PX
        for box in page["boxes"]:
            assert box["height"] >= 280
            assert box["width"] <= INNER_PX
            svg = render(made[box["picture"]]).decode("utf-8")
            sizes = {float(size) for size in re.findall(r"font: \w+ ([\d.]+)px", svg)}
            assert not sizes or min(sizes) >= SMALLEST_PX * 0.75  # an SVG counts in points
    template = (Path(press.__file__).parent / "slides.typ").read_text("utf-8")
    fixed = [int(size) for size in re.findall(r"words\((\d+),", template)]
    assert fixed
    assert min(fixed) >= SMALLEST_PX
    assert (WIDTH_PX, HEIGHT_PX) == (1920, 1080)


def test_lines_are_counted_as_they_are_set() -> None:
    assert lines("", 30, 500) == 0
    assert lines("word", 30, 500) == 1
    assert lines("word " * 30, 30, 500) == pytest.approx(5, abs=1)
    assert lines("word " * 30, 60, 500) > lines("word " * 30, 30, 500)


def test_the_same_deck_gives_the_same_bytes() -> None:
    slides = every_slide("en")[:3]
    first, second = (one_press().print(lambda: content(slides, "en")) for _ in "ab")
    assert first == second


def test_a_deck_for_a_copier_has_patterns_on_maps_and_legends() -> None:
    slides = tuple(slide for slide in every_slide("en") if slide.is_map)
    plain, lined = (content(slides, "en", patterns=patterns) for patterns in (False, True))
    fifth = f"swatch-{LIGHT_PALETTE.outcome[4]}"
    assert b"<pattern" in render(lined[fifth])
    assert b"<pattern" not in render(plain[fifth])
    assert b"<pattern" in render(lined["picture-1-0"])
    assert b"<pattern" not in render(plain["picture-1-0"])
    assert len(PdfReader(BytesIO(printed("en", "copier"))).pages) == len(every_slide("en"))


def test_a_title_of_other_letters_does_not_stop_the_press() -> None:
    titles = ("".join(map(chr, range(0xA1, 0x180))), "区 🏘️ e\u0301 \u202e", "🇲🇽")
    deck = Deck(tuple(View("explore", "factors", "", title) for title in titles))
    slides = [
        slide for slide in build_deck(services(), deck, lang="en", theme=Theme.LIGHT)[0] if slide
    ]
    made = content(tuple(slides), "en")
    assert [page["title"] for page in made["pages"]][1:] == ["é", slides[2].chart.title]
    assert len(PdfReader(BytesIO(one_press().print(lambda: made))).pages) == 3


# -- the address ------------------------------------------------------------------------------


def test_the_address_gives_the_file(real_client: FlaskClient) -> None:
    answer = real_client.post(f"{ADDRESS}?lang=es", data=to_link(DECK))
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert texts("es").t("present.file.name") in answer.headers["Content-Disposition"]
    reader = PdfReader(BytesIO(answer.data))
    assert len(reader.pages) == len(DECK.slides)
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("es")
    asked = real_client.get(f"{ADDRESS}?look=copier&deck={to_link(DECK)}")
    assert asked.status_code == 200
    assert asked.data[:5] == b"%PDF-"
    assert asked.data != answer.data


def test_a_deck_of_nothing_says_so(real_client: FlaskClient) -> None:
    deck = Deck((View("place/neighborhood-99999", "spine"),))
    answer = real_client.post(ADDRESS, data=to_link(deck))
    assert answer.status_code == 400
    assert answer.get_json()["notices"]


def test_a_busy_press_asks_for_patience(
    real_app: Dash, real_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = type(real_app.server.extensions[fact_sheets.MAKER].press)
    for error, key in ((BusyError(), "busy"), (PressError("typst says no"), "failed")):

        def print_(*_: Any, failure: Exception = error, **__: Any) -> bytes:
            raise failure

        monkeypatch.setattr(owner, "print", print_)
        answer = real_client.post(f"{ADDRESS}?lang=es", data=to_link(DECK))
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert answer.get_json()["notices"] == [texts("es").t(f"present.{key}")]


def test_a_page_has_no_code_that_leads_only_to_this_machine() -> None:
    slide = every_slide("en")[0]
    made = pdf_content(
        [slide],
        texts=texts("en"),
        live_url=lambda path: f"http://127.0.0.1:8050{path}",
        made=date(2026, 11, 29),
    )
    assert made["pages"][0]["code"] == made["pages"][0]["live"] == ""
    page = PdfReader(BytesIO(one_press().print(lambda: made))).pages[0]
    assert "/Annots" not in page
    assert squeezed(texts("en").t("common.no_code")) in squeezed(page.extract_text())
