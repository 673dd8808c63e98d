"""Callbacks and pages name the same components, once a page, and the browser code does too."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component

from callbacks.routing import find_page
from layouts import ids
from layouts.frame import root
from tests import shared
from tests.shared import ADDRESSES, EXAMPLES

ROOT = Path(__file__).parents[2]
CLIENTSIDE = ROOT / "assets" / "clientside"
NAMED_SCRIPT = re.compile(r"clientside/([\w/]+\.js)")
MARKUP_ID = re.compile(r'\sid="([^"]*)"')


def walk(node: Any) -> Iterator[Component]:
    """Every component of a tree, in whichever property it hangs."""
    if isinstance(node, Component):
        yield node
        for name in node._prop_names:
            yield from walk(getattr(node, name, None))
    elif isinstance(node, list | tuple):
        for item in node:
            yield from walk(item)


def laid_out(tree: Component) -> list[str]:
    """Ids of a tree, those inside ready markup included."""
    found: list[str] = []
    for component in walk(tree):
        own = getattr(component, "id", None)
        if own is not None:
            found.append(own if isinstance(own, str) else json.dumps(own, sort_keys=True))
        markup = component.to_plotly_json()["props"].get("data-html") or ""
        found.extend(unescape(name) for name in MARKUP_ID.findall(markup))
    return found


ROOT_IDS = frozenset(laid_out(root.build()))


@cache
def ids_at(address: str) -> tuple[str, ...]:
    return tuple(laid_out(shared.drawn(address)))


@cache
def ids_of(page: str) -> frozenset[str]:
    """Ids that a page lays out at any of its examples."""
    return frozenset(name for address in EXAMPLES[page] for name in ids_at(address))


def used(callback: dict[str, Any]) -> frozenset[str]:
    """Ids that a callback listens to, reads and writes."""
    listened = [entry["id"] for entry in (*callback["inputs"], *callback["state"])]
    # `..a.x...b.y..` for several outputs; `@` marks one that other callbacks write as well
    written = callback["output"].strip(".").split("...")
    named = {one.split("@")[0].rpartition(".")[0] for one in written}
    return frozenset(listened) | named - {""}  # a callback without output is called by a hash


def served_callbacks(app: Dash) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.server.test_client().get("/_dash-dependencies").get_json()
    assert found
    return found


def test_a_callback_names_ids_of_one_page(real_app: Dash) -> None:
    for callback in served_callbacks(real_app):
        wanted = used(callback) - ROOT_IDS
        pages = [key for key in EXAMPLES if wanted <= ids_of(key)]
        assert pages, f"no page lays out all of {sorted(wanted)}: {callback['output']}"


@pytest.mark.parametrize("page", EXAMPLES)
def test_a_page_has_examples_that_exist(page: str) -> None:
    """What must be true of every page is tested at them: ids, slides, accessibility."""
    assert EXAMPLES[page]
    for address in EXAMPLES[page]:
        assert find_page(shared.services(), address.partition("?")[0]).key == page, address


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_id_stands_twice_on_a_page(address: str) -> None:
    counted = Counter([*ids_at(address), *ROOT_IDS])
    assert [name for name, count in counted.items() if count > 1] == []


def test_every_named_id_is_laid_out() -> None:
    names = {
        value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)
    }
    assert len(names) > 20
    known = ROOT_IDS.union(*(ids_of(page) for page in EXAMPLES))
    # the name of a chart is not an id itself: its card has one
    assert {name for name in names if not {name, ids.chart(name).card} & known} == set()


@pytest.mark.parametrize("chart", ids.CHARTS)
def test_a_chart_of_explore_lays_out_all_that_its_ids_name(chart: str) -> None:
    assert set(ids.chart(chart).all()) <= ids_of("explore")


def test_scripts_that_code_and_docs_name_exist() -> None:
    folders = ("callbacks", "data", "layouts", "docs")
    files = [file for name in folders for file in (ROOT / name).rglob("*.*")]
    texts = [file.read_text(encoding="utf-8") for file in files if file.suffix in (".py", ".md")]
    named = {name for text in texts for name in NAMED_SCRIPT.findall(text)}
    assert len(named) > 10
    assert {name for name in named if not (CLIENTSIDE / name).is_file()} == set()


def test_functions_of_the_browser_exist(real_app: Dash) -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in CLIENTSIDE.rglob("*.js"))
    called = [c["clientside_function"] for c in served_callbacks(real_app)]
    named = [function for function in called if function]
    assert named
    for function in named:
        space, name = function["namespace"], function["function_name"]
        block = re.search(rf"^    {space}: {{(.*?)^    }}", code, re.DOTALL | re.MULTILINE)
        assert block, f"assets/clientside has no namespace {space}"
        assert re.search(rf"^      {name}[:(]", block.group(1), re.MULTILINE), function


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_are_made_of_plain_html_and_the_core_of_dash(address: str) -> None:
    """No library of widgets: it outweighs all else of a page, and is dead without scripts."""
    made_of = [*walk(shared.drawn(address)), *walk(root.build())]
    assert {one._namespace for one in made_of} <= {"dash_html_components", "dash_core_components"}
