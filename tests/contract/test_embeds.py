"""A chart alone, in a frame: it says all that its card says, and leads nowhere but to the site."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import brotli
import pytest
from flask.testing import FlaskClient

from callbacks.routing import describe_page
from data.decks.deck import View
from data.locale import LANGUAGES, texts
from data.settings import Settings
from layouts import paths
from layouts.bundles import all_bundles
from layouts.charts.registry import PAGES, asked_by, charts_of, entry_of
from layouts.embed.asked import Wanted, wanted
from layouts.embed.document import Framed, document
from layouts.embed.page import Host, size, whole
from layouts.frame.document import _links
from layouts.frame.first_html import first_html
from tests.contract.test_travels import owed, told
from tests.shared import app, drawn, services
from tests.slide_views import opening_views, wide_views

SITE = "https://health.example.org/kc"
HOST = Host("/kc", SITE, "'self' https://paper.example")
OPENING = opening_views()
WIDE = [view for view in wide_views() if not view.title]
OWN = "http://localhost"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return app().server.test_client()


def address(view: View, lang: str, theme: str = "light") -> str:
    place = view.page.partition("/")[2]
    return paths.of_embed(view.chart, f"{view.query}&lang={lang}&theme={theme}", place)


def found(at: str) -> Wanted:
    chart, _, query = at.removeprefix(f"{paths.EMBED}/").partition("?")
    made = wanted(services(), chart, query, "en")
    assert isinstance(made, Wanted), (at, made)
    return made


def written(made: Wanted) -> str:
    content = whole(services(), made, HOST)
    spoken = made.spoken.lang
    return document(Framed(made.title, spoken, made.theme, content, made.address), HOST)


def words(markup: str) -> str:
    return told(unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(p|li|h\d|td|th)>", " ", markup))))


def test_every_chart_of_the_registry_is_walked() -> None:
    walked = {view.chart for view in (*OPENING, *WIDE)}
    assert walked == {chart for charts in PAGES.values() for chart in charts.entries}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chart_alone_says_what_its_card_says(lang: str) -> None:
    # views with many rows in turns of both languages: they take long
    for turn, view in enumerate([*OPENING, *WIDE[LANGUAGES.index(lang) :: len(LANGUAGES)]]):
        made = found(address(view, lang, ("light", "dark")[turn % 2]))
        markup = written(made)
        said, charts, entry = words(markup), charts_of(view.page), entry_of(view)
        assert charts is not None and entry is not None
        file = charts.file(services(), asked_by(view, lang))
        assert file is not None and made.file.chart.sentence == file.chart.sentence
        chart = file.chart
        _, *flags_and_key = owed(chart)
        owing = [chart.title, chart.sentence, *chart.notes, *flags_and_key]
        owing += [texts(lang).t(key) for key in entry.caveats]
        for sentence in owing:
            assert told(sentence) in said, (view, sentence)
        assert services().atlas.data_version in said
        is_table = not chart.figure.get("data")  # then its rows are all that there is to see
        drawn = "<svg" in markup or 'class="measure' in markup or "<blockquote" in markup
        assert drawn or is_table, view
        assert markup.count("<tr>") == len(chart.rows) + 1 + markup.count('"bivariate"') * 4
        assert f'<html lang="{lang}" data-theme="{made.theme.value}">' in markup
        assert_framed(markup)
        most = 30_000 if view.chart == "map" else 20_000
        assert len(brotli.compress(markup.encode(), quality=1)) < 1.3 * most, view


def assert_framed(markup: str) -> None:
    """No navigation, no script, nothing that is fetched from another server."""
    assert not re.search(r"<(script|nav|header|form|input|button|iframe)\b", markup)
    assert not re.search(r'\son[a-z]+="', markup)
    fetched = re.findall(r'<(?:img|link)[^>]*?(?:src|href)="([^"]*)"', markup)
    assert all(one.startswith(("/kc/", f"{SITE}/")) for one in fetched)
    for link in re.findall(r"<a [^>]*>", markup):
        outside = 'href="http' in link
        assert outside or 'href="/kc/' in link
        assert 'target="_blank"' in link or "download=" in link or 'rel="noopener"' in link


def test_links_lead_to_the_view_and_equal_views_have_equal_addresses(client: FlaskClient) -> None:
    for view in OPENING:
        made = found(address(view, "es"))
        again = found(made.address)
        assert again.address == made.address and again.title == made.title
        if view.chart in ("map", "gap-ages", "spine", "compare-row"):  # one a page
            assert client.get(made.csv).status_code == 200, made.csv
    for at in ("zip-64130,zip-64113&baseline=zip-64130", "zip-64113,zip-64130,city"):
        made = found(f"/embed/compare?places={at}")
        assert found(made.address).file.chart.sentence == made.file.chart.sentence
    assert found("/embed/map?lang=en&by=ZIP").address == "/embed/map?by=zip"
    assert found("/embed/MAP/?outcome=Homicide-Rate").page == "/?outcome=homicide_rate#map-card"
    assert (
        found("/embed/spine?place=ZIP_64130&lang=es").page == "/place/zip-64130?lang=es#spine-card"
    )


# -- what is wrong ------------------------------------------------------------------------------

WRONG = {
    "nowhere": "no_chart", "": "no_chart", "..%2f..%2fetc": "no_chart",
    "spine": "which_place", "spine?place=atlantis": "no_place", "age?place=%22%3E%3Cscript": "",
    "compare": "which_places", "compare?places=zip-64130,zip-1": "",
    "compare-row?places=zip-64130,zip-64113": "which_row", "gap-curve": "not_here",
    "compare-row?places=zip-64130,city&measure=nothing": "which_row",
    f"map{'x' * 3000}": "no_chart",
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_there_is_not_is_said_inside_the_frame(client: FlaskClient, lang: str) -> None:
    for wrong, key in WRONG.items():
        joined = "&" if "?" in wrong else "?"
        answer = client.get(f"{paths.EMBED}/{wrong}{joined}lang={lang}&theme=dark")
        assert answer.status_code == 404, wrong
        said = words(answer.text)
        assert texts(lang).t("embed.problem") in said and f'<html lang="{lang}"' in answer.text
        if key:
            assert told(texts(lang).t(f"embed.{key}", value="§")).split("§")[0] in said, wrong
        assert "<script" not in answer.text and len(answer.text) < 2_000
        assert 'target="_blank"' in answer.text


def test_what_is_not_understood_is_named_beside_what_is_shown(client: FlaskClient) -> None:
    for at in ("map?outcome=luck", "spine?place=city&theme=pink", "gap-patterns?group=luck"):
        answer = client.get(f"{paths.EMBED}/{at}")
        assert answer.status_code == 200
        assert 'class="notice notice--note"' in answer.text


def test_a_failure_is_words_in_the_frame(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("callbacks.files.embeds.whole", fail)
    answer = client.get("/embed/scatter?lang=es&by=zip")
    assert answer.status_code == 500 and "secret" not in answer.text
    assert words(texts("es").t("shell.broken.said")) in words(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"


# -- who may frame it ---------------------------------------------------------------------------


def test_the_code_is_right_where_it_is_pasted() -> None:
    made = found("/embed/map?lang=es&theme=dark&outcome=homicide_rate")
    code = unescape(re.findall(r"<pre[^>]*><code>(.*?)</code>", whole(services(), made, HOST))[0])
    frame = ElementTree.fromstring(code)
    assert frame.tag == "iframe" and frame.get("title") == made.title
    assert frame.get("src") == f"{SITE}/embed/map?outcome=homicide_rate&lang=es&theme=dark"
    assert frame.get("loading") == "lazy" and frame.get("width") == "100%"
    assert int(frame.get("height", "0")) == size(services(), made, 640).height_px


@pytest.mark.parametrize(
    ("setting", "key"),
    [("'none'", "none"), ("'self'", "own"), ("https://paper.example", "some")],
)
def test_the_offer_says_where_it_works(setting: str, key: str) -> None:
    spoken = texts("es")
    said = whole(services(), found("/embed/gap-ages?lang=es"), Host("", SITE, setting))
    sites = {"own": SITE, "some": setting}.get(key, "")
    assert told(spoken.t(f"embed.who.{key}", sites=sites)) in words(said)
    assert ("&lt;iframe" in said) is (key != "none")


# -- oEmbed -------------------------------------------------------------------------------------


def ask(client: FlaskClient, url: str, **more: str) -> dict[str, object]:
    answer = client.get(f"{paths.OEMBED}?{urlencode({'url': url, **more})}")
    assert answer.status_code == 200, url
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return dict(json.loads(answer.text))


def test_a_site_is_told_how_to_frame_a_chart(client: FlaskClient) -> None:
    for at in (
        "/embed/gap-ages?lang=es", "/", "/?outcome=homicide_rate&by=zip", "/gaps?lang=es",
        "/gaps?ask=segregation", "/place/zip-64130?lang=es", "/compare?places=zip-64130,zip-64113",
    ):  # fmt: skip
        told_ = ask(client, OWN + at)
        assert told_["type"] == "rich" and told_["version"] == "1.0"
        assert told_["title"] and told_["provider_name"]
        frame = ElementTree.fromstring(str(told_["html"]))
        source = str(frame.get("src"))
        assert source.startswith(f"{OWN}/embed/")
        assert client.get(source.removeprefix(OWN)).status_code == 200
        assert ("lang=es" in source) is ("lang=es" in at)
        assert frame.get("width") == str(told_["width"])
    small = ask(client, f"{OWN}/embed/map", maxwidth="300", maxheight="200")
    assert (small["width"], small["height"]) == (300, 200)


def test_xml_says_the_same(client: FlaskClient) -> None:
    answer = client.get(f"{paths.OEMBED}?format=xml&url={quote(OWN + '/embed/gap-ages')}")
    assert answer.mimetype == "text/xml"
    read = {part.tag: part.text for part in ElementTree.fromstring(answer.data)}
    same = ask(client, f"{OWN}/embed/gap-ages")
    assert read == {name: str(value) for name, value in same.items()}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400), ("url=", 400), ("url=http://localhost/embed/map&maxwidth=wide", 400),
        ("url=http://localhost/embed/map&maxheight=0", 400),
        ("url=http://localhost/embed/map&format=yaml", 501),
        ("url=http://elsewhere.example/embed/map", 404),
        ("url=http://localhost/embed/nowhere", 404),
        ("url=http://localhost/methods", 404), ("url=http://localhost:x/embed/map", 404),
        ("url=javascript://localhost/embed/map", 404), ("url=http://[/embed/map", 404),
        ("url=http://localhost/place/atlantis", 404), ("url=http://localhost/compare", 404),
    ],
)  # fmt: skip
def test_what_cannot_be_framed_is_refused(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get(f"{paths.OEMBED}?{query}")
    assert answer.status_code == status
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.text)["error"]["why"]


def test_documents_name_where_to_ask(client: FlaskClient) -> None:
    text = client.get("/embed/gap-ages?lang=es").text
    for form in ("application/json", "text/xml"):
        href = re.findall(rf'type="{form}\+oembed" href="([^"]+)"', text)[0]
        assert client.get(unescape(href).removeprefix(OWN)).status_code == 200
    assert "oembed" not in client.get("/embed/nowhere").text
    settings = Settings(public_url=SITE)
    for at, leads in (("/?by=zip", True), ("/compare", False), ("/methods", False)):
        path, _, query = at.partition("?")
        page = describe_page(services(), settings, path, query)
        assert page.has_chart is leads, at
        links = _links(page, SITE)
        assert ("oembed" in links) is leads
        if leads:
            asked = unescape(re.findall(r'href="([^"]+format=json)"', links)[0])
            assert asked == f"{SITE}/oembed?{urlencode({'url': SITE + at, 'format': 'json'})}"


def test_frames_obey_the_setting_as_pages_and_files_do(client: FlaskClient) -> None:
    for at in ("/embed/gap-ages", "/embed/nowhere", "/methods", "/download/gaps/gap-ages.csv"):
        headers = client.get(at).headers
        assert headers["Content-Security-Policy"].endswith("frame-ancestors 'self'"), at
        assert headers["X-Frame-Options"] == "SAMEORIGIN", at


# -- on the card ----------------------------------------------------------------------------------


def test_bundles_come_without_the_comments_of_their_files() -> None:
    for bundle in all_bundles().values():
        assert b"\n/*" not in bundle.content and bundle.content.count(b"/*") < 200
        assert bundle.content.count(b"{") == bundle.content.count(b"}"), bundle.name


@pytest.mark.parametrize("address", ["/", "/gaps", "/place/zip-64130"])
def test_every_card_offers_the_code_of_its_frame(address: str) -> None:
    markup = first_html(drawn(address))
    cards = re.findall(r'<div[^>]*class="chart-card__tools"[^>]*>.*?</figure>', markup, re.DOTALL)
    offered = [card for card in cards if "data-embed" in card]
    assert len(offered) >= 3
    for card in offered:
        href = re.findall(r'href="([^"]+)"[^>]*data-cite', card) or re.findall(
            r'data-cite="[^"]*"[^>]*href="([^"]+)"', card
        )
        found(unescape(href[0]))
