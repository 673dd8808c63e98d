"""One version in one page: a server of another one refuses what the page asks, whatever it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from callbacks.server import version
from data.locale import texts
from layouts.pages import PAGES
from tests import shared
from tests.conftest import AppMaker
from tests.integration.test_server_delivery import UPDATE, ask, payload, read

OTHER = {version.HEADER: "0123456789ab"}


def said_by(document: str) -> str:
    found = re.search(r'<html [^>]*data-version="([0-9a-f]+)"', document)
    assert found, document[:300]
    return found[1]


def test_every_document_says_its_version(real_client: FlaskClient) -> None:
    expected = version.mark_of(shared.services().atlas)
    for page in PAGES:
        for lang in ("en", "es"):
            joined = "&" if "?" in page.examples[0] else "?"
            answer = real_client.get(f"{page.examples[0]}{joined}lang={lang}")
            assert said_by(answer.text) == expected, page.key


@pytest.mark.parametrize("encoding", ["br", "identity"])
def test_whatever_a_page_of_another_version_asks_is_refused(
    real_client: FlaskClient, encoding: str
) -> None:
    """Remembered or not: the same bytes as ever for its own version, none for another one."""
    document = real_client.get("/").text
    asked = set(re.findall(r'"(/(?:bundles|_dash-component-suites)/[^"]+)"', document))
    asked |= {
        "/_dash-layout",
        "/_dash-dependencies",
        "/download/explore/map.csv",
        "/api/v1/indicators",
    }
    accepted = {"Accept-Encoding": encoding}
    assert len(asked) > 8
    for address in sorted(asked):
        for _ in range(2):
            refused = real_client.get(address, headers=OTHER | accepted)
            assert refused.status_code == 412, address
            assert refused.headers["Cache-Control"] == "no-store"
            assert "ETag" not in refused.headers
        plain = real_client.get(address, headers=accepted)
        own = real_client.get(address, headers={version.HEADER: said_by(document), **accepted})
        assert own.status_code == plain.status_code != 412
        assert own.data == plain.data
        again = real_client.get(address, headers=OTHER | accepted)
        assert again.status_code == 412, address


def test_an_answer_is_neither_given_nor_kept_for_another_version(
    make_small_app: AppMaker, calls: list[object]
) -> None:
    client = make_small_app().server.test_client()
    refused = client.post(UPDATE, json=payload(), headers=OTHER)
    assert refused.status_code == 412 and calls == []
    assert read(ask(client, payload()))["response"]["echo"]["children"] == "aa"
    assert client.post(UPDATE, json=payload(), headers=OTHER).status_code == 412
    assert len(calls) == 1


def test_the_version_is_of_code_extract_and_boundaries(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, real_app: Dash
) -> None:
    atlas = shared.services().atlas
    before = version.mark_of(atlas)
    repository = type(atlas.repository)
    meta, boundaries = atlas.repository.meta(), atlas.repository.boundaries()
    with monkeypatch.context() as patched:
        patched.setattr(repository, "meta", lambda _self: {**meta, "content_hash": "another"})
        assert version.mark_of(atlas) != before
    with monkeypatch.context() as patched:
        patched.setattr(repository, "boundaries", lambda _self: {**boundaries, "more": "x"})
        assert version.mark_of(atlas) != before
    with monkeypatch.context() as patched:
        for name in ("app.py", "data/x.txt", "assets/css/x.svg", "assets/vendor/x.svg"):
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("1")
        patched.setattr(version, "_ROOT", tmp_path)
        marks = []
        for name in ("", "app.py", "data/x.txt", "assets/css/x.svg"):
            if name:
                (tmp_path / name).write_text("2")
            version.code_mark.cache_clear()
            marks.append(version.code_mark())
        assert len(set(marks)) == 4
        (tmp_path / "assets/vendor/x.svg").write_text("2")
        assert version.code_mark() == marks[-1]
        # a running process keeps the code of its start, whatever lies in its place now
        (tmp_path / "app.py").write_text("3")
        assert version.code_mark() == marks[-1]
    version.code_mark.cache_clear()
    assert version.mark_of(atlas) == before


def test_the_words_are_there_in_both_languages() -> None:
    assert texts("en").t("network.renewed") != texts("es").t("network.renewed")
