"""Slides of Compare: every place in full, the city beside them, the difference as the headline.

Seeded sets of two to six places, all kinds of places, both languages. `make test` walks a sample.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

import pytest

from data.address import Theme
from data.compare.row_sentences import HEADLINE_CHARS
from data.compare.sentences import place_name
from data.decks.deck import COMPARE, View
from data.locale import LANGUAGES, texts
from data.models import Polarity, Role
from layouts.charts.compare import compared
from layouts.charts.offered import COMPARED, COMPARED_ROW
from layouts.figures.compare.measures import Compared
from layouts.slides.distance import longest_px, text_px
from layouts.slides.powerpoint.native_chart import XyChart
from layouts.slides.powerpoint.read_figure import charts_of
from layouts.slides.slide import Slide
from layouts.typefaces.text_fit import ELLIPSIS, bare
from tests.one_slide import build_slide
from tests.shared import services

SERVICES = services()
PLACES = sorted(place for place in SERVICES.compare.places if place != "city")
# The longest names of the city, alone and together.
LONG = tuple(f"neighborhood-{number}" for number in (32, 129, 61, 203, 122, 26))
FEW = ("neighborhood-60", "neighborhood-113")  # from 10 to 19 homicides
MOST_LINES = 4  # of a panel's title, or it runs out of its picture
EXTRA_CHARS = 120  # one place with the longest name, and the count of its events


def sets_of(count: int) -> list[tuple[str, ...]]:
    draw = random.Random(9)
    return [tuple(draw.sample(PLACES, 2 + number % 5)) for number in range(count)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("places", [LONG, LONG[:3], LONG[:2], FEW, *sets_of(8)])
def test_a_slide_of_places_names_them_and_leads_with_a_difference(
    places: tuple[str, ...], lang: str
) -> None:
    check(places, lang)


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
def test_slides_of_many_sets_of_places(lang: str) -> None:
    for places in sets_of(300):
        check(places, lang)


def check(places: tuple[str, ...], lang: str) -> None:
    named = ",".join(places)
    every = View(COMPARE, COMPARED, f"places={named}")
    one = View(COMPARE, COMPARED_ROW, f"places={named}&measure=life_expectancy")
    for view in (every, one):
        found = compared(SERVICES, view.chart, f"{view.query}&lang={lang}")
        slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
        assert found is not None and slide is not None, view
        assert_beside_the_city(found, places)
        assert_named(slide, found, lang)
        assert_fits(slide)
        assert_leads(slide, found, lang)
        assert all(entry.said in told(slide.more) for entry in slide.chart.travels.key), view


def told(words: str) -> str:
    return words.replace("\u00a0", " ")


def assert_beside_the_city(found: Compared, places: tuple[str, ...]) -> None:
    assert [place.place_id for place in found.data.places] == [*places, "city"]
    assert found.data.places[found.data.baseline].is_city


def labels_of(figure: Mapping[str, Any]) -> list[str]:
    axis = figure["layout"]["yaxis"]
    if axis.get("showticklabels") is False:
        return []
    return [" ".join(bare(label.replace("<br>", " ")).split()) for label in axis["ticktext"]]


def assert_named(slide: Slide, found: Compared, lang: str) -> None:
    """The rows of the slide have the whole names, in PowerPoint too; no word of them is cut."""
    names = [place_name(place, texts(lang)) for place in found.data.places]
    rows = labels_of(slide.figures[0])
    native = charts_of(slide, texts(lang))[0]
    assert isinstance(native, XyChart)
    for labels in (rows, [" ".join(row.split()) for row in native.rows]):
        assert len(labels) == len(names)
        assert all(name in label for name, label in zip(names, labels, strict=True)), labels
    assert ELLIPSIS not in slide.title + slide.lead + "".join(rows)


def assert_fits(slide: Slide) -> None:
    """Names stand left of their scale, words of a row inside it."""
    for figure in slide.figures:
        layout = figure["layout"]
        left, right = layout["margin"]["l"], layout["margin"]["r"]
        if labels_of(figure):
            assert longest_px(layout["yaxis"]["ticktext"]) <= left
        plot_px = layout["width"] - left - right
        for note in layout["annotations"]:
            assert note["text"].count("<br>") < MOST_LINES, note["text"]
            if note["yref"] == "y":
                assert text_px(note["text"]) <= plot_px, note["text"]


def assert_leads(slide: Slide, found: Compared, lang: str) -> None:
    """A difference that the test found, of a measure with a direction, with group and years."""
    row = found.rows[0]
    if not row.is_different or (not found.measure and not slide_of_differences(found)):
        return
    if not found.measure:
        for shown in found.rows:
            assert shown.indicator.role in (Role.OUTCOME, Role.FACTOR), shown.indicator.id
            assert shown.indicator.polarity is not Polarity.NONE, shown.indicator.id
            assert shown.is_different
    assert row.indicator.years in slide.lead
    assert texts(lang).t("compare.place.rest_inside").removeprefix("el ") in slide.lead
    assert re.search(r"\d", slide.lead.replace(row.indicator.years, ""))
    different = [i for i, pair in enumerate(row.results) if pair is not None and pair.is_real]
    names = [place_name(found.data.places[i], texts(lang)) for i in different]
    assert any(
        name.casefold() in slide.lead.casefold() for name in names
    )  # "el centro" in a sentence
    assert len(slide.lead) <= HEADLINE_CHARS + EXTRA_CHARS, slide.lead


def slide_of_differences(found: Compared) -> bool:
    return all(row.is_different for row in found.rows)


def test_a_visitor_may_choose_another_place_to_compare_with() -> None:
    query = "places=zip-64130,zip-64113&baseline=zip-64113"
    found = compared(SERVICES, COMPARED, query)
    assert found is not None
    assert [place.place_id for place in found.data.places] == ["zip-64130", "zip-64113"]
    slide = build_slide(SERVICES, View(COMPARE, COMPARED, query), lang="en", theme=Theme.LIGHT)
    assert slide is not None and "than in ZIP 64113" in slide.lead
