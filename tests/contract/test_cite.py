"""Cite: every chart card and every headline number has it, and what is copied is what is found."""

from __future__ import annotations

from functools import cache
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from lxml.html import HtmlElement

from data.address import query_parameters
from data.cities.city import city
from data.locale import texts
from data.numbers.cite import SEEN
from layouts import paths
from layouts.charts.entries import Asked
from layouts.charts.offered import COMPARED, COMPARED_ROW
from layouts.charts.registry import PAGES
from layouts.frame.first_html import first_html
from tests import shared
from tests.shared import ADDRESSES, services

# Their headline is a number or a finding, with scripts and without.
IN_HEAD = "@class='finding' or @class='number'"
LED = ("/", "/gaps", "/place/city", "/place/zip-64128")
VIEWS = (*ADDRESSES, *(f"{address}?lang=es" for address in LED))


@cache
def read(address: str) -> HtmlElement:
    """The page as HTML."""
    return html.fromstring(f"<main>{first_html(shared.drawn(address))}</main>")


def assert_leads_to(href: str, chart: str) -> None:
    """The address has that chart, as the registry finds it."""
    asked = urlsplit(href)
    assert asked.path == f"{paths.EMBED}/{chart}", (href, chart)
    charts = next(charts for charts in PAGES.values() if chart in charts.entries)
    place = query_parameters(asked.query).get("place", "")
    assert charts.file(services(), Asked(chart, asked.query, place)) is not None, href


@pytest.mark.parametrize("address", VIEWS)
def test_every_chart_card_can_be_cited_with_scripts_and_without(address: str) -> None:
    page = read(address)
    held = set(page.xpath("//@id"))
    for card in page.xpath("//figure[contains(@class, 'chart-card')]"):
        chart = card.get("id").removesuffix("-card")
        (link,) = (a for a in card.xpath(".//a") if (a.get("id") or "") == f"{chart}-cite")
        assert_leads_to(link.get("href"), chart)
        assert link.get("aria-label"), chart
    for link in page.xpath("//a[@data-cite]"):
        of_row = next(link.iterancestors("tbody"), None) is not None
        assert link.get("data-said") or link.get("data-cite") or of_row
        assert set(link.get("data-cite").split()) <= held, link.get("data-cite")
        assert link.get("href").startswith(("/embed/", "/n/", "/place/own?", "/?")), link.get(
            "href"
        )


@pytest.mark.parametrize("address", [view for view in VIEWS if view.startswith("/compare?")])
def test_a_comparison_and_every_row_of_it_can_be_cited(address: str) -> None:
    page = read(address)
    (whole,) = page.xpath("//a[@id='compare-cite']")
    assert_leads_to(whole.get("href"), COMPARED)
    rows = page.xpath("//tbody[@data-row]")
    links = {row.get("data-row"): row.xpath(".//a[@data-cite]") for row in rows}
    assert len(links) > 30
    for measure, (link,) in links.items():
        assert query_parameters(urlsplit(link.get("href")).query)["measure"] == measure
        assert link.get("aria-label")
    assert_leads_to(links[city().leading][0].get("href"), COMPARED_ROW)


@pytest.mark.parametrize("address", VIEWS)
def test_a_number_is_cited_as_its_own_page_cites_it(address: str) -> None:
    page, spoken = read(address), texts("es" if "lang=es" in address else "en")
    for link in page.xpath("//a[@data-said]"):
        asked = urlsplit(link.get("href"))
        if asked.path == "/place/own":
            continue
        _, _, place, measure = unquote(asked.path).split("/")
        record = services().numbers.of(place, measure, spoken)
        assert record is not None and record.citations is not None
        version = query_parameters(asked.query)["v"]
        copied = spoken.t(
            "cite.whole",
            said=link.get("data-said"),
            site=spoken.t("shell.product"),
            version=version,
            address=f"{paths.of_number(place, measure)}?v={version}",
            seen=SEEN,
        )
        assert copied == record.citations.plain
        assert record.value_text in copied and record.place.inside in link.get("aria-label")


@pytest.mark.parametrize("address", LED)
def test_the_headline_of_a_page_can_be_cited(address: str) -> None:
    links = read(address).xpath(f"//*[{IN_HEAD}]//a[@data-cite]")
    assert links, address
    assert all(link.get("aria-label") for link in links)
