"""The map of Explore by mouse, keyboard and finger; with d3-zoom and without it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from layouts import zoom_bundle
from tests.browser.axe import violations
from tests.browser.serving import Watch, arrive_small, at_rest

STAGE = "#map-graph.is-living"
STRIP = "#map-strip"
GESTURES = "() => window.d3 && window.d3.zoom && document.querySelector('#map-graph').__zoom"


def open_map(
    page: Page, query: str = "", *, width: int, height: int, gestures: bool = True
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/{query}")
    page.wait_for_selector(f"{STAGE} .map-areas path")
    at_rest(page)
    if gestures and zoom_bundle.served_asset():
        page.wait_for_function(GESTURES)
    page.locator(STAGE).scroll_into_view_if_needed()


def scale(page: Page) -> float:
    found = page.get_attribute(".map-view", "transform") or ""
    return float(re.search(r"scale\(([^)]+)\)", found)[1])  # type: ignore[index]


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(STAGE).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def view(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("view", [""])[0]


def waits_for_scale(page: Page, test: str) -> None:
    page.wait_for_function(
        f"""() => {{
          const found = document.querySelector(".map-view").getAttribute("transform");
          const k = Number(/scale\\(([^)]+)\\)/.exec(found)[1]);
          return {test};
        }}"""
    )


def test_by_mouse_the_page_scrolls_and_a_modifier_zooms_and_the_address_says_where(
    page: Page,
) -> None:
    if not zoom_bundle.served_asset():
        pytest.skip("d3-zoom was not fetched: npm or a network was absent at set-up")
    open_map(page, width=1366, height=768)
    whole = scale(page)
    assert view(page) == ""
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, -120)
    expect(page.locator(".map-hint")).to_be_visible()
    assert scale(page) == whole
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    waits_for_scale(page, f"k > {whole * 1.5}")
    page.wait_for_url(lambda url: "view=" in url)
    # a drag moves the map and chooses nothing
    before, (x, y) = view(page), middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=3)
    page.mouse.up()
    page.wait_for_url(lambda url: "view=" in url and before not in url)
    assert "places=" not in page.url
    shared, k = page.url, scale(page)
    page.click("[data-map-act=whole]")
    page.wait_for_url(lambda url: "view=" not in url)
    page.go_back()
    waits_for_scale(page, f"Math.abs(k - {k}) < {k / 100}")
    # whoever gets the link sees the same; a new part of the city leaves it
    page.goto(shared)
    page.wait_for_selector(f"{STAGE} .map-areas path")
    waits_for_scale(page, f"Math.abs(k - {k}) < {k / 50}")
    assert view(page)
    # the strip follows the pointer and leads to the place
    area = page.locator(".map-areas path").nth(40)
    area.dispatch_event("pointermove", {"pointerType": "mouse", "bubbles": True})
    place = area.get_attribute("data-place")
    expect(page.locator(".map-strip__links a").first).to_have_attribute(
        "href", re.compile(rf"/place/{place}\b")
    )
    height = page.locator(".map-strip").bounding_box()
    # on the way to its links nothing changes: neither what it says nor its height
    said = page.inner_text(STRIP)
    page.locator(".map-strip__links a").first.hover()
    assert page.inner_text(STRIP) == said
    assert page.locator(".map-strip").bounding_box() == height


def test_by_keyboard_every_place_is_reached_said_and_chosen(page: Page) -> None:
    open_map(page, width=1920, height=1080, gestures=False)
    stage = page.locator(STAGE)
    stage.focus()
    whole = scale(page)
    page.keyboard.press("+")
    waits_for_scale(page, f"k > {whole}")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    waits_for_scale(page, f"Math.abs(k - {whole}) < 1e-6")
    page.keyboard.press("]")
    first = page.inner_text(f"{STRIP} strong")
    page.keyboard.press("]")
    expect(page.locator(f"{STRIP} strong")).not_to_have_text(first)
    page.keyboard.press("[")
    expect(page.locator(f"{STRIP} strong")).to_have_text(first)
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(f"{STRIP} strong")).not_to_have_text(first)
    name = page.inner_text(f"{STRIP} strong")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "places=neighborhood-" in url)
    expect(page.locator("#selection-panel")).to_contain_text(name)
    expect(page.locator(".map-chosen path")).to_have_count(1)
    page.click("[data-map-act=chosen]")
    waits_for_scale(page, f"k > {whole * 2}")
    assert violations(page, "#map-card") == []
    # on paper and in high contrast the map is there as it is seen, without its tools
    page.emulate_media(media="print")
    assert stage.is_visible()
    assert page.locator(".map-tools").is_hidden()
    page.emulate_media(media="screen", forced_colors="active")
    fill = "getComputedStyle(document.querySelector('.map-areas .o4')).fill"
    assert page.evaluate(fill).startswith("rgb")


def test_by_finger_one_scrolls_two_zoom_and_a_tap_picks(page: Page, watch: Watch) -> None:
    if not zoom_bundle.served_asset():
        pytest.skip("d3-zoom was not fetched: npm or a network was absent at set-up")
    # two fingers may come while the page still scrolls from the first
    watch.allowed.append("Ignored attempt to cancel a touchmove event")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    open_map(page, width=390, height=844)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        listed = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": listed})

    (x, y), whole, top = middle(page), scale(page), page.evaluate("scrollY")
    touch("touchStart", (x, y))
    for step in range(0, 160, 20):
        touch("touchMove", (x, y - step))
    touch("touchEnd")
    page.wait_for_function(f"() => scrollY > {top}")
    assert scale(page) == whole
    page.locator(STAGE).scroll_into_view_if_needed()
    x, y = middle(page)
    touch("touchStart", (x - 20, y), (x + 20, y))
    for step in range(20, 60, 10):
        touch("touchMove", (x - step, y), (x + step, y))
    touch("touchEnd")
    waits_for_scale(page, f"k > {whole * 1.5}")
    x, y = middle(page)
    touch("touchStart", (x, y))
    touch("touchEnd")
    expect(page.locator(f"{STRIP} strong")).to_be_visible()
    page.wait_for_url(lambda url: "places=neighborhood-" in url)
    box = page.locator(".map-strip__links a").first.bounding_box()
    assert box is not None and box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_place_on_the_first_picture_is_chosen_when_the_page_lives(page: Page) -> None:
    arrive_small(page, "/")
    first = page.locator("#first .map-areas path").nth(60)
    place = first.get_attribute("data-place")
    first.dispatch_event("click")
    page.wait_for_url(lambda url: f"places={place}" in url)
    expect(page.locator(f"{STAGE} .is-chosen")).to_have_attribute("data-place", str(place))
    expect(page.locator("#map-graph .map-areas path")).to_have_count(246)


def test_without_the_library_of_gestures_the_map_zooms_all_the_same(
    page: Page, watch: Watch
) -> None:
    watch.expect_failing("d3-zoom")
    page.route(re.compile("d3-zoom"), lambda route: route.abort())
    open_map(page, "?in=council_district-3&lang=es", width=1366, height=768, gestures=False)
    part = scale(page)
    page.click("[data-map-act=in]")
    waits_for_scale(page, f"k > {part * 1.5}")
    page.click("[data-map-act=whole]")
    waits_for_scale(page, f"Math.abs(k - {part}) < 1e-6")
    page.mouse.dblclick(*middle(page))
    waits_for_scale(page, f"k > {part * 1.5}")
    page.wait_for_url(lambda url: "view=" in url)
    page.click("[data-map-act=box]")
    x, y = middle(page)
    page.mouse.move(x - 60, y - 60)
    page.mouse.down()
    page.mouse.move(x + 60, y + 60, steps=4)
    page.mouse.up()
    page.wait_for_url(lambda url: "places=" in url)
    assert page.locator(".map-areas .is-chosen").count() >= 1


def test_a_double_click_is_one_where_the_page_moves_below_it_and_no_chart_waits_for_the_map(
    page: Page,
) -> None:
    open_map(page, width=1366, height=768)
    whole = scale(page)
    page.evaluate(
        """() => {
          const stage = document.querySelector("#map-graph");
          const click = () => stage.querySelector(".map-areas path").dispatchEvent(
            new MouseEvent("click", { bubbles: true, clientX: 500, clientY: 400 }));
          click();
          stage.style.marginTop = "60px";
          click();
        }"""
    )
    waits_for_scale(page, f"k > {whole * 1.5}")
    at_rest(page)
    page.route("**/_dash-update-component", lambda _route: None)
    page.click("[data-map-act=in]")
    expect(page.locator("#network")).to_contain_text("Loading")
    expect(page.locator("[data-behind]")).to_have_count(0)


# -- names ------------------------------------------------------------------------------------

# Boxes in px, sizes of type and shares of the stage of every name that is drawn.
NAMES = """() => {
  const stage = document.querySelector("#map-graph").getBoundingClientRect();
  return [...document.querySelectorAll(".map-names__places text")].map((text) => {
    const box = text.getBoundingClientRect();
    return {
      said: text.textContent,
      turned: Boolean(text.getAttribute("transform")),
      px: parseFloat(getComputedStyle(text).fontSize),
      box: [box.left, box.top, box.right, box.bottom],
      inside: box.left >= stage.left && box.right <= stage.right && box.top >= stage.top,
    };
  });
}"""
ADOPTED = "() => document.querySelector('#map-graph.is-living .map-names__places > g[transform]')"
RESTED = "() => document.querySelectorAll('.map-base--over .street').length > 20"


def shown_names(page: Page) -> dict[str, list[float]]:
    """Name -> its box; none lies on another one, none is small or cut."""
    names = page.evaluate(NAMES)
    assert names
    assert min(name["px"] for name in names) >= 11
    assert [name["said"] for name in names if not name["inside"]] == []
    level = [(name["said"], name["box"]) for name in names if not name["turned"]]
    for number, (said, one) in enumerate(level):
        for other, two in level[:number]:
            apart = one[0] >= two[2] or two[0] >= one[2] or one[1] >= two[3] or two[1] >= one[3]
            assert apart, (said, other)
    return {name["said"]: name["box"] for name in names}


def hold(held: list[Route], route: Route) -> None:
    held.append(route)


def test_names_stay_where_the_server_wrote_them_and_more_come_with_zoom(page: Page) -> None:
    held: list[Route] = []
    page.route("**/geo/map_base.*", lambda route: hold(held, route))
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto("/")
    page.wait_for_selector(f"{STAGE} .map-areas path")
    page.wait_for_function(ADOPTED)
    first = shown_names(page)  # of the server, whose file has not come
    assert {"I-70", "Troost Ave"} <= set(first)
    while not held:
        page.wait_for_timeout(30)
    for route in held:
        route.continue_()
    page.unroute("**/geo/map_base.*")
    page.wait_for_function(RESTED)
    living = shown_names(page)
    assert {"I-70", "Troost Ave"} <= set(living)
    expect(page.locator(".map-locator")).to_be_hidden()
    page.locator(STAGE).focus()
    for _ in range(5):
        page.keyboard.press("+")
    waits_for_scale(page, "k > 0.3")
    expect(page.locator(".map-locator")).to_be_visible()
    page.wait_for_function("() => document.querySelector('.map-names__places text.street')")
    near = shown_names(page)
    assert len(near) > len(living)
    page.keyboard.press("Home")
    expect(page.locator(".map-locator")).to_be_hidden()
