"""Beside county, state and nation: what is printed is the ground's value, its level, years, source.

Nothing is compared: the areas overlap.
"""

from __future__ import annotations

import random
from datetime import date

import pytest

from data.address import Theme
from data.catalogue.determinants import determinants
from data.decks.deck import PLACE, View
from data.files.csv_file import csv_text
from data.locale import LANGUAGES, texts
from data.locale.format import format_share
from data.models import Geography
from data.place.results import Beside
from data.published.results import PublishedEstimate
from data.sentences.words import interval_text, value_text
from layouts import ids
from layouts.charts.place import CHARTS, build_chart, place_chart
from layouts.fact_sheets.content import content
from layouts.figures.chart import Chart
from layouts.slides.distance import SCALE
from layouts.theme import palette
from tests.comparatives import find_comparatives
from tests.one_slide import build_slide
from tests.shared import drawn, services

SERVICES = services()
EVERY = ("city", *sorted(
    place for geography, places in SERVICES.atlas.place_ids.items()
    if geography is not Geography.TRACT for place in places
))  # fmt: skip
ALWAYS = ("city", "zip-64130", "neighborhood-60", "council_district-3")
NOBODY = "neighborhood-155"
SAMPLE = (*ALWAYS, *random.Random(71).sample(EVERY, 8))
DAY = date(2026, 11, 23)


def chart_of(place: str, lang: str) -> Chart | None:
    data = SERVICES.place.data(place)
    return build_chart(SERVICES, data, ids.BESIDE, theme=palette("light"), texts=texts(lang))


def ground(place: str) -> list[tuple[Beside, PublishedEstimate]]:
    """Every value that the ground has beside a shown measure of the place."""
    values = SERVICES.place.data(place).values.values()
    return [
        (Beside(value, value.indicator, tuple(found)), estimate)
        for value in values
        if value.shown and (found := SERVICES.published.beside(value.indicator.id))
        for estimate in found
    ]


def printed(entry: Beside, estimate: PublishedEstimate, lang: str) -> tuple[str, str, str, str]:
    indicator = entry.indicator
    interval = interval_text(estimate.lower, estimate.upper, indicator, lang)
    level = format_share((estimate.level_percent or 0) / 100, lang=lang)
    value = value_text(estimate.value, indicator, lang)
    return estimate.area.name.get(lang), value, interval, level


def assert_is_the_ground(place: str, lang: str) -> None:
    found, chart = ground(place), chart_of(place, lang)
    if not found:
        assert chart is None, place
        return
    assert chart is not None, place
    rows = [(r["place"], r["value"], r["interval"], r["years"]) for r in chart.rows]
    csv = [dict(zip(chart.csv_columns, row, strict=True)) for row in chart.csv_rows]
    for entry, estimate in found:
        name, value, interval, level = printed(entry, estimate, lang)
        assert any(
            row[:2] == (name, value) and interval in row[2] and level in row[2]
            and estimate.years in row[3]
            for row in rows
        ), (place, name, value)  # fmt: skip
        (cell,) = (
            c for c in csv
            if (c["indicator"], c["place"]) == (entry.indicator.id, name)
        )  # fmt: skip
        assert (cell["value"], cell["lower"], cell["upper"]) == (
            estimate.value, estimate.lower, estimate.upper,
        )  # fmt: skip
        assert (cell["level_percent"], cell["years"]) == (estimate.level_percent, estimate.years)
        assert cell["years_inferred"] is estimate.years_inferred
        assert estimate.source.publisher in cell["publisher"]
        assert estimate.source.title.get(lang) in chart.travels.source
        assert estimate.years in chart.travels.source
    assert csv_text(chart.csv_columns, chart.csv_rows, chart.csv_shared)
    assert_nothing_compares(chart, lang)


def assert_nothing_compares(chart: Chart, lang: str) -> None:
    """No test, so no side; `Age 65 and over` is the name of a measure."""
    names = [row["measure"].rpartition(" (")[0] for row in chart.rows]
    income = SERVICES.published.beside("median_income_2023")
    # how a file was understood speaks of its intervals, not of the city
    reasons = [e.release.inferred_from.get(lang) for e in income if e.release.inferred_from]
    for said in (chart.title, chart.sentence, *chart.notes[1:]):
        assert not find_comparatives(said, lang, ignoring=[*names, *reasons]), said
    assert texts(lang).t("place.beside.note.not_a_test") in chart.notes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_stands_beside_a_place_is_the_ground(lang: str) -> None:
    for place in SAMPLE:
        assert_is_the_ground(place, lang)


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_stands_beside_every_place_is_the_ground(lang: str) -> None:
    for place in EVERY:
        assert_is_the_ground(place, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_flags_of_the_place_go_with_its_row(lang: str) -> None:
    chart = chart_of("neighborhood-60", lang)
    assert chart is not None
    around = texts(lang).t("figures.flag.surrounding_tract")
    own = [row for row in chart.rows if row["place"] == "Oak Park Southeast"]
    assert own
    assert all(around in row["note"] for row in own)


def test_where_nobody_lives_the_section_is_not_there() -> None:
    title = texts("en").t("place.beside.title")
    assert chart_of(NOBODY, "en") is None
    assert title not in str(drawn(f"/place/{NOBODY}"))
    assert title in str(drawn("/place/zip-64130"))
    assert build_slide(SERVICES, View(f"{PLACE}/{NOBODY}", ids.BESIDE), lang="en",
                       theme=Theme.LIGHT) is None  # fmt: skip
    assert ids.BESIDE in CHARTS.entries


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", ALWAYS)
def test_a_slide_says_levels_and_that_nothing_was_tested(place: str, lang: str) -> None:
    slide = build_slide(SERVICES, View(f"{PLACE}/{place}", ids.BESIDE), lang=lang,
                        theme=Theme.LIGHT)  # fmt: skip
    assert slide is not None
    said = f"{slide.lead} {slide.more}"
    assert texts(lang).t("place.beside.note.not_a_test") in said
    assert all(format_share(level, lang=lang) in said for level in (0.9, 0.95))
    assert not find_comparatives(said, lang)
    # whoever speaks has every number with its interval
    assert all(row["interval"] in slide.also for row in slide.chart.rows)


def test_a_slide_leads_with_what_was_chosen() -> None:
    made = place_chart(SERVICES, "zip-64130", ids.BESIDE, theme=Theme.LIGHT, lang="en",
                       scale=SCALE, chosen="crowding")  # fmt: skip
    assert made is not None
    assert made.sentence.startswith("Crowded homes")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", ALWAYS)
def test_a_sheet_has_one_line_of_the_ground(place: str, lang: str) -> None:
    for determinant in determinants():
        sheet = SERVICES.fact_sheets.data(determinant, place)
        shown = content(SERVICES, sheet, texts=texts(lang), paper="letter", made=DAY, live="")
        line = shown["beside"]
        if sheet.beside is None:
            values = (*sheet.values, *sheet.facts)
            assert not any(SERVICES.published.beside(v.indicator.id) for v in values if v.shown)
            assert line == ""
            continue
        told = {value.indicator.id for value in (*sheet.values, *sheet.facts)}
        assert sheet.beside.indicator.id in told
        assert not find_comparatives(line, lang)
        for estimate in SERVICES.published.beside(sheet.beside.indicator.id):
            wanted = printed(sheet.beside, estimate, lang)
            assert all(part in line for part in (*wanted, estimate.years)), line
            assert estimate.source.title.get(lang) in line
            assert estimate.source.publisher in f"{line} {shown['sources']}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_only_others_publish_of_the_city_stands_on_its_page(lang: str) -> None:
    """Income is of tracts here; the city's is told as it was published, with whose it is."""
    chart, published = chart_of("city", lang), SERVICES.published.beside("median_income_2023")
    assert chart is not None
    (own, *others) = published
    assert own.area.kind == "city" and [e.area.kind for e in others] == [
        "county", "state", "country",
    ]  # fmt: skip
    rows = [row for row in chart.rows if row["value"].startswith("$")]
    assert [row["value"] for row in rows] == ["$64,230", *(row["value"] for row in rows[1:])]
    assert len(rows) == len(published)
    assumed = texts(lang).t("published.limits_assumed", level="", limits="").rpartition(", ")[2]
    assert assumed in rows[0]["interval"] and assumed not in rows[1]["interval"]
    csv = [dict(zip(chart.csv_columns, row, strict=True)) for row in chart.csv_rows]
    cells = [c for c in csv if c["indicator"] == "median_income_2023"]
    assert [c["geography"] for c in cells] == [e.area.kind for e in published]
    assert cells[0]["years_inferred"] and own.source.publisher in cells[0]["publisher"]
    note = own.measure.note
    assert note is not None and any(note.get(lang) in said for said in chart.notes)
    assert own.source.publisher in chart.travels.source
    assert_nothing_compares(chart, lang)
