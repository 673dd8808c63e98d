"""A chart is the server's picture until it is touched; then plotly draws the same in its place."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from data.locale import texts
from tests.browser.fields import choose
from tests.browser.serving import Watch, arrive, arrive_small

# Marks and words of the charts that are seen: places of their middles in the frame of the chart.
SEEN = """(drawn) => Object.fromEntries(
  [...document.querySelectorAll("main .dash-graph")].filter((g) => g.checkVisibility()).map((g) => {
    const frame = g.getBoundingClientRect();
    const at = (node) => {
      const box = node.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      return [x - frame.left, y - frame.top, box.width];
    };
    const all = (selector) => [...g.querySelectorAll(selector)];
    const stretched = ".drawn__wide, .drawn__sheet";
    const marks = drawn
      ? all(".points path.point, .scattergeo path.point")
      : all(".drawn circle, .drawn svg > path").filter((mark) => !mark.closest(stretched));
    const words = all(drawn ? ".main-svg text" : ".drawn text").filter((t) => t.textContent.trim());
    return [g.id, {
      box: [frame.width, frame.height],
      marks: marks.map(at),
      words: words.map((t) => [t.textContent.replace(/\\s+/g, ""), ...at(t)]),
    }];
  }))"""
SHIFTS = """window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach(
  (entry) => { window.shifts += entry.hadRecentInput ? 0 : entry.value; }
)).observe({ type: "layout-shift", buffered: true })"""
NEAR_PX = 2
LIVE = "() => window.kcFirst.wake()"
DRAWN = "() => window.kcCharts.ready(document.body)"


def plotly_asked(watch: Watch) -> list[str]:
    return [url for url in watch.requests if "plotly" in url]


def pictures_of(page: Page, path: str) -> dict[str, Any]:
    """What the pictures of a living page show."""
    page.add_init_script(SHIFTS)
    arrive(page, path)
    page.evaluate(LIVE)
    found: dict[str, Any] = page.evaluate(SEEN, False)
    return found


def drawings_of(page: Page, pictures: dict[str, Any]) -> dict[str, Any]:
    """What plotly has drawn, once nothing is asked for that it has not."""
    for _ in range(50):  # the browser makes some figures itself, a little later
        page.evaluate(DRAWN)
        found: dict[str, Any] = page.evaluate(SEEN, True)
        if all(len(found[name]["marks"]) == len(told["marks"]) for name, told in pictures.items()):
            break
        page.wait_for_timeout(100)
    return found


@pytest.mark.parametrize(
    ("path", "width"),
    [("/", 390), ("/gaps", 1366), pytest.param("/gaps?lang=es", 390, marks=pytest.mark.full)],
)
def test_plotly_draws_what_the_picture_shows(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    before = pictures_of(page, path)
    assert any(chart["marks"] for chart in before.values())
    after = drawings_of(page, before)
    assert before.keys() == after.keys()
    for chart, picture in before.items():
        drawn = after[chart]
        assert picture["box"] == drawn["box"], chart
        assert len(picture["marks"]) == len(drawn["marks"]), chart
        for shown, real in zip(picture["marks"], drawn["marks"], strict=True):
            assert max(abs(a - b) for a, b in zip(shown, real, strict=True)) < NEAR_PX, chart
        _assert_words_near(picture["words"], drawn["words"], chart)
    expect(page.locator("main .drawn")).to_have_count(0)
    assert page.evaluate("window.shifts") < 0.02


def test_the_living_page_stands_where_an_address_led(page: Page) -> None:
    """In a part that the address opened."""
    page.set_viewport_size({"width": 390, "height": 800})
    arrive_small(page, "/gaps?ask=race#gap-race-groups-county-card")
    page.wait_for_function("() => scrollY > 2000")
    card = "document.querySelector('#gap-race-groups-county-card')"
    top = f"{card}.getBoundingClientRect().y"
    before = page.evaluate(top)
    page.evaluate(LIVE)
    assert abs(page.evaluate(top) - before) < NEAR_PX
    assert page.evaluate(f"{card}.closest('details').open")


def _assert_words_near(shown: list[list[Any]], real: list[list[Any]], chart: str) -> None:
    """Each word of the picture has its own on plotly's drawing, near it."""
    left = [word for word in real if not word[0].endswith("…")]
    for said, x, y, _width in shown:
        if said.endswith("…"):  # the browser cuts names by its own letters
            continue
        alike = [word for word in left if word[0] == said]
        assert alike, (chart, said)
        found = min(alike, key=lambda word: abs(word[1] - x) + abs(word[2] - y))
        assert max(abs(found[1] - x), abs(found[2] - y)) < NEAR_PX, (chart, said)
        left.remove(found)
    assert not left, chart


def test_a_phone_asks_for_plotly_when_a_chart_is_tapped(browser: Browser, server_url: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, base_url=server_url
    )
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/gaps")
    page.evaluate(LIVE)
    chart = page.locator("#gap-patterns-graph")
    expect(chart.locator(".drawn")).to_be_visible()
    page.mouse.wheel(0, 400)  # reading on
    assert not [url for url in asked if "plotly" in url]
    chart.scroll_into_view_if_needed()
    dot = chart.locator(".drawn circle").first.bounding_box()
    assert dot is not None
    page.touchscreen.tap(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    # the tap that woke it shows the facts of the dot that it was on
    expect(chart.locator(".hoverlayer .hovertext")).to_have_count(1)
    expect(page.locator("#gap-ages-graph .drawn")).to_have_count(1)
    assert len({url for url in asked if "plotly" in url}) == 1
    context.close()


def test_a_chart_is_woken_by_a_pointer_a_key_and_another_choice(page: Page, watch: Watch) -> None:
    page.set_viewport_size({"width": 1700, "height": 1000})  # the charts side by side
    pictures_of(page, "/")
    ready = page.locator("#scatter-graph .main-svg").first
    dot = page.locator("#scatter-graph .drawn circle").first.bounding_box()
    assert dot is not None
    page.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    expect(ready).to_be_visible()
    expect(page.locator("#scatter-graph .hoverlayer .hovertext")).to_have_count(1)
    assert page.locator("#ranking-graph .main-svg").count() == 0
    page.locator("#ranking-card .chart-card__plot--scrolls").focus()
    expect(page.locator("#ranking-graph .main-svg").first).to_be_visible()
    assert len(set(plotly_asked(watch))) == 1


def test_a_file_of_a_picture_has_what_plotly_draws(page: Page) -> None:
    pictures_of(page, "/gaps")
    card = page.locator("#gap-patterns-card")
    card.locator(".fold--menu summary").click()
    with page.expect_download() as saved:
        card.locator("button[data-export=svg]").click()
    assert saved.value.path().read_text(encoding="utf-8").count('class="point"') >= 5


def test_a_picture_is_printed_light_and_cut_between_rows(page: Page) -> None:
    pictures_of(page, "/?theme=dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    pieces = page.locator("#ranking-card .paper-piece")
    assert pieces.count() >= 6
    assert pieces.first.locator(".drawn").count() == 2  # the scale, then the rows
    page.emulate_media(media="print")
    ink = page.locator("#scatter-graph .drawn > svg").evaluate(
        "node => getComputedStyle(node).fill"
    )
    assert ink == "rgb(85, 90, 98)"
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert pieces.count() == 0


def test_a_picture_never_stands_under_another_title(page: Page) -> None:
    """Not even while plotly is on its way for the other numbers."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("plotly"), hold)
    pictures_of(page, "/")
    scatter = page.locator("#scatter-graph")
    page.locator("#ranking-table-details summary").click()
    page.locator("#ranking-table button[data-place]").first.click()
    expect(page.locator("#ranking-graph .drawn")).to_have_count(1)  # the same numbers, one chosen
    choose(page, "outcome-select", "Homicide")
    expect(scatter.locator(".drawn")).to_have_count(0)
    for route in held:
        route.continue_()
    page.unroute(re.compile("plotly"))
    expect(scatter.locator(".main-svg").first).to_be_attached()


def test_plotly_that_does_not_come_is_said_and_asked_for_again(page: Page, watch: Watch) -> None:
    watch.expect_failing("plotly")
    page.route(re.compile("plotly"), lambda route: route.abort())
    pictures_of(page, "/")
    page.locator("#ranking-graph").hover()
    expect(page.locator("#network")).to_contain_text(texts("en").t("network.scripts"))
    expect(page.locator("#ranking-graph .drawn")).to_be_visible()
    page.unroute(re.compile("plotly"))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#ranking-graph .main-svg").first).to_be_visible()
    expect(page.locator("#ranking-graph .drawn")).to_have_count(0)
