"""Every place of the shipped extract is found under the names that people type."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cities.city import city
from data.locale import LANGUAGES
from data.models import Geography
from data.search.index import MAX_RESULTS, Place, PlaceIndex
from tests.shared import services

SERVICES = services()
INDEX: PlaceIndex = SERVICES.place_index
NAMED = [
    place for place in INDEX.places if place.geography is Geography.NEIGHBORHOOD and place.named
]


@st.composite
def one_mistake(draw: st.DrawFn) -> tuple[Place, str]:
    """A neighborhood, and its name with one letter wrong, missing, extra or swapped."""
    place = draw(st.sampled_from(NAMED))
    name = place.names["en"]
    at = draw(st.integers(0, len(name) - 2))
    letter = draw(st.sampled_from(string.ascii_letters))
    typed = draw(
        st.sampled_from(
            [
                name[:at] + letter + name[at + 1 :],
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at:],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            ]
        )
    )
    return place, typed


@given(one_mistake())
@settings(max_examples=300, deadline=None)
def test_one_mistake_is_forgiven(case: tuple[Place, str]) -> None:
    place, typed = case
    matches = INDEX.search(typed, limit=len(INDEX.places))
    # Where the mistake spells another place, that one is what was typed.
    assert place in matches.places or (matches.literal and matches.places)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_answered(text: str) -> None:
    assert len(INDEX.search(text).places) <= MAX_RESULTS
    assert len(INDEX.closest(text)) <= MAX_RESULTS


def test_every_place_is_first_under_its_own_name_in_both_languages() -> None:
    for place in INDEX.places:
        for lang in LANGUAGES:
            matches = INDEX.search(place.names[lang])
            assert (matches.places[0], matches.literal) == (place, True), place.place_id


def test_the_index_holds_exactly_the_places_with_a_page() -> None:
    known = {place for by in city().with_page[:-1] for place in SERVICES.atlas.place_ids[by]}
    assert {place.place_id for place in INDEX.places} == {*known, "city"}


@pytest.mark.parametrize(
    ("typed", "place_id"),
    [
        ("armor fields", "neighborhood-102"),
        ("64130", "zip-64130"),
        ("código postal 64130", "zip-64130"),
        ("CODIGO POSTAL 64130", "zip-64130"),
        ("distrito 3", "council_district-3"),
        ("district 3", "council_district-3"),
        ("3rd district", "council_district-3"),
        ("tercer distrito", "council_district-3"),
        ("pendelton hieghts", "neighborhood-15"),
        ("18th & vine", "neighborhood-26"),
        ("mt. cleveland", "neighborhood-114"),
        ("ivanhoe sureste", "neighborhood-54"),
        ("swope park ridge", "neighborhood-132"),
        ("kcmo", "city"),
        ("toda la ciudad", "city"),
    ],
)
def test_what_people_type_finds_what_they_mean(typed: str, place_id: str) -> None:
    assert INDEX.search(typed).places[0].place_id == place_id


def test_49_63_is_a_group_and_two_of_its_neighborhoods() -> None:
    expected = {"49/63", "Eastern 49-63", "Western 49-63"}
    for typed in ("49-63", "49 63", "4963", "49/63"):
        assert {place.names["en"] for place in INDEX.search(typed).places} == expected


@pytest.mark.parametrize(
    ("address", "place_id"),
    [
        ("zip-113", "neighborhood-113"),
        ("neighbourhood-113", "neighborhood-113"),
        ("neighborhood-64130", "zip-64130"),
        ("armor-fields", "neighborhood-102"),
        ("neighborhood-armour-fields", "neighborhood-102"),
        ("council-district-3", "council_district-3"),
        ("kansas-city", "city"),
        ("zip-64199", "zip-64109"),
    ],
)
def test_a_wrong_address_leads_to_what_it_may_have_meant(address: str, place_id: str) -> None:
    assert INDEX.closest(address)[0].place_id == place_id


def test_an_address_like_nothing_leads_nowhere() -> None:
    assert INDEX.closest("neighborhood-999") == ()
    assert INDEX.closest("qqqqqqqq") == ()


def test_the_file_for_the_browser_says_the_same_as_the_index() -> None:
    content = json.loads(INDEX.json)
    assert set(content["little_words"]) == INDEX.little_words
    entries = {entry["id"]: entry for entry in content["places"]}
    assert list(entries) == [place.place_id for place in INDEX.places]
    for place in INDEX.places:
        entry = entries[place.place_id]
        assert entry["name"] == dict(place.names)
        assert tuple(entry["keys"]) == place.keys
        assert entry["people_2020"] == place.people_2020


def test_the_version_follows_the_content() -> None:
    fewer = PlaceIndex(INDEX.places[1:], INDEX.little_words)
    same = PlaceIndex(INDEX.places, INDEX.little_words)
    assert same.version == INDEX.version != fewer.version
