"""Below a path of its own, as behind a proxy: links, files, boundaries, downloads, callbacks."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.fields import choose
from tests.browser.serving import Watch, at_rest, free_port, served

BASE = "/kc/"
PUBLIC = "https://health.example.org/kansas"
PAPER_PORT = free_port()
PAPER, OTHER = f"http://localhost:{PAPER_PORT}", f"http://127.0.0.1:{PAPER_PORT}"
# Of each kind: a map, panels with long names, rows, a comparison, words.
FRAMED = (
    "map?lang=es", "gap-race-measures", "spine?place=zip-64130&theme=dark", "gap-deaths",
    "compare-row?places=zip-64130,zip-64113&measure=life_expectancy",
)  # fmt: skip
# What sticks out of the page, and the words of a picture that its box does not hold.
CUT = """() => [
  document.documentElement.scrollWidth - document.documentElement.clientWidth,
  ...[...document.querySelectorAll(".drawn")].flatMap((drawn) => {
    const box = drawn.getBoundingClientRect();
    return [...drawn.querySelectorAll("text")]
      .filter((text) => {
        const words = text.getBoundingClientRect();
        return words.right > box.right + 1 || words.left < box.left - 1;
      })
      .map((text) => text.textContent);
  }),
]"""


@pytest.fixture(scope="module")
def below() -> Iterator[str]:
    """The dashboard below a path; no slash at the end."""
    settings = {"BASE_PATH": BASE, "PUBLIC_URL": PUBLIC, "FRAME_ANCESTORS": f"self {PAPER}"}
    with served(**settings) as (url, _pid):
        yield url


@pytest.fixture
def watched_url(below: str) -> str:
    return below


@pytest.mark.parametrize("path", ["/", "/places", "/place/neighborhood-113", "/data", "/api"])
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
    # each chart and the number on its line have their own short one
    marks = page.eval_on_selector_all("[data-printed]", "all => all.map(e => e.dataset.printed)")
    assert bool(marks) == (path != "/places")
    public = PUBLIC.partition("//")[2]
    assert all(mark.startswith((f"{public}/embed/", f"{public}/n/")) for mark in marks), marks


def test_the_api_names_the_public_address(below: str, page: Page) -> None:
    said = page.request.get(f"{below}/api/v1/openapi.json").json()
    assert said["servers"] == [{"url": f"{PUBLIC}/api/v1"}]
    part = page.request.get(f"{below}/api/v1/places?limit=2&lang=es").json()
    assert part["next"] == f"{PUBLIC}/api/v1/places?limit=2&offset=2&lang=es"
    refused = page.request.get(f"{below}/api/nothing")
    assert (refused.status, refused.json()["instance"]) == (404, f"{BASE}api/nothing")


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


class Paper(BaseHTTPRequestHandler):
    """Another site, by two names: a page with a frame of the address behind its question mark."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        address = unquote(urlsplit(self.path).query)
        frame = f'<iframe src="{address}" title="gap" width="320" height="900"></iframe>'
        self.wfile.write(frame.encode())

    def log_message(self, *_args: object) -> None:
        """Nothing to say."""


@pytest.fixture
def paper() -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", PAPER_PORT), Paper)
    Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("paper")
def test_a_frame_is_shown_where_the_setting_allows_it(below: str, browser: Browser) -> None:
    address = quote(f"{below}/embed/gap-ages?lang=es")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{PAPER}/?{address}")
        framed = page.frame_locator("iframe")
        expect(framed.locator("h1")).to_be_visible()
        expect(framed.locator("pre")).to_contain_text(f"{PUBLIC}/embed/gap-ages?lang=es")
        page.goto(f"{OTHER}/?{address}")
        page.frames[1].wait_for_load_state()
        assert page.frames[1].url.startswith("chrome-error:")


def test_a_frame_is_whole_at_320_px(below: str, browser: Browser) -> None:
    with browser.new_context(
        viewport={"width": 320, "height": 500}, java_script_enabled=True, forced_colors="active"
    ) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for framed in FRAMED:
            page.goto(f"{below}/embed/{framed}")
            assert page.evaluate(CUT) == [0], framed
            if framed in (FRAMED[0], FRAMED[-1]):
                page.evaluate(
                    "document.querySelectorAll('details').forEach(d => { d.open = true; })"
                )
                assert violations(page) == []
        assert all(inside(url) for url in asked)
