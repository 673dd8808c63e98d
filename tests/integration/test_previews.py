"""Link previews: what a shared address says in words and as a picture, on every page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from threading import Event
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfReader

from callbacks.files import fact_sheets, pictures, previews
from callbacks.routing import describe_page, find_page, page_request
from data.cities.city import city
from data.explore.state import OUTCOME_ROLES
from data.locale import LANGUAGES
from data.models import Geography, Layer, PlaceId
from data.settings import Settings
from layouts import paths
from layouts.bundles import Bundle
from layouts.frame.document import DocumentParts, PageMetadata, Site, render
from layouts.paper.typesetter import sheet_file
from layouts.paper.unbroken import unbroken
from layouts.previews.card import Card, Picture
from layouts.previews.cards import card_of, picture_path
from layouts.previews.sheet import (
    BOTTOM_PX,
    HEIGHT_PX,
    INNER_PX,
    LEADS,
    MAP_GAP_PX,
    MAP_PX,
    TOP_PX,
    WIDTH_PX,
    card_content,
    lines,
)
from layouts.request import PageRequest
from layouts.typefaces.typefaces import width_em
from tests.shared import ADDRESSES, EXAMPLES, app, services

SITE = "https://health.example.org"
SHARED = [address for address in ADDRESSES if address not in EXAMPLES["not_found"]]
# Views whose pages differ from the examples in what leads them.
VIEWS = (
    "/?by=zip&places=zip-64130&map=both", "/?in=council_district-3&map=factor",
    "/?by=council_district", "/gaps?outcome=homicide_rate&group=council_district",
    f"/place/own?at=39.05,-94.56&miles=1&name={'Wide%20World%20' * 4}",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _no_typesetter_stays(real_app: Dash) -> Iterator[None]:
    yield
    real_app.server.extensions[fact_sheets.MAKER].press.rest()


def asked(address: str, lang: str = "en") -> PageRequest:
    path, _, query = address.partition("?")
    return page_request(services(), Settings(), path, f"{query}&lang={lang}")


def card(address: str, lang: str = "en") -> tuple[Card, dict[str, Any]]:
    request = asked(address, lang)
    found = card_of(request, find_page(services(), request.pathname))
    return found, card_content(found, texts=request.texts, site=SITE)


def in_turns(addresses: Sequence[str]) -> list[Any]:
    """Each address in one language, and in the other where everything is walked."""
    return [
        pytest.param(address, lang, marks=() if at == turn % 2 else pytest.mark.full)
        for turn, address in enumerate(addresses)
        for at, lang in enumerate(LANGUAGES)
    ]


def bare(text: str) -> str:
    """Letters and digits in their order: a line may end where a blank was."""
    return re.sub(r"[^\w.]", "", unbroken(text))


def described(address: str) -> PageMetadata:
    path, _, query = address.partition("?")
    return describe_page(services(), Settings(), path, query)


# -- pictures ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "lang"), in_turns([*VIEWS, *SHARED]))
def test_every_page_has_a_card_with_all_of_its_words(address: str, lang: str) -> None:
    """Set as a document the same card is one page, and every word that it holds is on it."""
    found, content = card(address, lang)
    picture = found.picture()
    pages = PdfReader(io.BytesIO(sheet_file(content, "pdf"))).pages
    assert len(pages) == 1, "something went to a second page, which the picture leaves out"
    read = bare(pages[0].extract_text())
    said = [found.about, found.sentence, picture.detail, picture.source, picture.heading]
    said += [words for mark in picture.marks for words in (mark.name, mark.said, mark.limits)]
    said += [picture.beside, *(mark.verdict for mark in picture.marks), content["address"]]
    assert [words for words in said if bare(words) not in read] == []
    assert content["address"].startswith("health.example.org")


def test_a_card_is_a_picture_of_the_size_that_is_promised(real_client: FlaskClient) -> None:
    for address in (SHARED[0], EXAMPLES["place"][1]):
        answer = real_client.get(picture_path(card(address)[0]))
        assert answer.status_code == 200 and answer.mimetype == "image/png"
        assert Image.open(io.BytesIO(answer.data)).size == (WIDTH_PX, HEIGHT_PX)
        assert len(answer.data) < 300_000  # what messengers still show
        again = real_client.get(picture_path(card(address)[0]))
        assert again.data == answer.data


def test_the_same_card_is_drawn_with_the_same_bytes() -> None:
    _, content = card("/place/zip-64130", "es")
    assert sheet_file(content, "png") == sheet_file(content, "png")


STEP = 9


def everywhere() -> Iterator[str]:
    """The page of every place, and Explore and Gaps of every outcome."""
    for layer in map(Layer, city().with_page):
        for area in services().atlas.areas(layer)["area_id"]:
            yield paths.of_place(str(PlaceId(Geography(layer.value), str(area))))
    for indicator in services().atlas.catalogue.indicators.values():
        if indicator.role in OUTCOME_ROLES:
            yield f"/?outcome={indicator.id}"
            yield f"/gaps?outcome={indicator.id}"


def fits(content: dict[str, Any], picture: Picture, found: Card) -> bool:
    """Every word of the finding has room in its lines, none being longer than one."""
    width = INNER_PX - (MAP_PX + MAP_GAP_PX if content["map"] else 0)
    longest = max(width_em(word, "bold") for word in content["lead"].split(" "))
    tall = lines(content["lead"], content["lead_px"], width, "bold") * content["lead_px"] * 1.2
    return (
        content["detail"] == picture.detail
        and content["lead"] == found.sentence
        and longest * content["lead_px"] <= width
        and tall < HEIGHT_PX - TOP_PX - BOTTOM_PX
    )


@pytest.mark.parametrize(
    "start", [0, *(pytest.param(start, marks=pytest.mark.full) for start in range(1, STEP))]
)
def test_no_finding_is_cut_however_long_its_names_are(start: int) -> None:
    """And where the type is smallest, the card is set to see that it has room."""
    smallest: dict[str, tuple[int, str, str]] = {}
    for address in islice(everywhere(), start, None, STEP):
        for lang in LANGUAGES:
            found, content = card(address, lang)
            assert fits(content, found.picture(), found), (address, lang)
            kind = address[:2] + lang
            known = smallest.get(kind, (LEADS[0][0] + 1, "", ""))
            smallest[kind] = min(known, (content["lead_px"], address, lang))
    for _, address, lang in smallest.values():
        pages = PdfReader(io.BytesIO(sheet_file(card(address, lang)[1], "pdf"))).pages
        assert len(pages) == 1, address


# -- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/preview/nowhere.png", 404),
        ("/preview/place/zip-1.png", 404),
        ("/preview/place.png", 404),
        ("/preview/home.png?outcome=wealth", 404),
        ("/preview/gaps.png?group=magic&lang=es", 404),
        ("/preview/compare.png?places=zip-64130,zip-1", 404),
        ("/preview/story.png?place=zip-1", 404),
        ("/preview/place/own.png?shape=xx", 400),
        ("/preview/..%2f..%2fapp.png", 404),
        (f"/preview/{'x' * 3000}.png?{'y=z&' * 900}", 404),
        ("/preview/<script>.png", 404),
    ],
)
def test_a_bad_address_gets_a_word(real_client: FlaskClient, address: str, status: int) -> None:
    answer = real_client.get(address)
    assert answer.status_code == status and answer.mimetype == "text/html"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<script>" not in answer.text


def test_equal_views_have_one_picture(real_client: FlaskClient) -> None:
    wanted = real_client.get("/preview/place/zip-64130.png")
    for same in ("/preview/Place/ZIP-64130.png", "/preview/place/zip-64130.png?theme=dark&x=1"):
        assert real_client.get(same).data == wanted.data
    kept = real_client.get(
        "/preview/place/zip-64130.png", headers={"If-None-Match": wanted.headers["ETag"]}
    )
    assert kept.status_code == 304 and "max-age" in wanted.headers["Cache-Control"]


class SlowPress:
    """Draws nothing until it is let."""

    def __init__(self) -> None:
        self.may, self.asked = Event(), 0

    def print(self, content: object, *, output: str) -> bytes:
        self.asked += 1
        assert self.may.wait(20)
        return b"picture"


def test_a_crowd_waits_for_few_pictures_and_the_rest_is_told_to_come_later() -> None:
    maker, press = pictures.Pictures(), SlowPress()

    def ask(number: int) -> str:
        try:
            return maker.make(number % 2, dict, press).etag  # type: ignore[arg-type]
        except previews.BusyError:
            return "busy"

    with ThreadPoolExecutor(12) as pool:
        answers = [pool.submit(ask, number) for number in range(12)]
        while sum(answer.done() for answer in answers) < 12 - pictures.AT_ONCE - pictures.WAITING:
            pass
        press.may.set()
    told = [answer.result() for answer in answers]
    assert told.count("busy") == 12 - pictures.AT_ONCE - pictures.WAITING
    assert press.asked <= 2, "who waited for the same picture gets the one that was made"


def test_whoever_comes_in_a_crowd_is_told_when_to_come_again(
    real_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> bytes:
        raise previews.BusyError

    monkeypatch.setattr(app().server.extensions[fact_sheets.MAKER].press, "print", busy)
    answer = real_client.get("/preview/places.png")
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"


# -- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", SHARED)
def test_a_page_says_its_view_where_its_link_is_shared(address: str) -> None:
    page = described(address)
    shown = described(f"{address}{'&' if '?' in address else '?'}lang=es&theme=dark")
    assert page.preview is not None and shown.preview is not None
    assert page.description and page.description in page.preview.alt
    assert shown.description != page.description and "lang=es" in shown.preview.path
    assert "theme" not in shown.view + shown.preview.path
    assert (page.locale, shown.locale) == ("en_US", "es_US")


def test_views_of_a_page_have_titles_and_findings_of_their_own() -> None:
    for views in (
        ("/", "/?by=zip", "/?outcome=homicide_rate", "/?in=council_district-3"),
        ("/gaps", "/gaps?outcome=homicide_rate", "/gaps?group=council_district"),
        ("/compare", "/compare?places=zip-64130,city", "/compare?places=zip-64113,city"),
        ("/place/zip-64130", "/place/zip-64113", "/place/own"),
    ):
        pages = [described(view) for view in views]
        assert len({page.description for page in pages}) == len(views)
        assert len({page.preview.path for page in pages if page.preview}) == len(views)
    assert described("/").title == described("/?theme=dark").title == described("/").site_name


def test_what_leads_nowhere_has_no_preview() -> None:
    for address in ("/nowhere", "/place/own?shape=xx"):
        assert described(address).preview is None and described(address).view == ""


def test_whole_addresses_stand_in_the_head_only_where_the_sites_own_is_known(
    real_client: FlaskClient,
) -> None:
    head = real_client.get("/place/zip-64130").text.partition("</head>")[0]
    assert "og:image" not in head and "og:url" not in head and 'content="summary"' in head
    page = describe_page(services(), Settings(), "/", "by=zip&places=zip-64130&lang=es")
    parts = DocumentParts(metas="", config=Bundle("dash.json", b"{}", ""), scripts=(), inline="")
    head = render(page, parts, Site(assets_url="/assets/", public_url=SITE))
    told = dict(re.findall(r'<meta (?:property|name)="([a-z:_]+)" content="([^"]*)"', head))
    query = "by=zip&amp;places=zip-64130&amp;lang=es"
    assert told["og:image"] == f"{SITE}/preview/home.png?{query}"
    assert told["og:url"] == f"{SITE}/?{query}"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["twitter:card"] == "summary_large_image" and told["og:locale"] == "es_US"
    assert told["og:description"] == told["description"]
