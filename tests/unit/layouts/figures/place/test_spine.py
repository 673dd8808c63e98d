"""The spine, the ages, the map in the headline: positions, shapes, and what they must not say."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest

from data.catalogue.loader import load_catalogue
from data.locale import texts
from data.models import Kind, Polarity, Verdict
from data.place.results import PlaceData, PlaceValue
from layouts.figures.chart import Chart
from layouts.figures.place.ages import build_ages, shares
from layouts.figures.place.mini_map import mini_map
from layouts.figures.place.spine import EDGE, build_spine, newest, position
from layouts.theme import DARK, LIGHT, palette
from tests.shared import services

SERVICES = services()
EN = texts("en")


def spine(place_id: str, *, modelled: bool = False, lang: str = "en") -> Chart:
    return build_spine(
        SERVICES.place.data(place_id),
        themes=load_catalogue().themes,
        sources=tuple(load_catalogue().sources.values()),
        place="X",
        modelled=modelled,
        theme=palette(LIGHT),
        texts=texts(lang),
    )


def marks(chart: Chart) -> dict[str, Any]:
    found: dict[str, Any] = chart.figure["data"][2]
    return found


def value(place_id: str, indicator: str) -> PlaceValue:
    return SERVICES.place.data(place_id).values[indicator]


@pytest.mark.parametrize("indicator", ["life_expectancy", "poverty_150", "no_internet"])
def test_right_is_better(indicator: str) -> None:
    shown = value("zip-64130", indicator)
    assert shown.verdict is Verdict.WORSE
    assert (position(shown.value, shown) or 0) < 0
    assert position(shown.city, shown) == 0


def test_without_a_good_direction_right_is_more() -> None:
    shown = value("zip-64130", "share_black_2023")
    assert shown.indicator.polarity is Polarity.NONE
    assert (shown.value > shown.city) == ((position(shown.value, shown) or 0) > 0)


def test_far_values_stand_at_the_edge_and_missing_ones_nowhere() -> None:
    shown = value("zip-64130", "poverty_150")
    assert position(shown.city + 100 * shown.spread.deviation, shown) == -EDGE
    assert position(float("nan"), shown) is None


def test_rows_without_a_side_come_last_and_keep_gray_shapes() -> None:
    chart = spine("zip-64130")
    data = marks(chart)
    names = {i.name.en: i for i in load_catalogue().indicators.values()}
    sides = [names[name].polarity is not Polarity.NONE for name in data["text"]]
    assert sides == sorted(sides, reverse=True)
    colors = {palette(LIGHT).verdict_better, palette(LIGHT).verdict_worse}
    for sided, color in zip(sides, data["marker"]["color"], strict=True):
        assert sided or color not in colors


def test_every_verdict_has_a_shape_of_its_own() -> None:
    chart = spine("zip-64130")
    shown = {v.indicator.name.en: v for v in SERVICES.place.data("zip-64130").values.values()}
    by_shape: dict[str, set[Verdict]] = {}
    for name, symbol in zip(marks(chart)["text"], marks(chart)["marker"]["symbol"], strict=True):
        by_shape.setdefault(symbol, set()).add(shown[name].verdict)
    assert by_shape["triangle-down"] <= {Verdict.WORSE, Verdict.LOWER}
    assert by_shape["circle-open"] == {Verdict.NOT_DIFFERENT}
    assert by_shape["circle"] == {Verdict.NOT_TESTED}


def test_modelled_values_have_one_shape_and_no_verdict_anywhere() -> None:
    chart = spine("zip-64130", modelled=True)
    assert set(marks(chart)["marker"]["symbol"]) == {"diamond-open"}
    assert "verdict" not in {column.key for column in chart.columns}
    assert not any(row["verdict"] for row in chart.rows)
    at = list(chart.csv_columns).index("verdict")
    assert {row[at] for row in chart.csv_rows} == {""}


def test_picture_table_and_download_hold_the_same_places_and_all_measures() -> None:
    data = SERVICES.place.data("zip-64130")
    both = [spine("zip-64130"), spine("zip-64130", modelled=True)]
    assert sum(len(chart.rows) for chart in both) == len(data.values)
    for chart in both:
        around = chart.csv_columns.index("around")  # of another place, told beside this one
        assert len(chart.rows) == sum(not row[around] for row in chart.csv_rows)
        assert len(chart.csv_rows[0]) == len(chart.csv_columns)
        assert set(marks(chart)["text"]) <= {row["indicator"] for row in chart.rows}


def test_the_picture_keeps_the_newest_release_of_a_survey_and_every_model() -> None:
    values = SERVICES.place.data("zip-64130").values.values()
    kept = {v.indicator.id for v in newest(values)}
    assert {"poverty_2023", "share_black_2023", "diabetes_2015", "diabetes_places"} <= kept
    assert not {"poverty_2015", "share_black_2014", "population_2020"} & kept
    assert all(v.indicator.id in kept for v in values if v.indicator.kind is Kind.MODELLED)


def test_a_place_without_values_draws_an_empty_spine() -> None:
    chart = spine("neighborhood-U1", modelled=True)
    assert marks(chart)["x"] == []
    assert chart.sentence


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("place_id", ["zip-64130", "neighborhood-U1", "city"])
def test_ages_agree_in_picture_table_and_download(place_id: str, lang: str) -> None:
    data: PlaceData = SERVICES.place.data(place_id)
    chart = build_ages(data, place="X", theme=palette(DARK), texts=texts(lang))
    assert len(chart.rows) == len(chart.csv_rows) == len(data.ages.bands)
    years = [trace for trace in chart.figure["data"] if trace.get("customdata")]
    assert len(years) == (2 if data.ages.withheld else 3)  # the city's marks are one of them
    assert sum(float(row[5] or 0) for row in chart.csv_rows) == (
        0 if data.ages.withheld else data.area.people_2020
    )


def test_shares_of_nobody_are_unknown() -> None:
    assert np.isnan(shares(np.zeros(3))).all()


def test_a_small_place_gets_a_ring_a_large_one_none() -> None:
    bounds = SERVICES.atlas.bounds("city")
    (city,) = SERVICES.atlas.rings("city").values()

    def drawn(layer: str, area_id: str) -> str:
        place = SERVICES.atlas.rings(layer)[area_id]
        return unquote(
            mini_map(city=city, place=place, neighbors=(), bounds=bounds, theme=palette(LIGHT))
        )

    small, large = drawn("neighborhood", "100"), drawn("council_district", "1")
    assert small.count("<path") == large.count("<path") == 2
    assert "<circle" in small
    assert "<circle" not in large
    assert "http" not in small.replace("http://www.w3.org/2000/svg", "")
