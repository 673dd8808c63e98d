"""Citations of a number to copy: text that can be selected, and buttons where scripts run."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

from data.numbers.cite import SEEN
from data.numbers.read import Asked
from layouts import paths
from layouts.components.attributes import aria, data
from layouts.components.controls import button
from layouts.pages.number.facts import section
from layouts.pages.number.visit import citations_of
from layouts.request import PageRequest

_STATUS = "number-copied"
# In which form the day stands: that of the language, or 2026-11-29.
_DAYS = {"plain": "long", "apa": "long", "bibtex": "iso"}


def cite(request: PageRequest, asked: Asked) -> Component:
    """The three citations, each with its button; the day is filled in by the browser
    (assets/clientside/number/cite.js), so that the page has no clock.
    """
    t, citations = request.texts.t, citations_of(request, asked)
    assert citations is not None  # of a number that there is
    said = {"plain": citations.plain, "apa": citations.apa, "bibtex": citations.bibtex}
    parts: list[Component | None] = [html.P(t("number.page.cite_lead"), className="number__note")]
    for name, text in said.items():
        label = t(f"number.page.format.{name}")
        parts += [
            html.H3(label, id=f"cite-{name}-name"),
            html.Pre(
                _filled(request, text, _DAYS[name]),
                id=f"cite-{name}",
                tabIndex=0,
                **aria(labelledby=f"cite-{name}-name"),
            ),
            button(
                id=f"cite-{name}-copy",
                label=t("number.page.copy"),
                name=t("number.page.copy_as", format=label),
                described_by=_STATUS,
                data={
                    "copies": f"cite-{name}",
                    "copied": t("number.page.copied"),
                    "failed": t("number.page.copy_failed"),
                },
            ),
        ]
    parts.append(html.P(id=_STATUS, role="status", className="number__note"))
    return section(request, "cite", parts)


def _filled(request: PageRequest, text: str, day: str) -> list[Component | str]:
    """The citation with a field for each day, and for an address that is only a path: without
    scripts it says that the day goes there.
    """
    blank = request.texts.t("number.page.day")
    found: list[Component | str] = []
    for i, part in enumerate(text.split(SEEN)):
        if i:
            found.append(html.Span(blank, **data(day=day)))
        before, path, after = _at_path(part, request.site)
        found += [before, html.Span(path, **data(path="true")), after] if path else [part]
    return found


def _at_path(text: str, site: str) -> tuple[str, str, str]:
    """The text around the address of the number, where that is a path of this host."""
    found = None if "://" in site else re.search(rf"{re.escape(site)}{paths.NUMBER}/[^\s}}]+", text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]
