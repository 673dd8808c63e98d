"""What is this? In plain words, what a number counts, how it was made, and who published it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.catalogue.schema import Indicator
from data.sentences.words import short_name
from layouts import paths
from layouts.components.controls import fold
from layouts.components.terms import with_terms
from layouts.request import PageRequest


def what_is_this(request: PageRequest, indicator: Indicator) -> Component:
    """A fold with definition, who is counted, kind of value, what to keep in mind, and source."""
    t, lang = request.texts.t, request.texts.lang
    source = request.services.atlas.catalogue.source_of(indicator)
    said = [
        indicator.meaning.get(lang),
        indicator.why.get(lang),
        _among(request, indicator),
        t(f"place.what.kind.{indicator.kind.value}"),
        *(t(f"caveats.{caveat}") for caveat in indicator.caveats),
        t(
            "place.what.source",
            publisher=source.publisher,
            title=source.title.get(lang),
            vintage=source.vintage,
        ),
    ]
    ways: list[Component | str] = [
        html.A(indicator.name.get(lang), href=f"{request.link(paths.DATA)}#{indicator.id}"),
        " · ",
        html.A(t("pages.methods.title"), href=request.link(paths.METHODS)),
    ]
    name = short_name(indicator, lang)
    return fold(
        # one label is seen, a list of them must tell them apart
        label=[
            t("place.what.label"),
            html.Span(f" {name}, {indicator.years}", className="visually-hidden"),
        ],
        children=[
            *(html.P(with_terms(line, request.texts)) for line in said if line),
            html.P(ways),
        ],
        class_name="fold--below fold--text what",
    )


def _among(request: PageRequest, indicator: Indicator) -> str:
    if indicator.universe is None:
        return ""
    universe = indicator.universe.get(request.texts.lang)
    return request.texts.t("place.what.universe", universe=universe[:1].lower() + universe[1:])
