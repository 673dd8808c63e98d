"""The city year by year: sources are never joined, and nothing compares."""

from __future__ import annotations

import pytest

from data.address import Theme
from data.decks.deck import GAPS, View
from data.files.csv_file import csv_text
from data.gaps.state import GapState
from data.locale import LANGUAGES, texts
from data.stats.intervals import poisson_limits
from layouts import ids
from layouts.charts import gaps as gaps_charts
from layouts.figures.chart import Chart
from tests.comparatives import find_comparatives
from tests.one_slide import build_slide
from tests.shared import services

SERVICES = services()
KINDS = {"counts": ids.GAP_COUNTS_BY_YEAR, "shares": ids.GAP_SHARES_BY_YEAR}


def chart_of(kind: str, lang: str = "en") -> Chart:
    chart = gaps_charts.build(SERVICES, GapState(lang=lang), KINDS[kind])
    assert chart is not None
    return chart


def numbers(measure: str) -> dict[str, float]:
    found = [m for kind in KINDS for m in SERVICES.gaps.by_year(kind) if m.measure.id == measure]
    return {e.years: e.value for e in found[0].shown}


def test_each_source_keeps_its_own_years() -> None:
    police = numbers("city_homicides_by_year")
    listed = numbers("city_homicides_listed")
    assert police == {
        "2019": 151, "2020": 179, "2021": 157, "2022": 170, "2023": 182, "2024": 144,
    }  # fmt: skip
    assert numbers("city_homicides_fbi") == {"2024": 141, "2025": 135}
    assert sum(listed.values()) == 1190 and (min(listed), max(listed)) == ("2007", "2017")
    assert sum(listed.values()) == SERVICES.atlas.homicides["weight"].sum()
    assert {y: round(v, 2) for y, v in numbers("city_eviction_filings").items()} == {
        "2023": 7.38, "2024": 7.1,
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_value_is_drawn_told_and_filed_with_its_interval(kind: str, lang: str) -> None:
    chart, measures = chart_of(kind, lang), SERVICES.gaps.by_year(kind)
    values = [(m, e) for m in measures for e in m.values]
    csv = [dict(zip(chart.csv_columns, row, strict=True)) for row in chart.csv_rows]
    assert csv_text(chart.csv_columns, chart.csv_rows, chart.csv_shared)
    for (measure, e), row, cell in zip(values, chart.rows, csv, strict=True):
        assert e.years in row["years"] and (cell["years_inferred"] is e.years_inferred)
        if e.left_out:
            assert cell["value"] == "" and cell["left_out"] and not row["interval"]
            continue
        assert cell["value"] == e.value
        assert bool(row["interval"]) == (e.limits is not None)
        if measure.own_limits:
            low, high = poisson_limits(e.value)
            assert (cell["lower"], cell["upper"], cell["level_percent"]) == (low, high, 95)
    drawn = sum(len(trace["x"]) for trace in chart.figure["data"])
    assert drawn == sum(not e.left_out for _, e in values)
    assert not any("lines" in trace["mode"] for trace in chart.figure["data"])
    for measure in measures:
        assert measure.newest.source.citation.rstrip(".") in chart.notes[0]
        note = measure.measure.note
        assert note is not None and any(note.get(lang) in said for said in chart.notes)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_it_compares_years_or_sources(kind: str, lang: str) -> None:
    chart, spoken = chart_of(kind, lang), texts(lang)
    assert spoken.t("gap_sentences.by_year.untested") in chart.sentence
    assert spoken.t("gap_sentences.by_year.note.not_joined") in chart.notes
    assert not find_comparatives(f"{chart.title} {chart.sentence} {chart.notes[1]}", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_its_slide_draws_one_source_and_tells_all(kind: str, lang: str) -> None:
    slide = build_slide(SERVICES, View(GAPS, KINDS[kind], ""), lang=lang, theme=Theme.LIGHT)
    assert slide is not None
    (first, *_) = SERVICES.gaps.by_year(kind)
    assert first.newest.source.publisher in slide.source
    told = f"{slide.lead} {slide.more} {slide.also}"
    assert all(row["value"] in told for row in slide.chart.rows)
    assert texts(lang).t("gap_sentences.by_year.note.not_joined") in told
