"""Fields of layouts/components/controls.py, used as a person uses them."""

from __future__ import annotations

from playwright.sync_api import Page


def choose(page: Page, control: str, words: str) -> None:
    """Take the first option with `words` in it from a list."""
    option = page.locator(f"#{control} option", has_text=words).first
    page.select_option(f"#{control}", option.get_attribute("value"))


def find(page: Page, control: str, words: str) -> None:
    """Type `words` and take the first of what is found."""
    page.fill(f"#{control}", words)
    page.locator(f"#{control}-list [role=option]:visible").first.click()
