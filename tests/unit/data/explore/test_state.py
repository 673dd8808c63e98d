"""The URL grammar: what an address says comes back, what it cannot say is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.address import Theme, display_of, query_parameters
from data.catalogue.loader import load_catalogue
from data.explore.state import (
    FACTOR_ROLES,
    MAX_PLACES,
    OUTCOME_ROLES,
    MapMode,
    Overlay,
    ViewState,
    parse_view,
    view_of,
)
from data.models import Geography

CATALOGUE = load_catalogue()
PLACES = {
    Geography.NEIGHBORHOOD: frozenset(f"neighborhood-{n}" for n in range(1, 60)),
    Geography.ZIP: frozenset({"zip-64130", "zip-64113"}),
    Geography.COUNCIL_DISTRICT: frozenset(f"council_district-{n}" for n in range(1, 7)),
    Geography.TRACT: frozenset({"tract-29095000300"}),
}
OUTCOMES = sorted(i.id for i in CATALOGUE.indicators.values() if i.role in OUTCOME_ROLES)
FACTORS = sorted(i.id for i in CATALOGUE.indicators.values() if i.role in FACTOR_ROLES)


def parse(query: str, *, default_lang: str = "en"):
    return parse_view(query, CATALOGUE, PLACES, default_lang=default_lang)


@st.composite
def states(draw: st.DrawFn) -> ViewState:
    outcome = CATALOGUE.indicators[draw(st.sampled_from(OUTCOMES))]
    allowed = [g for g in PLACES if g in outcome.geographies]
    by = draw(st.sampled_from(allowed))
    return ViewState(
        outcome=outcome.id,
        factor=draw(st.sampled_from(FACTORS)),
        by=by,
        map_mode=draw(st.sampled_from(MapMode)),
        overlays=frozenset(draw(st.sets(st.sampled_from(Overlay)))),
        at=draw(st.sampled_from(["", "-94.55,39.07,75", "-94.5767,39.1,7.6", "-94.6,39.0021,400"])),
        places=frozenset(draw(st.sets(st.sampled_from(sorted(PLACES[by])), max_size=MAX_PLACES))),
        lang=draw(st.sampled_from(["en", "es"])),
        theme=draw(st.sampled_from(Theme)),
        default_by=outcome.default_geography,
    )


@given(states())
@settings(max_examples=200, deadline=None)
def test_a_printed_state_parses_back_without_notice(state: ViewState) -> None:
    parsed = parse(state.to_query())
    assert parsed.state == state
    assert parsed.notices == ()
    assert parsed.state.to_query() == state.to_query()


def test_the_default_view_has_an_empty_query() -> None:
    assert parse("").state.to_query() == ""
    assert parse("?lang=en&by=neighborhood&outcome=life_expectancy").state.to_query() == ""


def test_equal_views_have_equal_addresses() -> None:
    first = parse("?places=neighborhood-9,neighborhood-10&layers=rivers,holc").state
    second = parse("?layers=holc,rivers&places=neighborhood-10,neighborhood-9").state
    assert first.to_query() == second.to_query()


def test_the_other_language_is_printed_where_it_is_not_the_default() -> None:
    assert parse("?lang=en", default_lang="es").state.to_query() == "?lang=en"
    assert parse("", default_lang="es").state.lang == "es"


def test_homicide_opens_by_zip_code() -> None:
    assert parse("?outcome=homicide_rate").state.by is Geography.ZIP
    assert parse("?outcome=homicide_rate&by=neighborhood").state.by is Geography.NEIGHBORHOOD


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("?outcome=happiness", "notice.unknown_outcome"),
        ("?outcome=poverty_2015", "notice.unknown_outcome"),
        ("?factor=life_expectancy", "notice.unknown_factor"),
        ("?by=parish", "notice.unknown_by"),
        ("?by=city", "notice.geography_without_outcome"),
        ("?outcome=homicide_rate&by=tract", "notice.geography_without_outcome"),
        ("?map=globe", "notice.unknown_map"),
        ("?view=here", "notice.unknown_view"),
        ("?view=-94.5,39.1", "notice.unknown_view"),
        ("?view=nan,39.1,50", "notice.unknown_view"),
        ("?view=-94.5,39.1,inf", "notice.unknown_view"),
        ("?view=-94.5,39.1,0", "notice.unknown_view"),
        ("?layers=holc,moon", "notice.unknown_layers"),
        ("?places=neighborhood-1,zip-64130", "notice.unknown_places"),
        ("?lang=fr", "notice.unknown_lang"),
        ("?theme=pink", "notice.unknown_theme"),
    ],
)
def test_what_is_not_understood_is_named(query: str, key: str) -> None:
    assert [notice.key for notice in parse(query).notices] == [key]


def test_too_many_places_are_cut_and_said() -> None:
    query = "?places=" + ",".join(sorted(PLACES[Geography.NEIGHBORHOOD]))
    parsed = parse(query)
    assert len(parsed.state.places) == MAX_PLACES
    assert parsed.notices[-1].key == "notice.too_many_places"


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_at_all_gives_a_view(query: str) -> None:
    state = parse(query).state
    assert state.outcome in OUTCOMES
    assert parse(state.to_query()).notices == ()


def test_display_falls_back_without_complaint() -> None:
    assert display_of({"lang": "xx", "theme": "?"}, default_lang="es") == ("es", Theme.LIGHT)
    assert display_of(query_parameters("?lang=es&theme=dark"), default_lang="en") == (
        "es",
        Theme.DARK,
    )


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("-94.55004,39.06996,174.6", "-94.55,39.07,175"),
        (" -94.55 , 39.07 , 7.64 ", "-94.55,39.07,7.6"),
        ("2.35,48.85,50", ""),  # far from the city
        ("-94.55,39.07,9999", ""),
    ],
)
def test_a_view_has_the_digits_that_a_map_can_tell_and_lies_in_the_city(
    written: str, printed: str
) -> None:
    assert view_of(written, (-94.77, 38.82, -94.38, 39.36)) == printed
