"""Every group on every page and in every output, in both languages: answers, and by its own name.

The sample takes three groups; the long walk takes all of them.
"""

from __future__ import annotations

import random
import re
from datetime import date
from itertools import product

import pytest

from data.address import Theme
from data.catalogue.determinants import determinants
from data.cities.city import city
from data.decks.deck import ready_decks
from data.files.csv_file import csv_text
from data.locale import LANGUAGES, texts
from data.models import Flag, Geography, Layer
from data.place.sentences import place_name, place_title
from data.sentences.words import place_label
from layouts import ids
from layouts.charts.place import build_chart
from layouts.fact_sheets.content import content
from layouts.theme import palette
from tests.one_slide import build_slide
from tests.shared import drawn, services
from tests.unit.layouts.trees import text

SERVICES = services()
GROUPS = sorted(city().place_groups)
CASES = list(product(GROUPS, LANGUAGES))
SAMPLE = [("ivanhoe", "es"), *random.Random(12).sample(CASES, 2)]
PAGES = (
    "/place/{place}?",
    "/?by=group&places={place}&",
    "/?by=group&map=both&",
    "/?in={place}&",
    "/compare?places={place},zip-64130,city&",
    "/fact-sheets?place={place}&",
)
NOT_CONTRACTED = re.compile(r"\b(de|a) el\b")
DAY = date(2026, 11, 23)
DECK = ready_decks()["neighborhood"]

every_group = pytest.mark.parametrize(
    "cases", [SAMPLE, pytest.param(CASES, marks=pytest.mark.full)], ids=["sample", "all"]
)


def named(group: str, lang: str) -> tuple[str, str]:
    found = SERVICES.place.data(f"group-{group}")
    about = (found.area.name, group, Geography.GROUP, texts(lang))
    return place_title(*about), place_name(*about)


@every_group
def test_every_page_answers_and_names_it(cases: list[tuple[str, str]]) -> None:
    for group, lang in cases:
        title, _ = named(group, lang)
        for address in PAGES:
            said = text(drawn(address.format(place=f"group-{group}") + f"lang={lang}"))
            assert title in said or "map=both" in address, (address, group, lang)


@every_group
def test_its_page_says_who_groups_it_and_what_is_unsure(cases: list[tuple[str, str]]) -> None:
    homes = SERVICES.atlas.areas(Layer.NEIGHBORHOOD).set_index("area_id")["name"]
    for key, lang in cases:
        group = city().place_groups[key]
        said = text(drawn(f"/place/group-{key}?lang={lang}"))
        for words in (group.basis, group.caveat):
            assert words.get(lang) in said, (key, lang)
        for source in group.sources:
            assert source.citation in said, (key, lang)
        for member in group.members:
            name = place_label(str(homes[member]), member, Geography.NEIGHBORHOOD, texts(lang))
            assert name in said, (key, member)


@every_group
def test_its_charts_and_files_hold_its_values(cases: list[tuple[str, str]]) -> None:
    for group, lang in cases:
        found = SERVICES.place.data(f"group-{group}")
        assert found.spread_geography is city().home
        for name in ids.PLACE_CHARTS:
            chart = build_chart(SERVICES, found, name, theme=palette("light"), texts=texts(lang))
            if chart is None:
                continue
            file = csv_text(chart.csv_columns, chart.csv_rows, chart.csv_shared)
            assert f"group-{group}" in file or name == ids.CHANGE, (group, name)


@every_group
def test_its_sheets_and_slides_are_about_it(cases: list[tuple[str, str]]) -> None:
    for group, lang in cases:
        title, inside = named(group, lang)
        determinant = random.Random(group).choice(sorted(determinants()))
        sheet = SERVICES.fact_sheets.data(determinant, f"group-{group}")
        page = content(SERVICES, sheet, texts=texts(lang), paper="letter", made=DAY, live="")
        assert page["place"] == title
        assert inside.casefold() in page["finding"].casefold(), (group, lang, page["finding"])
        for view in SERVICES.decks.of_place(DECK, f"group-{group}", lang).slides:
            slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
            assert slide is not None and slide.figures, view
            said = f"{slide.title} {slide.lead} {slide.more}"
            assert title in said or inside in said, (view, said)
            assert lang != "es" or not NOT_CONTRACTED.search(said), (view, said)


def test_few_events_of_a_group_have_no_rate() -> None:
    """What is under ten events has no rate; what the source counts by area is not told at all."""
    waldo = SERVICES.place.data("group-waldo").values
    assert Flag.FEWER_THAN_10 in waldo["homicide_rate"].flags
    assert "shootings" not in waldo
