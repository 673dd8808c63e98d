"""Methods: what is computed, in plain words. Every "method" link of a chart ends here."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.locale.format import format_number
from data.models import Layer
from layouts.charts.gaps import HISTORY_SECTION
from layouts.components.static import static
from layouts.request import PageRequest

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
    *filter(None, (HISTORY_SECTION,)),
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


def _numbers(request: PageRequest, key: str) -> dict[str, str]:
    """Numbers of a section that the build found: they stand in the manifest, not in the texts."""
    if key != "homicides":
        return {}
    lang, of = request.texts.lang, request.services.atlas.dispersion
    layers = (Layer.ZIP, Layer.COUNCIL_DISTRICT, Layer.NEIGHBORHOOD)
    return {layer.value: format_number(of(layer), decimals=2, lang=lang) for layer in layers}


def _paragraphs(request: PageRequest, key: str) -> list[Component]:
    body = request.texts.t(f"methods.{key}.body", **_numbers(request, key))
    return [html.P(text.strip()) for text in body.split("\n\n") if text.strip()]
