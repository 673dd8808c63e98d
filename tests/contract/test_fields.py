"""Every field of every page: a key of the address, a value, a way there and back; with and without
scripts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from dash.development.base_component import Component

from callbacks.pages import explore, gaps
from data.address import query_parameters
from data.settings import Settings
from layouts import ids
from layouts.charts.registry import PAGES as CHARTED
from layouts.components.controls import value_of
from layouts.components.static import to_html
from tests import shared
from tests.contract.test_ids import walk
from tests.shared import ADDRESSES

SETTINGS = Settings()
SERVICES = shared.services()
DISTRICT = "council_district-3"
WALKED = {"/": explore, "/gaps": gaps}


@dataclass
class Read(HTMLParser):
    """The fields of some markup as a browser without scripts reads them: (name, value) if on."""

    offered: dict[str, list[str]] = field(default_factory=dict)
    sent: list[tuple[str, str]] = field(default_factory=list)
    _select: str = ""
    _options: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and "disabled" not in said:
            self._options.append((value, "selected" in said))
        elif tag == "input" and name:
            self.offered.setdefault(name, []).append(value)
            if "checked" in said or said.get("type") == "text":
                self.sent.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._options:
            values = [value for value, _ in self._options]
            self.offered[self._select] = values
            chosen = [value for value, selected in self._options if selected]
            self.sent.append((self._select, (chosen or values)[0]))


def read(tree: Component) -> Read:
    """The fields below a component, those in ready markup included."""
    found = Read()
    for component in walk(tree):
        markup = component.to_plotly_json()["props"].get("data-html")
        if markup:
            found.feed(markup)
        elif component._type == "Select":
            found.feed(to_html(component))
    return found


def fields_at(address: str) -> dict[str, Component]:
    """By the id of their control."""
    return {
        component.id.removesuffix("-field"): component
        for component in walk(shared.drawn(address))
        if prop(component, "data-control")
    }


def prop(component: Component, name: str) -> Any:
    return component.to_plotly_json()["props"].get(name)


def view_at(address: str) -> str:
    """The query of the view that an address shows: equal views have equal ones."""
    path, _, query = address.partition("?")
    charts = CHARTED.get(path.strip("/") or "explore")
    if charts is None:  # a page that only filters what it lists
        return urlencode(query_parameters(query))
    assert charts.parsed is not None
    state: Any = getattr(charts.parsed(SERVICES, query, SETTINGS.default_language), "state")  # noqa: B009
    return str(state.to_query())


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_field_shows_the_value_that_it_carries(address: str) -> None:
    for control, component in fields_at(address).items():
        found = read(component)
        assert prop(component, "data-value") == ",".join(sorted(v for _, v in found.sent)), control


@pytest.mark.parametrize(
    "address", [*ADDRESSES, "/?outcome=homicide_rate&map=both&layers=rivers,holc&lang=es"]
)
def test_an_untouched_form_asks_for_the_view_it_stands_on(address: str) -> None:
    """Without scripts a person changes one field: the others must not change with it."""
    for component in walk(shared.drawn(address)):
        if not prop(component, "data-fields"):
            continue
        page = prop(component, "action").partition("#")[0]
        asked = f"{page}?{urlencode(read(component).sent)}"
        assert view_at(asked) == view_at(address)


@pytest.mark.parametrize(
    ("path", "control"), [(path, name) for path, page in WALKED.items() for name in page.CONTROLS]
)
def test_a_field_has_an_address_and_an_address_its_field(path: str, control: str) -> None:
    """Chosen in the field: the view of the address. At the address: the field shows it."""
    fields, page = fields_at(path), WALKED[path]
    ((name, values),) = read(fields[control]).offered.items()
    *_, value = values
    carried = [prop(fields[one], "data-value") for one in page.CONTROLS]
    carried[page.CONTROLS.index(control)] = value
    more: tuple[Any, ...] = (([], None),) if page is explore else ()
    chosen = page.from_controls(SERVICES, SETTINGS, "", tuple(carried), *more)
    address = f"{path}?{name}={value}"
    assert chosen.state.to_query() == view_at(address)
    assert value in chosen.state.to_query()
    assert prop(fields_at(address)[control], "data-value") == value
    assert value_of(control) == (fields[control].id, "data-value")


@pytest.mark.parametrize("path", WALKED)
def test_a_choice_made_before_dash_has_read_the_address_is_kept(path: str) -> None:
    """Dash tells of the address when a page has come, and with it of what was chosen meanwhile."""
    fields, page = fields_at(path), WALKED[path]
    carried = [prop(fields[one], "data-value") for one in page.CONTROLS]
    carried[0] = "homicide_rate"
    more = {"places": [], "at": None, "view": None} if page is explore else {"shown": ""}
    location = ids.EXPLORE_LOCATION if page is explore else ids.GAPS_LOCATION
    answer = page.synchronise(
        SERVICES,
        SETTINGS,
        triggered={location, ids.field(page.CONTROLS[0])},
        query="",
        controls=tuple(carried),
        **more,
    )
    assert answer[0] == "?outcome=homicide_rate"


def test_the_map_leaves_where_it_was_zoomed_to_for_another_part_of_the_city() -> None:
    at = "view=-94.55,39.07,75"
    carried = [prop(fields_at("/")[one], "data-value") for one in explore.CONTROLS]
    for control, value, stays in (
        (ids.INSIDE_SELECT, DISTRICT, False),
        (ids.MAP_MODE, "both", True),
    ):
        chosen = list(carried)
        chosen[explore.CONTROLS.index(control)] = value
        query, *_ = explore.synchronise(
            SERVICES,
            SETTINGS,
            triggered={ids.field(control)},
            query=f"?{at}",
            controls=chosen,
            places=[],
            at=at.partition("=")[2],
            view=None,
        )
        assert (at in query) is stays


def test_a_place_is_added_to_a_comparison_by_its_name() -> None:
    found = view_at("/compare?places=zip-64130&add=Armour+Fields")
    assert found == "?places=zip-64130,neighborhood-102"
    assert "places=zip-64130,city" in view_at("/compare?places=zip-64130,city&add=")
    (said,) = CHARTED["compare"].parsed(SERVICES, "places=zip-64130,city&add=Qqqq", "en").notices
    assert said.value == "Qqqq"
