"""Gaps in a real browser: change what is shown, go Back, open tables, save pictures, print."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

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
        pytest.param("?lang=es&group=holc_1939", PHONE, marks=pytest.mark.full),
        pytest.param("?theme=dark&group=council_district", PHONE, marks=pytest.mark.full),
        pytest.param("?outcome=diabetes_2015", PHONE, marks=pytest.mark.full),
    ],
)
def test_no_violation(page: Page, query: str, size: dict[str, int] | None) -> None:
    if size:
        page.set_viewport_size(size)  # type: ignore[arg-type]
    open_gaps(page, query)
    page.evaluate("document.querySelectorAll('.fold--below').forEach(fold => fold.open = true)")
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
    changing = ("#gaps-finding h1", "#gap-patterns-sentence", "#gaps-measures", "#gaps-clusters")
    for part in changing:
        assert not COMPARED.search(page.locator(part).inner_text())
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
    for part in ("gap-ages", "gap-measures"):
        page.locator(f"#{part}-card summary", has_text="Image").click()
        with page.expect_download() as download:
            page.click(f"#{part}-svg")
        picture = Path(download.value.path()).read_text(encoding="utf-8")
        assert "National Center for Health Statistics" in picture, part
        assert "8.8 years" in picture, part


def test_the_keyboard_reaches_a_section_paper_has_no_controls_and_methods_are_there(
    page: Page,
) -> None:
    open_gaps(page)
    page.locator(".gaps__contents a[href='#segregation']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#segregation")).to_be_in_viewport()
    page.locator("#gap-segregation-table-details summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#gap-segregation-table table")).to_be_visible()
    links = page.locator(".chart-card a[href*='/methods']")
    targets = {link.get_attribute("href") for link in links.all()}
    page.emulate_media(media="print")
    expect(page.locator("#gaps-outcome")).to_be_hidden()
    expect(page.locator(".gaps__contents")).to_be_hidden()
    expect(page.locator("#gap-patterns-graph")).to_be_visible()
    expect(page.locator("#gap-patterns-source")).to_be_visible()
    page.goto("/methods")
    page.wait_for_selector("main h2")
    for target in targets:
        assert page.locator(f"#{str(target).partition('#')[2]}").count() == 1, target


def test_a_phone_scrolls_one_way_only_and_shows_the_gap_first(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_gaps(page, "?lang=es")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tops = [
        page.locator(part).bounding_box()["y"]  # type: ignore[index]
        for part in ("h1", "#gaps-outcome", "#gap-patterns-card", "#gap-groups-card", "#race")
    ]
    assert tops == sorted(tops)
    assert tops[0] < PHONE["height"] / 2


def test_on_a_wall_chart_text_grows_with_the_page_and_stays_so(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_gaps(page)
    grown = """() => {
        const graph = document.querySelector('#gap-patterns-graph .js-plotly-plot');
        const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
        const fits = Math.abs(graph.clientHeight - graph.parentElement.clientHeight) < 2;
        return size > 16 && graph.layout.font.size === 12 * size / 16 && fits;
    }"""
    page.wait_for_function(grown)
    choose(page, "gaps-group", "Council district")
    expect(page.locator("h1")).to_contain_text("council districts")
    page.wait_for_function(grown)
