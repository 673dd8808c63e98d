"""One name for one thing: what leads to methods or data, or explains, always says the same."""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from data.catalogue.loader import load_catalogue
from data.locale import LANGUAGES, texts
from data.sentences.words import measure
from layouts import ids

PATHS = (
    "/", "/gaps", "/compare?places=council_district-3,city", "/places", "/place/zip-64130",
    "/fact-sheets", "/present", "/data", "/methods", "/nowhere",
)  # fmt: skip
LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
SUMMARY = re.compile(r"<summary[^>]*>(.*?)</summary>", re.DOTALL)


def drawn(client: FlaskClient, path: str, lang: str) -> Any:
    """The components of a page."""
    pathname, _, query = path.partition("?")
    answer = client.post(
        "/_dash-update-component",
        json={
            "output": f"{ids.SHELL}.children",
            "outputs": {"id": ids.SHELL, "property": "children"},
            "inputs": [{"id": ids.LOCATION, "property": "pathname", "value": pathname}],
            "state": [{"id": ids.LOCATION, "property": "search", "value": f"?lang={lang}&{query}"}],
            "changedPropIds": [f"{ids.LOCATION}.pathname"],
        },
    )
    assert answer.status_code == 200, path
    return json.loads(answer.get_data(as_text=True))


def said(node: Any) -> str:
    if isinstance(node, list):
        return "".join(map(said, node))
    if isinstance(node, dict):
        return said(node.get("props", {}).get("children"))
    return "" if node is None else str(node)


def links(node: Any) -> Iterator[tuple[str, str]]:
    """Address and words of every link, and of every word that unfolds (`summary`)."""
    if isinstance(node, list):
        for child in node:
            yield from links(child)
    if not isinstance(node, dict):
        return
    props = node.get("props", {})
    if isinstance(props.get("href"), str):
        yield props["href"], said(node)
    if node.get("type") == "Summary":
        yield "summary", said(node)
    markup = props.get("data-html") or ""
    yield from LINK.findall(markup)
    yield from (("summary", words) for words in SUMMARY.findall(markup))
    for child in node.values():
        yield from links(child)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_thing_has_one_name(real_client: FlaskClient, lang: str) -> None:
    spoken = texts(lang).t
    names: dict[str, set[str]] = defaultdict(set)
    unfolds: set[str] = set()
    known = load_catalogue().indicators.values()
    measures = {name for i in known for name in (i.name.get(lang), measure(i, lang))}
    for path in PATHS:
        for address, words in links(drawn(real_client, path, lang)):
            page, part = address.partition("?")[0].partition("#")[0], "#" in address
            if page == "/data" and part:  # a measure, by its own name
                assert html.unescape(words) in measures
            elif page in ("/methods", "/data"):
                names[page + "#" * part].add(words)
            if address == "summary":
                unfolds.add(words)
    assert names == {
        "/methods": {spoken("pages.methods.title")},
        "/methods#": {spoken("charts.tools.method")},
        "/data": {spoken("pages.data.title")},
    }
    assert spoken("pages.methods.title") == spoken("pages.methods.nav")
    assert spoken("pages.data.title") == spoken("pages.data.nav")
    asked = {"en": r"how to read|what does this", "es": r"cómo leer|qué muestra"}[lang]
    how = {words for words in unfolds if re.search(asked, words, re.IGNORECASE)}
    assert how == {spoken("charts.tools.help")}
