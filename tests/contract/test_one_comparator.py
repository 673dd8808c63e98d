"""Beside a verdict stands what it was tested against: the rest of the city, never the whole city.

Where the number of the city stands there too (a line of a chart, a row of Compare), the reason is
said. `make test` walks a seeded sample, `make test-all` every place.
"""

from __future__ import annotations

import random
import re
from html import unescape

import pytest

from data.address import Theme
from data.compare.sentences import contracted
from data.compare.state import Order
from data.decks.deck import COMPARE, PLACE, View
from data.explore.state import ViewState
from data.gaps import sentences as gaps
from data.gaps.state import gap_outcomes
from data.locale import LANGUAGES, Texts, texts
from data.models import Geography, Kind
from data.place.results import COMPARED, PlaceValue
from data.sentences.words import value_text
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.charts.offered import COMPARED as COMPARED_PLACES
from layouts.components.static import to_html
from layouts.figures.chart import Chart
from layouts.figures.compare.rows import build_compare
from layouts.figures.fact_sheets.strips import build_place_strips
from layouts.figures.gaps.equity_dots import build_equity_dots, build_potential
from layouts.figures.place.spine import build_spine
from layouts.pages.place.number import number
from layouts.theme import LIGHT_PALETTE
from tests.contract.test_counts_first import a_request
from tests.one_slide import build_slide
from tests.shared import services

SERVICES = services()
PLACES = sorted(SERVICES.compare.places)
SAMPLE = [*random.Random(9).sample(PLACES, 12), "city", "council_district-3", "neighborhood-113"]


def of_city(value: PlaceValue, spoken: Texts) -> str:
    return spoken.t("figures.city", value=value_text(value.city, value.indicator, spoken.lang))


def of_rest(value: PlaceValue, spoken: Texts) -> str:
    return spoken.t("figures.rest", value=value_text(value.rest, value.indicator, spoken.lang))


def plain(markup: str) -> str:
    return re.sub(r"[ \n]+", " ", unescape(re.sub(r"<[^>]+>", " ", markup)))


def check(place: str, lang: str) -> None:
    spoken, data = texts(lang), SERVICES.place.data(place)
    tested = [v for v in data.values.values() if v.verdict in COMPARED and not v.modelled]
    for value in tested:
        card = plain(to_html(number(a_request(place, spoken), data, value)))
        rest = value_text(value.rest, value.indicator, lang)
        assert spoken.t("place.numbers.rest", value=rest) in card, card
        assert spoken.t("place.numbers.city", value="").strip() not in card, card
    _check_charts(place, spoken)
    strips = build_place_strips(
        tested, place=place, with_city=True, title="", sentence="", theme=LIGHT_PALETTE,
        texts=spoken,
    )  # fmt: skip
    notes = [note["text"] for note in strips.figure["layout"]["annotations"]] if tested else []
    for value, row in zip(tested, strips.rows, strict=True):
        assert row["beside"] == of_rest(value, spoken)
        assert of_rest(value, spoken) in notes and of_city(value, spoken) not in notes


def _check_charts(place: str, spoken: Texts) -> None:
    """Hover and table of the spine, and the slide that is made of it."""
    data = SERVICES.place.data(place)
    chart = build_spine(
        data,
        themes=SERVICES.atlas.catalogue.themes,
        sources=list(SERVICES.atlas.catalogue.sources.values()),
        place=place,
        modelled=False,
        theme=LIGHT_PALETTE,
        texts=spoken,
    )
    marks = next(trace for trace in chart.figure["data"] if trace["mode"] == "markers")
    names = {v.indicator.name.get(spoken.lang): v for v in data.values.values()}
    for name, (said, *_) in zip(marks["text"], marks["customdata"], strict=True):
        value = names[name]
        held = of_rest if value.against_rest else of_city
        assert said.endswith(held(value, spoken)), said
    for row in chart.rows:
        assert bool(row["rest"]) == names[row["indicator"]].against_rest
    reason = spoken.t("figures.note.rest")
    assert (reason in chart.notes) == any(v.against_rest for v in names.values())
    slide = build_slide(
        SERVICES, View(f"{PLACE}/{place}", ids.SPINE, ""), lang=spoken.lang, theme=Theme.LIGHT
    )
    assert slide is not None
    city, rest = spoken.t("common.city").capitalize(), spoken.t("compare.place.rest")
    verdicts = [str(row[-1]) for row in slide.chart.csv_rows]
    for row, verdict in zip(slide.chart.csv_rows[1::2], verdicts[::2], strict=False):
        if place != "city":
            assert row[2] == (rest if verdict in COMPARED else city), (place, row)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_is_held_against_one_number(lang: str) -> None:
    for place in SAMPLE:
        check(place, lang)


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_place_is_held_against_one_number(lang: str) -> None:
    for place in PLACES:
        check(place, lang)


def assert_beside_its_rest(chart: Chart, spoken: Texts) -> None:
    """A row with a difference has the number of the rest of the city, not of the city."""
    rest, city = spoken.t("compare.place.rest"), spoken.t("compare.place.city")
    for one, other in zip(chart.rows[::2], chart.rows[1::2], strict=True):
        assert other["place"] == (rest if one["difference"] else city)
        assert other["interval"] == "" or not one["difference"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_beside_the_city_compare_says_what_was_tested(lang: str) -> None:
    spoken = texts(lang)
    for place in SAMPLE[:5]:
        data = SERVICES.compare.data((place, "city"), "city")
        chart = build_compare(data, order=Order.THEME, texts=spoken)
        (head,) = (column.label for column in chart.columns if column.key == "difference")
        rest = spoken.t("compare.place.rest_inside")
        assert head == contracted(spoken.t("compare.column.difference", baseline=rest), lang)
        city = spoken.t("compare.key.city")
        assert spoken.t("compare.place.rest_inside") in [entry.said for entry in chart.travels.key]
        assert_beside_its_rest(chart, spoken)
        for baseline in ("city", place):
            query = f"places={place},city&baseline={baseline}"
            slide = build_slide(
                SERVICES, View(COMPARE, COMPARED_PLACES, query), lang=lang, theme=Theme.LIGHT
            )
            assert slide is not None
            told = f"{slide.chart.sentence} {slide.more}"
            drawn = {row["measure"] for row in slide.chart.rows}
            tested = any(r.is_tested for r in data.rows if r.indicator.name.get(lang) in drawn)
            assert (city in told or spoken.t("compare.slide.rest") in told) >= tested


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_line_of_the_city_beside_verdicts_says_why(lang: str) -> None:
    """The ranking of Explore and the districts of Gaps."""
    spoken, reason = texts(lang), texts(lang).t("figures.note.rest")
    for outcome in gap_outcomes(SERVICES.atlas.catalogue):
        state = ViewState(outcome=outcome.id, factor="poverty_150", by=Geography.COUNCIL_DISTRICT,
                          lang=lang)  # fmt: skip
        ranking = explore_charts.build(SERVICES, state, ids.RANKING)
        frame = explore_charts.data_of(SERVICES, state).frame
        modelled = outcome.kind is Kind.MODELLED
        tested = not modelled and frame["verdict"].isin(COMPARED).any()
        assert (reason in ranking.notes) == tested, outcome.id
        view = View("explore", ids.RANKING, state.to_query().lstrip("?"))
        slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
        assert slide is not None and (reason in slide.also) == tested, outcome.id
        data = SERVICES.gaps.data(outcome.id, "council_district", None)
        dots = build_equity_dots(data, theme=LIGHT_PALETTE, texts=spoken)
        verdicts = any(group.verdict in gaps.TESTED for group in data.groups)
        assert (reason in dots.notes) == verdicts, outcome.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_groups_together_are_not_the_city(lang: str) -> None:
    """The average of the groups stands beside the city's own number only with the reason."""
    spoken, seen = texts(lang), 0
    for outcome in ("life_expectancy", "homicide_rate"):
        for option in SERVICES.gaps.options(outcome):
            for by in option.geographies or (None,):
                data = SERVICES.gaps.data(outcome, option.id, by)
                if data.potential is None:
                    continue
                now, city = (
                    value_text(n, data.outcome, lang) for n in (data.potential.now, data.city.value)
                )
                chart = build_potential(data, theme=LIGHT_PALETTE, texts=spoken)
                reason = gaps.city_beside(data, data.potential.now, spoken)
                assert bool(reason) == (now != city)
                assert reason in chart.sentence and reason in " ".join(chart.notes)
                seen += bool(reason)
    assert seen > 5
