"""axe (WCAG 2.2 A and AA), asked in one way by every test."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, part: str | None = None, *, names_hold_words: bool = True) -> list[str]:
    """What axe finds on the page, or in a part of it (a selector).

    Without `names_hold_words` a button may hold words that its name lacks: a picture of a slide.
    """
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": TAGS},
        # experimental to axe, level A to WCAG
        "rules": {"label-content-name-mismatch": {"enabled": names_hold_words}},
        "resultTypes": ["violations"],  # lists of what is well take long to write down
    }
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"][:3]
    ]
