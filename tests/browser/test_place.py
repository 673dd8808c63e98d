"""One place in a real browser: accessible, on a phone, on paper, with its link and its tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from layouts import ids
from tests.browser.axe import violations
from tests.browser.serving import at_rest

PLACE = "/place/zip-64130"
GRAPH = f"#{ids.chart(ids.SPINE).graph} > *"
DRAWN = f"#{ids.chart(ids.SPINE).graph} .main-svg"
SPINE = "#part-spine"
# Short and long names, told and untold, without life expectancy, few or no people.
FOLDED = [
    ("zip-64119", "es"), ("neighborhood-52", "es"), ("own?at=39.1,-94.57&miles=2", "es"),
    ("own?at=39.05,-94.57&miles=0.5", "es"), ("neighborhood-155", "es"), ("neighborhood-32", "en"),
    ("zip-64128", "en"), ("neighborhood-113", "es"), ("group-south-kansas-city", "es"),
    ("council_district-3", "en"), ("city", "es"), ("zip-64133", "es"),
    ("neighborhood-1", "es"), ("zip-64130", "es"), ("neighborhood-110", "es"),
]  # fmt: skip
WALKED = 3
FIRST_PX, FOLDED_PX = 400, 4500


def visit(page: Page, path: str = PLACE) -> None:
    """The page as it opens, folded."""
    page.goto(path)
    page.wait_for_selector(".place__actions")
    at_rest(page)


def unfold(page: Page, part: str = SPINE) -> None:
    page.locator(f"{part} > summary").click()
    page.wait_for_selector(f"{part} .dash-graph > *", state="attached")
    at_rest(page)
    page.wait_for_selector(f"{part} .main-svg")


@pytest.mark.parametrize(
    ("path", "width"),
    [
        (f"{PLACE}?lang=es&theme=dark", 390),
        pytest.param("/place/neighborhood-100?theme=light", 390, marks=pytest.mark.full),
        pytest.param("/place/council_district-3?theme=dark", 1366, marks=pytest.mark.full),
        pytest.param("/place/city?lang=es", 1366, marks=pytest.mark.full),
    ],
)
def test_no_violation_and_no_sideways_scrolling(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    visit(page, path)
    page.evaluate("document.querySelectorAll('.part').forEach((part) => { part.open = true; })")
    page.wait_for_selector(GRAPH, state="attached")
    at_rest(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("place", "lang"),
    [
        pytest.param(*walked, marks=() if number < WALKED else pytest.mark.full)
        for number, walked in enumerate(FOLDED)
    ],
)
def test_a_phone_shows_the_sentence_first(page: Page, place: str, lang: str) -> None:
    """Sentence and number without scrolling, nothing drawn that nobody unfolded, a short page."""
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"/place/{place}{'&' if '?' in place else '?'}lang={lang}")
    if page.locator(".place__person").count():
        box = page.locator(".place__person").bounding_box()
        assert box is not None and box["y"] + box["height"] <= FIRST_PX
        number = page.locator(".number__value").first.bounding_box()
        assert number is not None and number["y"] < 844
    assert page.evaluate("document.documentElement.scrollHeight") <= FOLDED_PX
    assert page.locator(".js-plotly-plot").count() == 0
    # skip link, menu, name, search, language: then the first thing of the page is what it says
    for _ in range(6):
        page.keyboard.press("Tab")
    inside = "document.querySelector('main').contains(document.activeElement)"
    assert page.evaluate(inside)
    # nothing that anybody unfolds makes the page wider than the phone
    page.evaluate(
        "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_chart_that_is_unfolded_late_has_the_size_of_its_frame(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    # an address that names something inside a fold opens it
    visit(page, f"{PLACE}#{ids.chart(ids.SPINE).title}")
    page.wait_for_selector(GRAPH, state="attached")
    at_rest(page)
    expect(page.locator(f"#{ids.chart(ids.SPINE).title}")).to_be_in_viewport()
    unfold(page, "#part-who")
    for chart in (ids.SPINE, ids.AGE):
        frame = page.locator(f"#{ids.chart(chart).later}").bounding_box()
        drawn = page.locator(f"#{ids.chart(chart).graph} .main-svg").first.bounding_box()
        assert frame is not None and drawn is not None
        assert abs(frame["width"] - drawn["width"]) < 2
        assert abs(frame["height"] - drawn["height"]) < 2


def test_the_list_inside_stays_in_view_when_it_is_sorted(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, "/place/group-ivanhoe")
    page.get_by_role("button", name="Sort the list").click()
    page.wait_for_url("**#inside")
    expect(page.locator("#inside")).to_be_in_viewport()


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.full), "es"])
def test_the_header_is_one_line_on_a_phone_and_unfolds_by_keyboard(page: Page, lang: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/methods?lang={lang}")
    header = page.locator(".shell__header")
    expect(page.locator(".place-search__field")).to_be_visible()
    assert header.bounding_box()["height"] < 56  # one finger and the line under it
    links = page.locator(".shell__nav a, .shell__switch[data-set-param=theme]")
    expect(links.first).to_be_hidden()
    page.keyboard.press("Tab")  # the skip link
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for link in links.all():
        expect(link).to_be_visible()
    assert violations(page, ".shell__header") == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()


def test_menus_of_the_line_unfold_by_keyboard_one_at_a_time(page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 700})
    page.goto("/methods?lang=es")
    header = page.locator(".shell__header")
    assert header.bounding_box()["height"] < 50  # one line, in the longer language
    _act, take, data = page.locator(".shell__group").all()
    word = take.locator("summary")
    word.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(take.locator("a").first).to_be_focused()
    assert violations(page, ".shell__header") == []
    page.keyboard.press("Escape")
    expect(take.locator("a").first).to_be_hidden()
    expect(word).to_be_focused()
    word.click()
    data.locator("summary").click()
    expect(take).not_to_have_attribute("open", "")
    expect(data.locator("summary")).to_have_attribute("aria-current", "true")
    page.locator("h1").click()
    expect(data).not_to_have_attribute("open", "")


def test_tables_open_by_keyboard(page: Page) -> None:
    visit(page)
    page.locator(f"{SPINE} > summary").press("Enter")
    page.locator(f"#{ids.chart(ids.SPINE).table_details} summary").press("Enter")
    table = page.locator(f"#{ids.chart(ids.SPINE).table} table")
    expect(table).to_contain_text("Life expectancy")
    # the page around it is judged above
    assert violations(page, f"#{ids.chart(ids.SPINE).table_details}") == []


def test_it_is_shared_cited_and_left_for_a_neighbor(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # half an escape in the anchor breaks nothing: the watch fails on an error of the page
    visit(page, f"{PLACE}#%E0%A4%A")
    page.get_by_role("button", name="Share").click()
    expect(page.locator(f"#{ids.SHARE_STATUS}")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    number = page.get_by_role("link", name="Cite life expectancy in ZIP code 64130").first
    number.focus()
    page.keyboard.press("Enter")
    said = page.locator("#said")
    expect(said).to_contain_text("Citation copied: Life expectancy, ZIP code 64130")
    expect(number).to_be_focused()
    cited = page.evaluate("navigator.clipboard.readText()")
    value = page.locator(".number__value").first.inner_text()
    for words in (value, "95% interval", "2010–2015", "Data: ", "data version "):
        assert words in cited, words
    end = r"(http\S+/n/zip-64130/life_expectancy\?v=\w{12}\S*) \(seen \w+ \d+, 20\d\d\)$"
    found = re.search(end, cited)
    assert found
    understood_by_another(page, found[1], value)
    page.locator(f"{SPINE} > summary").press("Enter")
    page.locator(f"#{ids.chart(ids.SPINE).embed}").press("Enter")
    expect(said).to_contain_text("Code of the frame copied:")
    expect(said).to_contain_text("may show this frame")
    code = page.evaluate("navigator.clipboard.readText()")
    source = r"http\S+/embed/spine\?place=zip-64130"
    assert re.match(rf'<iframe src="{source}" title="ZIP code 64130', code)
    page.locator(".neighbors a").first.click()
    page.wait_for_url(lambda url: "/place/" in url and "zip-64130" not in url)
    page.wait_for_selector(".place__actions")


def understood_by_another(page: Page, address: str, value: str) -> None:
    """The address is pasted and opened: that is all it takes."""
    other = page.context.new_page()
    other.goto(address)
    main = other.get_by_role("main")
    for words in (
        value,
        "95% interval",
        "Worse than the rest of the city",
        "These are the data of",
    ):
        expect(main).to_contain_text(words)
    at_rest(other)
    other.get_by_role("button", name="Copy: BibTeX").click()
    expect(other.locator("#number-copied")).to_have_text("Citation copied.")
    copied = other.evaluate("navigator.clipboard.readText()")
    assert re.search(r"urldate = \{20\d\d-\d\d-\d\d\}", copied)
    assert f"url = {{{other.evaluate('location.origin')}/n/zip-64130/" in copied
    other.close()


def test_this_place_can_be_presented(page: Page) -> None:
    visit(page)
    page.get_by_role("link", name="Present this place").click()
    page.wait_for_selector("#deck[data-ready]")
    title = page.get_by_label("Title of slide 1")
    expect(title).to_have_value(re.compile(r".+ and the city"))


def test_two_sheets_of_paper_without_controls_and_the_charts_as_before(
    page: Page, tmp_path: Path
) -> None:
    visit(page, f"{PLACE}?lang=es")
    # what nobody unfolded is on paper, and folded and undrawn again after it
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#part-spine .drawn")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(DRAWN)).to_have_count(0)
    expect(page.locator(".part[open]")).to_have_count(0)
    unfold(page)
    size = f"(() => {{ const svg = document.querySelector('{DRAWN}');" \
           " return [svg.getAttribute('width'), svg.getAttribute('height')]; })()"  # fmt: skip
    before = page.evaluate(size)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(size) != before
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"JSON.stringify({size}) === '{_json(before)}'")
    for selector in (".place__actions", ".place__way"):
        expect(page.locator(selector).first).to_be_visible()
    assert_two_sheets(page, tmp_path)
    page.emulate_media(media="print")
    for selector in (".place__actions", ".place__way"):
        expect(page.locator(selector).first).to_be_hidden()


def test_a_neighborhood_of_long_names_is_two_sheets_too(page: Page, tmp_path: Path) -> None:
    visit(page, "/place/neighborhood-100?lang=es")
    assert_two_sheets(page, tmp_path)


def assert_two_sheets(page: Page, folder: Path) -> None:
    printed = page.pdf(path=str(folder / "place.pdf"), prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def _json(parts: list[str]) -> str:
    return '["' + '","'.join(parts) + '"]'
