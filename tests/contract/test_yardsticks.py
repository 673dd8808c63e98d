"""National yardsticks: what compares is drawn with what differs, and nothing compares in words."""

from __future__ import annotations

import pytest

from data.address import Theme
from data.catalogue.yardsticks import load_yardsticks
from data.decks.deck import GAPS, View
from data.files.csv_file import csv_text
from data.gaps.state import GapState
from data.locale import LANGUAGES, texts
from data.locale.format import format_share
from layouts import ids
from layouts.charts import gaps as gaps_charts
from tests.comparatives import find_comparatives
from tests.one_slide import build_slide
from tests.shared import services

SERVICES = services()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_target_that_compares_is_drawn_with_what_differs(lang: str) -> None:
    chart = gaps_charts.build(SERVICES, GapState(lang=lang), ids.GAP_YARDSTICKS)
    assert chart is not None
    data = SERVICES.gaps.yardsticks
    assert data is not None
    wanted = [y for y in load_yardsticks().yardsticks if y.comparable != "no"]
    assert [entry.yardstick for entry in data.measured] == wanted
    assert any(y.comparable == "no" for y in load_yardsticks().yardsticks)
    csv = [dict(zip(chart.csv_columns, row, strict=True)) for row in chart.csv_rows]
    panels = " ".join(
        note["text"].replace("<br>", " ") for note in chart.figure["layout"]["annotations"]
    )
    lines = {shape["x0"] for shape in chart.figure["layout"]["shapes"]}
    for entry, row, cell in zip(data.measured, chart.rows, csv, strict=True):
        ground = SERVICES.published.latest(str(entry.yardstick.measure), data.area.id)
        assert ground is not None
        assert (cell["value"], cell["years"], cell["level_percent"] or None) == (
            ground.value, ground.years, ground.level_percent,
        )  # fmt: skip
        assert cell["years_inferred"] is ground.years_inferred
        assert cell["target"] == entry.yardstick.drawn
        assert ground.source.publisher in cell["publisher"]
        assert data.source.publisher in cell["publisher"]
        assert round(entry.yardstick.drawn, 4) in lines
        differs = entry.yardstick.differs.get(lang)
        assert differs in panels
        assert row["differs"] == cell["target_differs"] == differs
        assert any(differs in note for note in chart.notes)
        assert ground.years in row["years"]
        if ground.level_percent is not None:
            assert format_share(ground.level_percent / 100, lang=lang) in row["level"]
    assert texts(lang).t("gaps.yardsticks.not_the_city") in chart.notes
    assert csv_text(chart.csv_columns, chart.csv_rows, chart.csv_shared)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_slide_says_whose_targets_they_are_and_what_differs(lang: str) -> None:
    view = View(GAPS, ids.GAP_YARDSTICKS, "")
    slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
    assert slide is not None
    said = f"{slide.lead} {slide.more}"
    assert texts(lang).t("gaps.yardsticks.not_the_city") in said
    assert not find_comparatives(slide.chart.sentence, lang)
    data = SERVICES.gaps.yardsticks
    assert data is not None
    drawn = [y for y in data.measured if y.yardstick.comparable == "yes"]
    assert all(entry.yardstick.differs.get(lang) in said for entry in drawn)
    assert all(row["value"] in slide.also for row in slide.chart.rows)
