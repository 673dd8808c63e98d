"""Links to the image of one finding, in every size."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts import paths
from layouts.request import PageRequest


def fact_links(request: PageRequest, place_id: str, measure: str, label: str) -> Component:
    """A line for a finding of which there is an image (`data.numbers.findings.is_finding`)."""
    t = request.texts.t
    shown: list[Component | str] = [f"{label}: "]
    for size in paths.FACT_SIZES:
        shown += [" · "] if len(shown) > 1 else []
        href = request.link(paths.of_fact(place_id, measure, size))
        shown.append(html.A(t(f"fact.size.{size}"), href=href))
    return html.Span(shown, className="fact-links")
