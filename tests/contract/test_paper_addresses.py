"""Whatever leaves: no address that others cannot open, and the language in each that they can.

Files are asked for as visitors ask, under the name of the machine itself, of a network at home,
and under a public one; archives and Office files are opened to the last part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile, is_zipfile

import pytest
from dash import Dash
from pypdf import PdfReader

from callbacks.files import fact_sheets
from data.cities.city import city
from data.decks.deck import Deck, View, to_link
from data.locale import LANGUAGES, texts
from layouts.paper.live_code import is_public, on_paper, with_language

NEAR = ("http://127.0.0.1:8050", "http://192.168.7.20:8050")
PUBLIC = "https://health.example.org"
DECK = to_link(
    Deck((View("explore", "map", ""), View("gaps", "gap-ages", ""), View("place/city", "spine")))
)
SLIDES = f"/present/slides.{{}}?deck={DECK}"
# Example of every rule that gives a file to keep, by the end of its address.
FILES = {
    "present/slides.html": SLIDES.format("html"),
    "present/slides.pdf": SLIDES.format("pdf"),
    "present/slides.pptx": SLIDES.format("pptx"),
    "present/slides.zip": SLIDES.format("zip"),
    "fact-sheets/<determinant>/<place>.pdf": "/fact-sheets/poverty/city.pdf?",
    "fact-sheets/<determinant>/<place>.png": "/fact-sheets/poverty/city.png?",
    "memo/<determinant>/<place>.pdf": "/memo/poverty/zip-64130.pdf?",
    "memo/<determinant>/<place>.docx": "/memo/poverty/city.docx?",
    "packet.pdf": f"/packet.pdf?memo=food&sources=yes&deck={DECK}",
    "plan/<aim>/memo.pdf": "/plan/housing/memo.pdf?",
    "plan/<aim>/memo.docx": "/plan/medicaid/memo.docx?",
    "fact/<place>/<measure>.png": "/fact/zip-64130/life_expectancy.png?",
    "preview/<path:name>.png": "/preview/place/city.png?",
    "download/explore/<chart>.csv": "/download/explore/map.csv?",
    "download/gaps/<chart>.csv": "/download/gaps/gap-ages.csv?",
    "download/place/<place_id>/<chart>.csv": "/download/place/city/spine.csv?",
    "download/place/<place_id>/inside.csv": "/download/place/zip-64130/inside.csv?",
    "download/compare.csv": "/download/compare.csv?places=zip-64130,city",
    "download/estimates/<indicator_id>/<by>.csv": "/download/estimates/life_expectancy/zip.csv?",
    "download/published/<measure_id>.csv": "/download/published/infant_deaths.csv?",
    "download/plan/<chart>.csv": "/download/plan/plan-housing.csv?",
    "download/plan/aims.csv": "/download/plan/aims.csv?",
    "download/plan/decisions.csv": "/download/plan/decisions.csv?",
    "download/wage/<chart>.csv": "/download/wage/wage-history.csv?",
    "kit/<kind>.pdf": f"/kit/guide.pdf?deck={DECK}",
    "n/<place>/<measure>.csv": "/n/city/life_expectancy.csv?",
}
# The same bytes for whoever asks, so no address of this site: tests/integration/test_everything.py.
EVERYTHING = f"download/({city().slug}-health-equity-<version>|everything)"
# Their words are pixels, or numbers alone; a sheet's picture is drawn from what its PDF is.
WITHOUT_WORDS = (".png", ".csv")
ENDINGS = re.compile(r"\.(csv|pdf|png|pptx|docx|html|zip|xlsx|svg)$")


@pytest.fixture(scope="module", autouse=True)
def _no_typesetter_stays(real_app: Dash) -> Iterator[None]:
    yield
    real_app.server.extensions[fact_sheets.MAKER].press.rest()


@cache
def said(server: object, origin: str, address: str, lang: str) -> str:
    client = server.test_client()  # type: ignore[attr-defined]
    answer = client.get(f"{address}&lang={lang}", base_url=origin)
    assert answer.status_code == 200, answer.data[:300]
    return "\n".join(words_in(answer.data))


def words_in(body: bytes) -> Iterator[str]:
    """Everything that can be read in a file, links included."""
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as opened:
            for name in opened.namelist():
                yield name
                yield from words_in(opened.read(name))
    elif body.startswith(b"%PDF"):
        for page in PdfReader(BytesIO(body)).pages:
            yield page.extract_text()
            notes = [note.get_object() for note in page.get("/Annots", ())]
            yield from (str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {}))
    else:
        yield unescape(body.decode("utf-8", "replace"))


def test_every_kind_of_file_has_an_example(real_app: Dash) -> None:
    rules = {rule.rule.lstrip("/") for rule in real_app.server.url_map.iter_rules()}
    files = {rule for rule in rules if ENDINGS.search(rule)}
    assert {rule for rule in files if not re.match(EVERYTHING, rule)} == set(FILES)


# The pack holds files that are asked for one by one beside it: the sample has it once.
PACK = "present/slides.zip"


@pytest.mark.parametrize(
    ("kind", "asked_by"),
    [
        *((kind, (0, 1)) for kind in FILES if kind != PACK),
        (PACK, (1,)),
        pytest.param(PACK, (0,), marks=pytest.mark.full),
    ],
)
def test_no_file_names_an_address_that_others_cannot_open(
    real_app: Dash, kind: str, asked_by: tuple[int, ...]
) -> None:
    for origin, lang in ((NEAR[number], LANGUAGES[number]) for number in asked_by):
        found = said(real_app.server, origin, FILES[kind], lang)
        assert urlsplit(origin).hostname not in found
        assert urlsplit(origin).netloc not in found
        assert kind.endswith(WITHOUT_WORDS) or "PUBLIC_URL" in found


@pytest.mark.parametrize(
    ("kind", "lang"),
    [
        pytest.param(
            kind, lang, marks=pytest.mark.full if (kind, lang) == (PACK, LANGUAGES[0]) else ()
        )
        for kind in FILES
        if not kind.endswith(WITHOUT_WORDS)
        for lang in LANGUAGES
    ],
)
def test_every_address_of_the_site_names_its_language(real_app: Dash, kind: str, lang: str) -> None:
    found = said(real_app.server, PUBLIC, FILES[kind], lang)
    links = re.findall(rf"{PUBLIC}[^\s\"'<>\\]*", found)
    assert links
    assert "PUBLIC_URL" not in found
    for link in links:
        named = parse_qs(urlsplit(link).query).get("lang")
        # a pack holds sheets and words in both
        assert named == [lang] or (kind.endswith("zip") and named and named[0] in LANGUAGES), link


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://health.example.org/kc", True),
        ("http://8.8.8.8:80", True),
        ("https://[2606:4700::1111]/", True),
        ("https://example.org.", True),
        ("http://localhost:8050", False),
        ("http://LOCALHOST./", False),
        ("http://app.localhost", False),
        ("http://127.1.2.3", False),
        ("http://127.1:8050", False),
        ("http://2130706433", False),
        ("http://0x7f.0.0.0x1", False),
        ("http://0.0.0.0:8050", False),
        ("http://[::1]:8050", False),
        ("http://[::ffff:127.0.0.1]", False),
        ("http://10.0.0.5", False),
        ("http://172.20.1.1", False),
        ("http://100.64.0.9", False),
        ("http://169.254.3.3", False),
        ("http://[fd00::1]", False),
        ("http://laptop:8050", False),
        ("http://laptop.local", False),
        ("http://laptop.local.", False),
        ("", False),
    ],
)
def test_what_others_can_open(address: str, public: bool) -> None:
    assert is_public(address) == public
    assert bool(on_paper(address, "es")) == public


def test_a_language_is_named_once() -> None:
    assert with_language("https://a.org", "en") == "https://a.org?lang=en"
    assert with_language("https://a.org/x?y=1,2#z", "es") == "https://a.org/x?y=1,2&lang=es#z"
    kept = "https://a.org/x?lang=es"
    assert with_language(kept, "en") == kept


def test_the_words_that_stand_for_an_address_say_what_to_do() -> None:
    for lang in LANGUAGES:
        assert all(
            "PUBLIC_URL" in texts(lang).t(f"common.{key}") for key in ("no_address", "no_code")
        )


def test_the_browser_learns_what_it_may_print(real_app: Dash) -> None:
    client = real_app.server.test_client()
    near, public = (client.get("/?lang=es", base_url=origin).text for origin in (NEAR[0], PUBLIC))
    tag = re.compile(r'<meta name="site"[^>]*>')
    assert "data-open" not in tag.findall(near)[0]
    assert "data-open=yes" in tag.findall(public)[0]
    assert texts("es").t("common.no_address") in tag.findall(near)[0]
    assert "127.0.0.1" not in near
