"""What the addresses of a whole app answer: its pages, and where their links lead."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from flask.testing import FlaskClient

from app import create_app
from callbacks.routing import show_page
from data.cities.city import city
from data.everything.archive import write_zip
from data.everything.parts import Everything
from data.locale import LANGUAGES
from data.services import Services
from data.settings import Settings
from layouts.charts import registry
from layouts.charts.entries import Asked
from layouts.pages import PAGES

# Of these there are hundreds that differ in the place alone.
MANY = re.compile(r"/place/|/fact-sheets\?|/compare\?|/download/estimates/")
A_FEW = 3
LINK = re.compile(r'(?:href="|"(?:href|src)": ")([^"#]*)(?:#([^"]*))?"')
ID = re.compile(r'(?:\bid="|"id": ")([^"]+)"')


def walk(settings: Settings, lacking: list[str]) -> dict[str, Any]:
    """By address: pages with status, content and ids, links with status, charts with their titles.

    `lacking` are addresses that ask for what the city lacks: they are answered as pages are.
    """
    client = create_app(settings).server.test_client()
    services = Services.open(settings.database_url)
    examples = [example for page in PAGES for example in page.examples]
    pages = {
        address: _page(services, settings, client, address)
        for address in _in_languages([*examples, *lacking])
    }
    links = {link for page in pages.values() for link, _ in page["links"]}
    return {
        "pages": pages,
        "links": {link: _status(client, link) for link in sorted(_sampled(links))},
        "charts": dict(_charts(services)),
        "everything": _everything(services),
    }


def _status(client: FlaskClient, link: str) -> int:
    """Of everything in one file only the head: making it takes seconds."""
    asked = client.head if "-health-equity-" in link else client.get
    return asked(link).status_code


def _in_languages(addresses: list[str]) -> Iterator[str]:
    for address in addresses:
        for lang in LANGUAGES:
            yield f"{address}{'&' if '?' in address else '?'}lang={lang}"


def _page(
    services: Services, settings: Settings, client: FlaskClient, address: str
) -> dict[str, Any]:
    path, _, query = address.partition("?")
    shown = show_page(services, settings, path, query)
    text = json.dumps(shown, default=lambda part: part.to_plotly_json(), ensure_ascii=False)
    # names that a story is asked about are no words of a page
    text = re.sub(r'data-hints=\\"(?:(?!\\").)*\\"', "", text)
    plain = text.replace('\\"', '"').replace("&amp;", "&")
    return {
        "status": client.get(address).status_code,
        "text": text,
        "links": sorted({link for link in LINK.findall(plain) if link[0][:1] in ("", "/")}),
        "ids": ID.findall(plain),
    }


def _sampled(links: set[str]) -> set[str]:
    many = sorted(link for link in links if MANY.match(link))
    step = max(1, len(many) // A_FEW)
    return {link for link in links if link.startswith("/")} - set(many) | set(many[::step])


def _everything(services: Services) -> dict[str, str]:
    """The files of the zip of everything, each with its text if it is for people."""
    packed = io.BytesIO()
    write_zip(Everything(services.atlas), packed)
    with ZipFile(packed) as archive:
        return {
            name: archive.read(name).decode() if name.startswith("README") else ""
            for name in archive.namelist()
        }


def _charts(services: Services) -> Iterator[tuple[str, dict[str, str | None]]]:
    """By page, each of its charts as a file has it; None where the city has none."""
    place = next(iter(services.atlas.place_ids[city().home]))
    for name, charts in registry.PAGES.items():
        query = f"places={place},city" if name == "compare" else ""
        found = {
            chart: charts.file(services, Asked(chart, query, place)) for chart in charts.entries
        }
        yield name, {chart: file.chart.title if file else None for chart, file in found.items()}
