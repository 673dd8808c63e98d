"""Methods: what is computed, in plain words. Every "method" link of a chart ends here."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.components.static import static
from layouts.pages.request import PageRequest

# Order of the sections; texts stand in locale/*/methods.yaml under these keys.
SECTIONS: tuple[str, ...] = (
    "areas_from_tracts",
    "kinds_of_value",
    "life_expectancy",
    "homicides",
    "intervals_and_verdicts",
    "comparing_places",
    "fifths",
    "inequality",
    "potential",
    "arriaga",
    "published_by_race",
    "segregation",
    "clusters",
    "deaths_and_social_factors",
    "association",
    "spine_chart",
    "similar_places",
    "selections",
    "ranks",
    "holc_1939",
    "maps",
    "limits",
)


def build(request: PageRequest) -> Component:
    """The page: a list of contents and one section a method."""
    t = request.texts.t
    contents = html.Ul(
        [html.Li(html.A(t(f"methods.{key}.title"), href=f"#{key}")) for key in SECTIONS]
    )
    sections = [
        html.Section([html.H2(t(f"methods.{key}.title"), id=key), *_paragraphs(request, key)])
        for key in SECTIONS
    ]
    return static(
        [
            html.H1(t("pages.methods.title")),
            html.P(t("methods.lead"), className="lead"),
            contents,
            *sections,
        ],
        className="prose",
    )


def _paragraphs(request: PageRequest, key: str) -> list[Component]:
    body = request.texts.t(f"methods.{key}.body")
    return [html.P(text.strip()) for text in body.split("\n\n") if text.strip()]
