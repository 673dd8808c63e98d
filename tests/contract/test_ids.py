"""Callbacks and pages name the same components, once a page, and the browser code does too."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component

from callbacks.routing import show_page
from data.repository.engine import EXTRACT, sqlite_url
from data.services import Services
from data.settings import Settings
from layouts import ids
from layouts.frame import root
from layouts.pages import NOT_FOUND, PAGES

SERVICES = Services.open(sqlite_url(EXTRACT))
CLIENTSIDE = Path(__file__).parents[2] / "assets" / "clientside"
MARKUP_ID = re.compile(r'\sid="([^"]*)"')
# Addresses at which a page shows different parts; any other page is drawn once.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "place": ("/place/city", "/place/neighborhood-113", "/place/zip-64130"),
    "compare": ("/compare", "/compare?places=neighborhood-113,zip-64130"),
    "gaps": ("/gaps", "/gaps?outcome=homicide_rate", "/gaps?group=holc_1939"),
    "not_found": ("/nowhere",),
}


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
ADDRESSES = {page.key: EXAMPLES.get(page.key, (page.path,)) for page in (*PAGES, NOT_FOUND)}
DRAWN = {
    address: laid_out(show_page(SERVICES, Settings(), *address.partition("?")[::2]))
    for addresses in ADDRESSES.values()
    for address in addresses
}
KNOWN = ROOT_IDS.union(*DRAWN.values())
BY_PAGE = {
    key: frozenset(name for address in addresses for name in DRAWN[address])
    for key, addresses in ADDRESSES.items()
}


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
        pages = [key for key, held in BY_PAGE.items() if wanted <= held]
        assert pages, f"no page lays out all of {sorted(wanted)}: {callback['output']}"


@pytest.mark.parametrize("address", DRAWN)
def test_no_id_stands_twice_on_a_page(address: str) -> None:
    counted = Counter([*DRAWN[address], *ROOT_IDS])
    assert [name for name, count in counted.items() if count > 1] == []


def test_every_named_id_is_laid_out() -> None:
    names = {
        value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)
    }
    assert len(names) > 20
    # the name of a chart is not an id itself: its card has one
    assert {name for name in names if not {name, ids.chart(name).card} & KNOWN} == set()


@pytest.mark.parametrize("chart", ids.CHARTS)
def test_a_chart_of_explore_lays_out_all_that_its_ids_name(chart: str) -> None:
    assert set(ids.chart(chart).all()) <= set(DRAWN["/"])


def test_functions_of_the_browser_exist(real_app: Dash) -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in CLIENTSIDE.glob("*.js"))
    called = [c["clientside_function"] for c in served_callbacks(real_app)]
    named = [function for function in called if function]
    assert named
    for function in named:
        space, name = function["namespace"], function["function_name"]
        block = re.search(rf"^    {space}: {{(.*?)^    }}", code, re.DOTALL | re.MULTILINE)
        assert block, f"assets/clientside has no namespace {space}"
        assert re.search(rf"^      {name}[:(]", block.group(1), re.MULTILINE), function
