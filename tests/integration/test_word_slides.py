"""Slides of words, 4:3 and both languages: the same texts in every format, and an honest ask."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from html import unescape
from io import BytesIO
from itertools import combinations
from typing import Any

import pytest
from flask.testing import FlaskClient
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfReader

from data.address import Theme
from data.cities.city import city
from data.cities.options import option_of
from data.decks.deck import COMPARE, EXPLORE, GAPS, MAX_SLIDES, Deck, View, ready_decks, to_link
from data.decks.words import WORDS, WordKind
from data.locale import LANGUAGES, texts
from data.place.results import SIDES
from data.sentences.gap import may_claim
from layouts.charts import explore as explore_charts
from layouts.charts import gaps as gaps_charts
from layouts.charts.compare import compared
from layouts.figures.place.measures import lead_measure
from layouts.figures.slide_room import NARROW, SHAPES, WIDE, Shape
from layouts.paper.live_code import with_language
from layouts.paper.press import Press
from layouts.slides.build import build_deck
from layouts.slides.pdf_pages import pdf_content
from layouts.slides.player import payload
from layouts.slides.powerpoint.file import pptx_file
from layouts.slides.slide import Slide
from layouts.slides.word_room import height_px, sizes_of
from layouts.typefaces.typefaces import ARIAL, LIBERTINUS
from tests.shared import services
from tests.slide_views import HOSTILE, PLACES, opening_views, wide_views, word_views

DEPARTMENT = {"en": "not by the Health Department", "es": "del Departamento de Salud"}
ORIGIN = "https://health.example.org"
FACT = View("place/zip-64130", "spine")
# Shape, first and second language. One of each kind is enough for paper.
FORMS = [
    (shape, lang, second)
    for shape in SHAPES.values()
    for lang, second in (("en", ""), ("es", "en"))
]
CHARTS = [
    View("gaps", "gap-patterns"),
    View("explore", "map", "map=both"),
    View("explore", "ranking"),
]


def live(path: str) -> str:
    return ORIGIN + path


@cache
def built(shape: Shape, lang: str, second: str) -> tuple[Slide, ...]:
    deck = Deck((FACT, *CHARTS, *word_views()))
    slides, _ = build_deck(
        services(), deck, lang=lang, theme=Theme.LIGHT, shape=shape, second=second
    )
    assert all(slides)
    return tuple(slide for slide in slides if slide is not None)


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    made = Press(typesetters=1)
    yield made
    made.rest()


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u202f\u2060\u00a0]", "", text)


def texts_of(slide: Slide) -> list[str]:
    """Everything that a slide of words shows."""
    second = slide.second
    groups = [slide.words, second.words if second else None]
    rows = [
        text for words in groups if words for row in words.rows for text in (row.head, row.said)
    ]
    boxes = [box for words in groups if words for box in words.boxes]
    said = [slide.title, slide.lead, slide.more, slide.source, *rows, *boxes]
    said += [slide.words.who_said if slide.words else ""]
    return [text for text in (*said, *((second.lead, second.more) if second else ())) if text]


@pytest.mark.parametrize(("shape", "lang", "second"), FORMS)
def test_every_format_holds_the_words_of_every_slide(
    press: Press, shape: Shape, lang: str, second: str
) -> None:
    slides, spoken = built(shape, lang, second), texts(lang)
    content = pdf_content(slides, texts=spoken, live_url=live, made=date(2026, 11, 30))
    pdf = PdfReader(BytesIO(press.print(lambda: content)))
    assert len(pdf.pages) == len(slides)  # nothing runs over its page
    office = Presentation(BytesIO(pptx_file(slides, texts=spoken, live_url=live)))
    assert office.slide_width / office.slide_height == pytest.approx(
        shape.width_px / shape.height_px, abs=0.01
    )
    for slide, page, sheet in zip(slides, pdf.pages, office.slides, strict=True):
        size = page.mediabox
        assert float(size.width / size.height) == pytest.approx(shape.width_px / shape.height_px)
        shown = " ".join(shape.text_frame.text for shape in sheet.shapes if shape.has_text_frame)
        notes = sheet.notes_slide.notes_text_frame.text
        assert squeezed(slide.lead) in squeezed(notes)
        if slide.second:
            assert squeezed(slide.second.lead) in squeezed(shown)
            assert squeezed(slide.second.lead) in squeezed(page.extract_text())
        if slide.words:
            printed = squeezed(page.extract_text())
            for text in texts_of(slide):
                assert squeezed(text) in squeezed(shown), text
                assert (
                    re.search(r"[^\u0000-\u024f\u2000-\u206f]", text)
                    or squeezed(LIBERTINUS.printable(text)) in printed
                ), text
        check_boxes(office, sheet)


def check_boxes(office: Any, sheet: Any) -> None:
    """Nothing leaves the slide, nothing stands on another thing."""
    boxes = [
        (s.left, s.top, s.left + s.width, s.top + s.height, s.name)
        for s in sheet.shapes
        if s.has_text_frame or s.has_chart or s.has_table
    ]
    boxes = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
    for left, top, right, bottom, name in boxes:
        assert left >= 0 and top >= 0 and right <= office.slide_width, name
        assert bottom <= office.slide_height + Inches(0.01), name
    for one, other in combinations(boxes, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        is_map_key = "Rectangle" in one[4] or "Rectangle" in other[4]
        assert is_map_key or across <= 0 or down <= Inches(0.01), (one[4], other[4])


@pytest.mark.parametrize(("shape", "lang", "second"), FORMS)
def test_whatever_is_typed_fits_in_every_typeface(shape: Shape, lang: str, second: str) -> None:
    free = shape.height_px - 52 - 34
    for slide in built(shape, lang, second):
        if slide.words is None:
            continue
        assert height_px(slide, slide.words.sizes) <= free
        assert min(slide.words.sizes) >= 28
        if slide.words.kind is WordKind.ASK:  # whoever asks is named, and who does not
            assert slide.source.startswith(slide.words.signed)
            for spoken in filter(None, (lang, second)):
                assert DEPARTMENT[spoken] in slide.words.signed
        for typeface in (LIBERTINUS, ARIAL):
            assert height_px(slide, sizes_of(slide, typeface), typeface) <= free


def test_what_is_cut_is_whole_in_the_notes() -> None:
    told = "palabra " * 80
    view = View(WORDS, "story", f"text={told}")
    (slide,), _ = build_deck(services(), Deck((view,)), lang="es", theme=Theme.LIGHT)
    assert slide is not None and len(slide.lead.split()) == 60
    assert told.strip() in slide.also


@pytest.mark.parametrize("said", HOSTILE)
def test_typed_words_are_never_markup(real_client: FlaskClient, said: str) -> None:
    views = [view for view in word_views() if view.title and view.title[:5] == said[:5].strip()]
    deck = Deck((FACT, *views[: MAX_SLIDES - 1]))
    answer = real_client.post("/present/slides.html?shape=4x3&languages=both", data=to_link(deck))
    assert answer.status_code == 200
    document = answer.get_data(as_text=True)
    assert "<script>alert" not in document and "<img src=x" not in document
    start = document.index('id="deck-data">') + len('id="deck-data">')
    made = json.loads(document[start : document.index("</script>", start)])
    assert (made["width"], made["height"]) == (1440, 1080)
    assert len(made["slides"]) == len(deck.slides)


def test_forms_are_asked_for_by_address(real_client: FlaskClient) -> None:
    link = to_link(Deck((FACT, View(WORDS, "thanks"))))
    asked = {
        "": ("en", 1920, None),
        "lang=both": ("en", 1920, "es"),
        "lang=es&languages=both&shape=4:3": ("es", 1440, "en"),
        "shape=4x3&lang=es": ("es", 1440, None),
    }
    for query, (lang, width, other) in asked.items():
        made = real_client.post(f"/present/slides.json?{query}", data=link).get_json()
        assert (made["lang"], made["width"]) == (lang, width), query
        assert [(slide["second"] or {}).get("lang") for slide in made["slides"]] == [other] * 2
        assert made["notices"] == []
    odd = real_client.post("/present/slides.json?shape=round", data=link).get_json()
    assert odd["width"] == 1920 and "round" in odd["notices"][0]
    name = real_client.post("/present/slides.pptx?shape=4x3&lang=both", data=link)
    assert name.headers["Content-Disposition"].endswith('-en-4x3-both.pptx"')


def test_a_link_works_without_scripts(real_client: FlaskClient) -> None:
    link = to_link(Deck((FACT, View(WORDS, "title", "", "<b>We meet</b>"))))
    page = real_client.get(f"/present?lang=es&shape=4x3&deck={link}").get_data(as_text=True)
    assert "&lt;b&gt;We meet&lt;/b&gt;" in page and "<b>We meet" not in page
    (address,) = set(re.findall(r'href="(/present/slides\.html\?[^"]+)"', page))
    made = real_client.get(unescape(address))
    assert made.status_code == 200 and '"width":1440' in made.get_data(as_text=True)


# -- the ask ----------------------------------------------------------------------------------


def is_tested(view: View, lang: str) -> bool:
    """By its numbers, not by its words: whether a test supports what leads on the slide."""
    query, kind = f"{view.query}&lang={lang}", view.page.partition("/")[0]
    if kind == GAPS:
        data = gaps_charts.data_of(services(), gaps_charts.parsed(services(), query, lang).state)
        return data.gap is not None and may_claim(data.gap, data.outcome)
    if kind == EXPLORE:
        state = explore_charts.parsed(services(), query, lang).state
        data = explore_charts.data_of(services(), state)
        return data.gap is not None and may_claim(data.gap, data.outcome)
    if kind == COMPARE:
        found = compared(services(), view.chart, query)
        return found is not None and bool(found.rows) and found.rows[0].is_different
    led = lead_measure(services().place.data(view.page.partition("/")[2]))
    return led is not None and led.verdict in SIDES and not led.modelled


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_ask_has_its_fact_from_a_tested_finding_or_none(lang: str) -> None:
    ask = View(WORDS, "ask", "fact=1&by=Us", "Something")
    facts = 0
    for view in (*opening_views(), *wide_views()):
        (slide, asked), notices = build_deck(
            services(), Deck((view, ask)), lang=lang, theme=Theme.LIGHT
        )
        assert slide is not None and asked is not None
        assert asked.more == slide.fact
        assert bool(notices) != bool(asked.more)
        if not asked.more:
            assert notices[0].key == "deck.untested_fact"
            assert asked.words and asked.words.why
            continue
        facts += 1
        assert is_tested(view, lang), view
        assert asked.more.startswith(slide.lead[:40]), view
        assert re.search(r"\b(19|20)\d\d", asked.more), view
        assert slide.source in f"{asked.source}\n{asked.also}", view
    assert facts >= 6


def test_an_ask_takes_the_first_tested_finding_and_nothing_from_elsewhere() -> None:
    untested = View("gaps", "gap-ages")
    ask = View(WORDS, "ask", "by=Us", "Something")

    def asked(*views: View, query: str = "by=Us") -> Slide:
        deck = Deck((*views, View(WORDS, "ask", query, "Something")))
        slide = build_deck(services(), deck, lang="en", theme=Theme.LIGHT)[0][-1]
        assert slide is not None
        return slide

    assert asked(untested, FACT).more == asked(FACT).more != ""
    assert asked(untested).more == asked().more == asked(FACT, query="fact=0").more == ""
    for written in ("2", "99", "-1", "x", "1.0", "١"):
        assert asked(FACT, ask, query=f"fact={written}").more == "", written
    assert asked(untested).words.why == texts("en").t("words.why.no_fact")  # type: ignore[union-attr]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_ask_is_signed_by_those_who_ask(lang: str) -> None:
    t = texts(lang).t
    for query, said in (
        ("by=Elm Park", t("words.ask.by", by="Elm Park")),
        ("", t("words.ask.by_missing")),
    ):
        deck = Deck((FACT, View(WORDS, "ask", query, "Something")))
        slide = build_deck(services(), deck, lang=lang, theme=Theme.LIGHT)[0][-1]
        assert slide is not None and slide.source.startswith(said)
        assert slide.title == t("words.ask.kicker_own")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_option_says_who_decides_what_is_known_and_when_it_is_old(lang: str) -> None:
    name = "poverty.refundable_credit"
    option, t = option_of(city().options, name), texts(lang).t
    assert option is not None
    deck = Deck((View(WORDS, "ask", f"option={name}&by=Us"),))
    for day in (option.old_from - timedelta(days=1), option.old_from):
        (slide,), _ = build_deck(services(), deck, lang=lang, theme=Theme.LIGHT, day=day)
        assert slide is not None and slide.words is not None
        assert slide.lead == option.what.get(lang)
        who, known, unsaid = slide.words.rows
        assert all(t(f"options.who.{decider.value}") in who.said for decider in option.who)
        assert known.is_gray is option.is_old(day)
        assert (
            known.said.startswith(t("words.ask.know_old", day="", status="")[:5]) is known.is_gray
        )
        assert option.status.get(lang)[:40] in known.said
        assert t(f"options.grade.{option.grade.value}") in unsaid.said
        assert slide.live == "/fact-sheets?determinant=poverty"
    (slide,), notices = build_deck(
        services(),
        Deck((View(WORDS, "ask", "option=poverty.nothing"),)),
        lang=lang,
        theme=Theme.LIGHT,
    )
    assert "deck.unknown_option" in [notice.key for notice in notices]


def test_codes_lead_to_the_facts_of_the_option_where_others_can_open_them() -> None:
    deck = Deck((View(WORDS, "ask", "option=poverty.refundable_credit"), View(WORDS, "thanks")))
    made = payload(services(), deck, lang="es", live_url=live)["slides"]
    assert made[0]["qr"].startswith("<svg") and "qr" not in made[1]
    assert made[0]["live"] == with_language(live("/fact-sheets?determinant=poverty"), "es")
    near = payload(services(), deck, lang="es", live_url="http://127.0.0.1:8050{}".format)["slides"]
    assert near[0]["qr"] == "" and near[0]["no_code"]


# -- charts where there is less room ----------------------------------------------------------


@pytest.mark.parametrize(("shape", "second"), [(NARROW, ""), (WIDE, "en"), (NARROW, "en")])
def test_charts_keep_their_caveats_and_their_width(shape: Shape, second: str) -> None:
    deck = Deck((*opening_views(), *wide_views()))
    roomy, _ = build_deck(services(), deck, lang="es", theme=Theme.LIGHT)
    slides, _ = build_deck(
        services(), deck, lang="es", theme=Theme.LIGHT, shape=shape, second=second
    )
    for usual, slide in zip(roomy, slides, strict=True):
        assert slide is not None and usual is not None
        said = f"{slide.lead} {slide.more} {slide.also}"
        assert set(f"{usual.lead} {usual.more} {usual.also}".split()) <= set(said.split())
        assert slide.source == usual.source and bool(slide.second) is bool(second)
        assert slide.sizes is not None and min(slide.sizes) >= 28
        width = sum(figure["layout"]["width"] for figure in slide.figures)
        lines = {figure["layout"].get("meta", {}).get("line", 0) for figure in slide.figures}
        assert width <= shape.inner_px + len(slide.figures) and lines <= {0}
        assert len(slide.figures) <= max(1, len(usual.figures))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", [*PLACES, "council_district-3", "neighborhood-U4"])
def test_the_deck_of_a_meeting_has_a_fact_to_ask_with_everywhere(lang: str, place: str) -> None:
    ready = ready_decks()["meeting"]
    deck = services().decks.of_place(ready, place, lang)
    slides, notices = build_deck(services(), deck, lang=lang, theme=Theme.LIGHT)
    assert not notices and all(slides)
    assert [view.chart for view in deck.slides if view.page == WORDS] == [
        "title", "story", "ask", "thanks",
    ]  # fmt: skip
    ask = next(s for s in slides if s and s.words and s.words.kind.value == "ask")
    assert ask.more and texts(lang).t("words.ask.by_missing") in ask.source
    assert ask.more in [slide.fact for slide in slides if slide]
