"""Fields where no script runs, and before scripts have come."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from data.locale import texts

without_scripts = pytest.mark.browser_context_args(java_script_enabled=False)


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@without_scripts
@pytest.mark.parametrize("width", [390, 1366])
def test_explore_shows_another_view(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/?lang=es&theme=dark&by=zip&places=zip-64130")
    page.select_option("#outcome-select", "homicide_rate")
    page.check("#map-mode [value=both]", force=True)
    page.locator("#controls-sheet summary").click()
    page.check("#layers [value=holc]")
    page.check("#layers [value=rivers]")
    page.locator("#controls-sheet [type=submit]").click()
    expect(page.locator("h1")).to_contain_text("homicidios")
    expect(page.locator("#outcome-select")).to_have_value("homicide_rate")
    expect(page.locator("#map-mode :checked")).to_have_value("both")
    assert page.locator("#layers :checked").count() == 2
    kept = asked(page)
    assert (kept["lang"], kept["theme"], kept["places"]) == (["es"], ["dark"], ["zip-64130"])
    expect(page.locator("#selection-panel")).to_contain_text("64130")
    # what needs scripts is not there
    assert page.locator("button[type=button]:visible").count() == 0
    expect(page.locator("#ranking-find")).to_be_hidden()


@without_scripts
def test_gaps_shows_another_view(page: Page) -> None:
    page.goto("/gaps")
    page.select_option("#gaps-outcome", "homicide_rate")
    page.select_option("#gaps-group", "council_district")
    page.click(".gaps__controls [type=submit]")
    expect(page.locator("h1")).to_contain_text("council districts")
    expect(page.locator("#gaps-group")).to_have_value("council_district")


@without_scripts
def test_compare_takes_places_by_name_and_leaves_others(page: Page) -> None:
    page.goto("/compare?places=zip-64130,zip-64113,city")
    page.fill("#compare-add", "armor fields")
    page.uncheck("#compare-kept [value=zip-64113]")
    page.select_option("#compare-plain-baseline", "zip-64130")
    page.select_option("#compare-plain-order", "clearest")
    page.click(".cmp-add [type=submit]")
    names = page.locator(".cmp-place__name")
    expect(names).to_have_text(["ZIP 64130", "The city", "Armour Fields"])
    expect(page.locator("#compare-plain-baseline")).to_have_value("zip-64130")
    page.fill("#compare-add", "atlantis")
    page.click(".cmp-add [type=submit]")
    expect(page.locator("#compare-notices")).to_contain_text("atlantis")


@without_scripts
def test_a_deck_of_a_place_opens(page: Page) -> None:
    page.goto("/present?lang=es")
    page.select_option("#deck-place", "zip-64130")
    page.click(".deck-ready__form [type=submit]")
    expect(page.locator("#deck-heading")).to_have_text(texts("es").t("present.ready_made"))
    assert asked(page)["ready"]


@without_scripts
def test_a_place_is_found_by_its_name(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/methods?lang=es")
    page.fill("[role=search] input", "armor fields")
    page.keyboard.press("Enter")
    expect(page.locator(".places__answer a").first).to_contain_text("Armour Fields")
    assert asked(page)["lang"] == ["es"]


# As soon as the document stands, which is before any script of Dash can have come.
AT_ONCE = """document.addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector("#first #gaps-outcome");
  field.value = "homicide_rate";
  field.dispatchEvent(new Event("change", { bubbles: true }));
})"""


def test_what_is_chosen_before_scripts_have_come_is_shown_once_they_have(page: Page) -> None:
    page.add_init_script(AT_ONCE)
    page.goto("/gaps")
    page.wait_for_url("**/gaps?outcome=homicide_rate")
    expect(page.locator("h1")).to_contain_text("homicide")
    expect(page.locator("#gaps-outcome")).to_have_value("homicide_rate")
