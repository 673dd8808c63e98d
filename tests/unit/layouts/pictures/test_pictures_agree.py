"""What a picture draws is what the table and the download hold: read back from the artists."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from data.explore.state import MapMode, ViewState
from data.gaps.state import GapState
from data.locale import texts
from data.models import Geography, Unit
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.charts import gaps as gaps_charts
from layouts.fact_sheets.content import map_figure, scatter_chart, strips_chart
from layouts.figures.chart import Chart
from layouts.figures.legend import class_entries
from layouts.pictures.canvas import Sheet
from layouts.pictures.look import Look
from layouts.pictures.picture import draw
from layouts.theme import LIGHT_PALETTE
from tests.shared import services
from tests.sheet_words import said
from tests.unit.layouts.pictures import readback

LOOK = Look()
LANGUAGES = ("en", "es")


def drawn(chart: Chart, **size: float) -> Sheet:
    return draw(chart.figure, **{"width_px": 520.0, **size}, look=LOOK)


def csv(chart: Chart) -> list[dict[str, Any]]:
    return [dict(zip(chart.csv_columns, row, strict=True)) for row in chart.csv_rows]


def explore(name: str, **state: Any) -> Chart:
    choice = {"outcome": "life_expectancy", "factor": "poverty_2015",
              "by": Geography.NEIGHBORHOOD, **state}  # fmt: skip
    return explore_charts.build(services(), ViewState(**choice), name)


def gaps(name: str, lang: str = "en") -> Chart:
    state = GapState(
        outcome="life_expectancy", group="poverty_2015", by=Geography.NEIGHBORHOOD, lang=lang
    )
    found = gaps_charts.build(services(), state, name)
    assert found is not None
    return found


def test_the_scatter_draws_the_numbers_of_the_download() -> None:
    chart = explore(ids.SCATTER)
    sheet = drawn(chart, height_px=420)
    rows = [r for r in csv(chart) if r["value"] != "" and r["factor_value"] != ""]
    (points,) = readback.dots(sheet).values()
    expected = sorted((round(r["factor_value"], 1), round(r["value"], 1)) for r in rows)
    assert len(expected) > 200
    assert np.allclose(sorted(map(tuple, points.tolist())), expected, atol=1e-9)
    data = services().explore.data("life_expectancy", "poverty_2015", Geography.NEIGHBORHOOD)
    assert data.association is not None
    (line,) = readback.lines(sheet).values()
    assert np.allclose(line[:, 1], data.association.fit[[0, -1]], atol=0.01)


def test_dots_and_intervals_of_the_ranking_are_those_of_the_download() -> None:
    chart = explore(ids.RANKING)
    sheet = drawn(chart)
    table = {r["place"]: r for r in csv(chart) if r["value"] != ""}
    names = chart.figure["data"][0]["text"]
    points, bars = readback.dots(sheet)[0], readback.intervals(sheet)[0]
    assert len(points) == len(names) == len(bars)
    assert len(table) > 200
    for name, (x, y), (lower, upper, at) in zip(names, points, bars, strict=True):
        row = table[name]
        assert y == at
        assert x == pytest.approx(row["value"], abs=0.051)
        assert lower == pytest.approx(row["lower"], abs=0.2)
        assert upper == pytest.approx(row["upper"], abs=0.2)


def test_equity_dots_are_those_of_the_download_and_their_words_those_of_the_table() -> None:
    for lang in LANGUAGES:
        chart = gaps(ids.GAP_PATTERNS, lang)
        sheet = drawn(chart)
        points, bars = readback.dots(sheet)[0], readback.intervals(sheet)[0]
        rows = csv(chart)
        assert np.allclose(points[:, 0], [r["value"] for r in rows], atol=1e-4)
        assert np.allclose(bars[:, 0], [r["lower"] for r in rows], atol=2e-4)
        assert np.allclose(bars[:, 1], [r["upper"] for r in rows], atol=2e-4)
        assert {row["value"] for row in chart.rows} <= set(said(sheet))


def test_the_age_split_draws_the_years_of_its_table() -> None:
    for lang in LANGUAGES:
        chart = gaps(ids.GAP_AGES, lang)
        sheet = drawn(chart)
        rows = [r for r in csv(chart) if r["age_stage"] == "band"]
        bars = readback.lines(sheet)[0]
        ends = bars[1::3]
        assert (bars[0::3][:, 0] == 0).all()
        assert np.allclose(ends[:, 0], [r["value"] for r in rows], atol=6e-4)
        reach = readback.intervals(sheet)[1]
        assert np.allclose(reach[:, 0], [r["lower"] for r in rows], atol=2e-3)
        assert np.allclose(reach[:, 1], [r["upper"] for r in rows], atol=2e-3)
        words = said(sheet)
        for row, numbers in zip(chart.rows, rows, strict=False):
            assert f"{numbers['value']:.1f}" in words
            assert row["age"] in words


@pytest.mark.parametrize("mode", [MapMode.OUTCOME, MapMode.FACTOR])
def test_the_map_paints_every_place_in_the_class_of_its_number(mode: MapMode) -> None:
    chart = explore(ids.MAP, map_mode=mode)
    sheet = drawn(chart, height_px=700)
    data = services().explore.data("life_expectancy", "poverty_2015", Geography.NEIGHBORHOOD)
    fills = readback.areas(sheet, Path(data.geojson_url).name)
    rows = {row["place_id"].partition("-")[2]: row for row in csv(chart)}
    assert fills.keys() == rows.keys()
    entries = class_entries(data, mode=mode.value, theme=LIGHT_PALETTE, texts=texts("en"))
    by_color: dict[tuple[float, ...], list[float]] = {}
    for area, fill in fills.items():
        value = rows[area]["value" if mode is MapMode.OUTCOME else "factor_value"]
        if value == "":
            assert fill == to_rgba(LIGHT_PALETTE.no_data)
        else:
            by_color.setdefault(fill, []).append(value)
    assert {fill: len(values) for fill, values in by_color.items()} == {
        to_rgba(entry.color): entry.places for entry in entries
    }
    # the classes of the legend, in its order, share no number
    ordered = [by_color[to_rgba(entry.color)] for entry in entries]
    if min(ordered[0]) > min(ordered[-1]):
        ordered.reverse()
    assert all(max(low) <= min(high) for low, high in pairwise(ordered))


def test_the_map_of_both_paints_every_place_in_its_cell() -> None:
    chart = explore(ids.MAP, map_mode=MapMode.BOTH)
    data = services().explore.data("life_expectancy", "poverty_2015", Geography.NEIGHBORHOOD)
    fills = readback.areas(drawn(chart, height_px=700), Path(data.geojson_url).name)
    cells = {to_rgba(c): (i, j) for i, row in enumerate(LIGHT_PALETTE.bivariate)
             for j, c in enumerate(row)}  # fmt: skip
    seen = 0
    for row in csv(chart):
        fill = fills[row["place_id"].partition("-")[2]]
        if fill not in cells:
            assert fill == to_rgba(LIGHT_PALETTE.no_data)
            continue
        seen += 1
        outcome, factor = cells[fill]
        shorter = sum(row["value"] <= limit for limit in data.outcome_tertiles)
        poorer = sum(row["factor_value"] > limit for limit in data.factor_tertiles)
        assert (outcome, factor) == (shorter, poorer)
    assert seen > 200


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("determinant", "place"),
    [("poverty", "neighborhood-113"), ("violence", "zip-64130"), ("segregation", "zip-64130"),
     ("violence", "neighborhood-113"), ("housing", "city")],
)  # fmt: skip
def test_a_fact_sheet_draws_its_numbers(determinant: str, place: str, lang: str) -> None:
    found = services().fact_sheets.data(determinant, place)
    chart = strips_chart(found, texts(lang))
    sheet = drawn(chart)
    dots, bars = readback.dots(sheet), readback.intervals(sheet)
    drawn_dots = [float(points[0, 0]) for _, points in sorted(dots.items())]
    known = [value for value in found.values if value.shown]
    assert drawn_dots == [value.value for value in known]
    ends = [tuple(bar[0, :2]) for _, bar in sorted(bars.items())]
    expected = [(v.lower, v.upper) for v in known if np.isfinite(v.lower)]
    assert np.allclose(ends, expected) if expected else not ends
    words = said(sheet)
    for row in chart.rows:
        told = row is chart.rows[0]  # the headline has its value
        shown = f"{row['value']} ({row['interval']})" if row["interval"] else row["value"]
        assert (row["interval"] if told else shown) in ["", *words]
        assert not (told and shown in words and row["interval"])
    ticks = [x for x in readback.lines(sheet).values() if x[0, 0] == x[1, 0]]
    held = [v.rest if np.isfinite(v.rest) else v.city for v in found.values]
    assert [x[0, 0] for x in ticks] == ([] if found.is_city else held)


def test_the_strip_of_an_index_runs_over_its_whole_scale() -> None:
    found = services().fact_sheets.data("segregation", "city")
    (number,) = (n for n, v in enumerate(found.values) if v.indicator.unit is Unit.INDEX)
    layout = strips_chart(found, texts("en")).figure["layout"]
    assert layout[f"xaxis{number + 1 if number else ''}"]["range"] == [-1, 1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_place_of_a_fact_sheet_is_marked_in_its_scatter(lang: str) -> None:
    found = services().fact_sheets.data("violence", "zip-64130")
    assert found.factor is not None
    assert found.outcome is not None
    chart = scatter_chart(found, texts(lang))
    sheet = drawn(chart, width_px=336, height_px=220)
    last = max(readback.dots(sheet))
    assert readback.dots(sheet)[last].tolist() == [[found.factor.value, found.outcome.value]]
    words = said(sheet)
    assert any("64130" in line for line in words)
    assert found.explore.association is not None
    r = f"{found.explore.association.r:.2f}".replace("-", "\u2212")
    assert not any(r in line for line in words)  # the sentence beside it says r
    assert any(found.explore.outcome.years in line for line in words)
    assert any(found.explore.factor.years in line for line in words)


def test_a_small_place_gets_a_ring_on_the_map() -> None:
    small = draw(
        map_figure(services(), services().fact_sheets.data("poverty", "neighborhood-113")),
        width_px=168, height_px=192, look=LOOK,
    )  # fmt: skip
    large = draw(
        map_figure(services(), services().fact_sheets.data("poverty", "zip-64130")),
        width_px=168, height_px=192, look=LOOK,
    )  # fmt: skip
    assert len(list(readback.named(small, "dots"))) == 1
    assert not list(readback.named(large, "dots"))
    file = Path(services().atlas.geojson_url("neighborhood")).name
    assert to_rgba(LIGHT_PALETTE.ink) == readback.areas(small, file)["113"]
