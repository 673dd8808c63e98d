"""Asks an app, inside this process, what the browsers of its first visitors will ask.

What it is answered is kept by the app under its own keys; nothing here knows how.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import orjson
from dash import Dash
from flask.testing import FlaskClient

from callbacks.server import suites
from data.address import Theme
from data.atlas.places import find_place
from data.explore.state import FACTOR_ROLES, OUTCOME_ROLES, MapMode, ViewState
from data.locale import LANGUAGES
from data.models import CITY_PLACE
from data.services import Services
from layouts import bundles, ids, paths
from layouts.charts import explore as charts
from layouts.components.controls import value_of
from layouts.pages.explore.page import view_of

ENCODINGS = ("br", "gzip")
SWITCHES = 100  # of Explore, by language
# Those of styles and scripts reach a browser in bundles.
_BUNDLED = ("css/", "clientside/")


def files(base_path: str, named: Iterable[str]) -> Iterator[str]:
    """Addresses of all files of the app; `named` are the suites that its pages name."""
    below = bundles.ASSETS_FOLDER
    for file in sorted(below.rglob("*")):
        inner = file.relative_to(below).as_posix()
        if file.is_file() and not inner.startswith(_BUNDLED):
            yield f"{base_path}assets/{inner}"
    yield from (f"{base_path}{bundles.ADDRESS}{name}" for name in bundles.by_address())
    yield from named
    yield f"{base_path}{suites.ADDRESS}dash/dcc/async-graph.js"  # a graph asks for it by itself
    yield f"{base_path}_dash-layout"
    yield f"{base_path}_dash-dependencies"


def places(services: Services) -> Iterator[str]:
    """The pages of all places, which people come to from a link or a search."""
    for known in services.atlas.place_ids.values():
        for place in sorted(known):
            if find_place(services.atlas, place) is not None:
                yield paths.of_place(place)


def views(default_lang: str) -> Iterator[dict[str, str]]:
    """What addresses of the site say of language and theme, each as the site writes it."""
    for lang in LANGUAGES:
        for theme in Theme:
            said = {"lang": lang} if lang != default_lang else {}
            yield said | ({"theme": theme.value} if theme is not Theme.LIGHT else {})


class Visitor:
    """One browser, which asks for everything in each of its encodings."""

    def __init__(self, app: Dash, base_path: str, encodings: tuple[str, ...] = ENCODINGS) -> None:
        self._client: FlaskClient = app.server.test_client()
        self._map = app.callback_map
        self._base_path = base_path
        self._encodings = encodings

    def get(self, address: str) -> None:
        """Ask for a document or a file."""
        for encoding in self._encodings:
            self._client.get(address, headers={"Accept-Encoding": encoding})

    def open(self, path: str, said: Mapping[str, str]) -> None:
        """Ask for a page, and for what stands in its place once it lives."""
        path, _, own = path.partition("?")
        query = "&".join(part for part in (own, urlencode(said)) if part)
        search = f"?{query}" if query else ""
        below = self._base_path.rstrip("/") + path
        self.get(below + search)
        self.call(f"{ids.SHELL}.children", inputs=[below], state=[search], changed=[0])

    def call(
        self, output: str, *, inputs: list[Any], state: list[Any], changed: list[int]
    ) -> dict[str, Any]:
        """Run the callback of `output` as a browser does; what it changes, by id and property."""
        one = self._map[output]
        outputs = [_named(name) for name in output.strip(".").split("...")]
        body = orjson.dumps(
            {
                "output": output,
                "outputs": outputs if output.startswith("..") else outputs[0],
                "inputs": _filled(one["inputs"], inputs),
                "state": _filled(one["state"], state),
                "changedPropIds": [_name(one["inputs"][place]) for place in changed],
            }
        )
        answer: dict[str, Any] = {}
        for encoding in self._encodings:
            sent = self._client.post(
                f"{self._base_path}_dash-update-component",
                data=body,
                content_type="application/json",
                headers={"Accept-Encoding": encoding},
            )
            if sent.status_code == HTTPStatus.OK:
                is_gzip = sent.headers.get("Content-Encoding") == "gzip"
                text = gzip.decompress(sent.data) if is_gzip else sent.data
                answer = orjson.loads(text)["response"] if encoding == "gzip" else {}
        return {
            f"{id}.{name}": value for id, props in answer.items() for name, value in props.items()
        }


def _filled(declared: Any, values: list[Any]) -> list[dict[str, Any]]:
    return [
        {"id": one["id"], "property": one["property"], "value": value}
        for one, value in zip(declared, values, strict=True)
    ]


def _named(name: str) -> dict[str, str]:
    id, _, prop = name.rpartition(".")
    return {"id": id, "property": prop}


def _name(one: Mapping[str, str]) -> str:
    return f"{one['id']}.{one['property']}"


_ADDRESS = f"{ids.EXPLORE_LOCATION}.search"
_VIEW = f"{ids.VIEW_STORE}.data"
_CONTROLS = (ids.OUTCOME_SELECT, ids.FACTOR_SELECT, ids.GEOGRAPHY_SELECT, ids.MAP_MODE)


_NAMES = f"..{ids.NAMES_STORE}.data...{ids.PEOPLE_STORE}.data.."


def _ground(view: Mapping[str, Any]) -> str:
    """Places and part of the city of a view, as assets/clientside/explore tells them."""
    return f"{view['by']} {view['in']}".strip()


class ExploreVisit:
    """A visit of Explore: what the page holds, and what a change of it asks for."""

    def __init__(self, visitor: Visitor, circle: str, drawn: str, held: dict[str, Any]) -> None:
        self._visitor, self._circle, self._drawn = visitor, circle, drawn
        self._held = held

    def copy(self) -> ExploreVisit:
        """The same page once more."""
        return ExploreVisit(self._visitor, self._circle, self._drawn, dict(self._held))

    def arrive(self) -> None:
        """What a page asks when it has come."""
        self._ask(_ADDRESS)

    def switch(self, control: str, value: str) -> None:
        """Choose `value` of a control, and draw what follows."""
        name = _field(control)
        self._held[name] = value
        before = self._held[_VIEW]
        self._ask(name)
        view = self._held[_VIEW]
        if view != before:
            self._visitor.call(self._drawn, inputs=[view], state=[], changed=[0])
        if _ground(view) != _ground(before):
            self._visitor.call(_NAMES, inputs=[_ground(view)], state=[view], changed=[0])

    def _ask(self, changed: str) -> None:
        names = [name for name in self._held if name != _VIEW]
        answer = self._visitor.call(
            self._circle,
            inputs=[self._held[name] for name in names],
            state=[self._held[_VIEW]],
            changed=[names.index(changed)],
        )
        for name, value in answer.items():
            plain = name.partition("@")[0]
            if plain in self._held:
                self._held[plain] = value


def explore(
    app: Dash, visitor: Visitor, services: Services, default_lang: str, said: Mapping[str, str]
) -> None:
    """The first switches from the page as it opens."""
    search = f"?{urlencode(said)}" if said else ""
    state = charts.parsed(services, search, default_lang).state
    circle = next(name for name in app.callback_map if name.startswith(f"..{_ADDRESS}."))
    drawn = next(name for name in app.callback_map if name.startswith(f"..{ids.CHARTS_STORE}."))
    controls = (state.outcome, state.factor, state.by, state.map_mode)
    held: dict[str, Any] = {
        _ADDRESS: search,
        **{_field(name): str(value) for name, value in zip(_CONTROLS, controls, strict=True)},
        _field(ids.LAYERS): ",".join(sorted(state.overlays)),
        _field(ids.INSIDE_SELECT): state.inside or CITY_PLACE,
        f"{ids.SELECTION_STORE}.data": sorted(state.places),
        f"{ids.MAP_AT}.data": state.at or "",
        _VIEW: view_of(state),
    }
    visit = ExploreVisit(visitor, circle, drawn, held)
    visit.arrive()
    for steps in islice(walks(services, state), SWITCHES):
        fresh = visit.copy()
        for control, value in steps:
            fresh.switch(control, value)


def walks(services: Services, state: ViewState) -> Iterator[tuple[tuple[str, str], ...]]:
    """What visitors choose first: another value of one control, then an outcome beside another
    factor.
    """
    known = services.atlas.catalogue.indicators
    outcomes = [name for name, one in known.items() if one.role in OUTCOME_ROLES]
    factors = [name for name, one in known.items() if one.role in FACTOR_ROLES]
    for control, values, present in (
        (ids.OUTCOME_SELECT, outcomes, state.outcome),
        (ids.FACTOR_SELECT, factors, state.factor),
        (ids.GEOGRAPHY_SELECT, known[state.outcome].geographies, state.by),
        (ids.MAP_MODE, MapMode, state.map_mode),
    ):
        yield from (((control, str(value)),) for value in values if value != present)
    for factor in factors:
        for outcome in outcomes:
            if factor != state.factor and outcome != state.outcome:
                yield (ids.FACTOR_SELECT, factor), (ids.OUTCOME_SELECT, outcome)


def _field(control: str) -> str:
    return ".".join(value_of(control))
