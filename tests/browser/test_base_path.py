"""Below a path of its own, as behind a proxy: links, files, boundaries, downloads, callbacks."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fields import choose
from tests.browser.serving import Watch, at_rest, served

BASE = "/kc/"
PUBLIC = "https://health.example.org/kansas"


@pytest.fixture(scope="module")
def below() -> Iterator[str]:
    """The dashboard below a path; no slash at the end."""
    with served(BASE_PATH=BASE, PUBLIC_URL=PUBLIC) as (url, _pid):
        yield url


@pytest.fixture
def watched_url(below: str) -> str:
    return below


@pytest.mark.parametrize("path", ["/", "/places", "/place/neighborhood-113", "/data", "/methods"])
def test_every_link_and_file_stays_below(below: str, page: Page, watch: Watch, path: str) -> None:
    page.goto(f"{below}{path}")
    page.wait_for_selector("main h1")
    at_rest(page)
    assert watch.requests
    assert [url for url in watch.requests if not inside(url)] == []
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    wanted = [url.split("#")[0] for url in found if urlsplit(url).netloc == urlsplit(below).netloc]
    assert len(set(wanted)) > 5
    assert [url for url in wanted if not inside(url)] == []
    for url in list(dict.fromkeys(wanted))[:8]:
        assert page.request.get(url).status == 200, url


@pytest.mark.parametrize(
    ("path", "printed"),
    [
        ("/?by=zip&places=zip-64113,zip-64130", "/?by=zip&places=zip-64113,zip-64130&lang=en"),
        ("/place/zip-64130?lang=es", "/place/zip-64130?lang=es"),
        ("/places", "/places?lang=en"),
    ],
)
def test_paper_and_pictures_name_the_public_address(
    below: str, page: Page, path: str, printed: str
) -> None:
    page.goto(f"{below}{path}")
    page.wait_for_selector("main h1")
    address = page.evaluate("window.kcAddress().address")
    assert address == f"{PUBLIC}{printed}"
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".shell__address")).to_have_text(address)


def inside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob") or parts.path.startswith(BASE)


def test_a_switch_is_drawn_and_its_address_stays_below(
    below: str, page: Page, watch: Watch
) -> None:
    page.goto(f"{below}/?outcome=homicide_rate")
    page.wait_for_selector("#map-graph .map-areas path")
    with page.expect_request("**/assets/geo/map_paths.neighborhood.*"):
        choose(page, "outcome-select", "Life expectancy")
    expect(page.locator("#map-title")).to_contain_text("Life expectancy")
    assert urlsplit(page.url).path == BASE
    link = page.get_attribute("#map-csv", "href")
    assert link is not None
    answer = page.request.get(urljoin(page.url, link))
    assert answer.status == 200
    assert "life_expectancy" in answer.text()
    assert [url for url in watch.requests if not inside(url)] == []
    page.click("#language-toggle")
    page.wait_for_selector("html[lang=es]")
    assert urlsplit(page.url).path == BASE
