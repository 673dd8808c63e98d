"""The document is the page: with its words, pictures and links, before any script has come."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise, product
from urllib.parse import quote

import brotli
import pytest
from dash import Dash, dcc
from dash.development.base_component import Component
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from callbacks import routing
from callbacks.routing import show_page
from callbacks.server.byte_cache import ByteCache
from data.cities.city import city
from data.locale import LANGUAGES, texts
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.frame.first_html import first_html
from layouts.pages import NOT_FOUND, PAGES

SETTINGS = Settings()
ADDRESSES = [example for page in (*PAGES, NOT_FOUND) for example in page.examples]
VIEWS = [
    f"{address}{'&' if '?' in address else '?'}lang={lang}&theme={theme}"
    for address, (lang, theme) in product(ADDRESSES, zip(LANGUAGES, ("dark", "light"), strict=True))
]
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


class Read(HTMLParser):
    """What a browser without scripts makes of a document."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, str] = {}
        self.faults: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.words[tag] = self.words.get(tag, "") + data

    def having(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.tags if name in attributes]


def first_part(document: str) -> str:
    return document.partition('<div id="first">')[2].partition('<script id="start"')[0]


@pytest.mark.parametrize("address", VIEWS)
def test_the_document_has_finding_pictures_and_links(
    real_client: FlaskClient, address: str
) -> None:
    answer = real_client.get(address)
    lang, theme = re.findall(r"(?:lang|theme)=(\w+)", address)
    assert f'<html lang="{lang}" data-theme="{theme}"' in answer.text
    page = Read(answer.text)
    assert page.faults == []
    assert page.words["title"].strip()
    assert page.words["h1"].strip(), "no finding"
    assert len(page.words["main"]) > 80
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == [], "a level is left out"
    links = page.having("href")
    assert (
        f"/methods?lang={lang}&theme={theme}".replace("lang=en&", "").replace("&theme=light", "")
        in links
    )
    ids = page.having("id")
    assert len(ids) == len(set(ids))
    # nothing is left for scripts to put in place
    assert page.having("data-html") == page.having("data-graph") == []
    assert not re.search(r"\son\w+=", first_part(answer.text))


@pytest.mark.parametrize("path", [paths.EXPLORE, paths.GAPS])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_charts_are_pictures(real_client: FlaskClient, path: str, lang: str) -> None:
    text = first_part(real_client.get(f"{path}?lang={lang}").text)
    pictures = re.findall(r'<div[^>]*data-pictured[^>]*><div class="drawn"', text)
    assert len(pictures) >= 2


def test_places_have_pictures(real_client: FlaskClient) -> None:
    for place in city().examples:
        assert "<svg" in first_part(real_client.get(f"/place/{place}").text), place


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_what_the_renderer_will_draw(services: Services, address: str) -> None:
    """Element for element: the living page takes the place of the first one without a jump."""
    path, _, query = address.partition("?")
    tree = show_page(services, SETTINGS, path, query)
    told = json.loads(json.dumps(tree, default=Component.to_plotly_json))
    drawn = _ids_of(told)
    assert drawn <= set(re.findall(r'\bid="([^"]+)"', first_html(tree)))


def _ids_of(node: object) -> set[str]:
    """Ids of the components of an answer that become elements."""
    if isinstance(node, list):
        return set().union(*map(_ids_of, node))
    if not isinstance(node, dict) or "props" not in node:
        return set()
    props = node["props"]
    below = _ids_of(props.get("children"))
    seen = node["type"] not in ("Store", "Location", "Download")
    return below | ({props["id"]} if seen and isinstance(props.get("id"), str) else set())


def test_a_component_without_html_is_refused() -> None:
    with pytest.raises(TypeError, match="Slider"):
        first_html(dcc.Slider(id="s"))


def test_an_answer_carries_no_picture(services: Services) -> None:
    tree = show_page(services, SETTINGS, "/", "")
    assert 'class="drawn' not in json.dumps(tree, default=Component.to_plotly_json)
    assert 'class="drawn' in first_html(tree)


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/{}",
        "/?outcome={}&places={}",
        "/compare?places={}",
        "/place/{}",
        "/place/own?shape={}&name={}",
        "/gaps?group={}",
        "/present?slides={}",
        "/places?find={}",
        "/fact-sheets?place={}",
        "/story?place={}",
        "/data?lang={}&theme={}",
    ],
)
def test_what_strangers_write_is_text(real_client: FlaskClient, address: str) -> None:
    answer = real_client.get(address.format(quote(HOSTILE, safe=""), quote(HOSTILE, safe="")))
    assert answer.status_code < 500
    page = Read(answer.text)
    assert [tag for tag, _ in page.tags].count("script") == answer.text.count("<script")
    assert "alert(1)</script>" not in answer.text
    assert page.having("onerror") == []


# -- documents that are kept ----------------------------------------------------------------------


def test_a_document_is_drawn_once(real_app: Dash, monkeypatch: pytest.MonkeyPatch) -> None:
    client = real_app.server.test_client()
    headers = {"Accept-Encoding": "br"}
    once = client.get("/methods?lang=es&x=kept", headers=headers)
    monkeypatch.setattr(routing, "first_html", lambda _tree: pytest.fail("drawn again"))
    again = client.get("/methods?lang=es&x=kept", headers=headers)
    assert again.data == once.data
    assert again.headers["Content-Language"] == "es"
    assert again.headers["Cache-Control"] == "no-cache"
    assert b"<h1" in brotli.decompress(again.data)
    tag = {"If-None-Match": once.headers["ETag"]}
    assert client.get("/methods?lang=es&x=kept", headers=headers | tag).status_code == 304


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_page_that_is_not_there_is_said_and_not_kept(
    real_client: FlaskClient, encoding: str
) -> None:
    for _ in range(2):
        answer = real_client.get("/nowhere", headers={"Accept-Encoding": encoding})
        assert answer.status_code == 404
        assert answer.headers.get("Content-Encoding", "identity") == encoding


# -- documents that fail --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("SELECT secret", {}, Exception("disk I/O error")), 503),
        (ZeroDivisionError("secret"), 500),
    ],
)
@pytest.mark.parametrize(("lang", "part"), [("en", "find_page"), ("es", "shell")])
def test_a_page_that_cannot_be_made_is_said_in_words(  # noqa: PLR0917
    real_client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    lang: str,
    part: str,
) -> None:
    class Failing:
        def __call__(self, *_args: object, **_kwargs: object) -> None:
            raise error

        frame = __call__

    monkeypatch.setattr(routing, part, Failing())
    monkeypatch.setattr(ByteCache, "get", lambda *_: None)  # whatever was asked before
    answer = real_client.get(f"/methods?lang={lang}&theme=dark&fails={part}{status}")
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'<html lang="{lang}" data-theme="dark"' in answer.text
    said = texts(lang)
    assert said.t("shell.broken.title") in answer.text
    assert said.t("network.reload") in answer.text
    for secret in ("secret", "Traceback", "<script"):
        assert secret not in answer.text


# -- what a visitor without scripts can do --------------------------------------------------------


def test_language_and_theme_are_links_that_keep_the_view(real_client: FlaskClient) -> None:
    text = first_part(real_client.get("/?by=zip&places=zip-64130&lang=es&theme=dark").text)
    links = [link.partition("?") for link in Read(text).having("href") if link.startswith("?")]
    kept = [dict(part.split("=") for part in query.split("&")) for _, _, query in links]
    view = {"by": "zip", "places": "zip-64130"}
    assert kept == [{**view, "theme": "dark"}, {**view, "lang": "es"}]


def test_the_search_is_a_form_that_answers(real_client: FlaskClient) -> None:
    text = first_part(real_client.get("/?lang=es&theme=dark").text)
    form = text.partition('<form action="/places" method="get">')[2].partition("</form>")[0]
    assert 'name="q"' in form
    for name, value in (("lang", "es"), ("theme", "dark")):
        assert re.search(rf'name="{name}"[^>]*><option[^>]* value="{value}"', form)
    answer = real_client.get("/places?q=64130&lang=es&theme=dark")
    assert "/place/zip-64130?lang=es&amp;theme=dark" in answer.text


@pytest.mark.parametrize("address", ["/", "/place/zip-64130", "/gaps?lang=es"])
def test_what_is_fetched_when_opened_is_a_file_without_scripts(
    real_client: FlaskClient, address: str
) -> None:
    text = first_part(real_client.get(address).text)
    waiting = re.findall(r'<p class="loading"[^>]*>[^<]*</p>(.{0,12})', text)
    assert set(waiting) <= {"<noscript><p"}
    files = re.findall(r'<noscript><p><a download="[^"]*" href="([^"]+)"', text)
    assert len(files) == len(waiting)
    for file in files:
        assert real_client.get(file.replace("&amp;", "&")).mimetype == "text/csv"


# -- bytes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?lang=es&theme=dark"])
def test_explore_is_light(real_client: FlaskClient, query: str) -> None:
    """Compressed: what finding and map need, and all that the browser asks for after that."""

    def size_bytes(address: str) -> int:
        answer = real_client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200, address
        return len(answer.data)

    text = real_client.get(f"/{query}").text
    told = json.loads(re.findall(r'<script id="start"[^>]*>([^<]+)', text)[0])
    own = re.findall(r'(?:href|src)="(/bundles/[^"]+)"', text)
    document, first = size_bytes(f"/{query}"), [size_bytes(address) for address in own]
    assert document <= 60_000
    assert len(own) <= 3 and document + sum(first) <= 90_000
    later = [told["config"], told["plotly"], *told["scripts"]]
    later += [told["bundles"][folder] for folder in told["folders"]]
    later += ["/_dash-layout", "/_dash-dependencies"]
    shown = (
        rf"/assets/geo/(?:map_base|(?:map_paths\.)?{city().home.value})\.[0-9a-f]+\.(?:geo)?json"
    )
    later += sorted(set(re.findall(shown, text)))
    assert document * 2 + sum(first) + sum(map(size_bytes, filter(None, later))) <= 900_000
