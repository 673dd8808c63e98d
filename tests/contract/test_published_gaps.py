"""Gaps between groups as published: no side without its test, and numbers that agree everywhere."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest

from data.files.csv_file import csv_text
from data.gaps import group_sentences as said
from data.gaps.group_results import AreaByGroup
from data.locale import LANGUAGES, texts
from layouts.figures.chart import Chart
from layouts.figures.gaps.by_group import build_between_groups, build_by_group
from layouts.figures.panels import NEAR_EDGE
from layouts.theme import LIGHT_PALETTE
from tests.shared import services

SIDES = {
    "en": re.compile(r"worse off|better off"),
    "es": re.compile(r"(peor|mejor) situación"),
}
AREAS = [found for kind in ("county", "city") if (found := services().gaps.by_group(kind))]


def charts(data: AreaByGroup, lang: str) -> tuple[Chart, Chart]:
    spoken = texts(lang)
    return (
        build_by_group(data, theme=LIGHT_PALETTE, texts=spoken),
        build_between_groups(data, theme=LIGHT_PALETTE, texts=spoken),
    )


def test_the_county_is_there() -> None:
    assert "county" in {data.area.kind for data in AREAS}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("data", AREAS, ids=lambda data: data.area.id)
def test_no_side_without_its_test(data: AreaByGroup, lang: str) -> None:
    spoken = texts(lang)
    gaps = [gap for measure in data.measures for gap in measure.gaps]
    assert len(gaps) > len(data.measures)
    for gap in gaps:
        for words in (said.result(gap, spoken), said.one_gap(gap, spoken)):
            assert bool(SIDES[lang].search(words)) == gap.differs, words
        if gap.differs:
            assert gap.contrast is not None
            worse = "worse" if gap.contrast.difference > 0 else "better"
            assert said.side(gap) == worse
        assert bool(said.ratio(gap, spoken)) <= gap.ratio_differs


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_gap_in_life_expectancy_is_that_of_the_methods(lang: str) -> None:
    county = next(data for data in AREAS if data.area.kind == "county")
    sentence = said.summary(county, texts(lang)).partition(". ")[0]
    assert county.measures[0].measure.id == "life_expectancy_at_birth"
    assert "7.05" in sentence + said.summary(county, texts(lang))
    assert "6.5–7.6" in said.summary(county, texts(lang))
    assert "2021–2023" in sentence


@pytest.mark.parametrize("data", AREAS, ids=lambda data: data.area.id)
def test_printed_values_subtract_to_the_printed_gap(data: AreaByGroup) -> None:
    spoken = texts("en")
    for measure in data.measures:
        for gap in measure.gaps:
            if gap.contrast is None:
                continue
            one, other = (
                said.number(e.value, e.measure, spoken.lang) for e in (gap.value, gap.other)
            )
            assert plain(one) - plain(other) == plain(said.printed_gap(gap, spoken.lang))


def plain(printed: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.−]", "", printed).replace("−", "-"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("data", AREAS, ids=lambda data: data.area.id)
def test_interval_level_years_and_licence_go_into_the_file(data: AreaByGroup, lang: str) -> None:
    for chart in charts(data, lang):
        text = csv_text(chart.csv_columns, chart.csv_rows, chart.csv_shared)
        rows = list(csv.DictReader(io.StringIO(text)))
        assert len(rows) == len(chart.rows)
        for row in rows:
            assert row["years"]
            assert row["years_inferred"] in ("yes", "no")
            assert row["publisher"]
            assert row["licence"]
            shown = row.get("value") or row.get("difference")
            assert shown or row.get("left_out") or row.get("not_tested_because"), row
            if row.get("value") and row["lower"]:
                assert row["level_percent"] in ("90", "95")
                assert float(row["lower"]) <= float(row["value"]) <= float(row["upper"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("data", AREAS, ids=lambda data: data.area.id)
def test_groups_stand_alphabetically_and_a_left_out_one_says_why(
    data: AreaByGroup, lang: str
) -> None:
    values, _ = charts(data, lang)
    everyone = texts(lang).t("gaps.race.everyone")
    for measure in data.measures:
        own = [r for r in values.rows if r["measure"] == measure.measure.name.get(lang)]
        names = [row["group"] for row in own]
        groups = names[: names.index(everyone)] if everyone in names else names
        groups = groups[: len([e for e in measure.values if not e.of_everyone])]
        assert groups == sorted(groups, key=str.casefold)
    reasons = {e.left_out for m in data.measures for e in m.values if e.left_out}
    for reason in reasons:
        start = texts(lang).t(reason, least="").partition(":")[0]
        assert any(start in note for note in values.notes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_other_counties_are_context_in_table_and_file_alone(lang: str) -> None:
    """Every value of the same release that may be told, by name; no county is held against one."""
    county = next(data for data in AREAS if data.area.kind == "county")
    chart, gaps = charts(county, lang)
    facts = services().published
    areas = [a for a in facts.entries.areas.values() if a.role == "context" and a.kind == "county"]
    assert len(areas) > 1
    for measure in county.measures:
        told = {
            (e.area.id, e.group)
            for area in areas
            for e in facts.by_group(measure.measure.id, area.id)
            if e.release is measure.newest.release and not e.left_out
        }
        assert {(e.area.id, e.group) for e in measure.around} == told
    for area in areas:
        name = area.name.get(lang)
        rows = [row for row in chart.rows if row["group"].startswith(f"{name}: ")]
        place = chart.csv_columns.index("place")
        assert len(rows) == sum(row[place] == name for row in chart.csv_rows) > 0
        assert all(row["value"] and row["years"] for row in rows)
        assert not any(name in str(row) for row in gaps.rows)
    assert texts(lang).t("gaps.by_group.counties_in_table") in chart.notes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_name_of_a_line_near_the_edge_stands_inside(lang: str) -> None:
    """Where everybody is better off, the line of no gap is the right edge of its panel."""
    data = services().gaps.by_group("county")
    assert data is not None
    chart = build_between_groups(data, theme=LIGHT_PALETTE, texts=texts(lang))
    layout = chart.figure["layout"]
    names = [note for note in layout["annotations"] if note["name"] == "city"]
    assert names
    for note in names:
        low, high = layout[f"xaxis{note['xref'].removeprefix('x')}"]["range"]
        is_near = (note["x"] - low) / (high - low) > NEAR_EDGE
        assert (note.get("xanchor") == "right") is is_near
    assert any(note.get("xanchor") == "right" for note in names)
