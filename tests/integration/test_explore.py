"""Explore over HTTP as the browser speaks to it: the circle of state, redrawing, tables, files."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from data.catalogue.loader import load_catalogue
from data.explore.state import ViewState
from data.locale import texts
from data.locale.format import format_interval, format_value
from data.models import Geography, Unit
from data.sentences.notices import indicator_name
from layouts import ids
from layouts.components.controls import value_of
from layouts.pages.explore.page import view_of
from tests.comparatives import find_comparatives

UPDATE = "/_dash-update-component"
SEED = 2_000


def at(control: str) -> str:
    """The value of a control as a callback names it."""
    return ".".join(value_of(control))


CONTROLS = {
    at(ids.OUTCOME_SELECT): "life_expectancy",
    at(ids.FACTOR_SELECT): "poverty_2015",
    at(ids.GEOGRAPHY_SELECT): "neighborhood",
    at(ids.MAP_MODE): "outcome",
    at(ids.LAYERS): "",
    at(ids.INSIDE_SELECT): "city",
    f"{ids.SELECTION_STORE}.data": [],
    f"{ids.VIEW_STORE}.data": view_of(ViewState()),
    f"{ids.EXPLORE_LOCATION}.search": "",
}
ADDRESS = f"{ids.EXPLORE_LOCATION}.search"
VIEW = f"{ids.VIEW_STORE}.data"
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(real_app: Dash, real_client: FlaskClient) -> Ask:
    """Calls the callback that writes `output` (`id.property`) with values by `id.property`.

    Gives what it changed, by `id.property`; what it left alone is absent.
    """

    def call(output: str, *, changed: str, **values: Any) -> dict[str, Any]:
        name, callback = next(
            (name, callback)
            for name, callback in real_app.callback_map.items()
            if "callback" in callback and output in name.strip(".").split("...")
        )

        def entries(specs: list[dict[str, str]]) -> list[dict[str, Any]]:
            return [
                {**spec, "value": values["values"].get(f"{spec['id']}.{spec['property']}")}
                for spec in ({k: s[k] for k in ("id", "property")} for s in specs)
            ]

        declared = callback["output"]
        many = isinstance(declared, list | tuple)
        body = {
            "output": name,
            "outputs": [o.to_dict() for o in declared] if many else declared.to_dict(),
            "inputs": entries(callback["inputs"]),
            "state": entries(callback["state"]),
            "changedPropIds": [changed],
        }
        answer = real_client.post(UPDATE, json=body)
        if answer.status_code == 204:
            return {}
        assert answer.status_code == 200, answer.text
        response = answer.get_json()["response"]
        return {f"{i}.{p}": new for i, props in response.items() for p, new in props.items()}

    return call


def synchronise(ask: Ask, changed: str, **values: Any) -> dict[str, Any]:
    """The circle after one control or the address was changed to a value."""
    return ask(VIEW, changed=changed, values={**CONTROLS, **values["to"]})


# -- the circle ---------------------------------------------------------------------------------


def test_an_address_sets_the_controls(ask: Ask) -> None:
    query = "?outcome=homicide_rate&by=zip&map=both&layers=holc&places=zip-64130&theme=dark"
    found = synchronise(ask, ADDRESS, to={ADDRESS: query})
    assert found[at(ids.OUTCOME_SELECT)] == "homicide_rate"
    assert found[at(ids.GEOGRAPHY_SELECT)] == "zip"
    assert found[at(ids.MAP_MODE)] == "both"
    assert found[at(ids.LAYERS)] == "holc"
    assert found[f"{ids.SELECTION_STORE}.data"] == ["zip-64130"]
    assert found[VIEW]["theme"] == "dark"
    assert at(ids.FACTOR_SELECT) not in found, "what did not change is not sent"


def test_a_control_sets_the_address(ask: Ask) -> None:
    changed = at(ids.FACTOR_SELECT)
    found = synchronise(ask, changed, to={changed: "uninsured"})
    assert found[ADDRESS] == "?factor=uninsured"
    assert found[VIEW]["factor"] == "uninsured"
    assert at(ids.OUTCOME_SELECT) not in found


def test_homicides_open_by_zip_code_and_life_expectancy_by_neighborhood(ask: Ask) -> None:
    changed = at(ids.OUTCOME_SELECT)
    found = synchronise(ask, changed, to={changed: "homicide_rate"})
    assert found[at(ids.GEOGRAPHY_SELECT)] == "zip"
    there = {
        changed: "life_expectancy",
        at(ids.GEOGRAPHY_SELECT): "zip",
        ADDRESS: "?outcome=homicide_rate",
    }
    assert synchronise(ask, changed, to=there)[at(ids.GEOGRAPHY_SELECT)] == "neighborhood"


def test_language_and_theme_stay_when_a_control_changes(ask: Ask) -> None:
    changed = at(ids.MAP_MODE)
    found = synchronise(ask, changed, to={changed: "factor", ADDRESS: "?lang=es&theme=dark"})
    assert found[ADDRESS] == "?map=factor&lang=es&theme=dark"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_is_not_understood_is_said(ask: Ask, lang: str) -> None:
    query = f"?outcome=nothing&by=moon&places=neighborhood-9999&lang={lang}"
    said = json.dumps(synchronise(ask, ADDRESS, to={ADDRESS: query}), ensure_ascii=False)
    life = indicator_name(load_catalogue().indicators["life_expectancy"], texts(lang))
    for key, value, used in (
        ("notice.unknown_outcome", "nothing", life),
        ("notice.unknown_by", "moon", texts(lang).t("notice.name.geography.neighborhood")),
        ("notice.unknown_places", "neighborhood-9999", ""),
    ):
        words = json.dumps(texts(lang).t(key, value=value, used=used), ensure_ascii=False)
        assert words.strip('"') in said


def test_where_the_map_is_zoomed_to_is_in_the_address_and_out_of_what_is_drawn(ask: Ask) -> None:
    zoomed, where = f"{ids.MAP_AT}.data", "-94.55,39.07,75"
    found = synchronise(ask, zoomed, to={zoomed: where})
    assert found[ADDRESS] == f"?view={where}"
    assert VIEW not in found, "charts are not drawn anew because somebody zooms"
    back = synchronise(ask, ADDRESS, to={ADDRESS: "", zoomed: where})
    assert back[zoomed] == ""
    assert synchronise(ask, ADDRESS, to={ADDRESS: f"?view={where}"})[zoomed] == where


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("written", ["2.35,48.85,50", "here", "-94.55,39.07,-3"])
def test_a_view_of_elsewhere_is_named_and_the_whole_map_shown(
    ask: Ask, lang: str, written: str
) -> None:
    found = synchronise(ask, ADDRESS, to={ADDRESS: f"?view={written}&lang={lang}"})
    said = json.dumps(found[f"{ids.NOTICES}.children"], ensure_ascii=False)
    assert texts(lang).t("notice.unknown_view", value=written) in said
    assert f"{ids.MAP_AT}.data" not in found or found[f"{ids.MAP_AT}.data"] == ""


def test_equal_views_have_equal_addresses(ask: Ask) -> None:
    changed = f"{ids.SELECTION_STORE}.data"
    orders = (["neighborhood-113", "neighborhood-1"], ["neighborhood-1", "neighborhood-113"])
    first, second = (synchronise(ask, changed, to={changed: places}) for places in orders)
    assert first[ADDRESS] == second[ADDRESS] == "?places=neighborhood-1,neighborhood-113"


# -- redrawing ----------------------------------------------------------------------------------


def words_of(children: Any) -> str:
    """The words of a sentence, of which some are terms that open."""
    if isinstance(children, list):
        return "".join(map(words_of, children))
    return children if isinstance(children, str) else words_of(children["props"]["children"])


def test_a_new_outcome_redraws_the_charts_and_their_words(ask: Ask) -> None:
    view = view_of(ViewState(outcome="diabetes_2015", factor="no_vehicle", lang="es"))
    found = ask(f"{ids.CHARTS_STORE}.data", changed=VIEW, values={VIEW: view})
    charts = found[f"{ids.CHARTS_STORE}.data"]
    assert set(ids.CHARTS) <= set(charts)
    for name in ids.CHARTS:
        chart = ids.chart(name)
        assert charts[name]["data"]
        sentence = words_of(found[f"{chart.sentence}.children"])
        assert sentence and find_comparatives(sentence, "es") == ()
        assert "outcome=diabetes_2015" in found[f"{chart.csv}.href"]
        assert "lang=es" in found[f"{chart.csv}.href"]


def test_a_forbidden_pair_is_explained_and_not_drawn(ask: Ask) -> None:
    view = view_of(ViewState(outcome="diabetes_2015", factor="ice_2019"))
    found = ask(f"{ids.CHARTS_STORE}.data", changed=VIEW, values={VIEW: view})
    assert found[f"{ids.PAIR_NOTE}.children"] == texts("en").t("pairs.built_in")
    assert found[f"{ids.CHARTS_STORE}.data"]["scatter"]["data"] == []


def test_the_page_is_drawn_as_the_callback_would_draw_it(ask: Ask) -> None:
    query = "?outcome=homicide_rate&map=both&layers=districts"
    page = ask(
        f"{ids.SHELL}.children",
        changed=f"{ids.LOCATION}.pathname",
        values={f"{ids.LOCATION}.pathname": "/", f"{ids.LOCATION}.search": query},
    )
    stores = {
        node["props"]["id"]: node["props"].get("data")
        for node in components(page)
        if node["type"] == "Store"
    }
    view = stores[ids.VIEW_STORE]
    drawn = ask(f"{ids.CHARTS_STORE}.data", changed=VIEW, values={VIEW: view})
    assert stores[ids.CHARTS_STORE] == drawn[f"{ids.CHARTS_STORE}.data"]
    # and the circle finds nothing to correct
    settled = synchronise(
        ask,
        ADDRESS,
        to={
            at(ids.OUTCOME_SELECT): view["outcome"],
            at(ids.FACTOR_SELECT): view["factor"],
            at(ids.GEOGRAPHY_SELECT): view["by"],
            at(ids.MAP_MODE): view["map"],
            at(ids.LAYERS): ",".join(view["layers"]),
            VIEW: view,
            ADDRESS: query,
        },
    )
    assert set(settled) == {f"{ids.NOTICES}.children"}


def components(node: Any) -> list[dict[str, Any]]:
    """Every component of an answer."""
    if isinstance(node, dict):
        below = [found for value in node.values() for found in components(value)]
        return [node, *below] if {"type", "namespace", "props"} <= node.keys() else below
    if isinstance(node, list):
        return [found for item in node for found in components(item)]
    return []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_selection_is_described_and_not_compared(ask: Ask, lang: str) -> None:
    asked = {
        "view": view_of(ViewState(lang=lang)),
        "places": ["neighborhood-40", "neighborhood-41", "neighborhood-x", 5],
    }
    store = f"{ids.ASK_STORE}.data"
    found = ask(f"{ids.SELECTION_PANEL}.children", changed=store, values={store: asked})
    said = json.dumps(found, ensure_ascii=False)
    assert '"2 ' in said
    headline = next(text for text in strings(found) if text.startswith("2 "))
    assert find_comparatives(headline, lang) == ()


def strings(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    items = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [text for item in items for text in strings(item)]


# -- tables and files ---------------------------------------------------------------------------


def table_cells(markup: str) -> dict[str, list[str]]:
    """Cells of every row by the place of its button."""
    rows = re.findall(r"<tr>(.*?)</tr>", markup, re.DOTALL)
    found = {}
    for row in rows:
        place = re.search(r'data-place="([^"]+)"', row)
        if place:
            cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
            found[place.group(1)] = [unescape(cell) for cell in cells[1:]]
    return found


def number(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize("chart", ids.CHARTS)
@pytest.mark.parametrize(
    "view",
    [("life_expectancy", "neighborhood", "en"), ("homicide_rate", "zip", "es")],
)
def test_download_equals_table(
    ask: Ask, real_client: FlaskClient, chart: str, view: tuple[str, str, str]
) -> None:
    outcome, by, lang = view
    opened = f"{ids.chart(chart).table_open}.data"
    stored = view_of(ViewState(outcome=outcome, by=Geography(by), lang=lang))
    found = ask(
        f"{ids.chart(chart).table}.children", changed=opened, values={opened: True, VIEW: stored}
    )
    (shown,) = found.values()
    cells = table_cells(shown["props"]["data-html"])
    answer = real_client.get(f"/download/explore/{chart}.csv?outcome={outcome}&lang={lang}&by={by}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    lines = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert {line["place_id"] for line in lines} == set(cells)
    for line in lines:
        row = cells[line["place_id"]]
        unit = Unit(line["unit"])
        if line["value"]:
            value, lower, upper = (number(line[part]) for part in ("value", "lower", "upper"))
            assert format_value(value, unit=unit, decimals=1, lang=lang) in row
            assert format_interval(lower, upper, unit=unit, decimals=1, lang=lang) in row
        assert row[0] == line["place"]


def test_a_closed_table_is_not_sent(ask: Ask) -> None:
    chart = ids.chart(ids.MAP)
    opened = f"{chart.table_open}.data"
    values = {opened: False, VIEW: view_of(ViewState())}
    assert ask(f"{chart.table}.children", changed=opened, values=values) == {}


def test_a_download_is_asked_for_again_by_its_etag(real_client: FlaskClient) -> None:
    first = real_client.get("/download/explore/map.csv")
    assert first.headers["Cache-Control"] == "no-cache"
    assert "attachment" in first.headers["Content-Disposition"]
    again = real_client.get(
        "/download/explore/map.csv", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304
    assert again.get_data() == b""


@pytest.mark.parametrize("path", ["x.csv", "map.json", "../map.csv", "map"])
def test_other_files_are_404(real_client: FlaskClient, path: str) -> None:
    assert real_client.get(f"/download/explore/{path}").status_code == 404


def test_no_address_of_a_download_breaks_the_server(real_client: FlaskClient) -> None:
    rng = random.Random(SEED)
    words = ["life_expectancy", "homicide_rate", "zip", "tract", "ice_2019", "%00", "%ff", "é", "'"]
    keys = ["outcome", "factor", "by", "map", "places", "lang", "layers"]
    for _ in range(60):
        query = "&".join(f"{rng.choice(keys)}={rng.choice(words)}" for _ in range(4))
        chart = rng.choice(ids.CHARTS)
        answer = real_client.get(f"/download/explore/{chart}.csv?{query}")
        assert answer.status_code in (200, 400, 404), query
    raw = {"QUERY_STRING": "outcome=\xff\xfe", "PATH_INFO": "/download/explore/map.csv"}
    assert real_client.get(environ_overrides=raw).status_code < 500
