"""An agenda packet, opened as a reader's program opens it; what it refuses, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from dash import Dash
from docx import Document
from flask.testing import FlaskClient
from lxml.html import document_fromstring
from pypdf import PdfReader
from werkzeug.datastructures import MultiDict

from callbacks.files import fact_sheets, packets
from data.decks.deck import Deck, View, to_link
from data.decks.packet import MOST
from data.locale import LANGUAGES, texts
from data.services import Services
from layouts.packet.asked import asked_packet
from layouts.paper.press import Press

DECK = to_link(Deck((View("explore", "map", ""), View("gaps", "gap-ages", ""))))
ASKED = {
    "meeting": "Health #1 <Commission>", "item": "4", "when": "", "aim": ["housing", "nix"],
    "memo": "food", "sheet": ["food", "wealth"], "place": "zip-64130", "districts": "yes",
    "sources": "yes", "deck": DECK,
}  # fmt: skip
# Contents, two memos, the table, a sheet, two slides, sources.
PAGES = 7


@pytest.fixture(autouse=True, scope="module")
def _no_typesetter_stays(real_app: Dash) -> Iterator[None]:
    yield
    real_app.server.extensions[fact_sheets.MAKER].press.rest()


@cache
def packet(server: Any, lang: str) -> tuple[PdfReader, str]:
    asked = {**ASKED, "lang": lang, "paper": "a4" if lang == "es" else "letter"}
    client: FlaskClient = server.test_client()
    if lang == "es":
        answer = client.post("/packet.pdf", data=MultiDict(asked))
    else:
        answer = client.get(f"/packet.pdf?{urlencode(asked, doseq=True)}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.text[:400]
    return PdfReader(BytesIO(answer.data)), answer.headers["Content-Disposition"]


def titles(outline: Any) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield entry.title.replace("\u2060", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_packet_is_one_tagged_document(real_app: Dash, lang: str) -> None:
    reader, named = packet(real_app.server, lang)
    root, t = reader.trailer["/Root"], texts(lang).t
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith(lang)
    assert len(reader.pages) == PAGES
    assert {round(float(page.mediabox.width)) for page in reader.pages} == {
        595 if lang == "es" else 612
    }
    said = [" ".join(page.extract_text().split()) for page in reader.pages]
    for number, words in enumerate(said, start=1):
        assert t("packet.page", n=number, of=PAGES) in words
    every = list(titles(reader.outline))
    parts = [t("packet.title"), t("packet.part.districts"), t("packet.part.slides")]
    assert [title for title in every if title in parts] == parts
    assert every[-1] == t("packet.part.sources")
    assert len(every) == PAGES + 2  # slides stand two on a page, and below their part
    assert all(ord(sign) >= 32 for title in every for sign in title)
    assert "health-1-commission-4" in named
    assert f"-{lang}.pdf" in named


@pytest.mark.parametrize("lang", LANGUAGES)
def test_contents_name_the_parts_and_what_was_left_out(real_app: Dash, lang: str) -> None:
    reader, _ = packet(real_app.server, lang)
    first, t = " ".join(reader.pages[0].extract_text().split()), texts(lang).t
    assert ASKED["meeting"] in first
    for key, value in (("determinant", "wealth"), ("aim", "nix")):
        assert t(f"packet.unknown.{key}", value=value) in first
    assert t("packet.part.districts") in first
    linked = [note.get_object() for note in reader.pages[0]["/Annots"]]
    assert len([note for note in linked if "/Dest" in note or "/A" in note]) >= PAGES - 1


def test_more_than_a_packet_holds_is_said(services: Services) -> None:
    spoken = texts("es")
    fields = {"sheet": ["food", "poverty", "violence"], "place": ["city", "zip-64130,zip-64132"]}
    asked = asked_packet(services, fields, spoken)
    assert len(asked.sheets) == MOST["sheet"]
    said = spoken.t("packet.too_many.sheet", n=9, most=MOST["sheet"])
    assert asked.notices == (said,)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"sheet": ["/", "food/", "/zip-64130", "food/zip-1", "\x00", "a" * 5000]},
        {"deck": ["!"], "ready": ["nothing"], "memo": ["<b>"], "aim": [""], "place": ["../.."]},
        {"districts": [], "sources": [""], "meeting": ["\ud800"], "item": []},
    ],
)
def test_whatever_is_sent_is_read(services: Services, fields: dict[str, list[str]]) -> None:
    asked = asked_packet(services, fields, texts("en"))
    assert all(len(notice) < 200 for notice in asked.notices)
    assert {sheet.determinant for sheet in asked.sheets} <= {"food"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_packet_of_nothing_is_refused_with_what_was_not_understood(
    real_client: FlaskClient, lang: str
) -> None:
    answer = real_client.get(f"/packet.pdf?sheet=wealth&sources=yes&lang={lang}")
    t = texts(lang).t
    assert answer.status_code == 400
    assert t("packet.empty") in answer.text
    assert t("packet.unknown.determinant", value="wealth") in answer.text
    long = real_client.post("/packet.pdf", data={"meeting": "x" * packets.MAX_CHARS, "lang": lang})
    assert long.status_code == 413


def test_a_busy_press_says_so(real_client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_sheets.Maker, "press", Press(typesetters=0, wait_seconds=0.01))
    answer = real_client.get("/packet.pdf?memo=food&lang=es")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert texts("es").t("packet.busy") in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_of_the_plan_asks_for_what_a_packet_reads(
    real_client: FlaskClient, lang: str
) -> None:
    page = real_client.get(f"/plan?lang={lang}&deck={DECK}").text
    form = re.search(r"<form[^>]*packet\.pdf.*?</form>", page, re.DOTALL)
    assert form is not None
    assert 'method="get"' in form[0]
    names = set(re.findall(r'<(?:input|select)[^>]* name="([a-z]+)"', form[0]))
    assert names == {*ASKED, "lang", "paper"}
    assert DECK in form[0]
    for label in re.findall(r'<label for="([^"]+)"', form[0]):
        assert f'id="{label}"' in form[0]


class Reader:
    """Somebody who follows links and forms as a browser without scripts does; counts the clicks."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        self.client, self.clicks = client, 0
        self.page = document_fromstring(client.get(address).text)

    def follow(self, part: str) -> bytes:
        """Follow the first link to `part`; folds around it are opened first, each once."""
        link = self.page.xpath(f"//a[contains(@href, '{part}')]")[0]
        folds = link.xpath("ancestor::details[not(@open)]")
        self.clicks += 1 + len(folds)
        for fold in folds:
            fold.set("open", "")
        answer = self.client.get(link.get("href"))
        assert answer.status_code == 200
        if answer.mimetype == "text/html":
            self.page = document_fromstring(answer.text)
        return answer.data

    def send(self, part: str, *ticked: str) -> bytes:
        """Tick boxes of the form that asks for `part`, and send it."""
        form = next(form for form in self.page.forms if part in (form.action or ""))
        for box in form.xpath(".//input[@type='checkbox']"):
            if f"{box.name}={box.get('value')}" in ticked:
                box.checked = True
        self.clicks += len(ticked) + 1
        asked = urlencode([(key, value) for key, value in form.form_values() if value])
        answer = self.client.get(f"{form.action}?{asked}")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        return answer.data


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_commission_is_briefed_from_the_front_page(real_client: FlaskClient, lang: str) -> None:
    reader = Reader(real_client, f"/?lang={lang}")
    reader.follow("/plan")
    assert reader.clicks <= 2
    memo = PdfReader(BytesIO(reader.follow("/plan/housing/memo.pdf")))
    opened = Document(BytesIO(reader.follow("/plan/housing/memo.docx")))
    assert len(memo.pages) == 1
    title = next(p.text for p in opened.paragraphs if p.style.name == "Title")
    assert memo.metadata.title.replace("\u2060", "") == title
    found = PdfReader(BytesIO(reader.send("/packet.pdf", "aim=housing")))
    assert reader.clicks <= 7  # menu, plan; fold, memo, Word file; box, button
    t = texts(lang).t
    wanted = [t("packet.title"), t("packet.part.memo", title=title), t("packet.part.districts")]
    assert list(titles(found.outline)) == [*wanted, t("packet.part.sources")]
    assert str(found.trailer["/Root"]["/Lang"]).startswith(lang)
