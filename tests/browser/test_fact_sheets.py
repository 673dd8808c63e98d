"""A visitor chooses a fact sheet and sees it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from data.locale import texts
from tests.browser.axe import violations
from tests.browser.serving import Watch


def see_picture(page: Page) -> None:
    expect(page.locator(".sheets__image")).to_have_js_property("naturalWidth", 935)


def open_form(page: Page, query: str) -> None:
    page.goto(f"/fact-sheets{query}")
    see_picture(page)


def test_choosing_leads_to_the_sheet_and_keeps_language_and_theme(page: Page) -> None:
    open_form(page, "?lang=es&theme=dark")
    page.get_by_label("Factor social").select_option("internet")
    page.get_by_label("Lugar", exact=True).select_option("zip-64130")
    page.get_by_label("Idioma de la hoja").select_option("en")
    page.get_by_role("button", name="Mostrar la hoja").click()
    page.wait_for_url("**/fact-sheets?*place=zip-64130*")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert "theme=dark" in page.url
    picture = page.locator(".sheets__image")
    expect(picture).to_have_attribute(
        "src", "/fact-sheets/internet/zip-64130.png?lang=en&paper=letter"
    )
    see_picture(page)
    download = page.get_by_role("link", name="Descargar PDF")
    expect(download).to_have_attribute(
        "href", "/fact-sheets/internet/zip-64130.pdf?lang=en&paper=letter"
    )


def test_a_preview_that_does_not_come_is_said_and_asked_for_again(page: Page, watch: Watch) -> None:
    """By the button, in the reader's language; the picture's own request fails without a reason."""
    said = texts("es")
    watch.expect_failing(".png?")
    picture = "**/*.png?*"
    page.route(picture, lambda r: r.fulfill(status=503, headers={"Retry-After": "60"}, body="busy"))
    page.goto("/fact-sheets?determinant=food&lang=es")
    expect(page.locator("#sheet-wait")).to_have_text(said.t("fact_sheets.preview_busy"))
    expect(page.locator("#network")).to_contain_text(said.t("network.busy"))
    page.unroute(picture)
    page.get_by_role("button", name=said.t("network.retry")).click()
    see_picture(page)
    expect(page.locator("#sheet-wait")).to_be_empty()
    expect(page.locator("#network button")).to_have_count(0)


def test_a_place_leads_to_its_fact_sheets(page: Page) -> None:
    page.goto("/place/zip-64130?lang=es&theme=dark")
    page.locator("#part-sheets > summary").click()
    page.get_by_role("link", name="Vivienda y desalojo").click()
    expect(page.get_by_label("Factor social")).to_have_value("housing")
    expect(page.get_by_label("Lugar", exact=True)).to_have_value("zip-64130")
    assert {"lang=es", "theme=dark"} <= set(page.url.partition("?")[2].split("&"))
    see_picture(page)
    page.go_back()
    page.get_by_role("link", name="Hoja informativa", exact=True).click()
    expect(page.get_by_label("Lugar", exact=True)).to_have_value("zip-64130")
    see_picture(page)


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1366, "light")])
def test_the_form_has_no_violation(page: Page, width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_form(page, f"?determinant=nothing&theme={theme}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
