"""The map of Explore as SVG is its Chart: every place, its class, its layers, nothing more.

Walked over every outcome by map and geography; hidden faults would show in a picture only.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import brotli
import pytest

from data.cities.city import city
from data.explore.state import OUTCOME_ROLES, MapMode, Overlay, ViewState
from data.locale import LANGUAGES, texts
from data.models import Geography, Kind
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.components.map_svg import area_classes, frame_at, frame_of, layer_of, map_svg
from layouts.figures.base import LAYER, PLACES, is_a
from layouts.figures.chart import Chart
from layouts.figures.explore.strip import said_of, strip_of
from layouts.pages.explore.page import strip as strip_for
from layouts.pages.explore.wire import figures
from layouts.theme import css_variables
from tests.shared import services
from tests.svg_paths import rings_of

SERVICES = services()
ATLAS = SERVICES.atlas
AREA = re.compile(r'<path class="([a-z0-9 -]+)" data-place="([^"]+)" d="([^"]+)"/>')
COMPRESSED_BYTES = 13_000
SEED = 13


def states() -> Iterator[ViewState]:
    """Every outcome by map and geography."""
    for outcome in ATLAS.catalogue.indicators.values():
        if outcome.role in OUTCOME_ROLES:
            for by in (by for by in city().mapped if by in outcome.geographies):
                yield from (ViewState(outcome=outcome.id, by=by, map_mode=m) for m in MapMode)


def chart_of(state: ViewState) -> Chart:
    return explore_charts.build(SERVICES, state, ids.MAP)


def svg_of(state: ViewState, chart: Chart) -> str:
    frame = frame_of(chart.figure, ATLAS)
    return map_svg(chart.figure, ATLAS, state.by, frame=frame, chosen=state.places)


def assert_classes_are_those_of_the_chart(state: ViewState) -> None:
    colors = {name.lstrip("-"): color for name, color in css_variables("light")}
    named = {"o": "outcome-{}", "f": "factor-{}", "b": "bivariate-{}-{}"}

    def color_of(fill: str) -> str:
        if fill in ("few", "none"):
            return colors["few-events" if fill == "few" else "no-data"]
        letter, step = fill[0], int(fill[1])
        return colors[named[letter].format(*(divmod(step, 3) if letter == "b" else (step,)))]

    figure = chart_of(state).figure
    wanted = {
        row[0]: trace["colorscale"][2 * step][1]
        for trace in figure["data"]
        if is_a(trace, PLACES)
        for row, step in zip(trace["customdata"], trace["z"], strict=True)
    }
    found = {place: color_of(fill) for _, place, fill in area_classes(figure, state.by)}
    assert found == wanted, state


ALL = tuple(states())


def test_every_place_has_the_class_that_its_chart_gives_it_in_a_sample() -> None:
    one_of_each = {(state.by, state.map_mode): state for state in ALL}
    few = ViewState(outcome="homicide_rate", by=Geography.ZIP)
    for state in (*one_of_each.values(), *random.Random(SEED).sample(ALL, 8), few):
        assert_classes_are_those_of_the_chart(state)


@pytest.mark.full
@pytest.mark.parametrize("by", city().mapped)
def test_every_place_has_the_class_that_its_chart_gives_it(by: Geography) -> None:
    for state in (state for state in ALL if state.by is by):
        assert_classes_are_those_of_the_chart(state)


@pytest.mark.parametrize("by", city().mapped)
def test_the_picture_draws_every_place_once_on_the_paths_of_its_layer(by: Geography) -> None:
    outcome = next(state.outcome for state in ALL if state.by is by)
    state = ViewState(outcome=outcome, by=by, overlays=frozenset(Overlay))
    chart = chart_of(state)
    drawn = AREA.findall(svg_of(state, chart))
    paths = ATLAS.map_paths(layer_of(chart.figure, ATLAS))
    # a tract of 2010 in which nobody lived has no outline
    wanted = [place for area, place, _ in area_classes(chart.figure, by) if area in paths]
    assert sorted(place for _, place, _ in drawn) == sorted(wanted)
    assert len(wanted) == len(chart.rows) or by is Geography.TRACT
    assert all(rings_of(path) for _, _, path in drawn)
    found = svg_of(state, chart)
    for trace in chart.figure["data"]:
        if is_a(trace, LAYER):
            assert f'map-line--{trace["name"]}"' in found


def test_chosen_places_stand_out_and_the_others_step_back() -> None:
    place = "neighborhood-32"
    state = ViewState(places=frozenset({place}))
    found = svg_of(state, chart_of(state))
    assert 'class="map-sheet has-chosen"' in found
    assert [p for fill, p, _ in AREA.findall(found) if "is-chosen" in fill] == [place]
    assert "has-chosen" not in svg_of(ViewState(), chart_of(ViewState()))


def test_the_map_of_the_neighborhoods_is_light_in_every_mode() -> None:
    for mode in MapMode:
        state = ViewState(map_mode=mode)
        found = svg_of(state, chart_of(state)).encode()
        assert len(brotli.compress(found)) <= COMPRESSED_BYTES


def test_a_part_of_the_city_fills_the_frame_and_an_address_may_ask_for_another() -> None:
    whole, part = (
        frame_of(chart_of(ViewState(inside=inside)).figure, ATLAS)
        for inside in ("", "council_district-3")
    )
    assert part.width < whole.width / 2 and part.height < whole.height / 2
    at = frame_at("-94.55,39.07,100", ATLAS)
    x, y = ATLAS.plane.at(-94.55, 39.07)
    assert (at.x + at.width / 2, at.y + at.height / 2) == pytest.approx((x, y))
    assert at.share(x, y) == pytest.approx((50, 50))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_strip_says_of_every_place_what_its_row_says(lang: str) -> None:
    """Value and interval as the table has them; a verdict and the rest only where it was tested."""
    spoken = texts(lang)
    for outcome in ("life_expectancy", "homicide_rate", "diabetes_2015"):
        state = ViewState(outcome=outcome, lang=lang)
        data, chart = explore_charts.data_of(SERVICES, state), chart_of(state)
        strip = strip_of(data, "outcome", "light", spoken)
        verdicts = dict(zip(data.frame["place_id"], data.frame["verdict"], strict=True))
        for row in chart.rows:
            said = said_of(row["place_id"], chart.figure, strip, spoken)
            assert said is not None and said.name == row["name"]
            told = verdicts[row["place_id"]]
            assert said.shape in ("", told or "not_tested")
            if data.outcome.kind is Kind.MODELLED:
                assert said.verdict == ""
            elif told and told != "not_tested":
                assert spoken.t(f"figures.verdict.{told}") in said.verdict
                assert said.rest == spoken.t(
                    "figures.rest", value=strip["places"][row["place_id"]][1]
                )
        assert strip_of(data, "factor", "light", spoken)["places"] == {}
        assert said_of("zip-0", chart.figure, strip, spoken) is None


def test_what_the_browser_is_sent_of_a_map_has_no_hatch_and_every_class() -> None:
    state = ViewState(map_mode=MapMode.BOTH)
    sent = figures(explore_charts.build_all(SERVICES, state), strip_for(SERVICES, state))
    assert all(trace["meta"]["role"] != "hatch" for trace in sent["map"]["data"])
    areas = [trace for trace in sent["map"]["data"] if trace["meta"]["role"] == "places"]
    assert {trace["name"] for trace in areas} <= {"both", "no_data"}
    assert sum(len(trace["rows"]) for trace in areas) == len(chart_of(state).rows)
