"""axe (WCAG 2.2 A and AA) finds nothing, and nothing leaves the screen, on any page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from layouts.theme import palette
from tests.browser.axe import violations
from tests.browser.serving import at_rest
from tests.shared import EXAMPLES

WIDTHS_PX = (320, 390, 768, 899, 1366)
# Looks of a page; those after the first of an example are walked by `make test-all`.
LOOKS = tuple(product(("en", "es"), ("light", "dark")))
SIZES = {"phone": (390, 844), "laptop": (1366, 768)}
EXPLORE = (("es", "dark", "phone"),)


def looks_of_pages() -> Iterator[Any]:
    """(address, language, theme): each page in turn in another look, then all in all of them."""
    for page, addresses in EXAMPLES.items():
        for number, address in enumerate(addresses):
            chosen = number == 0 and page != "explore"  # Explore has a test of its own
            turn = list(EXAMPLES).index(page) % len(LOOKS)
            for look in LOOKS:
                marks = () if chosen and look == LOOKS[turn] else pytest.mark.full
                yield pytest.param(address, *look, marks=marks)


def visit(page: Page, path: str, lang: str, theme: str, more: str = "") -> None:
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}&theme={theme}{more}")
    page.wait_for_selector("main h1")
    if path == "/":
        page.wait_for_selector("#map-graph .map-areas path")
    at_rest(page)


# Every panel that unfolds is opened, measured and closed again.
BEYOND_THE_SCREEN = """async () => {
  const wide = document.documentElement.clientWidth;
  const found = [];
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const tooWide = () => document.documentElement.scrollWidth > wide;
  /* a chart takes its new width a moment later */
  for (let i = 0; i < 100 && tooWide(); i++) await frame();
  if (tooWide()) found.push("the page scrolls sideways");
  for (const tools of document.querySelectorAll(".chart-card__tools")) {
    const [box, card] = [tools, tools.parentElement].map((e) => e.getBoundingClientRect());
    const last = Math.max(...[...tools.children].map((e) => e.getBoundingClientRect().bottom));
    if (Math.max(last, box.bottom) > card.bottom + 1) found.push([tools.textContent, "below"]);
  }
  for (const word of document.querySelectorAll("summary")) {
    if (!word.getClientRects().length) continue;
    const fold = word.parentElement, was = fold.open;
    fold.open = true;
    await Promise.resolve(); /* observers of the page hear of it first */
    /* the menu of the header shows what stands beside it */
    const panel = word.nextElementSibling ?? fold.parentElement;
    const box = panel.getBoundingClientRect();
    const floats = getComputedStyle(panel).position === "absolute";
    const across = box.left < 0 || box.right > wide;
    const high = floats && box.top + scrollY < 0;
    if (across || high) found.push([word.textContent, box.left, box.right, box.top]);
    if (tooWide()) found.push(`${word.textContent} makes the page scroll sideways`);
    fold.open = was;
  }
  return found;
}"""


def assert_nothing_leaves_the_screen(page: Page) -> None:
    # words in a column: what fits the narrowest screen fits all
    has_pictures = page.locator("main :is(figure, svg, .js-plotly-plot)").count()
    for width in WIDTHS_PX if has_pictures else WIDTHS_PX[:1]:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BEYOND_THE_SCREEN) == [], (page.url, width)


@pytest.mark.parametrize(
    ("lang", "theme", "size"),
    [
        pytest.param(*look, size, marks=() if (*look, size) in EXPLORE else pytest.mark.full)
        for look in LOOKS
        for size in SIZES
    ],
)
def test_explore_has_no_violation(page: Page, lang: str, theme: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    visit(page, "/", lang, theme)
    assert violations(page) == []


@pytest.mark.parametrize(("address", "lang", "theme"), list(looks_of_pages()))
def test_no_page_has_a_violation_or_leaves_the_screen(
    page: Page, address: str, lang: str, theme: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, address, lang, theme)
    assert violations(page) == []
    assert_nothing_leaves_the_screen(page)


@pytest.mark.parametrize("theme", [pytest.param("light", marks=pytest.mark.full), "dark"])
def test_open_menus_have_no_violation(page: Page, theme: str) -> None:
    # by district: a table of six rows is judged as one of 246, in a tenth of the time;
    # after the list, which lies over the page, only the part that changed
    visit(page, "/", "en", theme, more="&by=council_district")
    page.click("#ranking-find")
    page.wait_for_selector("#ranking-find-list [role=option]:visible")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("summary", has_text="Map layers").click()
    assert violations(page, "#controls-sheet") == []
    page.keyboard.press("Escape")
    page.locator("#map-table-details summary").click()
    page.wait_for_selector("#map-table table")
    assert violations(page, "#map-card") == []
    page.keyboard.press("Escape")
    page.click("#scatter-tab")
    page.locator("#scatter-help-details summary").click()
    assert violations(page, "#scatter-card") == []


def test_the_open_sheet_of_a_phone_has_no_violation(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, "/", "es", "light")
    page.click("[data-sheet-open]")
    page.wait_for_selector("#outcome-select:visible")
    assert violations(page, "#controls-sheet") == []
    page.locator("summary", has_text="Capas").click()
    targets = "found => found.map((one) => Math.round(one.getBoundingClientRect().height))"
    fields = "#controls-sheet :is(select, .radio input, .checkbox, summary)"
    heights = page.eval_on_selector_all(fields, targets)
    assert len(heights) > 10
    assert min(heights) >= 44, heights


def test_every_kind_of_field_works_by_keyboard_and_back_restores_it(page: Page) -> None:
    visit(page, "/", "en", "light", more="&by=council_district")
    carried = """() => Object.fromEntries([...document.querySelectorAll("[data-control]")].map(
        (field) => [field.id, [field.dataset.value, ...[...field.querySelectorAll("input, select")]
          .map((input) => input.type === "text" ? "" : input.checked ?? input.value)]]))"""
    start = page.evaluate(carried)
    page.focus("#factor-select")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**factor=*")
    page.focus("#map-mode input:checked")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**map=factor*")
    page.locator("summary", has_text="Map layers").focus()
    for key in ("Enter", "Tab", "Space"):
        page.keyboard.press(key)
    page.wait_for_url("**layers=*")
    at_rest(page)
    last = page.evaluate(carried)
    changed = {name for name in start if start[name] != last[name]}
    assert changed == {"factor-select-field", "map-mode-field", "layers-field"}
    for gone in ("layers", "map", "factor"):
        page.go_back()
        page.wait_for_url(lambda url, key=gone: f"{key}=" not in url)  # type: ignore[misc]
    same = f"(start) => JSON.stringify(({carried})()) === JSON.stringify(start)"
    page.wait_for_function(same, arg=start)


@pytest.mark.parametrize(
    ("lang", "example"),
    [
        # every page that axe judges is looked at in every width too, so these are the whole walk
        pytest.param(lang, example, marks=pytest.mark.full)
        for lang in ("en", "es")
        for example in (0, 1, -1)
    ],
)
def test_nothing_leaves_the_screen_at_any_width(page: Page, lang: str, example: int) -> None:
    for addresses in EXAMPLES.values():
        address = addresses[example % len(addresses)]
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        page.wait_for_selector("main h1")
        at_rest(page)
        assert_nothing_leaves_the_screen(page)


# Contrast of every visible word of a chart with the first ground under it that is not clear.
WORDS_IN_CHARTS = """() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const parts = numbers(color).slice(0, 3).map((part) => part / 255);
    const linear = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (numbers(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const words = [...document.querySelectorAll(".main-svg text")].filter((t) => t.textContent);
  return words.map((text) => {
    const [a, b] = [light(getComputedStyle(text).fill), light(ground(text))];
    return [text.textContent, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  });
}"""


@pytest.mark.parametrize(
    ("theme", "system"),
    [
        ("light", "dark"),
        pytest.param("dark", "light", marks=pytest.mark.full),
        pytest.param("light", "light", marks=pytest.mark.full),
        pytest.param("dark", "dark", marks=pytest.mark.full),
    ],
)
def test_high_contrast_keeps_words_choices_and_pictures_apart(
    page: Page, theme: str, system: Literal["light", "dark"]
) -> None:
    page.emulate_media(forced_colors="active", color_scheme=system)
    visit(page, "/", "en", theme, more="&places=neighborhood-32")
    said = page.evaluate(WORDS_IN_CHARTS)
    assert len(said) > 20
    assert [words for words, contrast in said if contrast < 4.5] == []
    chosen, other = page.locator("#map-mode input + span").all()[:2]
    background = "element => getComputedStyle(element).backgroundColor"
    assert chosen.evaluate(background) != other.evaluate(background)
    sheet = page.evaluate("() => kcExport.compose('map').then((sheet) => sheet.source)")
    colors = palette(theme)
    assert f'fill="{colors.paper}"' in sheet and f'fill="{colors.ink}"' in sheet
