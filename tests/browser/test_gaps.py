"""Gaps in a real browser: change what is shown, go Back, open tables, save pictures, print."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from data.gaps.questions import questions
from data.gaps.state import parse_gap
from layouts import ids
from layouts.charts import gaps as gaps_charts
from tests import shared
from tests.browser.axe import violations
from tests.browser.fields import choose
from tests.browser.pictures import assert_carries, words_of
from tests.browser.serving import at_rest

PHONE = {"width": 390, "height": 844}
POVERTY_GAP = (
    "Where the most people live in poverty, life expectancy (2010–2015) is about 9 years shorter "
    "than where the fewest people live in poverty."
)
COMPARED = re.compile(r"\b(higher|lower|better|worse|shorter|longer|more common|less common)\b")


def open_gaps(page: Page, query: str = "") -> None:
    page.goto(f"/gaps{query}")
    page.wait_for_selector("main .js-plotly-plot .main-svg")
    at_rest(page)


@pytest.mark.parametrize(
    ("query", "size"),
    [
        pytest.param("", None, marks=pytest.mark.full),
        ("?lang=es&theme=dark&outcome=homicide_rate", None),
        pytest.param("?ask=race&lang=es", PHONE, marks=pytest.mark.full),
        pytest.param("?lang=es&group=holc_1939", PHONE, marks=pytest.mark.full),
        pytest.param("?theme=dark&group=council_district", PHONE, marks=pytest.mark.full),
        pytest.param("?outcome=diabetes_2015", PHONE, marks=pytest.mark.full),
        *(pytest.param(f"?ask={one}", None, marks=pytest.mark.full) for one in questions()[2:]),
    ],
)
def test_no_violation(page: Page, query: str, size: dict[str, int] | None) -> None:
    if size:
        page.set_viewport_size(size)  # type: ignore[arg-type]
    open_gaps(page, query)
    # tables of hundreds of rows are alike: axe would look at each cell
    opened = ".part, .gaps__row:first-child .fold--below"
    page.evaluate(f"document.querySelectorAll('{opened}').forEach(fold => fold.open = true)")
    assert violations(page) == []


def test_a_change_rewrites_everything_and_back_undoes_it(page: Page) -> None:
    open_gaps(page)
    expect(page.locator("h1")).to_have_text(POVERTY_GAP)
    assert page.locator("#gap-ages-card").is_visible()
    choose(page, "gaps-outcome", "Homicides")
    expect(page.locator("h1")).to_contain_text("the homicide rate (2007–2017) is higher")
    assert urlsplit(page.url).query == "outcome=homicide_rate"
    expect(page.locator("#gap-curve-card")).to_be_visible()
    expect(page.locator("#gap-ages-card")).to_have_count(0)
    choose(page, "gaps-group", "Council district")
    expect(page.locator("h1")).to_contain_text("council districts")
    expect(page.locator("#gaps-by-field")).to_be_hidden()
    page.go_back()
    expect(page.locator("h1")).to_contain_text("the homicide rate (2007–2017) is higher")
    page.go_back()
    expect(page.locator("h1")).to_have_text(POVERTY_GAP)
    expect(page.locator("#gaps-outcome")).to_have_value("life_expectancy")
    expect(page.locator("#gap-ages-card")).to_be_visible()


def test_a_grouping_that_an_outcome_lacks_gives_way_and_says_so(page: Page) -> None:
    open_gaps(page, "?group=median_income_2015")
    choose(page, "gaps-outcome", "Homicides")
    expect(page.locator("#gaps-notices")).to_contain_text("Median household income, 2011–2015")
    expect(page.locator("h1")).to_contain_text("the homicide rate (2007–2017) is higher")


def test_a_modelled_outcome_has_values_and_no_word_of_comparison(page: Page) -> None:
    open_gaps(page, "?outcome=diabetes_2015")
    said = page.locator("#gaps-finding h1, .gaps__row, .gaps__reason").all_inner_texts()
    assert len(said) > 2 and not COMPARED.search(" ".join(said))
    assert page.locator("#gap-potential-card").count() == 0


def test_the_table_the_download_and_the_screen_agree(page: Page) -> None:
    open_gaps(page, "?group=council_district")
    page.locator("#gap-patterns-table-details summary").click()
    shown = page.locator("#gap-patterns-table tbody tr").all_inner_texts()
    with page.expect_download() as download:
        page.locator("#gap-patterns-csv").dispatch_event("click")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    records = list(csv.DictReader(io.StringIO(text)))
    assert len(records) == len(shown) == 6
    for record, row in zip(records, shown, strict=True):
        assert f"{float(record['value']):.1f}" in row


def test_a_picture_carries_the_key_of_its_shapes(page: Page) -> None:
    services = shared.services()
    query = "outcome=homicide_rate&group=council_district"
    state = parse_gap(query, services.atlas.catalogue, default_lang="en").state
    open_gaps(page, f"?{query}")
    chart = gaps_charts.build(services, state, ids.GAP_PATTERNS)
    assert chart is not None and chart.travels.key
    found = words_of(page, ids.GAP_PATTERNS)
    assert_carries(found, chart)
    assert found.index("14 killed here") < found.index("1.9")


def test_the_bars_of_the_ages_add_up_and_pictures_carry_words_and_source(page: Page) -> None:
    open_gaps(page)
    drawn = page.evaluate(
        """document.querySelector('#gap-ages-graph .js-plotly-plot').data
           .find(trace => trace.mode === 'markers').x.reduce((sum, x) => sum + x, 0)"""
    )
    page.locator("#gap-ages-table-details summary").click()
    total = page.locator("#gap-ages-table tbody tr").last.locator("td").first.inner_text()
    assert abs(drawn - float(total)) < 0.01
    page.locator("#gap > summary").click()
    for part in ("gap-ages", "gap-measures"):
        page.locator(f"#{part}-card summary", has_text="Image").click()
        with page.expect_download() as download:
            page.click(f"#{part}-svg")
        picture = Path(download.value.path()).read_text(encoding="utf-8")
        assert "National Center for Health Statistics" in picture, part
        assert "8.8 years" in picture, part


def test_the_keyboard_asks_another_question_and_back_undoes_it(page: Page) -> None:
    open_gaps(page, "?group=holc_1939&lang=es")
    page.locator("#gaps-questions a", has_text="1939").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/gaps?ask=1939&group=holc_1939&lang=es")
    at_rest(page)
    expect(page.locator("#gap-grades-card")).to_be_visible()
    assert page.locator("#gaps-questions [aria-current]").inner_text() == "1939"
    assert page.evaluate("scrollY") == 0
    expect(page.locator("#gaps-outcome")).to_have_count(0)
    page.locator("#gap-grades-table-details summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#gap-grades-table table")).to_be_visible()
    expect(page.locator("#gap-grades-sentence")).to_contain_text("71.6")
    page.go_back()
    expect(page.locator("#gaps-group")).to_have_value("holc_1939")
    choose(page, "gaps-group", "Distrito del concejo")
    expect(page.locator("#gaps-questions a").nth(1)).to_have_attribute(
        "href", "/gaps?ask=race&group=council_district&lang=es"
    )
    page.emulate_media(media="print")
    expect(page.locator("#gaps-outcome")).to_be_hidden()
    expect(page.locator("#gaps-questions")).to_be_hidden()
    expect(page.locator("#gap-patterns-graph")).to_be_visible()
    expect(page.locator("#sources > summary")).to_be_visible()


def test_an_old_address_leads_to_where_its_part_is_now(
    page: Page, browser: Browser, server_url: str
) -> None:
    page.goto("/gaps?lang=es#yardsticks")
    page.wait_for_url("**/gaps?ask=change&lang=es#yardsticks")
    expect(page.locator("#gap-yardsticks-graph")).to_be_visible()
    context = browser.new_context(java_script_enabled=False, base_url=server_url)
    plain = context.new_page()
    plain.goto("/gaps#deaths")
    plain.locator("#deaths a").click()
    expect(plain).to_have_url(re.compile(r"/gaps\?ask=deaths#deaths$"))
    expect(plain.locator(".quotations")).to_be_visible()
    plain.locator("#gaps-questions a", has_text="By race").click()
    plain.locator("#city_published > summary").click()
    expect(plain.locator("#gap-race-between-city-card .drawn")).to_be_visible()
    context.close()


# Two laptop screens where it can be, never as long as what is read of it grows.
LONGEST_PX = {1366: 2100, 390: 3900}


@pytest.mark.parametrize("width", LONGEST_PX)
def test_a_question_is_answered_in_a_few_screens(
    browser: Browser, server_url: str, width: int
) -> None:
    """In the first HTML, which is as tall as the living page and scrolls one way only."""
    context = browser.new_context(viewport={"width": width, "height": 768}, base_url=server_url)
    context.route(re.compile(r"/bundles/.*\.js"), lambda route: route.abort())
    page = context.new_page()
    more = ("outcome=homicide_rate&lang=es", "group=holc_1939", "ask=race&lang=es")
    for query in (*(f"ask={question}" for question in questions()), *more):
        page.goto(f"/gaps?{query}")
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollHeight") <= LONGEST_PX[width], query
        assert page.evaluate(f"{root}.scrollWidth") <= width, query
        tops = [
            page.locator(part).bounding_box() for part in ("#gaps-questions", "h1", ".gaps__answer")
        ]
        assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
        assert tops[1] is not None and tops[1]["y"] < 768 / 2
    context.close()


def test_on_a_wall_chart_text_grows_with_the_page_and_stays_so(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_gaps(page)
    grown = """() => {
        const graph = document.querySelector('#gap-patterns-graph .js-plotly-plot');
        const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
        if (!graph) return false;  // another takes its place just now
        const fits = Math.abs(graph.clientHeight - graph.parentElement.clientHeight) < 2;
        return size > 16 && graph.layout.font.size === 12 * size / 16 && fits;
    }"""
    page.wait_for_function(grown)
    choose(page, "gaps-group", "Council district")
    expect(page.locator("h1")).to_contain_text("council districts")
    page.wait_for_function(grown)
