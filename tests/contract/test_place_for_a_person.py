"""The page of a place speaks to a person: one comparator, whole numbers that mislead nobody.

Every place, both languages: the first sentence by the stored verdict. `make test` walks a seeded
sample of pages, `make test-all` all of them.
"""

from __future__ import annotations

import random
import re
from functools import cache
from typing import Any

import pytest
from dash.development.base_component import Component

from data.catalogue.loader import load_catalogue
from data.cities.city import city
from data.locale import LANGUAGES, texts
from data.locale.format import printed_difference
from data.models import Flag, Verdict
from data.place.person import lead_value, missing, person_sentence, rounded
from data.place.results import PlaceData, PlaceValue
from data.place.sentences import place_name
from data.rules import MAX_ROUNDED_GAP
from data.sentences.words import value_text
from layouts import ids
from tests.comparatives import find_comparatives
from tests.contract.test_has_it_changed import strings
from tests.contract.test_ids import walk
from tests.shared import drawn, services

SERVICES = services()
PLACES = sorted(SERVICES.compare.places)
CHOSEN = [
    "zip-64128", "neighborhood-113", "council_district-3", "city", "neighborhood-1",
    "neighborhood-155", *random.Random(125).sample(PLACES, 4),
]  # fmt: skip
REST = {"en": "rest of the city", "es": "resto de la ciudad"}
# Words that hold something against what follows them.
AGAINST = {
    "en": r"\b(?:than|against|beside|apart from|compared? (?:with|to)|differs? from)"
    r"(?: in)? (?:the (?:whole |entire )?city|Kansas City)\b(?! line)",
    "es": r"\b(?:(?:más|menos|mayor|menor|mejor|peor)[^.;]* que|frente a|junto a|compar\w+ con"
    r"|distingu\w+ de|diferencias?[^.;]* con)(?: en)? (?:toda )?la ciudad\b",
}
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@cache
def heads() -> dict[str, tuple[PlaceData, PlaceValue | None]]:
    """Every place with what leads its page; the services keep fewer than there are."""
    found = ((place, SERVICES.place.data(place)) for place in PLACES)
    return {place: (data, lead_value(data)) for place, data in found}


def name_of(data: PlaceData, lang: str) -> str:
    return place_name(data.area.name, data.area.area_id, data.geography, texts(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_sentence_follows_the_stored_verdict(lang: str) -> None:
    """The rest of the city stands in it exactly where it was tested, and nothing is the same."""
    spoken, seen = texts(lang), set()
    for data, value in heads().values():
        if value is None:
            continue
        said = person_sentence(value, place=name_of(data, lang), texts=spoken)
        seen.add((value.verdict, value.against_rest))
        assert (REST[lang] in said) == value.against_rest, said
        assert value.indicator.years in said
        untold = spoken.t("place.person.not_different")
        assert (untold in said) == (value.verdict is Verdict.NOT_DIFFERENT), said
        assert not find_comparatives(said, lang), said
        if Flag.FEW_RESIDENTS in value.flags or Flag.PREDICTED_TABLES in value.flags:
            assert not value.against_rest
            assert len(said) > len(said.split(". ")[0]) + 20, said  # and the reason
    assert {verdict for verdict, _ in seen} >= {
        Verdict.BETTER, Verdict.WORSE, Verdict.NOT_DIFFERENT, Verdict.NOT_TESTED
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rounding_contradicts_no_printed_number(lang: str) -> None:
    """Two printed numbers stay two; whole ones subtract to the printed gap, or none are said."""
    whole = exact = 0
    for _, value in heads().values():
        if value is None or value.indicator.id != city().life_expectancy:
            continue
        said = person_sentence(value, place="X", texts=texts(lang))
        pair = rounded(value)
        if pair is None:
            exact += 1
            shown = [value_text(n, value.indicator, lang) for n in (value.value, value.rest)]
            assert all(number in said for number in shown), said
            continue
        whole += 1
        here, rest = pair
        assert here in NUMBER.findall(said)
        assert abs(int(here) - value.value) <= 0.5
        if not value.against_rest:
            continue
        gap = printed_difference(value.value, value.rest, decimals=value.indicator.decimals)
        assert abs(int(here) - int(rest) - gap) <= MAX_ROUNDED_GAP
        assert (here == rest) == (gap == 0)
    assert whole > 100
    assert exact > 10


def test_without_a_number_the_next_headline_leads_and_says_so() -> None:
    seen = 0
    for data, led in heads().values():
        lacking = missing(data)
        assert led is None or led.shown
        assert [v.indicator.id for v in (*lacking, *([led] if led else []))] == [
            v.indicator.id for v in data.headline[: len(lacking) + (led is not None)]
        ]
        seen += bool(lacking and led)
    assert seen > 10


def elements(tree: Any, kind: str) -> list[Component]:
    return [part for part in walk(tree) if kind in str(getattr(part, "className", "")).split()]


def check(place: str, lang: str) -> None:
    page = drawn(f"/place/{place}?lang={lang}")
    said = list(strings(page))
    for line in said:
        assert not re.search(AGAINST[lang], line.replace(REST[lang], "…")), (place, line)
    # the sentence stands before any link or button, and what can be done stands last
    (content,) = elements(page, "place")
    order = [part for part in walk(content) if part._type in ("A", "Button", "Summary")]
    first = elements(content, "place__person")
    if first:
        everything = list(walk(content))
        assert everything.index(first[0]) < everything.index(order[0])
    (actions,) = elements(content, "place__actions")
    assert content.children[-1] is actions
    buttons = [p for p in walk(actions) if p._type in ("A", "Button", "Summary")]
    assert len(buttons) <= 6, place  # five, and the one inside Cite
    # nothing that nobody unfolded is drawn
    assert not [part for part in walk(content) if part._type == "Graph"]
    # every number that is shown says what it is
    for card in (*elements(content, "number"), *elements(content, "standouts__name")):
        holder = card if "number" in card.className.split() else None
        if holder is not None:
            assert len(elements(holder, "what")) == 1, place
    if place == "city":
        assert not elements(content, "standouts")
        return
    told = elements(content, "standouts")
    rows = [li for listed in told for li in listed.children]
    assert len(rows) == len(SERVICES.place.data(place).standouts)
    for row, value in zip(rows, SERVICES.place.data(place).standouts, strict=True):
        assert len(elements(row, "what")) == 1
        shares = value.indicator.frequency is not None and 0.05 < value.value < 99.95
        assert len(elements(row, "standouts__often")) == shares, (place, value.indicator.id)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", CHOSEN)
def test_a_page_has_one_comparator_and_its_actions_last(place: str, lang: str) -> None:
    check(place, lang)


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_has_one_comparator(lang: str) -> None:
    for place in sorted(set(PLACES) - set(CHOSEN)):
        check(place, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_this_explains_every_measure(lang: str) -> None:
    """Definition, kind of value and source of whatever can stand in a head or stand out."""
    spoken = texts(lang)
    for indicator in load_catalogue().indicators.values():
        assert indicator.meaning.get(lang)
        assert spoken.t(f"place.what.kind.{indicator.kind.value}")
    page = " ".join(strings(drawn(f"/place/zip-64128?lang={lang}")))
    life = SERVICES.atlas.catalogue.indicator(city().life_expectancy)
    source = SERVICES.atlas.catalogue.source_of(life)
    for words in (life.meaning.get(lang), source.publisher, source.title.get(lang)):
        assert words in page
    assert spoken.t(f"place.what.kind.{life.kind.value}") in page


def test_every_chart_of_the_page_waits_in_a_fold() -> None:
    page = drawn("/place/zip-64128")
    for name in ids.PLACE_CHARTS:
        card = ids.chart(name)
        (fold,) = [
            part
            for part in walk(page)
            if part.to_plotly_json()["props"].get("data-loads") == card.is_open
        ]
        assert fold._type == "Details"
        assert card.later in [getattr(part, "id", None) for part in walk(fold)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_the_city_is_its_data(lang: str) -> None:
    """No comparator and nothing that stands out: its numbers, its gap, what was published of it."""
    page = drawn(f"/place/city?lang={lang}")
    said = " ".join(strings(page))
    spoken = texts(lang)
    assert REST[lang] not in " ".join(strings(elements(page, "place__headline")))
    assert not elements(page, "number__city")
    assert spoken.t("place.nothing.whole_city") not in said
    assert not elements(page, "place__similar")
    (whole,) = elements(page, "place__whole")
    told = " ".join(strings(whole))
    data = SERVICES.place.data("city")
    for key in city().headline[1:]:
        value = data.values[key]
        assert value_text(value.value, value.indicator, lang) in told
        assert value.indicator.years in told
    # the city and its county are told apart by name
    assert city().full_name.get(lang) in told and city().county.name.get(lang) in told
    assert "7.05" in told and "6.5" in told
    links = {getattr(part, "href", "") for part in walk(whole)}
    assert any("/gaps" in link for link in links)
