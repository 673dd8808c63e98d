"""Worked examples of docs/methods are our own numbers: recomputed here, they still stand there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from data.locale import LANGUAGES, texts
from data.locale.format import format_number
from data.repository.engine import EXTRACT
from data.stats.attributable import levin
from layouts.pages import methods
from layouts.request import PageRequest
from tests.shared import services

DOCS = Path(__file__).parents[2] / "docs" / "methods"
SERVICES = services()


def examples() -> Iterator[tuple[str, str]]:
    """Page and the words that it must hold."""
    gaps = SERVICES.gaps.data("life_expectancy", "poverty_2015", None)
    d, r, sii, rii, par, paf = (
        gaps.measure(name) for name in ("d", "r", "sii", "rii", "par", "paf")
    )
    for found, digits, unit in ((d, 1, " years"), (r, 2, ""), (sii, 1, " years"), (rii, 2, "")):
        assert found is not None
        value, low, high = (f"{x:.{digits}f}" for x in (found.estimate, found.lower, found.upper))
        yield "inequality.md", f"{value}{unit} ({low} to {high})"
    assert par is not None and paf is not None and gaps.potential is not None
    yield "potential.md", f"{par.estimate:.1f} years more ({par.lower:.1f} to {par.upper:.1f})"
    yield "potential.md", f"{paf.estimate:.1f} %"
    yield "potential.md", f"μ = {gaps.potential.now:.1f}"
    yield "potential.md", f"If all had {gaps.potential.potential:.1f}"
    yield "potential.md", f"own {gaps.city.value:.1f}"
    yield "potential.md", f"{gaps.groups[-2].value:.1f} and {gaps.groups[-1].value:.1f} years"
    assert gaps.ages is not None
    for part in gaps.ages.broad:
        yield "age-split.md", f"{part.years:.1f}"
    segregation = SERVICES.gaps.segregation
    for year in (*segregation.comparable, segregation.apart):
        yield "segregation.md", f"{year.dissimilarity:.3f}"
    clusters = SERVICES.gaps.clusters("life_expectancy")
    yield "clusters.md", f"{clusters.n} tracts, I = {clusters.moran_i:.2f}"
    for release in (*SERVICES.gaps.by_race.city, *SERVICES.gaps.by_race.county):
        yield "published-by-race.md", f"{release.difference} years"
    quoted = SERVICES.gaps.quotations["national_deaths"]
    for figure in quoted.figures:
        yield "deaths-and-social-factors.md", f"{figure.amount:,.0f}"
    share = levin(0.2, 1.5)
    yield "deaths-and-social-factors.md", f"{share:.0%}".replace("%", " %")


@pytest.mark.parametrize(("page", "words"), list(examples()))
def test_a_worked_example_still_stands(page: str, words: str) -> None:
    text = " ".join((DOCS / page).read_text(encoding="utf-8").split())
    assert words in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_dispersion_on_the_page_is_that_of_the_manifest(lang: str) -> None:
    request = cast(PageRequest, SimpleNamespace(texts=texts(lang), services=SERVICES))
    page = json.dumps(methods.build(request).to_plotly_json(), default=str)
    manifest = json.loads((EXTRACT.parent / "manifest.json").read_text("utf-8"))
    for layer in ("zip", "council_district", "neighborhood"):
        assert format_number(manifest["homicide_dispersion"][layer], decimals=2, lang=lang) in page
