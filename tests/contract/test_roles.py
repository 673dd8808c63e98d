"""What a thing on a chart is, is said: by `meta` of traces and `name` of notes and shapes.

Slides and PowerPoint read that, and no arrow, ground or width.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from data.address import Theme
from data.catalogue.determinants import determinants
from data.decks.deck import View
from data.locale import texts
from layouts.charts.registry import asked_by, charts_of
from layouts.fact_sheets.content import main_chart, map_figure, scatter_chart, strips_chart
from layouts.figures.base import NOTE_NAMES, ROLES, SHAPE_NAMES
from tests.one_slide import build_slide
from tests.shared import services
from tests.slide_views import PLACES, opening_views, wide_views

SERVICES = services()
VIEWS = [
    *dict.fromkeys(
        (*opening_views(), *wide_views(), View("explore", "map", "layers=districts,holc,rivers"))
    )
]
SLIDES = sorted(Path("layouts/slides").rglob("*.py"))
ARROWS = ("→", "↑")
# Looks that a renderer draws: whoever reads them here would take them for a meaning.
LOOKS = frozenset({"showarrow", "arrowhead", "ax", "ay", "bgcolor", "fill", "mode"})
WEIGHED = frozenset({"width", "color", "dash", "size", "symbol", "xanchor", "yanchor"})


def is_said(figure: Mapping[str, Any], where: str) -> None:
    """Every trace, note and shape of the figure says what it is."""
    layout = figure.get("layout", {})
    for trace in figure.get("data", ()):
        assert trace.get("meta") in ROLES, (where, trace.get("meta"), trace["type"])
    for note in layout.get("annotations", ()):
        assert note.get("name") in NOTE_NAMES, (where, note["text"])
    for shape in layout.get("shapes", ()):
        assert shape.get("name") in SHAPE_NAMES, (where, shape)


def figures_of(view: View, lang: str) -> Iterator[Mapping[str, Any]]:
    """The figure of the page, and those of the slide."""
    page = charts_of(view.page)
    assert page is not None
    found = page.file(SERVICES, asked_by(view, lang))
    if found is not None:
        yield found.chart.figure
    slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
    if slide is not None:
        yield from (slide.chart.figure, *slide.figures)


@pytest.mark.parametrize("view", VIEWS, ids=lambda v: f"{v.page}-{v.chart}-{v.query}")
def test_everything_on_a_chart_says_what_it_is(view: View) -> None:
    figures = list(figures_of(view, "es" if len(view.query) % 2 else "en"))
    assert figures
    for figure in figures:
        is_said(figure, f"{view.page} {view.chart} {view.query}")


def test_everything_on_a_fact_sheet_says_what_it_is() -> None:
    every = list(product(sorted(determinants()), (*PLACES, "city")))
    for determinant, place in random.Random(9).sample(every, 5):
        sheet = SERVICES.fact_sheets.data(determinant, place)
        spoken = texts("en")
        charts = (main_chart(SERVICES, sheet, spoken), scatter_chart(sheet, spoken),
                  strips_chart(sheet, spoken))  # fmt: skip
        for figure in (*(chart.figure for chart in charts), map_figure(SERVICES, sheet)):
            is_said(figure, f"{determinant} {place}")


# -- who reads a figure ---------------------------------------------------------------------------


def _key_read(node: ast.AST) -> str:
    """The key of `x["key"]` or `x.get("key")`, where it is read."""
    found: ast.AST | None = None
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        found = node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        found = node.args[0] if node.func.attr == "get" and node.args else None
    return str(found.value) if isinstance(found, ast.Constant) else ""


def looks_read(tree: ast.AST) -> list[str]:
    """Looks that the code takes for a meaning: reads of LOOKS, comparisons of WEIGHED, arrows."""
    found = [key for node in ast.walk(tree) if (key := _key_read(node)) in LOOKS]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        is_in = isinstance(node.ops[0], ast.In | ast.NotIn)
        if is_in and isinstance(node.left, ast.Constant):
            found += [key for key in (*LOOKS, *ARROWS, "dash") if key == node.left.value]
            continue
        sides = [part for side in (node.left, *node.comparators) for part in ast.walk(side)]
        found += [key for part in sides if (key := _key_read(part)) in WEIGHED]
    return found


@pytest.mark.parametrize("path", SLIDES, ids=str)
def test_slides_read_no_meaning_from_a_look(path: Path) -> None:
    # looks are copied there, and PowerPoint lacks one symbol
    copied = ["symbol"] if path.name == "read_looks.py" else []
    assert looks_read(ast.parse(path.read_text(encoding="utf-8"))) == copied


@pytest.mark.parametrize(
    "code",
    [
        'n["showarrow"]',
        'n.get("ax", 0)',
        '"bgcolor" in n',
        '"→" in n["text"]',
        't["line"]["width"] >= 20',
        't["line"].get("width", 0) > 12',
        'n.get("xanchor") == "left"',
        't["marker"]["symbol"] == "line-ns-open"',
    ],
)
def test_the_reader_of_code_sees_a_look(code: str) -> None:
    assert looks_read(ast.parse(code))
