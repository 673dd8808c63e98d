"""Gaps over HTTP: every part answers, a change stays within its bytes, the circle closes."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from typing import Any

import brotli
import pytest
from dash import no_update
from flask.testing import FlaskClient

from callbacks.pages import gaps as callbacks
from data.address import Theme
from data.decks.deck import GAPS, View
from data.gaps.findings import is_short
from data.gaps.questions import (
    DEATHS,
    SIZE,
    group_acts,
    old_parts,
    outcome_acts,
    question_of,
    questions,
)
from data.gaps.state import parse_gap
from data.locale import LANGUAGES, texts
from data.settings import Settings
from layouts import ids
from layouts.charts import gaps as gaps_charts
from layouts.charts.gaps import CHARTS
from layouts.charts.gaps import CHARTS as GAP_CHARTS
from layouts.charts.gaps_questions import CHARTS_OF, NAME_OF, name_of
from layouts.components.controls import markup_of, value_of
from layouts.frame.first_html import first_html
from layouts.pages.methods import SECTIONS
from tests.contract.test_ids import walk
from tests.one_slide import build_slide
from tests.shared import drawn, services

SETTINGS = Settings()
SERVICES = services()
CATALOGUE = SERVICES.atlas.catalogue
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


def test_a_question_is_kept_by_the_controls_and_seen_without_what_it_does_not_show() -> None:
    query = "?ask=clusters&outcome=homicide_rate&group=council_district&lang=es"
    found = callbacks.from_controls(
        SERVICES, SETTINGS, query, ("life_expectancy", "council_district", "")
    ).state
    assert found.to_query() == "?ask=clusters&group=council_district&lang=es"
    assert found.seen().to_query() == "?ask=clusters&lang=es"
    assert found.asking("race").seen().to_query() == "?ask=race&lang=es"


@pytest.mark.parametrize("question", questions())
def test_a_question_has_its_controls_its_tab_and_its_charts(question: str) -> None:
    address = f"/gaps?ask={question}&group=holc_1939&lang=es"
    tree = drawn(address)
    found = {part.id: part for part in walk(tree) if isinstance(getattr(part, "id", None), str)}
    shown = {name for name in callbacks.CONTROLS if ids.field(name) in found}
    assert shown == (set(callbacks.CONTROLS) if outcome_acts(question) else set())
    if shown:
        hidden = getattr(found[ids.field(ids.GAPS_GROUP)], "hidden", False)
        assert hidden != group_acts(question)
    tabs = [part for part in walk(found[ids.GAPS_QUESTIONS]) if part._type == "A"]
    assert len(tabs) == len(questions())
    (here,) = [tab for tab in tabs if "aria-current" in tab.to_plotly_json()["props"]]
    asked = {parse_gap(tab.href.partition("?")[2], CATALOGUE).state for tab in tabs}
    assert {state.ask for state in asked} == set(questions())
    assert {(state.group, state.lang) for state in asked} == {("holc_1939", "es")}
    assert parse_gap(here.href.partition("?")[2], CATALOGUE).state.ask == question
    own = {ids.chart(name).card for name in CHARTS_OF[name_of(question)]}
    cards = {part.id for part in found.values() if part._type == "Figure"}
    assert cards and cards <= own


def test_every_chart_answers_one_question_and_old_anchors_lead_to_theirs() -> None:
    assert sorted(NAME_OF) == sorted(GAP_CHARTS.entries)
    old = "groups gap change race groups_published by_year yardsticks segregation grades clusters"
    assert set(old_parts()) >= {*old.split(), "deaths"}
    at = {question: ids_in(f"/gaps?ask={question}") for question in questions()}
    moved = {
        part.id: said["data-moved"]
        for part in walk(drawn("/gaps?lang=es"))
        if "data-moved" in (said := part.to_plotly_json()["props"])
    }
    wanted = {**old_parts(), **{ids.chart(name).card: "" for name in NAME_OF}}
    assert set(wanted) - set(moved) <= at[SIZE] | {"groups", SIZE, "gap-curve-card"}
    for anchor, address in moved.items():
        path, _, rest = address.partition("?")
        query, _, fragment = rest.partition("#")
        state = parse_gap(query, CATALOGUE).state
        assert (path, fragment, state.lang) == ("/gaps", anchor, "es")
        assert state.ask == question_of(anchor) or anchor in at[state.ask], anchor


def ids_in(address: str) -> set[str]:
    """Every id on a page."""
    return {part.id for part in walk(drawn(address)) if isinstance(getattr(part, "id", None), str)}


@pytest.mark.parametrize("name", NAME_OF)
def test_a_slide_leads_to_the_question_of_its_chart(name: str) -> None:
    query = "outcome=homicide_rate" if name == ids.GAP_CURVE else "ask=deaths"
    slide = build_slide(SERVICES, View(GAPS, name, query), lang="es", theme=Theme.LIGHT)
    assert slide is not None
    path, _, live = slide.live.partition("?")
    assert path == "/gaps" and ids.chart(name).card in ids_in(slide.live)
    assert "group" not in live and "ask=size" not in live


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("question", questions())
def test_what_stands_by_a_chart_is_said_in_few_words(question: str, lang: str) -> None:
    """And each source once: those of a fold stand in it."""
    seen = Seen()
    seen.feed(first_html(drawn(f"/gaps?ask={question}&lang={lang}")))
    assert len(seen.said) > 3
    assert [said for said in seen.said if not is_short(said)] == []
    assert len(seen.sources) == len(set(seen.sources)) and bool(seen.sources) == (
        question != DEATHS
    )


class Seen(HTMLParser):
    """What a reader sees before anything is opened, pictures and controls left out."""

    LEFT_OUT = frozenset({"details", "svg", "nav", "form", "noscript"})
    APART = frozenset({"chart-card__tools", "gaps__moved", "legend", "chart-card__key"})
    BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "h4"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.sources: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "img", "input", "meta", "link", "hr"):
            return
        classes = set((dict(attrs).get("class") or "").split())
        is_source = dict(attrs).get("id") == "sources"
        hidden = (tag in self.LEFT_OUT and not is_source) or bool(classes & self.APART)
        self._open.append((tag, hidden or (bool(self._open) and self._open[-1][1])))
        if "gaps__sources" in classes:
            self._into = self.sources
        if tag in self.BLOCKS and not self._open[-1][1]:
            (self.said if self._into is None else self._into).append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "ul":
            self._into = None

    def handle_data(self, data: str) -> None:
        inside = any(tag in self.BLOCKS for tag, _ in self._open)
        if inside and not self._open[-1][1]:
            (self.said if self._into is None else self._into)[-1] += data


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
                    "value": "?ask=weather&outcome=happiness&group=moon&by=parish&lang=xx",
                }
            ],
            "changedPropIds": [f"{ids.LOCATION}.pathname"],
        },
    )
    said = answer.get_data(as_text=True)
    assert answer.status_code == 200
    for word in ("weather", "happiness", "moon", "parish", "xx"):
        assert re.search(rf"“{word}”|\\u201c{word}\\u201d", said), word
