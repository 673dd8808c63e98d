"""What every answer carries, and what the document says."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

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
