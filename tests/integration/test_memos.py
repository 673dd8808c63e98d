"""Memos: what they say of any determinant and place, and their files as programs open them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from itertools import product
from typing import Any

import pytest
import typst
from docx import Document
from docx.oxml.ns import qn
from flask.testing import FlaskClient
from pypdf import PdfReader

from callbacks.files import fact_sheets as sheets
from data.catalogue.determinants import determinants
from data.cities.city import city
from data.decks.packet import MAX_TYPED_CHARS
from data.fact_sheets.compute import FactSheet
from data.locale import LANGUAGES, texts
from data.models import Verdict
from data.place.results import COMPARED
from layouts.memo.memo import Memo, Occasion
from layouts.memo.of_aim import memo_of_aim
from layouts.memo.of_sheet import memo_of_sheet
from layouts.memo.page import memo_content
from layouts.memo.word_file import word_file
from layouts.pages.fact_sheets import PAPERS
from layouts.paper import typesetter
from layouts.paper.press import Press
from layouts.paper.unbroken import unbroken_all
from tests.comparatives import find_comparatives
from tests.shared import services

SITE = "https://health.example.org"
MADE = date(2026, 11, 29)
PLACES = ("city", "council_district-3", "zip-64130", "neighborhood-60", "neighborhood-113")
EVERY = list(product(determinants(), PLACES, LANGUAGES))
MARK = re.compile(r"\[(\d+)\]")
TYPED = "?meeting=Health+Commission&item=4&when=December+3"


@cache
def sheet_of(determinant: str, place: str) -> FactSheet:
    return services().fact_sheets.data(determinant, place)


@cache
def memo_of(determinant: str, place: str, lang: str, paper: str = "letter") -> Memo:
    sheet = sheet_of(determinant, place)
    return memo_of_sheet(services(), sheet, texts=texts(lang), paper=paper, made=MADE, site=SITE)


@pytest.fixture(autouse=True, scope="module")
def _no_typesetter_stays(real_app: Any) -> Iterator[None]:
    yield
    real_app.server.extensions[sheets.MAKER].press.rest()


def test_every_mark_has_its_citation_and_every_citation_its_mark() -> None:
    for one in EVERY:
        _assert_marks(memo_of(*one))


@cache
def memos_of_aims(lang: str, paper: str = "letter") -> tuple[Memo, ...]:
    data = services().plan.data
    assert data is not None
    return tuple(
        memo_of_aim(services(), row, texts=texts(lang), paper=paper, made=MADE, site=SITE)
        for row in data.aims
    )


def test_a_memo_of_an_aim_claims_a_change_only_by_a_test() -> None:
    data = services().plan.data
    assert data is not None
    for lang in LANGUAGES:
        for row, memo in zip(data.aims, memos_of_aims(lang), strict=True):
            assert row.aim.published.get(lang) in memo.purpose
            for measure, cells in zip(row.measures, memo.rows, strict=True):
                assert bool(find_comparatives(cells[-1], lang)) <= measure.told
                assert measure.baseline.years in cells[1]
            marks = {int(n) for n in MARK.findall(str((memo.purpose, memo.rows, memo.options)))}
            assert marks == set(range(1, len(memo.cited) + 1))
            assert bool(memo.sure) == bool(row.targets)


def _assert_marks(memo: Memo) -> None:
    said = " ".join([memo.finding, *(cell for row in memo.rows for cell in row)])
    said += " ".join(option.evidence for option in memo.options)
    marks = {int(number) for number in MARK.findall(said)}
    assert marks == set(range(1, len(memo.cited) + 1))
    for cited in memo.cited:
        assert not cited.shown or cited.address == f"https://{cited.shown}"
    numbers = [cited for cited in memo.cited if "/n/" in cited.address]
    assert len(numbers) >= len(memo.rows)
    assert all(f"v={services().atlas.data_version}" in cited.address for cited in numbers)


def test_a_comparison_stands_only_where_the_stored_test_found_one() -> None:
    for determinant, place, lang in EVERY:
        memo = memo_of(determinant, place, lang)
        _assert_told(memo, sheet_of(determinant, place), determinant)


def _assert_told(memo: Memo, sheet: FactSheet, determinant: str) -> None:
    lang = memo.lang
    values = list(sheet.values)
    if sheet.climb and sheet.climb.larger:
        values.insert(0, sheet.climb.larger.value)
    for value, row in zip(values, memo.rows, strict=True):
        told = value.verdict in COMPARED - {Verdict.NOT_DIFFERENT}
        assert bool(find_comparatives(row[-1], lang)) == told, row
        assert value.indicator.years in row
    listed = city().options.get(determinant, ())
    assert [option.what for option in memo.options] == [option.what.get(lang) for option in listed]
    assert [option.is_old for option in memo.options] == [o.is_old(MADE) for o in listed]


def fit(memo: Memo) -> dict[str, Any]:
    """What the template says: what it left out, whether the page was still too small."""
    shown = memo_content(memo, texts(memo.lang))
    template = typesetter.TEMPLATES["memo"]
    compiler = typst.Compiler(
        input=template,
        root=template.parent,
        font_paths=typesetter._fonts(),
        sys_inputs={"sheet": json.dumps(unbroken_all(shown), ensure_ascii=False)},
    )
    found: dict[str, Any] = json.loads(compiler.query("<memo-fit>", field="value", one=True))
    return found


@pytest.mark.parametrize(
    ("determinant", "place"),
    random.Random(15).sample(list(product(city().options or determinants(), PLACES)), 5),
)
def test_a_memo_is_one_page(determinant: str, place: str) -> None:
    for lang, paper in zip(LANGUAGES, PAPERS, strict=True):
        assert not fit(memo_of(determinant, place, lang, paper))["is_full"]


def test_a_memo_of_an_aim_is_one_page() -> None:
    fullest = max(memos_of_aims("es", "a4"), key=lambda memo: len(str(memo)))
    assert not fit(fullest)["is_full"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_as_a_reader_opens_it(real_client: FlaskClient, lang: str) -> None:
    answer = real_client.get(f"/memo/poverty/zip-64130.pdf{TYPED}&lang={lang}", base_url=SITE)
    assert answer.status_code == 200
    reader = PdfReader(BytesIO(answer.data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith(lang)
    (page,) = reader.pages
    said = " ".join(page.extract_text().split())
    for part in ("4", "Health Commission", "December 3", texts(lang).t("memo.actions.receive")):
        assert part.casefold() in said.casefold()
    links = {note.get_object()["/A"]["/URI"] for note in page["/Annots"]}
    memo = memo_of("poverty", "zip-64130", lang)
    assert links == {cited.address for cited in memo.cited if cited.address}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_word_file_as_a_program_opens_it(real_client: FlaskClient, lang: str) -> None:
    answer = real_client.get(f"/memo/poverty/city.docx{TYPED}&lang={lang}", base_url=SITE)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    opened = Document(BytesIO(answer.data))
    memo = memo_of("poverty", "city", lang)
    by_style: dict[str, list[str]] = {}
    for paragraph in opened.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == [memo.title]
    heads = [texts(lang).t(f"memo.head.{name}") for name in ("purpose", "finding", "sure")]
    assert by_style["Heading 1"][:3] == heads
    for table in opened.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    about = opened.core_properties
    assert (about.title, about.language) == (memo.title, f"{lang}-US")
    languages = {tag.get(qn("w:val")) for tag in opened.styles.element.iter(qn("w:lang"))}
    assert languages == {f"{lang}-US"}
    links = [link.address for paragraph in opened.paragraphs for link in paragraph.hyperlinks]
    assert links == [cited.address for cited in memo.cited if cited.address]
    assert word_file(memo, texts(lang)) == word_file(memo, texts(lang))


def test_what_is_typed_is_printed_as_typed_and_cut() -> None:
    typed = Occasion.typed(
        {"meeting": "A#b *c* _d_ <e> $f$ [g] \\h “í”\n\x00\u4f60\U0001f600", "item": "7" * 500}
    )
    assert typed.meeting == "A#b *c* _d_ <e> $f$ [g] \\h “í”"
    assert typed.item == "7" * MAX_TYPED_CHARS["item"]
    assert (typed.when, Occasion.typed({}).is_empty) == ("", True)
    shown = memo_content(memo_of("poverty", "city", "en").for_occasion(typed), texts("en"))
    made = PdfReader(BytesIO(typesetter.sheet_file(shown, "pdf")))
    assert typed.meeting in " ".join(made.pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("address", "status", "named"),
    [
        ("wealth/city.pdf", 404, "wealth"),
        ("poverty/zip-1.docx", 404, "zip-1"),
        ("poverty/city.pdf?paper=b5", 400, "b5"),
        ("poverty/city.docx?lang=fr", 400, "fr"),
        ("../plan/wealth/memo.pdf", 404, "wealth"),
    ],
)
def test_what_there_is_not_is_said(
    real_client: FlaskClient, address: str, status: int, named: str
) -> None:
    answer = real_client.get(f"/memo/{address}".replace("/memo/..", ""))
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert named in answer.text


def test_a_busy_press_says_so(real_client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets.Maker, "press", Press(typesetters=0, wait_seconds=0.01))
    answer = real_client.get("/memo/food/zip-64132.pdf?lang=es")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert texts("es").t("memo.busy") in answer.text


def test_an_area_that_was_drawn_names_its_sources() -> None:
    memo = memo_of("poverty", "own-n1_2", "es")
    data = [cited for cited in memo.cited if not cited.address]
    assert len(data) >= 1
    assert not any("/n/own" in cited.address for cited in memo.cited)
    assert len(memo.rows) == len(sheet_of("poverty", "own-n1_2").values)
