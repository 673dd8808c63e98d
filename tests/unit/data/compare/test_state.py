"""The address of Compare: every state survives it, and nothing in it can break the page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from data.address import Theme
from data.compare.state import (
    MAX_PLACES,
    CompareState,
    Order,
    compare_query,
    default_baseline,
    parse_compare,
)
from data.models import CITY_PLACE

KNOWN = frozenset({CITY_PLACE, *(f"neighborhood-{n}" for n in range(12)), "zip-64130", "zip-64113"})
# One place alone is joined by the city, so no such state is ever drawn.
chosen_places = st.lists(st.sampled_from(sorted(KNOWN)), max_size=9, unique=True).filter(
    lambda found: (
        len(found) - (CITY_PLACE in found) <= MAX_PLACES
        and (len(found) != 1 or found == [CITY_PLACE])
    )
)


@st.composite
def states(draw: st.DrawFn) -> CompareState:
    places = tuple(draw(chosen_places))
    return CompareState(
        places=places,
        baseline=draw(st.sampled_from(places)) if places else "",
        order=draw(st.sampled_from(Order)),
        lang=draw(st.sampled_from(["en", "es"])),
        theme=draw(st.sampled_from(Theme)),
    )


@given(states())
def test_an_address_restores_the_state(state: CompareState) -> None:
    parsed = parse_compare(state.to_query(), KNOWN)
    assert parsed.state == state
    assert parsed.notices == ()
    assert parsed.state.to_query() == state.to_query()


@given(st.text(max_size=200))
def test_no_text_breaks_the_address(query: str) -> None:
    state = parse_compare(query, KNOWN).state
    assert set(state.places) <= KNOWN
    assert state.baseline in {*state.places, ""}


def test_places_keep_the_order_in_which_they_are_written() -> None:
    state = parse_compare("?places=zip-64113,neighborhood-3,zip-64130", KNOWN).state
    assert state.places == ("zip-64113", "neighborhood-3", "zip-64130")
    assert state.baseline == "zip-64113"


def test_the_city_is_the_baseline_where_it_is_compared() -> None:
    assert default_baseline(("zip-64113", CITY_PLACE)) == CITY_PLACE
    assert (
        parse_compare("places=zip-64113,city", KNOWN).state.to_query() == "?places=zip-64113,city"
    )


def test_one_place_alone_is_compared_with_the_city() -> None:
    assert parse_compare("places=zip-64113", KNOWN).state.places == ("zip-64113", CITY_PLACE)


def test_the_city_does_not_take_the_place_of_another() -> None:
    seven = [f"neighborhood-{n}" for n in range(7)]
    parsed = parse_compare(f"places={','.join([*seven, CITY_PLACE])}", KNOWN)
    assert parsed.state.places == (*seven[:6], CITY_PLACE)
    assert parsed.state.is_full
    assert [(n.key, n.value, n.used) for n in parsed.notices] == [
        ("compare.notice.too_many", "8", "6")
    ]


def test_what_is_not_understood_is_said() -> None:
    parsed = parse_compare(
        "places=zip-64113,atlantis&baseline=mars&order=size&lang=xx&theme=pink", KNOWN
    )
    assert [notice.key for notice in parsed.notices] == [
        "compare.notice.unknown_place",
        "compare.notice.unknown_baseline",
        "compare.notice.unknown_order",
        "notice.unknown_lang",
        "notice.unknown_theme",
    ]
    assert parsed.state.places == ("zip-64113", CITY_PLACE)
    assert parsed.state.baseline == CITY_PLACE


def test_other_pages_link_to_a_comparison() -> None:
    assert compare_query(["neighborhood-3"]) == "?places=neighborhood-3,city"
    assert compare_query(["zip-64113", CITY_PLACE], "zip-64113") == (
        "?places=zip-64113,city&baseline=zip-64113"
    )
    many = compare_query([f"neighborhood-{n}" for n in range(40)])
    assert len(many.split(",")) == MAX_PLACES


def test_an_older_link_that_asks_for_differences_is_understood() -> None:
    parsed = parse_compare("places=zip-64113,city&show=differences&order=clearest", KNOWN)
    assert parsed.notices == ()
    assert parsed.state.to_query() == "?places=zip-64113,city&order=clearest"
