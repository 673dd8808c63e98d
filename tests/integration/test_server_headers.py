"""What every answer carries, and what the document says."""

from __future__ import annotations

import html
import re
from pathlib import Path

import dash
import pytest
from flask.testing import FlaskClient

from callbacks.server import inline_styles
from tests.conftest import AppMaker


def test_document_is_strict(client: FlaskClient) -> None:
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'self'"
    assert rules["connect-src"] == "'self'"
    assert rules["worker-src"] == "'self' blob:"
    assert rules["img-src"] == "'self' data: blob:"
    assert "unsafe" not in rules["script-src"]
    assert rules["script-src"].count("'sha256-") == 1  # the inline callback of the small app
    assert "unsafe" not in rules["style-src-elem"]
    assert rules["style-src-attr"] == "'unsafe-inline'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["Permissions-Policy"].startswith("geolocation=(self)")


def test_every_inline_script_of_the_document_is_named_in_the_policy(client: FlaskClient) -> None:
    import base64
    import hashlib

    answer = client.get("/")
    scripts = re.findall(r"<script>([^<]+)</script>", answer.text)
    assert len(scripts) == 1
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_every_style_sheet_that_dash_brings_is_named_in_the_policy() -> None:
    """What the browser then says of them, browser tests hear: a console without errors."""
    folder = Path(dash.__file__).parent
    found = [
        sheet
        for script in inline_styles.SCRIPTS
        for sheet in re.findall(r"\.push\(\[\w+\.id,", (folder / script).read_text("utf-8"))
    ]
    named = {whole: inline_styles.style_hashes(full_bundle=whole) for whole in (False, True)}
    assert len(named[False]) == len(found) + 1  # and one that is empty
    assert len(named[True]) == len(found) + 2  # and that of maps which no page draws
    assert len(found) > 5


def test_no_page_of_ours_brings_a_style_sheet_inside(real_client: FlaskClient) -> None:
    for path in ("/", "/embed/map", "/story", "/nowhere", "/present"):
        assert "<style" not in real_client.get(path).text, path


def test_no_address_of_the_document_leaves_the_server(client: FlaskClient) -> None:
    addresses = re.findall(r'(?:src|href)="([^"]+)"', client.get("/").text)
    assert addresses
    assert all(address.startswith("/") for address in addresses)


def test_embedding_is_configured(make_small_app: AppMaker) -> None:
    app = make_small_app(frame_ancestors="self https://kcmo.gov")
    policy = app.server.test_client().get("/").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://kcmo.gov")


@pytest.mark.parametrize(
    ("setting", "ancestors", "options"),
    [
        ("self", "'self'", "SAMEORIGIN"),
        ("none", "'none'", "DENY"),
        # a header that has no word for it says nothing
        ("self https://a.example", "'self' https://a.example", None),
    ],
)
def test_both_headers_say_who_may_frame(
    make_small_app: AppMaker, setting: str, ancestors: str, options: str | None
) -> None:
    client = make_small_app(frame_ancestors=setting).server.test_client()
    for path in ("/", "/nowhere", "/robots.txt", "/bundles/nothing.css"):
        headers = client.get(path).headers
        if headers["Content-Type"] != "application/json":
            policy = headers["Content-Security-Policy"]
            assert policy.endswith(f"frame-ancestors {ancestors}"), path
            assert headers.get("X-Frame-Options") == options, path


@pytest.mark.parametrize("path", ["/", "/healthz", "/_dash-layout", "/nowhere", "/robots.txt"])
def test_no_cookie(client: FlaskClient, path: str) -> None:
    assert "Set-Cookie" not in client.get(path).headers


def test_document_follows_the_page(client: FlaskClient) -> None:
    english, spanish = client.get("/"), client.get("/?lang=es")
    assert '<html lang="en" data-theme="light" data-storage="kc-" data-version="">' in english.text
    assert '<html lang="es" data-theme="light" data-storage="kc-" data-version="">' in spanish.text
    assert spanish.headers["Content-Language"] == "es"
    assert "<title>Small &lt;es&gt;</title>" in spanish.text
    assert 'content="Says &quot;hello&quot;"' in english.text
    assert "canonical" not in english.text


def test_links_for_search_engines_need_a_public_url(make_small_app: AppMaker) -> None:
    app = make_small_app(public_url="https://example.org/kc/")
    text = app.server.test_client().get("/").text
    assert '<link rel="canonical" href="https://example.org/kc/">' in text
    assert 'hreflang="es" href="https://example.org/kc/?lang=es"' in text


def test_unknown_page_is_the_document_with_404(client: FlaskClient) -> None:
    answer = client.get("/place/atlantis")
    assert answer.status_code == 404
    assert 'id="react-entry-point"' in answer.text


def test_document_tells_nothing_about_the_machine(client: FlaskClient) -> None:
    text = client.get("/").text
    assert "python_version" not in text
    assert "end_id" not in text


def test_mcp_has_no_route(make_small_app: AppMaker) -> None:
    app = make_small_app()
    assert not [rule for rule in app.server.url_map.iter_rules() if "mcp" in rule.rule]
    assert app.server.test_client().post("/_mcp", json={}).status_code == 405


def test_base_path(make_small_app: AppMaker) -> None:
    client = make_small_app(base_path="/health").server.test_client()
    document = client.get("/health/")
    assert document.status_code == 200
    addresses = re.findall(r'(?:src|href)="([^"]+)"', document.text)
    assert all(address.startswith("/health/") for address in addresses)
    assert client.get("/health/healthz").status_code == 200
    assert client.get("/health/_dash-layout").status_code == 200
    assert client.get("/health/nowhere").status_code == 404
    assert client.get("/").status_code == 404
    bundles = [address for address in addresses if "/bundles/page." in address]
    assert [client.get(address).status_code for address in bundles] == [200, 200]


CROSS = ("/api/v1/version", "/api/nothing", "/embed/map", "/n/city/obesity.json", "/oembed")
CROSS += ("/preview/none.png", "/fact/nowhere/none.png")
SAME = ("/", "/nowhere", "/assets/icons/icon.svg", "/bundles/none.js", "/present/slides.pdf")
SAME += (
    "/download/explore/ranking.csv",
    "/healthz",
    "/livez",
    "/readyz",
    "/fact-sheets/index.json",
)


def test_each_answer_says_who_may_load_it(real_client: FlaskClient) -> None:
    for paths, policy in ((CROSS, "cross-origin"), (SAME, "same-origin")):
        for path in paths:
            headers = real_client.get(path).headers
            assert headers["Cross-Origin-Resource-Policy"] == policy, path
            assert "Server" not in headers
            if headers["Content-Type"].startswith("text/html"):
                assert headers["Cross-Origin-Embedder-Policy"] == "require-corp", path
                assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path


def test_no_answer_leaves_open_how_long_it_may_be_kept(real_client: FlaskClient) -> None:
    """And what was made of a visitor's own choice is kept by nobody, as every refusal."""
    for rule in real_client.application.url_map.iter_rules():
        path = re.sub("<[^>]+>", "x", rule.rule)
        for answer in (real_client.get(path), real_client.post(path)):
            assert answer.headers["Cache-Control"], (path, answer.status_code)
            if answer.status_code >= 400 and "html" not in answer.headers["Content-Type"]:
                assert "max-age" not in answer.headers["Cache-Control"], path


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/present/slides.json?deck=x", False),
        ("/packet.pdf?what=nothing", False),
        ("/download/place/own-p4a/spine.csv", False),
        ("/fact-sheets/poverty/own-p4a.pdf", False),
        ("/memo/poverty/zip-64130.pdf?paper=none", False),
        ("/plan/x/memo.docx", False),
        ("/download/explore/ranking.csv", True),
        ("/fact-sheets/index.json", True),
        ("/n/city/life_expectancy.csv", True),
    ],
)
def test_files_made_for_one_are_kept_by_nobody(
    real_client: FlaskClient, path: str, kept: bool
) -> None:
    found = real_client.get(path).headers["Cache-Control"]
    assert ("no-store" not in found) is kept, found


# What each client takes, and what it gets: br wherever both are as good (RFC 9110, 12.5.3).
ACCEPTED = {
    "br": "br",
    "gzip": "gzip",
    "gzip, deflate, br, zstd": "br",
    "*": "br",
    "x-gzip": "gzip",
    "gzip, br;q=0.1": "gzip",
    "identity;q=0, gzip": "gzip",
    "identity;q=0, *": "br",
    "br;q=0, *": "gzip",
    "br;q=0, gzip": "gzip",
    "BR; Q=0 , GZIP ; q=0.5": "gzip",
    "br;q=0": None,
    "*;q=0": None,
    "br, *;q=0": "br",
    "*, br;q=0, gzip;q=0": None,
    "gzip;q=0, br;q=0.000, *;q=0.5": None,
    "identity;q=0": None,
    "identity, br;q=0.5": None,
    "br;q=nonsense": None,
    "deflate": None,
    "": None,
}


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/_dash-dependencies", "/bundles", "/api/v1/indicators", "/embed/map"]
)
def test_no_answer_comes_in_a_coding_that_is_refused(real_client: FlaskClient, path: str) -> None:
    """Whoever compresses: what is kept, and what is made for this request."""
    if path == "/bundles":
        path = re.findall(r'"(/bundles/[^"]+\.css)"', real_client.get("/").text)[0]
    for header, coding in ACCEPTED.items():
        headers = real_client.get(path, headers={"Accept-Encoding": header}).headers
        assert headers.get("Content-Encoding") == coding, header
        assert "Accept-Encoding" in headers["Vary"], header


def test_only_a_true_fingerprint_is_immutable(real_client: FlaskClient) -> None:
    """A version that somebody made up is answered with the same bytes, and asked for again."""
    page = html.unescape(real_client.get("/").text)
    suite = re.findall(r'"(/_dash-component-suites[^"]+)"', page)[0]
    assert "immutable" in real_client.get(suite).headers["Cache-Control"]
    true = re.search(r"\.v(\w+)m(\d+)\.", suite)
    assert true is not None
    for false in (f".v{true[1]}m1.", f".v0_0_1m{true[2]}.", "."):
        answer = real_client.get(suite.replace(true[0], false))
        assert "immutable" not in answer.headers["Cache-Control"], false
    asset = re.findall(r'"(/assets/[^"]+\?m=[^"]+)"', page)
    for path in (*asset[:1], "/assets/icons/icon.svg"):
        answer = real_client.get(f"{path.partition('?')[0]}?m=1234567890")
        assert "immutable" not in answer.headers["Cache-Control"], path


def test_an_api_in_capitals_is_told_so_in_json(real_client: FlaskClient) -> None:
    for path in ("/API/v1/places", "/Api/v1", "/aPi/nothing"):
        answer = real_client.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), path
    for page in ("/apiary", "/API/", "/API"):  # nobody's address, and the guide's
        assert real_client.get(page).mimetype == "text/html", page
