"""The first HTML in a browser: useful without scripts, replaced without a jump when they come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from data.locale import texts
from tests.browser.axe import violations
from tests.browser.serving import Watch, arrive

SIZES = [(390, 844), (1366, 768)]
# Kept by the page: how far things moved by themselves, and both pages at the moment of the swap.
WATCHED = """
window.kcShifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) kcShifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });
const OWN = "noscript, svg, [data-pictured], .dash-graph, [data-place-search]";
function told(root, depth = 0) {
  return [...root.children]
    .filter((one) => !one.matches("._dash-loading-callback"))
    .flatMap((one) => {
      const line = `${" ".repeat(depth)}${one.tagName} ${one.id}`;
      return one.matches(OWN) ? [line] : [line, ...told(one, depth + 1)];
    });
}
document.addEventListener("kc:living", () => {
  queueMicrotask(() => (window.kcScrolled = window.scrollY));
  window.kcBoth = ["first", "react-entry-point"].map((id) => told(document.getElementById(id)));
});
"""
WAKE = "kcFirst.wake()"
SAVES_DATA = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
# 400 kbit/s and 400 ms there and back.
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
# The longest that the Data page may be, in px by width, and most stops of the Tab key on it.
LONGEST_PX = {(1366, 768): 4000, (390, 844): 6000}
MOST_STOPS = 150
STOPS = """[...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]
  .filter((one) => one.tabIndex >= 0 && one.checkVisibility()).length"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def by_turns(*paths: str) -> list[Any]:
    """Each path in each size; the sample has every path in one of them, and both sizes by turns."""
    return [
        pytest.param(path, size, marks=() if (at + turn) % len(SIZES) == 0 else pytest.mark.full)
        for at, path in enumerate(paths)
        for turn, size in enumerate(SIZES)
    ]


@pytest.mark.parametrize(
    ("path", "size"),
    by_turns("/", "/place/zip-64130?lang=es&theme=dark", "/gaps", "/data"),
    ids=str,
)
def test_the_living_page_takes_the_place_without_a_jump(
    page: Page, size: tuple[int, int], path: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script(WATCHED)
    arrive(page, path)
    page.evaluate(WAKE)
    page.wait_for_timeout(300)
    assert sum(page.evaluate("kcShifts")) <= 0.02
    first, living = page.evaluate("kcBoth")
    assert first == living


def test_what_was_done_before_is_carried_over(page: Page) -> None:
    """Focus with its caret, text, folds, scroll, a choice, and a click that waited."""
    page.add_init_script(SAVES_DATA)
    page.add_init_script(WATCHED)
    held: list[Route] = []  # the first touch begins to load; the page lives when all is done
    page.route("**/_dash-layout", lambda route: held.append(route))  # noqa: PLW0108
    arrive(page, "/?lang=es")
    page.click("#place-search-field")
    page.keyboard.type("64130")
    page.keyboard.press("ArrowLeft")
    page.locator("#factors-card summary").first.evaluate("summary => summary.click()")
    page.locator("#factor-select").select_option(index=3)
    chosen = page.locator("#factor-select").input_value()
    page.focus("#place-search-field")
    page.evaluate("window.scrollTo(0, 300)")
    page.locator("#map-add-slide").evaluate("button => button.click()")
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    expect(page.locator("#first")).to_have_count(0)
    expect(page.locator("#said")).to_contain_text("1")
    field = page.locator("#place-search-field")
    expect(field).to_have_value("64130")
    expect(field).to_be_focused()
    assert page.evaluate("document.activeElement.selectionStart") == 4
    expect(page.locator("#factors-card details").first).to_have_attribute("open", "")
    page.wait_for_selector("#factors-csv")  # fetched when it was opened
    assert page.evaluate("kcScrolled") == 300
    expect(page.locator("#factor-select")).to_have_value(chosen)
    expect(page).to_have_url(re.compile(f"factor={chosen}"))


def test_a_phone_loads_nothing_until_it_is_touched(
    browser: Browser, base_url: str, watch: Watch
) -> None:
    context = browser.new_context(
        base_url=base_url, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}
    )
    watch.attach(context)
    page = context.new_page()
    arrive(page, f"{base_url}/?theme=dark")
    page.wait_for_timeout(600)
    assert violations(page) == []
    assert not [url for url in watch.requests if "_dash-" in url]
    page.get_by_role("link", name="Español").dispatch_event("pointerdown")
    assert page.evaluate("document.getElementById('first') !== null")
    page.tap("[data-sheet-open]")
    expect(page.locator("#controls-sheet")).to_have_attribute("data-open", "true")
    expect(page.locator("#first")).to_have_count(0)
    expect(page.locator("#controls-sheet")).to_have_attribute("data-open", "true")
    page.tap("[data-sheet-close]")
    expect(page.locator("#controls-sheet")).not_to_have_attribute("data-open", "true")
    context.close()


def test_a_page_that_comes_late_and_other_than_the_first_one_lives(page: Page) -> None:
    """Dash begins, its page comes when time has long been up, and without all that was there."""
    held: list[Route] = []

    def with_more(route: Route) -> None:
        answer = route.fetch()
        body, times = re.subn('(<div id="first"[^>]*>)', r'\1<i id="only-here"></i>', answer.text())
        assert times == 1
        route.fulfill(response=answer, body=body)

    page.route(re.compile("/methods$"), with_more)
    page.route("**/_dash-layout", lambda route: held.append(route))  # noqa: PLW0108
    page.clock.install()
    arrive(page, "/methods")
    page.evaluate("void kcFirst.wake()")
    page.wait_for_selector("#react-entry-point > *", state="attached")
    page.clock.fast_forward(9000)
    expect(page.locator("#first")).to_have_count(1)
    assert held
    held[0].continue_()
    expect(page.locator("#first")).to_have_count(0)


def test_another_page_without_a_document_has_its_code(page: Page) -> None:
    """Dash draws another page when the address changes by itself, as Back may do."""
    page.goto("/methods")
    assert not page.evaluate("'kcCompare' in window")
    page.evaluate(
        "history.pushState({}, '', '/compare?places=zip-64130,city');"
        "window.dispatchEvent(new PopStateEvent('popstate', {state: {}}))"
    )
    page.wait_for_selector(".cmp-line")
    assert page.evaluate("'kcCompare' in window")
    page.go_back()
    expect(page.locator("h1")).to_have_text(texts("en").t("pages.methods.title"))


# -- a word that needs explaining ---------------------------------------------------------------


def test_a_term_opens_where_it_stands(page: Page) -> None:
    """By keyboard and by pointer; nothing moves or is cut off, Escape gives the focus back."""
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/place/zip-64130?lang=es&theme=dark")
    term, box = page.locator("main a.term:visible").first, page.locator("#term-box")
    height = page.evaluate("document.documentElement.scrollHeight")
    for act in (lambda: term.press("Enter"), lambda: term.press(" "), term.click):
        act()
        expect(term).to_have_attribute("aria-expanded", "true")
        expect(term).to_have_attribute("aria-controls", "term-box")
        expect(box).to_have_text(texts("es").t("glossary.interval.said"))
        place = box.bounding_box()
        assert place and place["x"] >= 0 and place["x"] + place["width"] <= 320
        assert place["y"] >= 0 and place["y"] + place["height"] <= 700
        assert page.evaluate("document.documentElement.scrollHeight") == height
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(term).to_have_attribute("aria-expanded", "false")
        expect(term).to_be_focused()
        expect(box).to_be_empty()
    term.click()
    page.click("h1")
    expect(box).to_be_empty()
    page.emulate_media(media="print")
    expect(term).to_have_css("text-decoration-line", "none")


def test_what_a_callback_brings_can_be_opened(page: Page) -> None:
    page.goto("/?by=zip")
    page.select_option("#factor-select", "ice_2019")
    expect(page).to_have_url(re.compile("factor=ice_2019"))
    page.click("#scatter-tab")
    for form in ("ICE", "r", "count as about"):
        page.locator("#scatter-sentence .term", has_text=re.compile(f"^{form}$")).click()
        expect(page.locator("#term-box")).not_to_be_empty()


def test_an_example_of_the_api_answers_in_its_place(page: Page) -> None:
    page.goto("/api?lang=es")
    link = page.locator("a.api__try").nth(1)
    said, answer = page.locator(".api__answer [role=status]"), page.locator(".api__answer pre")
    link.press("Enter")
    expect(said).to_contain_text("200")
    expect(answer).to_contain_text('"content_hash"')
    assert violations(page) == []
    page.click(".api__answer button")
    expect(answer).to_have_count(0)
    expect(link).to_be_focused()
    assert page.url.endswith("/api?lang=es")
    page.route("**/api/v1/version*", lambda route: route.fulfill(body="<p>Wi-Fi</p>"))
    link.click()
    expect(said).to_have_text(texts("es").t("api_page.try.failed"))


# -- the Data page ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.full), "es"])
def test_the_data_page_is_short_and_found_by_typing(page: Page, lang: str) -> None:
    arrive(page, f"/data?lang={lang}")
    for (width, height), longest in LONGEST_PX.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollHeight") <= longest
        assert page.evaluate(STOPS) <= MOST_STOPS
    page.evaluate(WAKE)
    page.locator("#data-filter").press_sequentially({"en": "Asthma", "es": "CáNCER"}[lang])
    found, lines = page.locator("#data-found"), page.locator("[data-find]:visible")
    expect(found).to_contain_text({"en": "1 of ", "es": "2 de "}[lang])
    said = texts(lang).t("data_page.filter.found").replace("#", str(lines.count()), 1)
    expect(found).to_have_text(said.replace("#", str(page.locator("[data-find]").count())))
    page.fill("#data-filter", "infant_deaths" if lang == "en" else "saipe")
    expect(lines.first).to_be_visible()  # among those of others, which unfold
    page.fill("#data-filter", "qqq")
    expect(found).to_have_text(texts(lang).t("data_page.filter.none"))
    assert violations(page) == []
    page.reload()
    expect(found).to_have_text(texts(lang).t("data_page.filter.none"))
    page.fill("#data-filter", "")
    assert "q=" not in page.url


@pytest.mark.parametrize("anchor", ["source-usaleep", "columns", "freshness", "poverty_2015"])
def test_an_anchor_of_the_data_page_opens_its_fold(page: Page, anchor: str) -> None:
    page.goto(f"/data#{anchor}")
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()


# -- without scripts ------------------------------------------------------------------------------


@contextmanager
def without_scripts(browser: Browser, base_url: str, width: int, height: int) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=False, base_url=base_url, viewport={"width": width, "height": height}
    )
    yield context.new_page()
    context.close()


def see_explore(page: Page) -> None:
    """Choose by the form, unfold the help, and change the language."""
    page.select_option("#outcome-select", "homicide_rate")
    page.get_by_role("button", name=texts("en").t("common.show_chosen")).click()
    expect(page.locator("h1")).to_contain_text("omicide")
    page.click("#map-help-details summary")
    expect(page.locator("#map-help")).to_be_visible()
    page.click("#language-toggle")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert "outcome=homicide_rate" in page.url


def see_place(page: Page) -> None:
    """A fold with its chart, and another place by the search."""
    fold = page.locator("details", has=page.locator(".chart-card__later")).first
    fold.locator("summary").first.click()
    expect(fold.locator("[data-pictured] svg").first).to_be_visible()
    page.fill("#place-search-field", "64110")
    page.press("#place-search-field", "Enter")
    page.get_by_role("main").get_by_role("link", name="64110").first.click()
    expect(page.locator("h1")).to_contain_text("64110")


def test_without_scripts_terms_and_the_list_of_measures_work(
    browser: Browser, base_url: str
) -> None:
    with without_scripts(browser, base_url, 390, 844) as page:
        page.goto("/place/zip-64130")
        page.locator("main a.term:visible").first.click()
        expect(page.locator("#term-interval")).to_be_in_viewport()
        page.goto("/data?lang=es#source-usaleep")
        expect(page.locator("#source-usaleep")).to_be_in_viewport()
        page.fill("#data-filter", "asma")
        page.get_by_role("button", name=texts("es").t("common.show_chosen")).click()
        lines = page.locator("[data-find]:visible")
        expect(lines.first).to_be_visible()
        assert lines.count() <= 3
        lines.first.locator("summary").click()
        expect(lines.first.locator("a[download]").first).to_be_visible()
        assert "lang=es" in page.url and "q=asma" in page.url


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(
    ("path", "see"),
    [("/", see_explore), ("/place/zip-64130", see_place), ("/gaps?lang=es&theme=dark", None)],
)
def test_without_scripts_a_page_is_useful(
    browser: Browser,
    base_url: str,
    size: tuple[int, int],
    path: str,
    see: Callable[[Page], None] | None,
) -> None:
    with without_scripts(browser, base_url, *size) as page:
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".noscript")).to_be_visible()
        pictures = page.locator("main svg")
        boxes: list[Any] = [pictures.nth(at).bounding_box() for at in range(pictures.count())]
        assert any(box and box["width"] > 200 and box["height"] > 60 for box in boxes)
        assert page.locator(".loading:visible, button[type=button]:visible").count() == 0
        assert page.locator("footer a:visible").count() >= 2
        page.set_viewport_size({"width": 320, "height": 844})
        wide = page.locator("body").bounding_box()
        assert wide is not None and wide["width"] <= 320
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if see:
            see(page)


def test_the_finding_on_a_slow_phone(page: Page) -> None:
    page.goto("/methods")  # the server and the browser are awake
    session = page.context.new_cdp_session(page)
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    Page.goto(page, "/", wait_until="commit")
    page.wait_for_function(f"() => {FIRST_PAINT} !== undefined")
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate(FIRST_PAINT) < 4000
