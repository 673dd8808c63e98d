"""The page of wages says what its rows say: no number of its own, no claim of an effect here."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from callbacks.routing import show_page
from data.cities.city import city
from data.cities.wage import Wage
from data.locale import LANGUAGES, texts
from data.repository import tables as t
from data.repository.engine import EXTRACT, sqlite_url
from data.services import Services
from data.settings import Settings
from data.wage import sentences as said
from data.wage.results import WageData
from layouts import paths
from tests.contract.test_own_causes import CAUSAL
from tests.shared import services

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Words of the list of causes that make no claim here: a raise of pay, what a dollar buys.
NO_CAUSE = re.compile(r"\b(?:a raise|raises?)\b", re.IGNORECASE)
# Of the page: what a wage would do to somebody's health here.
CLAIMS = re.compile(
    r"would (?:lengthen|save|prevent)|lives here|vidas aquí|salvaría|alargaría", re.IGNORECASE
)


def facts() -> Wage:
    found = city().wage
    assert found is not None
    return found


def data() -> WageData:
    found = services().wage.data
    assert found is not None
    return found


def numbers(*told: str) -> set[float]:
    return {float(n.replace(",", "")) for text in told for n in NUMBER.findall(text)}


def rows(frame: Any, key: str) -> dict[str, dict[str, str]]:
    return {str(row[key]): row for row in frame.to_dict("records")}


# -- every text is its row's ------------------------------------------------------------------


def test_every_event_is_a_row_and_has_only_its_numbers() -> None:
    found = rows(services().atlas.repository._ordered(t.wage_event), "event_date")
    told = [event for event in facts().events if event.in_table]
    assert [f"{event.date}" for event in told] == sorted(found)
    for event in told:
        row = found[f"{event.date}"]
        allowed = numbers(row["event"], row["event_date"])
        for lang in LANGUAGES:
            assert numbers(event.said.get(lang)) <= allowed, (event.date, lang)
    days = [event.date for event in facts().events]
    assert days == sorted(days) and days[-1] < facts().facts.as_of


def test_every_study_of_the_table_is_told_with_its_numbers_and_its_direction() -> None:
    found = rows(services().atlas.repository._ordered(t.wage_study), "study")
    told = [study for study in facts().studies if study.row]
    assert sorted(study.row or "" for study in told) == sorted(found)
    for study in told:
        row = found[study.row or ""]
        allowed = numbers(*(str(cell) for cell in row.values()))
        assert study.found == row["direction"], study.row
        assert study.read in row["read_in"]
        for lang in LANGUAGES:
            spoken = (study.outcome, study.effect, study.interval, study.caveat)
            assert numbers(*(text.get(lang) for text in spoken if text)) <= allowed, study.row
        has_interval = "CI" in row["interval_or_precision"]
        assert (study.interval is not None) == has_interval, study.row


def test_studies_that_found_nothing_or_worse_stand_among_those_that_found_better() -> None:
    found = [study.found for study in facts().studies]
    assert {"better", "none", "mixed", "worse"} == set(found)
    assert all(study.kind == "review" for study in facts().studies[:2])
    single = [study.year for study in facts().studies if study.kind != "review"]
    assert single == sorted(single)


def test_every_scenario_is_published_by_somebody_and_has_the_numbers_of_its_rows() -> None:
    frame = services().atlas.repository.workers_raised()
    assert {s.row for s in facts().raised.scenarios} == set(frame["scenario"])
    assert set(frame["group_name"]) <= set(facts().raised.groups)
    for scenario in facts().raised.scenarios:
        own = frame[frame["scenario"] == scenario.row]
        assert own["data_year"].str.contains(scenario.years).all()
        for lang in LANGUAGES:
            assert numbers(scenario.name.get(lang)) <= numbers(scenario.row)


def test_every_rate_has_its_law_in_words_and_a_source_with_a_link() -> None:
    known = data()
    assert {rate.law for rate in known.rates} == set(facts().facts.laws)
    for rate in known.rates:
        assert any(source.match in rate.source for source in facts().facts.history_sources)
    assert {rate.since for rate in known.rates} >= set(facts().facts.named)
    assert known.floor is not None and known.floor.until == date(2013, 1, 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_year_of_full_time_is_arithmetic_and_says_so(lang: str) -> None:
    text = said.today(data(), texts(lang))
    assert data().newest.full_time_usd == data().newest.usd * 40 * 52
    assert {40.0, 52.0, 31200.0, 15.0} <= numbers(text)
    assert re.search("arithmetic|aritmética", text)


# -- no claim ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_the_page_claims_a_cause_or_an_effect_here(lang: str) -> None:
    spoken = texts(lang)
    pattern = re.compile(rf"\b(?:{CAUSAL[lang]})\b", re.IGNORECASE)
    for key in spoken.keys():  # noqa: SIM118  (no mapping)
        if key.startswith("wage."):
            text = NO_CAUSE.sub("", spoken.t(key))
            assert not CLAIMS.search(text), key
            assert not pattern.search(text), (key, pattern.search(text))


# -- what is awaited --------------------------------------------------------------------------


def with_jobs(path: Path) -> Services:
    """The services of an extract that holds jobs by pay: the rows of another share, renamed."""
    shutil.copy(EXTRACT, path)
    with closing(sqlite3.connect(path)) as rows, rows:
        like = rows.execute(
            "SELECT indicator_key FROM indicator WHERE indicator_id = 'unemployment'"
        ).fetchone()[0]
        columns = [row[1] for row in rows.execute("PRAGMA table_info(estimate)")]
        last = rows.execute("SELECT MAX(indicator_key) FROM indicator").fetchone()[0]
        for key, name in enumerate(facts().facts.awaited, start=last + 1):
            rows.execute("INSERT INTO indicator VALUES (?, ?)", [key, name])
            cells = ", ".join(str(key) if c == "indicator_key" else c for c in columns)
            rows.execute(
                f"INSERT INTO estimate SELECT {cells} FROM estimate WHERE indicator_key = ?",
                [like],
            )
    return Services.open(sqlite_url(path))


def test_jobs_by_pay_are_awaited_by_name_and_light_up_when_they_come(tmp_path: Path) -> None:
    names = facts().facts.awaited
    waits = said.awaited(data(), texts("en"))
    assert "US Census Bureau" in waits and "LODES" in waits
    come = with_jobs(tmp_path / "jobs.sqlite")
    found = come.wage.data
    assert found is not None and found.awaited == ()
    assert [indicator.id for indicator, _ in found.jobs] == list(names)
    for _, places in found.jobs:
        assert [at.place_id for at in places] == [
            "city", *(f"council_district-{n}" for n in range(1, 7)),
        ]  # fmt: skip
    shown = show_page(come, Settings(), paths.WAGE, "?lang=en")
    told = str(shown.to_plotly_json())
    for name in names:
        assert f"factor={name}&map=factor" in told.replace("&amp;", "&")
        assert f"/n/city/{name}" in told or paths.of_number("city", name) in told
