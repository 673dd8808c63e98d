"""Explore as three people use it: click, draw, type, press Back, share, print, lose the network."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from unicodedata import normalize
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from data.explore.state import parse_view
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.theme import DARK, LIGHT, css_variables, palette
from tests import shared
from tests.browser.axe import violations
from tests.browser.fields import choose, find
from tests.browser.pictures import assert_carries, words_of
from tests.browser.serving import arrive, at_rest

AREAS = "#map-graph .map-areas path"
YEARS_AXIS = "Life expectancy (years), 2010–2015 →"
POVERTY_GAP = "life expectancy (2010–2015) is about 9 years shorter"


def places(page: Page) -> list[str]:
    query = parse_qs(urlsplit(page.url).query)
    return query["places"][0].split(",") if "places" in query else []


def open_explore(page: Page, query: str = "") -> None:
    page.goto(f"/{query}")
    page.wait_for_selector(AREAS)
    at_rest(page)


def selected_trace_points(page: Page, chart: str) -> int:
    if chart == "map":
        assert page.locator("#map-graph .map-sheet.has-chosen").count() == 1
        return page.locator("#map-graph .map-areas .is-chosen").count()
    return page.evaluate(
        """chart => document.querySelector(`#${chart}-graph .js-plotly-plot`).data
           .filter(t => t.meta && t.meta.role === 'places' && t.selectedpoints)
           .reduce((n, t) => n + t.selectedpoints.length, 0)""",
        chart,
    )


def assert_charts_can_be_read(page: Page) -> None:
    """Their height, and no line that ends inside a range."""
    heights = page.evaluate(
        "[...document.querySelectorAll('.chart-card__plot')].map((plot) => plot.clientHeight)"
    )
    assert len(heights) == 3
    assert min(heights) >= 220, heights
    kept = page.locator("h1 .kept, .chart-card__title .kept")
    assert kept.count() >= 4
    assert all(kept.nth(n).evaluate("(e) => e.getClientRects().length") == 1
               for n in range(kept.count()))  # fmt: skip


def test_the_finding_comes_first_and_charts_can_be_read_in_both_languages(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    open_explore(page)
    for language, words in (("en", POVERTY_GAP), ("es", "la esperanza de vida")):
        expect(page.locator("h1")).to_contain_text(words)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert_charts_can_be_read(at_rest(page))
        page.click("#language-toggle")
    expect(page.locator("h1")).to_contain_text(POVERTY_GAP)
    page.wait_for_url(lambda url: urlsplit(url).query == "")


def test_a_click_selects_everywhere_and_back_undoes_it(page: Page) -> None:
    open_explore(page)
    area = page.locator(AREAS).nth(0)
    area.click(force=True)
    expect(page.locator("#selection-panel")).to_contain_text("You chose this place")
    assert len(places(page)) == 1
    for chart in ("map", "ranking"):
        assert selected_trace_points(page, chart) == 1
    page.go_back()
    expect(page.locator("#selection-panel")).to_contain_text("No place selected")
    page.go_forward()
    expect(page.locator("#selection-panel")).to_contain_text("You chose this place")
    page.click("#selection-clear")
    expect(page.locator("#selection-panel")).to_contain_text("No place selected")
    assert places(page) == []


def test_shift_adds_and_a_lasso_takes_many_without_a_word_of_comparison(page: Page) -> None:
    open_explore(page)
    page.locator(AREAS).nth(0).click(force=True)
    expect(page.locator("#selection-panel")).to_contain_text("You chose this place")
    page.keyboard.down("Shift")
    page.locator(AREAS).nth(5).click(force=True)
    page.keyboard.up("Shift")
    expect(page.locator("#selection-panel")).to_contain_text("2 neighborhoods")
    assert selected_trace_points(page, "map") == 2
    page.click("#scatter-tab")
    box = page.locator("#scatter-graph .nsewdrag").bounding_box()
    assert box is not None
    corners = [(0.55, 0.5), (0.95, 0.5), (0.95, 0.95), (0.55, 0.95), (0.55, 0.5)]
    points = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in corners]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=2)
    page.mouse.up()
    panel = page.locator("#selection-panel")
    expect(panel).not_to_contain_text("2 neighborhoods,")
    expect(panel).to_contain_text(re.compile(r"\d+ neighborhoods, [\d,]+ people"))
    expect(panel).to_contain_text("It is not a test")
    page.wait_for_url(lambda url: url.count("neighborhood-") > 2)
    assert not re.search(r"shorter|longer|lower|higher|worse|better", panel.inner_text())


def test_places_are_chosen_by_keyboard_in_the_table_and_by_name_in_the_ranking(page: Page) -> None:
    open_explore(page)
    page.locator("#map-table-details summary").focus()
    page.keyboard.press("Enter")
    first = page.locator("#map-table button[data-place]").first
    first.wait_for()
    first.focus()
    page.keyboard.press("Enter")
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#selection-panel")).to_contain_text("You chose this place")
    assert places(page) == [first.get_attribute("data-place")]
    page.keyboard.press("Escape")
    expect(page.locator("#map-table-details")).not_to_have_attribute("open", "")
    find(page, "ranking-find", "Armour Fields")
    page.wait_for_url("**/?places=neighborhood-102,*")
    expect(page.locator("#selection-panel")).to_contain_text("2 neighborhoods")


def copied(page: Page, link: str) -> str:
    """What a link copies; the focus stays on it."""
    page.locator(link).press("Enter")
    expect(page.locator("#said q")).to_be_visible()
    expect(page.locator(link)).to_be_focused()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_switching_rewrites_sentence_address_and_captions(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_explore(page)
    choose(page, "outcome-select", "Homicide")
    expect(page.locator("h1")).to_contain_text("homicide rate (2007–2017) is higher")
    assert urlsplit(page.url).query == "outcome=homicide_rate"
    expect(page.locator("#geography-select")).to_have_value("zip")
    expect(page.locator("#map-legend")).to_contain_text("Too few to rate")
    page.go_back()
    expect(page.locator("h1")).to_contain_text(POVERTY_GAP)
    expect(page.locator("#geography-select")).to_have_value("neighborhood")
    # "shortest lives in district 3": two actions from the front page
    choose(page, "inside-select", "District 3")
    expect(page.locator("h1")).to_contain_text(
        "57 neighborhoods in District 3: in 21 life expectancy"
    )
    assert urlsplit(page.url).query == "in=council_district-3"
    expect(page.locator("#ranking-graph .ytick").first).to_have_text("Ingleside")
    expect(page.locator("#map-title")).to_contain_text("District 3")
    assert "in-council-district-3" in (page.get_attribute("#map-csv", "download") or "")
    # Cite speaks of what is on screen now, under its address
    cited = copied(page, "#ranking-cite")
    for part in ("title", "sentence", "source"):
        assert page.inner_text(f"#ranking-{part}") in cited
    assert "/embed/ranking?in=council_district-3 (seen " in cited
    # what goes with it there, fetched when it is opened, and again when the view changes
    factors = page.locator("#factors-card")
    factors.locator("summary").first.click()
    page.wait_for_selector("#factors-graph .main-svg")
    expect(page.locator("#factors-sentence")).to_contain_text("Across neighborhoods in District 3")
    assert violations(page, "#factors-card") == []
    page.go_back()
    expect(page.locator("h1")).to_contain_text(POVERTY_GAP)
    expect(page.locator("#inside-select")).to_have_value("city")
    expect(page.locator("#factors-sentence")).not_to_contain_text("District 3")


def test_a_modelled_outcome_is_never_compared(page: Page) -> None:
    open_explore(page, "?outcome=diabetes_2015")
    expect(page.locator("h1")).to_contain_text("A model made these numbers")
    for part in ("h1", "#ranking-sentence", "#scatter-sentence"):
        said = page.locator(part).inner_text()
        assert not re.search(r"\b(higher|lower|better|worse|more common)\b", said)


def test_a_forbidden_pair_says_why(page: Page) -> None:
    open_explore(page, "?outcome=diabetes_2015&factor=no_high_school")
    expect(page.locator("#pair-note")).not_to_be_empty()
    assert page.locator("#scatter-graph .scatterlayer .trace").count() == 0


def test_tracts_of_two_vintages_are_not_matched(page: Page) -> None:
    open_explore(page, "?factor=poverty_150&by=tract")
    expect(page.locator("h1")).to_contain_text("of 145 census tracts")


def test_nonsense_in_the_address_is_named_and_survived(page: Page) -> None:
    open_explore(page, "?outcome=happiness&by=parish&places=zip-1&map=globe")
    notices = page.locator("#notices")
    for word in ("happiness", "parish", "zip-1", "globe"):
        expect(notices).to_contain_text(word)
    expect(page.locator("h1")).to_contain_text(POVERTY_GAP)


def test_layers_and_the_bivariate_map_come_from_the_address(page: Page) -> None:
    open_explore(page, "?map=both&layers=districts,holc,rivers,state_line")
    assert page.locator("#map-legend .bivariate__cell").count() == 9
    lines = page.locator("#map-graph .map-line")
    for name in ("districts", "holc", "rivers", "state_line"):
        assert page.locator(f"#map-graph .map-line--{name}").count() > 0
    assert lines.count() > 10
    assert page.locator("#map-graph .map-letters text").count() > 10


# What a spreadsheet gets of a table that is selected and copied.
COPY_TABLE = """selector => {
    const table = document.querySelector(selector), all = document.createRange();
    all.selectNodeContents(table);
    getSelection().removeAllRanges();
    getSelection().addRange(all);
    const given = new DataTransfer();
    const copy = { clipboardData: given, bubbles: true, cancelable: true };
    table.dispatchEvent(new ClipboardEvent("copy", copy));
    getSelection().removeAllRanges();
    return given.getData("text/plain");
}"""


def test_the_table_the_download_and_the_screen_agree(page: Page) -> None:
    open_explore(page, "?by=council_district")
    page.locator("#ranking-table-details summary").click()
    rows = page.locator("#ranking-table tbody tr")
    district_3 = rows.filter(has_text="District 3").inner_text()
    shown = rows.count()
    copied = page.evaluate(COPY_TABLE, "#ranking-table table")
    with page.expect_download() as download:
        page.locator("#ranking-csv").dispatch_event("click")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    records = {row["place_id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert shown == len(records) == 6
    shown_value = f"{float(records['council_district-3']['value']):.1f}"
    assert shown_value in district_3
    line = next(line for line in copied.splitlines() if line.startswith("District 3\t"))
    assert line.split("\t")[1] == shown_value
    assert {len(line.split("\t")) for line in copied.splitlines()} == {line.count("\t") + 1}


def test_a_picture_carries_title_source_and_legend(page: Page) -> None:
    open_explore(page)
    page.locator("#map-card summary", has_text="Image").click()
    numbers = page.get_attribute("#map-csv", "download") or ""
    found = {}
    for kind in ("png", "svg"):
        with page.expect_download() as download:
            page.locator(f"#map-{kind}").dispatch_event("click")
        assert download.value.suggested_filename == numbers.replace(".csv", f".{kind}")
        found[kind] = Path(download.value.path()).read_bytes()
    assert found["png"].startswith(b"\x89PNG")
    assert len(found["png"]) > 50_000
    drawn = found["svg"].decode("utf-8")
    for words in ("Life expectancy, 2010–2015", "National Center for Health Statistics", "No data"):
        assert words in drawn
    # under the name of this machine: no address, and why
    assert "127.0.0.1" not in drawn
    assert "PUBLIC_URL" in drawn


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("outcome=homicide_rate&by=zip", marks=pytest.mark.full),
        "by=zip&map=both&lang=es",
    ],
)
def test_a_picture_carries_flags_key_source_and_years(page: Page, query: str) -> None:
    services = shared.services()
    read = parse_view(query, services.atlas.catalogue, services.atlas.place_ids, default_lang="en")
    open_explore(page, f"?{query}")
    for name in ids.CHARTS:
        chart = explore_charts.build(services, read.state, name)
        assert_carries(words_of(page, name), chart)


def test_a_position_outside_the_city_is_said_to_be_outside(page: Page) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 38.63, "longitude": -90.2})
    open_explore(page)
    page.click("#locate")
    expect(page.locator("#locate-status")).to_contain_text("outside")


def test_the_place_at_a_position_is_found_in_the_browser(page: Page) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 39.0119, "longitude": -94.5847})
    open_explore(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.click("#locate")
    expect(page.locator("#selection-panel")).to_contain_text("You chose this place")
    assert len(places(page)) == 1
    assert not any("39.01" in text or "94.58" in text for text in sent)


# Those of the asked colors that something on the page has.
COLORS = """(asked) => {
  const found = new Set([...document.querySelectorAll("main, main *")].flatMap((element) => {
    const style = getComputedStyle(element);
    const drawn = element instanceof SVGElement ? [style.fill, style.stroke] : [style.color];
    return [...drawn, style.backgroundColor];
  }));
  return asked.filter((color) => found.has(color));
}"""


def rgb(color: str) -> str:
    return f"rgb({', '.join(str(int(color[at : at + 2], 16)) for at in (1, 3, 5))})"


def assert_printed_light(page: Page) -> None:
    """A page hears of its medium a moment later; the medium is paper for half of this only."""
    dark = {rgb(color) for _, color in css_variables(DARK)}
    only_dark = sorted(dark - {rgb(color) for _, color in css_variables(LIGHT)})
    assert page.evaluate(COLORS, only_dark)
    page.emulate_media(media="print")
    page.wait_for_function(f"(asked) => !({COLORS})(asked).length", arg=only_dark, polling=250)
    page.emulate_media(media="null")  # of a PDF the medium of paper again
    page.wait_for_function(
        f"(asked) => ({COLORS})(asked).length", arg=[rgb(palette(DARK).ink)], polling=250
    )


@pytest.mark.parametrize(
    "path", ["/gaps?ask=race", "/place/zip-64130", "/compare?places=council_district-3,city"]
)
def test_dark_pages_are_printed_light(page: Page, path: str) -> None:
    """The charts of Gaps as the pictures that they are, the others as plotly draws them."""
    dark = f"{path}{'&' if '?' in path else '?'}theme=dark"
    if path.startswith("/gaps"):
        arrive(page, dark)
        page.evaluate("() => window.kcFirst.wake()")
        assert page.locator("main .drawn").count() > 8
        assert_printed_light(page)
        return
    page.goto(dark)
    page.wait_for_selector("main h1")
    page.evaluate("document.querySelectorAll('.part').forEach((part) => { part.open = true; })")
    page.wait_for_selector(".js-plotly-plot .main-svg, .cmp-strip, .drawn")
    assert_printed_light(at_rest(page))


def test_a_dark_ranking_is_printed_light_and_breaks_between_rows_under_its_scale(
    page: Page, tmp_path: Path
) -> None:
    open_explore(page, "?theme=dark")
    page.wait_for_selector("#ranking-graph .ytick")
    assert_printed_light(page)
    file = tmp_path / "explore.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True)
    pages = [sheet.extract_text() for sheet in PdfReader(file).pages]
    assert "The map shows" in pages[0]
    sheets = [said for said in pages if "city 75.9" in said and YEARS_AXIS in said]
    assert len(sheets) > 5
    page.emulate_media(media="print")
    page.wait_for_selector(".paper-piece")
    assert page.locator("#controls-sheet").is_hidden()
    assert page.locator("#map-graph").is_visible()
    assert page.locator("#map-source").is_visible()
    rows = page.evaluate(
        """[...document.querySelectorAll(".paper-piece__strip:last-child")].flatMap((strip) => {
             const { top, bottom, left } = strip.getBoundingClientRect();
             return [...strip.querySelectorAll(".ytick text")].filter((name) => {
               const box = name.getBoundingClientRect();
               return box.bottom > top && box.top < bottom;
             }).map((name) => {
               const box = name.getBoundingClientRect();
               const whole = box.top >= top && box.bottom <= bottom && box.left >= left;
               return [name.textContent, whole];
             });
           })"""
    )
    assert [name for name, whole in rows if not whole] == []
    assert len(rows) == page.locator("#ranking-graph .ytick").count()
    page.emulate_media(media="screen")
    expect(page.locator(".paper-piece")).to_have_count(0)


# What stays over the page while it scrolls, in words.
FLOATING = """[...document.querySelectorAll('body *')].filter((part) => {
  const style = getComputedStyle(part), box = part.getBoundingClientRect();
  return ['fixed', 'sticky'].includes(style.position) && style.visibility === 'visible' &&
    box.width && box.bottom > 0 && box.top < innerHeight;
}).map((part) => part.className)"""


def test_a_phone_has_one_column_and_no_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_explore(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tops = [
        page.locator(part).bounding_box()["y"]  # type: ignore[index]
        for part in ("h1", "#map-card", "#selection-panel", "#ranking-card", "#scatter-card")
    ]
    assert tops == sorted(tops)
    page.evaluate("scrollTo(0, 1500)")
    page.wait_for_function("() => scrollY === 1500")
    assert page.evaluate(FLOATING) == []
    page.evaluate("document.querySelector('.shell__footer a').click()")
    page.wait_for_selector(".main--data, .main--methods")
    page.go_back()
    page.wait_for_function("() => scrollY === 1500")  # Back leads to where the reader was
    page.click("[data-sheet-open]")
    expect(page.locator("#outcome-select")).to_be_visible()


# The first screen of a laptop: what stands above its lower edge, in px, and how wide the map is.
FIRST_SCREEN = """() => {
  const box = (part) => document.querySelector(part).getBoundingClientRect();
  const row = document.querySelector('#ranking-graph .ytick text').getBoundingClientRect();
  return {
    share: box('#map-card').width / box('.cards').width,
    map: box('#map-card .chart-card__plot').height,
    ends: [box('h1').bottom, box('.sheet__fields').bottom, row.bottom,
           box('#map-card .chart-card__plot').bottom, box('.selection').bottom],
  };
}"""


def test_a_laptop_has_finding_controls_map_and_ranking_on_one_screen(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    open_explore(page)
    seen = page.evaluate(FIRST_SCREEN)
    assert seen["share"] >= 0.6 and seen["map"] >= 380, seen
    assert max(seen["ends"]) <= 768, seen
    # tabs by keyboard: one stop, arrows choose, what is not shown is out of the way
    ranking, scatter = page.locator("[role=tab]").all()
    ranking.focus()
    page.keyboard.press("ArrowRight")
    expect(scatter).to_be_focused()
    expect(scatter).to_have_attribute("aria-selected", "true")
    expect(page.locator("#scatter-card")).to_be_visible()
    expect(page.locator("#ranking-card")).to_be_hidden()
    assert page.locator("[role=tab][tabindex='0']").count() == 1
    assert violations(page, ".tabs") == []
    page.keyboard.press("Home")
    expect(page.locator("#ranking-card")).to_be_visible()
    assert urlsplit(page.url)[3:] == ("", ""), "the address says what is counted, not what is seen"
    page.set_viewport_size({"width": 1600, "height": 900})
    for card in ("#ranking-card", "#scatter-card"):
        expect(page.locator(card)).to_be_visible()
    expect(page.locator(".tabs__list")).to_be_hidden()
    assert page.locator("[role=tab], [role=tabpanel]").count() == 0


def test_tabs_open_what_they_name_without_scripts(browser: Browser, base_url: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 1366, "height": 768})
        page.goto("/")
        for shown, hidden in (("scatter", "ranking"), ("ranking", "scatter")):
            page.click(f"#{shown}-tab")
            expect(page.locator(f"#{shown}-title")).to_be_visible()
            expect(page.locator(f"#{hidden}-title")).to_be_hidden()


def test_a_ranking_that_is_still_a_picture_has_each_row_on_one_sheet(
    page: Page, tmp_path: Path
) -> None:
    arrive(page, "/")
    page.evaluate("() => window.kcFirst.wake()")
    names = page.locator("#ranking-graph .drawn__ticks text").all_text_contents()
    file = tmp_path / "ranking.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True)
    texts_said = [sheet.extract_text() for sheet in PdfReader(file).pages]
    # letters that were joined come apart again
    sheets = [normalize("NFKC", text).splitlines() for text in texts_said]
    said = [line for sheet in sheets if "city 75.9" in sheet for line in sheet]
    rows = [normalize("NFKC", name) for name in names if not name.isdigit()]
    assert len(rows) > 200
    assert [name for name in rows if said.count(name) != rows.count(name)] == []
