"""Gaps over HTTP: every part answers, a change stays within its bytes, the circle closes."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import brotli
import pytest
from dash import no_update
from flask.testing import FlaskClient

from callbacks.pages import gaps as callbacks
from data.locale import LANGUAGES, texts
from data.settings import Settings
from layouts import ids
from layouts.charts import gaps as gaps_charts
from layouts.charts.gaps import CHARTS
from layouts.charts.gaps import CHARTS as GAP_CHARTS
from layouts.components.controls import markup_of, value_of
from layouts.pages.methods import SECTIONS
from tests.shared import services

SETTINGS = Settings()
SERVICES = services()
LIMIT_BYTES = 15_000
OUTPUTS = (
    (ids.GAPS_LOCATION, "search"),
    value_of(ids.GAPS_OUTCOME),
    markup_of(ids.GAPS_GROUP),
    value_of(ids.GAPS_GROUP),
    markup_of(ids.GAPS_BY),
    value_of(ids.GAPS_BY),
    (ids.field(ids.GAPS_BY), "hidden"),
    (ids.GAPS_SHOWN, "data"),
    (ids.GAPS_NOTICES, "children"),
    *((section, "children") for section in callbacks.SECTIONS),
)


def change(client: FlaskClient, *, query: str, controls: tuple[str, ...], shown: str) -> Any:
    """The answer to a change of one control, compressed as a browser gets it."""
    values = zip(callbacks.CONTROLS, controls, strict=True)
    return client.post(
        "/_dash-update-component",
        headers={"Accept-Encoding": "br"},
        json={
            "output": ".." + "...".join(f"{name}.{prop}" for name, prop in OUTPUTS) + "..",
            "outputs": [{"id": name, "property": prop} for name, prop in OUTPUTS],
            "inputs": [
                {"id": ids.GAPS_LOCATION, "property": "search", "value": query},
                *(
                    {**dict(zip(("id", "property"), value_of(name), strict=True)), "value": value}
                    for name, value in values
                ),
            ],
            "state": [{"id": ids.GAPS_SHOWN, "property": "data", "value": shown}],
            "changedPropIds": [".".join(value_of(ids.GAPS_OUTCOME))],
        },
    )


@pytest.mark.parametrize(
    ("query", "controls"),
    [
        ("?outcome=homicide_rate", ("life_expectancy", "poverty_2015", "neighborhood")),
        ("?outcome=homicide_rate", ("life_expectancy", "share_black_2014", "tract")),
        ("?outcome=homicide_rate&lang=es", ("life_expectancy", "holc_1939", "")),
        ("", ("homicide_rate", "poverty_2015", "neighborhood")),
        ("?lang=es", ("diabetes_2015", "council_district", "")),
    ],
)
def test_a_change_stays_within_its_bytes(
    real_client: FlaskClient, query: str, controls: tuple[str, ...]
) -> None:
    answer = change(real_client, query=query, controls=controls, shown=query)
    assert answer.status_code == 200
    body = answer.get_data()
    assert len(body) <= LIMIT_BYTES
    said = brotli.decompress(body).decode()
    assert "gap-patterns-graph" in said
    assert ids.GAPS_FINDING in said


@pytest.mark.parametrize("part", GAP_CHARTS.entries)
def test_every_part_is_a_download_that_agrees_with_its_table(
    real_client: FlaskClient, part: str
) -> None:
    query = "?outcome=homicide_rate" if part == ids.GAP_CURVE else ""
    answer = real_client.get(f"/download/gaps/{part}.csv{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    head, *rows = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    state = callbacks.from_query(SERVICES, SETTINGS, query).state
    chart = gaps_charts.build(SERVICES, state, part)
    assert chart is not None
    assert set(head) == {*chart.csv_columns, *chart.csv_shared}
    assert len(rows) == len(chart.csv_rows) > 0


@pytest.mark.parametrize(
    "address",
    [
        "gap-gold.csv",
        "gap-curve.csv",
        "gap-potential.csv?group=holc_1939",
        "gap-measures.csv?outcome=diabetes_2015",
    ],
)
def test_a_part_that_is_not_there_is_not_found(real_client: FlaskClient, address: str) -> None:
    assert real_client.get(f"/download/gaps/{address}").status_code == 404


def test_controls_and_address_describe_one_state() -> None:
    state = callbacks.from_controls(
        SERVICES, SETTINGS, "?lang=es", ("life_expectancy", "ice_2019", "tract")
    ).state
    assert state.to_query() == "?group=ice_2019&by=tract&lang=es"
    assert callbacks.from_query(SERVICES, SETTINGS, state.to_query()).state == state


def test_places_left_over_from_another_grouping_go_without_a_word() -> None:
    found = callbacks.from_controls(
        SERVICES, SETTINGS, "", ("life_expectancy", "council_district", "tract")
    )
    assert found.state.by is None
    assert found.notices == ()
    lost = callbacks.from_controls(
        SERVICES, SETTINGS, "", ("homicide_rate", "median_income_2015", "tract")
    )
    assert [notice.key for notice in lost.notices] == ["notice.group_without_outcome"]


def test_a_view_that_is_drawn_already_is_not_drawn_again() -> None:
    controls = ("life_expectancy", "poverty_2015", "neighborhood")
    answer = callbacks.synchronise(
        SERVICES, SETTINGS, triggered={ids.GAPS_BY}, query="", controls=controls, shown=""
    )
    assert answer[0] is no_update
    assert all(part is no_update for part in answer[-len(callbacks.SECTIONS) :])


def test_a_new_grouping_leaves_the_clusters_of_its_outcome_alone() -> None:
    answer = callbacks.synchronise(
        SERVICES,
        SETTINGS,
        triggered={ids.GAPS_GROUP},
        query="",
        controls=("life_expectancy", "holc_1939", "neighborhood"),
        shown="",
    )
    assert answer[0] == "?group=holc_1939"
    assert answer[-1] is no_update
    assert answer[-2] is not no_update


def test_every_part_has_its_words_and_leads_to_a_method() -> None:
    assert all(entry.method for entry in CHARTS.entries.values())
    assert {entry.method for entry in CHARTS.entries.values()} <= set(SECTIONS)
    for lang in LANGUAGES:
        for part in GAP_CHARTS.entries:
            assert texts(lang).has(f"gaps.help.{part}")
            assert texts(lang).has(f"charts.{part}.name")


def test_nonsense_in_the_address_is_named_and_survived(real_client: FlaskClient) -> None:
    answer = real_client.post(
        "/_dash-update-component",
        json={
            "output": f"{ids.SHELL}.children",
            "outputs": {"id": ids.SHELL, "property": "children"},
            "inputs": [{"id": ids.LOCATION, "property": "pathname", "value": "/gaps"}],
            "state": [
                {
                    "id": ids.LOCATION,
                    "property": "search",
                    "value": "?outcome=happiness&group=moon&by=parish&lang=xx",
                }
            ],
            "changedPropIds": [f"{ids.LOCATION}.pathname"],
        },
    )
    said = answer.get_data(as_text=True)
    assert answer.status_code == 200
    for word in ("happiness", "moon", "parish", "xx"):
        assert re.search(rf"“{word}”|\\u201c{word}\\u201d", said), word
