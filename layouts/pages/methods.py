"""Methods: what is computed, in plain words, and the glossary.

Every "method" link of a chart ends here.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.locale.format import format_number
from data.models import Estimator, Layer
from layouts.charts.gaps import HISTORY_SECTION
from layouts.components.static import static
from layouts.components.terms import SECTION, TERMS, definitions
from layouts.request import PageRequest

# Order of the sections; texts stand in locale/*/methods.yaml under these keys. What the city has
# nothing for is not explained.
SECTIONS: tuple[str, ...] = (
    "areas_from_tracts",
    "kinds_of_value",
    "life_expectancy",
    "homicides",
    "shootings",
    "intervals_and_verdicts",
    "has_it_changed",
    "the_plan",
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
    "own_areas",
    "ranks",
    HISTORY_SECTION,
    "maps",
    "limits",
)


def _kept(request: PageRequest) -> list[str]:
    """Keys of the sections that the city has something for, in their order."""
    services = request.services
    has = {
        "": False,
        "homicides": Estimator.EVENT_RATE
        in {indicator.estimator for indicator in services.atlas.catalogue.indicators.values()},
        "published_by_race": bool(services.gaps.by_race.city or services.gaps.by_race.county),
        "segregation": services.gaps.segregation is not None,
        "deaths_and_social_factors": bool(services.gaps.quotations),
        "the_plan": services.plan.data is not None,
    }
    return [key for key in SECTIONS if has.get(key, True)]


def build(request: PageRequest) -> Component:
    """The page: a list of contents and one section a method."""
    t, keys = request.texts.t, _kept(request)
    titles = {key: t(f"methods.{key}.title") for key in keys} | {SECTION: t("glossary.title")}
    contents = html.Ul([html.Li(html.A(title, href=f"#{key}")) for key, title in titles.items()])
    sections = [
        html.Section([html.H2(t(f"methods.{key}.title"), id=key), *_paragraphs(request, key)])
        for key in keys
    ]
    return static(
        [
            html.H1(t("pages.methods.title")),
            html.P(t("methods.lead"), className="lead"),
            contents,
            *sections,
            _glossary(request),
        ],
        className="prose",
    )


def _glossary(request: PageRequest) -> Component:
    """Every term that sentences explain where they stand (layouts/components/terms.py)."""
    t = request.texts.t
    return html.Section(
        [
            html.H2(t("glossary.title"), id=SECTION),
            html.P(t("glossary.lead")),
            definitions(request.texts, TERMS),
        ]
    )


def _numbers(request: PageRequest, key: str) -> dict[str, str]:
    """Numbers of a section that the build found: they stand in the manifest, not in the texts."""
    if key != "homicides":
        return {}
    lang, of = request.texts.lang, request.services.atlas.dispersion
    layers = {layer.value: Layer(layer) for layer in city().layers}
    return {name: format_number(of(layer), decimals=2, lang=lang) for name, layer in layers.items()}


def _paragraphs(request: PageRequest, key: str) -> list[Component]:
    body = request.texts.t(f"methods.{key}.body", **_numbers(request, key))
    # a first paragraph apart is one that a city says otherwise
    first = [f"methods.{key}.first"] if request.texts.has(f"methods.{key}.first") else []
    paragraphs = [*map(request.texts.t, first), *body.split("\n\n")]
    return [html.P(text.strip()) for text in paragraphs if text.strip()]
