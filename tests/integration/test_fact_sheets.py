"""Fact sheets opened as a reader's program opens them, and the addresses that give them."""

from __future__ import annotations

import io
import math
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from pypdf import PageObject, PdfReader
from pypdf.generic import IndirectObject

from callbacks.files import fact_sheets as routes
from callbacks.files.problems import RETRY_SECONDS
from data.catalogue.determinants import determinants
from data.fact_sheets import sentences as say
from data.fact_sheets.choice import BOTH, LARGE, Choice
from data.fact_sheets.compute import FactSheet, says_something
from data.fact_sheets.options import option_rows, options_of, papers_of, plan_line
from data.locale import LANGUAGES, Texts, texts
from data.models import Layer, Verdict
from data.place.results import COMPARED
from data.sentences.options import listed
from data.sentences.words import value_text
from data.settings import Settings
from layouts.fact_sheets.content import content, live_path, main_chart, map_figure, printed_content
from layouts.paper.press import Press
from layouts.paper.unbroken import unbroken
from tests.comparatives import find_comparatives
from tests.shared import services

SEED = 1939
MADE = date(2026, 11, 23)
LIVE = "https://health.example.org"
DIFFERENT = COMPARED - {Verdict.NOT_DIFFERENT}


def longest_name() -> str:
    areas = services().atlas.areas(Layer.NEIGHBORHOOD)
    return str(areas.loc[areas["name"].str.len().idxmax(), "area_id"])


LONGEST = longest_name()


@cache
def press() -> Press:
    return Press(typesetters=1)


def places(count: int) -> list[str]:
    """City, district, ZIP code; the longest names, places without and with few residents (most of
    their numbers are missing); and a seeded draw of the others.
    """
    chosen = ["city", "council_district-3", "zip-64130"]
    areas = services().atlas.areas(Layer.NEIGHBORHOOD)
    longest = areas.loc[areas["name"].str.len().sort_values(ascending=False).index[:3]]
    fewest = areas.sort_values("people_2020")
    empty, small = fewest.head(2), fewest[fewest["people_2020"] > 0].head(2)
    found = list(dict.fromkeys([*longest["area_id"], *empty["area_id"], *small["area_id"]]))
    rest = [key for key in areas["area_id"] if key not in found]
    found += random.Random(SEED).sample(rest, count - len(chosen) - len(found))
    return chosen + [f"neighborhood-{key}" for key in found]


def cases() -> Iterator[Any]:
    """A seeded sample; the other combinations belong to the complete walk."""
    draw = random.Random(SEED)
    every = [(d, p, lang) for d in determinants() for p in places(20) for lang in LANGUAGES]
    sampled = set(draw.sample(every, 10)) | {
        ("housing", f"neighborhood-{LONGEST}", "es"),
        ("violence", "city", "en"),
    }
    for case in every:
        yield pytest.param(*case, marks=() if case in sampled else pytest.mark.full)


def printed(sheet: FactSheet, lang: str, *, paper: str = "letter", made: date = MADE) -> bytes:
    live = LIVE + live_path(sheet.determinant.id, sheet.place_id, lang)

    def contents() -> dict[str, Any]:
        return content(services(), sheet, texts=texts(lang), paper=paper, made=made, live=live)

    return press().print(contents)


def squeezed(text: str) -> str:
    """Text without white space, which a PDF does not keep as written."""
    return "".join(text.split()).replace("\u2060", "").replace("\u202f", "")


def fonts(reader: PdfReader) -> list[Any]:
    found = []
    for item in reader.pages[0]["/Resources"]["/Font"].values():
        font = item.get_object()
        for part in font.get("/DescendantFonts", [font]):
            found.append(part.get_object()["/FontDescriptor"].get_object())
    return found


# -- the page ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("determinant", "place", "lang"), list(cases()))
def test_a_sheet_is_one_whole_page(determinant: str, place: str, lang: str) -> None:
    sheet = services().fact_sheets.data(determinant, place)
    spoken = texts(lang)
    rows = option_rows(sheet.determinant, spoken, made=MADE)
    assert rows
    reader = PdfReader(io.BytesIO(printed(sheet, lang)))
    assert len(reader.pages) == 1
    text = squeezed(reader.pages[0].extract_text())
    for part in (*parts_of(sheet, spoken), *(row.cited for row in rows)):
        assert squeezed(part) in text, part
    for number, paper in enumerate(papers_of(sheet.determinant, spoken).texts, start=1):
        assert squeezed(f"[{number}] {paper.split(',')[0].split('. ')[0]}") in text, paper
    _assert_claims(sheet, lang)
    _assert_once(sheet, lang)
    _assert_type(reader)
    _assert_live(sheet, lang, reader)


def parts_of(sheet: FactSheet, spoken: Texts) -> Iterator[str]:
    """What every sheet says in both sizes of print."""
    check = say.claim_check(sheet, spoken)
    yield say.title_of(sheet, spoken)
    yield sheet.determinant.title.get(spoken.lang)
    yield say.finding(sheet, spoken)
    yield plan_line(sheet.determinant, spoken)
    yield from (*check.can, *check.cannot, *check.why)
    for row in option_rows(sheet.determinant, spoken, made=MADE):
        yield from (row.what, row.who, row.evidence, row.law, row.as_of, row.check, row.concerns)
    yield listed(spoken.lang)


@pytest.mark.parametrize(
    ("determinant", "place", "paper"),
    [
        ("housing", "neighborhood-60", "letter"),
        ("wages", "city", "a4"),
        ("food", f"neighborhood-{LONGEST}", "letter"),
    ],
)
def test_large_print_and_both_languages(determinant: str, place: str, paper: str) -> None:
    """Two pages a language, nothing under 16 pt, each page in its own language."""
    sheet = services().fact_sheets.data(determinant, place)
    choice = Choice(determinant, place, BOTH, paper, LARGE)
    reader = PdfReader(io.BytesIO(printed_choice(choice)))
    assert len(reader.pages) == choice.pages == 4
    for lang, first in zip(LANGUAGES, (0, 2), strict=True):
        pages = reader.pages[first : first + 2]
        assert min(size for page in pages for size in sizes_of(page)) >= 16
        text = squeezed("".join(page.extract_text() for page in pages))
        for part in parts_of(sheet, texts(lang)):
            assert squeezed(part) in text, part
    assert _languages(reader) == {0: "en", 1: "en", 2: "es", 3: "es"}


def test_both_languages_stand_back_to_back() -> None:
    reader = PdfReader(io.BytesIO(printed_choice(Choice("poverty", "zip-64130", BOTH))))
    assert _languages(reader) == {0: "en", 1: "es"}
    for page, lang in zip(reader.pages, LANGUAGES, strict=True):
        sheet = services().fact_sheets.data("poverty", "zip-64130")
        assert squeezed(say.finding(sheet, texts(lang))) in squeezed(page.extract_text())
        addresses = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]
        assert {parse_qs(urlsplit(address).query)["lang"][0] for address in addresses} == {lang}
    assert reader.metadata is not None
    assert reader.metadata.title == ("Poverty · ZIP code 64130 / Pobreza · Código postal 64130")


def test_an_old_option_is_gray_and_says_check() -> None:
    about, spoken = determinants()["poverty"], texts("en")
    (option, *_) = options_of(about)
    for made, said in (
        (option.old_from - timedelta(days=1), ""),
        (option.old_from, spoken.t("options.check")),
    ):
        assert option_rows(about, spoken, made=made)[0].check == said


def printed_choice(choice: Choice) -> bytes:
    return press().print(lambda: printed_content(services(), choice, made=MADE, site=LIVE))


def _languages(reader: PdfReader) -> dict[int, str]:
    """The one language of all that is tagged on each page, but for addresses."""
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    marked = [_marked(page) for page in reader.pages]
    found: dict[int, set[str]] = {}

    def see(node: Any, lang: str, page: int | None) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for child in node:
                see(child, lang, page)
        elif isinstance(node, dict) and node.get("/S") != "/Link":
            lang = str(node.get("/Lang", lang))
            if "/Pg" in node:
                page = numbers[node.raw_get("/Pg").idnum]
            see(node.get("/K", []), lang, page)
        elif isinstance(node, int) and page is not None:
            found.setdefault(page, set()).add(marked[page].get(node, lang).split("-")[0])

    root = reader.trailer["/Root"]
    see(root["/StructTreeRoot"], str(root["/Lang"]), None)
    assert all(len(langs) == 1 for langs in found.values()), found
    return {page: langs.pop() for page, langs in sorted(found.items())}


def _marked(page: PageObject) -> dict[int, str]:
    """The language that marked content names itself, by its number."""
    written = page.get_contents().get_data()
    found = re.findall(rb"/MCID (\d+)/Lang\(([\w-]+)\)", written)
    return {int(number): lang.decode() for number, lang in found}


def _assert_once(sheet: FactSheet, lang: str) -> None:
    """The number of the headline is in neither chart nor facts; every row has a number."""
    spoken = texts(lang)
    told = {value.indicator.id for value in sheet.values}
    other = {value.indicator.id for value in sheet.facts}
    assert sheet.has_fifths or not told & other
    assert len(other) <= 3
    assert all(says_something(value) for value in (*sheet.values, *sheet.facts))
    if sheet.headline is None:
        return
    finding = say.finding(sheet, spoken)
    gap = sheet.explore.outcome.years
    assert (gap if sheet.has_fifths else sheet.headline.indicator.years) in finding
    chart = main_chart(services(), sheet, spoken)
    if not sheet.has_fifths and sheet.headline.shown:
        said = value_text(sheet.headline.value, sheet.headline.indicator, lang)
        first = chart.figure["layout"]["annotations"][1]["text"]
        # "0.0 %" is not said of land that was not graded
        assert (said in finding) != sheet.headline.not_graded
        assert first == "" or first.replace("(", "").split("–")[0] != said


def sizes_of(page: PageObject) -> dict[float, int]:
    """Letters of a page by the size of their type in points."""
    written: dict[float, int] = {}

    def see(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        points = size * math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3])
        written[round(points, 1)] = written.get(round(points, 1), 0) + len(text.strip())

    page.extract_text(visitor_text=see)
    return {points: letters for points, letters in written.items() if letters}


def _assert_type(reader: PdfReader) -> None:
    """No type under 8 pt; most of the words, and every word of body, at 10 pt at least."""
    sizes = sizes_of(reader.pages[0])
    assert min(sizes) >= 8.0
    assert any(10.0 <= points < 11.7 for points in sizes)


def _assert_live(sheet: FactSheet, lang: str, reader: PdfReader) -> None:
    notes = [note.get_object() for note in reader.pages[0]["/Annots"]]
    targets = {note["/A"]["/URI"] for note in notes}
    (address,) = targets
    asked = parse_qs(urlsplit(address).query)
    assert asked["lang"] == [lang]
    assert asked["determinant"] == [sheet.determinant.id]
    assert asked["place"] == [sheet.place_id]


@pytest.mark.full
@pytest.mark.parametrize("determinant", list(determinants()))
def test_every_sheet_of_every_place(determinant: str) -> None:
    """The languages in turn: one page, type that can be read, each number once."""
    layers = (Layer.CITY, Layer.COUNCIL_DISTRICT, Layer.ZIP, Layer.NEIGHBORHOOD)
    every = [
        "city" if layer is Layer.CITY else f"{layer.value}-{key}"
        for layer in layers
        for key in services().atlas.areas(layer)["area_id"]
    ]
    for number, place in enumerate(every):
        lang = LANGUAGES[(number + len(determinant)) % 2]
        sheet = services().fact_sheets.data(determinant, place)
        reader = PdfReader(
            io.BytesIO(printed(sheet, lang, paper=("letter", "a4")[number // 2 % 2]))
        )
        assert len(reader.pages) == 1, (determinant, place, lang)
        _assert_claims(sheet, lang)
        _assert_once(sheet, lang)
        _assert_type(reader)
        _assert_live(sheet, lang, reader)


@pytest.mark.parametrize("determinant", list(determinants()))
def test_the_city_has_its_fifths_and_a_shaded_map(determinant: str) -> None:
    sheet = services().fact_sheets.data(determinant, "city")
    chart = main_chart(services(), sheet, texts("en"))
    gap = sheet.explore.gap
    assert sheet.has_fifths == (gap is not None and gap.claim_allowed)
    if sheet.has_fifths:
        assert len(chart.rows) == 5
    fills = [set(t["z"]) for t in map_figure(services(), sheet)["data"] if "z" in t]
    assert max(len(steps) for steps in fills) == 5


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://127.0.0.1:8050", False),
        ("http://localhost:8050", False),
        ("http://[::1]/health", False),
        ("http://0.0.0.0:8050", False),
        ("http://127.1.2.3", False),
        ("https://health.example.org", True),
    ],
)
def test_paper_prints_no_address_of_the_machine_itself(address: str, shown: bool) -> None:
    sheet = services().fact_sheets.data("food", "zip-64130")
    live = address + live_path("food", "zip-64130", "es")
    made = content(services(), sheet, texts=texts("es"), paper="a4", made=MADE, live=live)
    assert (made["live"] is not None) == shown
    assert ("/n/zip-64130/" in made["words"]["address"]) == shown
    assert "PUBLIC_URL" in made["words"]["no_address"]
    assert ". Datos" in made["words"]["made"]


@pytest.mark.parametrize(
    "text",
    [
        "95 %",
        "95\u202f%",
        "68.1–74.3",
        "9.1–18.0 %",
        "$20–$30",
        "−0.5 … 0.2",
        "r = −0.77",
        "2018–2022",
    ],
)
def test_a_number_is_never_broken(text: str) -> None:
    kept = unbroken(f"En {text}.").removeprefix("En ")
    assert not re.search(r"[ \u2009]|(?<!\u2060)–|–(?!\u2060)", kept)
    assert unbroken(kept) == kept


def _assert_claims(sheet: FactSheet, lang: str) -> None:
    """A word of comparison stands where a stored verdict, or the gap's test, found a difference."""
    spoken = texts(lang)
    for value, fact in zip(sheet.facts, say.facts(sheet, spoken), strict=True):
        different = value.verdict in DIFFERENT
        assert bool(find_comparatives(fact, lang)) == different, fact
        assert find_comparatives(say.comparison(value, spoken), lang) or not different
    headline = sheet.headline
    allowed = headline is not None and headline.verdict in DIFFERENT
    if sheet.is_city:
        allowed = sheet.has_fifths
    if sheet.climb is not None:  # then the finding compares the larger place, by its own verdict
        allowed = sheet.climb.larger is not None and sheet.climb.larger.told
    assert allowed or not find_comparatives(say.finding(sheet, spoken), lang)
    check = say.claim_check(sheet, spoken)
    for line in (*check.can, *check.cannot):
        assert not find_comparatives(line, lang), line
    assert check.can or headline is None
    assert check.cannot
    assert check.why


def test_the_file_says_what_it_is_to_a_screen_reader() -> None:
    sheet = services().fact_sheets.data("education", "zip-64130")
    reader = PdfReader(io.BytesIO(printed(sheet, "es")))
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"].startswith("es")
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Educación · Código postal 64130"
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    # chart, map, code; beside options the scatter has no room
    assert _alternatives(catalog["/StructTreeRoot"]) == 3
    found = fonts(reader)
    assert found
    assert all("/FontFile3" in font or "/FontFile2" in font for font in found)


def _alternatives(node: Any) -> int:
    """How many pictures of the structure tree carry a text alternative."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        return sum(_alternatives(child) for child in node)
    if not isinstance(node, dict):
        return 0
    here = node.get("/S") == "/Figure" and bool(node.get("/Alt"))
    return here + _alternatives(node.get("/K", []))


def test_the_link_leads_to_the_live_view() -> None:
    sheet = services().fact_sheets.data("food", "neighborhood-113")
    page = PdfReader(io.BytesIO(printed(sheet, "en"))).pages[0]
    targets = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]
    path = "/fact-sheets?determinant=food&place=neighborhood-113&lang=en"
    assert set(targets) == {LIVE + path}


def test_same_input_same_bytes_apart_from_the_date() -> None:
    sheet = services().fact_sheets.data("internet", "council_district-3")
    assert printed(sheet, "en") == printed(sheet, "en")
    assert printed(sheet, "en") != printed(sheet, "en", made=date(2026, 11, 24))


@pytest.mark.parametrize(("paper", "points"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_paper(paper: str, points: tuple[int, int]) -> None:
    sheet = services().fact_sheets.data("poverty", "council_district-3")
    reader = PdfReader(io.BytesIO(printed(sheet, "es", paper=paper)))
    box = reader.pages[0].mediabox
    assert len(reader.pages) == 1
    assert (round(float(box.width)), round(float(box.height))) == points


# -- the addresses ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    from app import create_app  # the whole application, once

    return create_app(Settings()).server.test_client()


def test_pdf_preview_and_index_answer(client: FlaskClient) -> None:
    pdf = client.get("/fact-sheets/poverty/zip-64130.pdf?lang=es&paper=a4")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    assert "poverty-zip-64130-es.pdf" in pdf.headers["Content-Disposition"]
    again = client.get(
        "/fact-sheets/poverty/zip-64130.pdf?lang=es&paper=a4",
        headers={"If-None-Match": pdf.headers["ETag"]},
    )
    assert again.status_code == 304
    picture = client.get("/fact-sheets/poverty/zip-64130.png")
    assert picture.data.startswith(b"\x89PNG")
    both = client.get("/fact-sheets/poverty/zip-64130.pdf?sheet=both&print=large")
    assert (
        "sheet-large-print-letter-poverty-zip-64130-en-es.pdf"
        in (both.headers["Content-Disposition"])
    )
    assert len(PdfReader(io.BytesIO(both.data)).pages) == 4
    back = client.get("/fact-sheets/poverty/zip-64130.png?sheet=both&page=2")
    assert back.data.startswith(b"\x89PNG")
    assert back.data != picture.data
    listed = client.get("/fact-sheets/index.json").get_json()
    assert [entry["id"] for entry in listed["determinants"]] == list(determinants())
    ids = {place["id"] for place in listed["places"]}
    assert {"city", "zip-64130", "neighborhood-113", "council_district-3"} <= ids


@pytest.mark.parametrize(
    ("address", "status", "lang"),
    [
        ("/fact-sheets/wealth/zip-64130.pdf", 404, "en"),
        ("/fact-sheets/poverty/zip-00000.pdf?lang=es", 404, "es"),
        ("/fact-sheets/poverty/%3Cscript%3E.pdf", 404, "en"),
        ("/fact-sheets/poverty/zip-64130.pdf?lang=fr", 400, "en"),
        ("/fact-sheets/poverty/zip-64130.png?paper=b5&lang=es", 400, "es"),
        ("/fact-sheets/poverty/zip-64130.pdf?print=huge", 400, "en"),
        ("/fact-sheets/poverty/zip-64130.pdf?sheet=fr", 400, "en"),
        ("/fact-sheets/poverty/zip-64130.png?page=2", 400, "en"),
        ("/fact-sheets/poverty/zip-64130.png?page=0&sheet=both", 400, "en"),
    ],
)
def test_a_wrong_address_is_explained(
    client: FlaskClient, address: str, status: int, lang: str
) -> None:
    response = client.get(address)
    body = response.get_data(as_text=True)
    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert f'<html lang="{lang}">' in body
    assert texts(lang).t("fact_sheets.error_title") in body
    assert "<script>" not in body


@pytest.mark.parametrize("lang", ["en", "es"])
def test_busy_is_an_answer_that_asks_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr(routes.Maker, "press", Press(typesetters=0, wait_seconds=0.01))
    response = client.get(f"/fact-sheets/violence/zip-64132.pdf?lang={lang}")
    said = response.get_data(as_text=True)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == str(RETRY_SECONDS)
    assert texts(lang).t("fact_sheets.busy") in said
    assert f'<meta content="{RETRY_SECONDS}" http-equiv="refresh">' in said


def test_a_sheet_that_fails_is_an_answer_too(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        routes, "printed_content", lambda *_args, **_kwargs: {"date": [2026, 11, 23]}
    )
    response = client.get("/fact-sheets/violence/zip-64133.pdf")
    assert response.status_code == 503
    assert texts("en").t("fact_sheets.not_made") in response.get_data(as_text=True)


def test_no_worker_carries_what_draws_and_sets() -> None:
    heavy = ("matplotlib", "typst")
    code = (
        "import sys, app; client = app.server.test_client();"
        "print(client.get('/fact-sheets/food/zip-64130.pdf').status_code,"
        f" [m for m in {heavy} if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip().splitlines()[-1] == "200 []"
