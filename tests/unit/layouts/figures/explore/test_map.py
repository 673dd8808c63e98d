"""The map: every place once, legend equal to fill, classes outside the scale."""

from __future__ import annotations

import math
from dataclasses import replace

import orjson
import pytest

from data.atlas.overlays import OverlayLayer
from data.cities.city import city
from data.locale import LANGUAGES, texts
from layouts.figures.base import PLACES, point_index
from layouts.figures.explore.map import build_map
from layouts.figures.legend import class_entries, thirds
from layouts.theme import palette
from tests.unit.layouts.figures.example import NO_DATA, TOO_FEW, example

EN = texts("en")


def fills(chart):
    """Fill of every place as plotly paints it, by place id."""
    found = {}
    for trace in chart.figure["data"]:
        if trace.get("meta") != PLACES:
            continue
        scale, low, high = trace["colorscale"], trace["zmin"], trace["zmax"]
        for row, z in zip(trace["customdata"], trace["z"], strict=True):
            share = (z - low) / (high - low)
            found[row[0]] = next(
                color
                for (start, color), (end, _) in zip(scale[::2], scale[1::2], strict=True)
                if start <= share <= end
            )
    return found


@pytest.mark.parametrize("mode", ["outcome", "factor"])
@pytest.mark.parametrize("outcome", ["life_expectancy", "homicide_rate", "cancer_2015"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_legend_equals_fill(mode, outcome, theme):
    data = example(outcome)
    colors = palette(theme)
    painted = fills(build_map(data, mode=mode, theme=colors, texts=EN))
    entries = class_entries(data, mode=mode, theme=colors, texts=EN)
    for entry in entries:
        inside = [
            place
            for place, value in zip(data.frame["place_id"], data.frame[mode], strict=True)
            if _in_range(value, entry.label)
        ]
        assert entry.places == len(inside) > 0
        assert {painted[place] for place in inside} == {entry.color}
    assert len({entry.color for entry in entries}) == 5


def _in_range(value, label):
    """True if a legend's label, read by a person, holds `value`; the lower limit is outside."""
    words = label.replace("%", "")
    if math.isnan(value):
        return False
    if words.startswith("up to "):
        return value <= float(words.removeprefix("up to ")) + 0.05
    if words.startswith("over "):
        return value > float(words.removeprefix("over ")) + 0.05
    low, high = (float(part) for part in words.split("–"))
    return low + 0.05 < value <= high + 0.05


@pytest.mark.parametrize(
    ("outcome", "darkest"), [("life_expectancy", "min"), ("diabetes_2015", "max")]
)
def test_darker_is_worse(outcome, darkest):
    data = example(outcome)
    painted = fills(build_map(data, mode="outcome", theme=palette("light"), texts=EN))
    extreme = getattr(data.frame["outcome"], f"idx{darkest}")()
    assert painted[f"neighborhood-{extreme}"] == palette("light").outcome[4]
    entries = class_entries(data, mode="outcome", theme=palette("light"), texts=EN)
    assert entries[0].color == palette("light").outcome[4], "the legend starts with the worst"


def test_both_is_the_mixture_of_thirds():
    data = example()
    colors = palette("light")
    painted = fills(build_map(data, mode="both", theme=colors, texts=EN))
    for row in data.frame[data.frame["outcome"].notna()].itertuples():
        low_is_dark = sum(row.outcome > limit for limit in data.outcome_tertiles)
        high_is_dark = sum(row.factor > limit for limit in data.factor_tertiles)
        assert painted[row.place_id] == colors.bivariate[2 - low_is_dark][high_is_dark]
    assert thirds(data, column="outcome", texts=EN)[0].startswith("over ")
    assert thirds(data, column="factor", texts=EN)[0].startswith("up to ")


@pytest.mark.parametrize("mode", ["outcome", "factor", "both"])
def test_every_place_stands_once_on_the_map(mode):
    data = example("homicide_rate")
    chart = build_map(data, mode=mode, theme=palette("light"), texts=EN)
    index = point_index(chart)
    assert sorted(index) == sorted(data.frame["place_id"])
    assert {len(points) for points in index.values()} == {1}
    for place, ((trace, point),) in index.items():
        assert chart.figure["data"][trace]["locations"][point] == place.removeprefix(
            "neighborhood-"
        )


def test_no_data_and_too_few_stand_outside_the_scale():
    data = example("homicide_rate")
    colors = palette("light")
    chart = build_map(data, mode="outcome", theme=colors, texts=EN)
    painted = fills(chart)
    assert painted[f"neighborhood-{NO_DATA}"] == colors.no_data
    assert painted[f"neighborhood-{TOO_FEW}"] == colors.few_events
    assert not {colors.no_data, colors.few_events} & set(colors.outcome)
    hatch = [trace for trace in chart.figure["data"] if trace["type"] == "scattergeo"]
    assert [trace["lon"] for trace in hatch] == [[-94.5, -94.4]]
    said = point_rows(chart)[f"neighborhood-{TOO_FEW}"]
    assert said[1] == "fewer than 10 in 11 years, at most 18.4"


def point_rows(chart):
    return {
        row[0]: row
        for trace in chart.figure["data"]
        if trace.get("meta") == PLACES
        for row in trace["customdata"]
    }


def test_hover_says_name_value_interval_coverage_years_and_kind():
    data = example()
    chart = build_map(data, mode="outcome", theme=palette("light"), texts=EN)
    trace = chart.figure["data"][0]
    assert point_rows(chart)["neighborhood-0"][:3] == [
        "neighborhood-0", "66.0 (64.0–68.0)", "97%"
    ]  # fmt: skip
    for part in ("%{text}", "%{customdata[1]} years", "2010–2015", "partly modelled", "[2]"):
        assert part in trace["hovertemplate"]


def test_boundaries_come_by_url_and_the_frame_is_explicit():
    chart = build_map(example(), mode="outcome", theme=palette("dark"), texts=EN)
    assert {t["geojson"] for t in chart.figure["data"] if t["type"] == "choropleth"} == {
        "/assets/geo/neighborhood.geojson"
    }
    geo = chart.figure["layout"]["geo"]
    assert geo["projection"]["type"] == "mercator"
    assert geo["lonaxis"]["range"][0] < -94.77 < -94.38 < geo["lonaxis"]["range"][1]
    assert "fitbounds" not in geo


def test_overlays_are_drawn_over_the_places_and_answer_no_pointer():
    plain = build_map(example(), mode="outcome", theme=palette("light"), texts=EN)
    chart = build_map(
        example(),
        mode="outcome",
        overlays=frozenset({"holc", "rivers", "unknown"}),
        theme=palette("light"),
        texts=EN,
    )
    added = chart.figure["data"][len(plain.figure["data"]) :]
    assert [trace["type"] for trace in added] == ["choropleth", "scattergeo", "scattergeo"]
    assert {trace["hoverinfo"] for trace in added} == {"skip"}
    widths = added[0]["marker"]["line"]["width"]
    assert widths == sorted(widths) and len(set(widths)) == 4, "grades differ by weight of line"
    assert added[1]["text"] == ["A", "D"]


def test_figures_are_plain_json():
    for mode in ("outcome", "factor", "both"):
        chart = build_map(example(), mode=mode, theme=palette("light"), texts=EN)
        assert b"NaN" not in orjson.dumps(chart.figure)


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="mode"):
        build_map(example(), mode="heat", theme=palette("light"), texts=EN)


def test_what_is_approximate_is_dashed_and_rivers_name_who_drew_them():
    rivers = OverlayLayer(
        lons=(-94.6, -94.5),
        lats=(39.1, 39.1),
        approx_lons=(-94.5, -94.4),
        approx_lats=(39.1, 39.2),
    )
    data = replace(example(), overlays={"rivers": rivers})
    for lang in LANGUAGES:
        told = {"mode": "outcome", "theme": palette("light"), "texts": texts(lang)}
        plain = build_map(data, **told)
        chart = build_map(data, overlays=frozenset({"rivers"}), **told)
        drawn = chart.figure["data"][len(plain.figure["data"]) :]
        assert [trace["line"]["dash"] for trace in drawn] == ["solid", "dash"]
        assert drawn[1]["lon"] == [-94.5, -94.4]
        credit = city().rivers_credit(lang)
        assert "USGS" in credit
        for said in (chart.travels.source, chart.travels.source_short, chart.notes[0]):
            assert said.endswith(credit)
        assert credit not in plain.travels.foot
