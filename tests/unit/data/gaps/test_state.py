"""The URL grammar of Gaps: what an address says comes back, what it cannot say is named."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.address import Theme
from data.catalogue.loader import load_catalogue
from data.gaps.groups import default_group, group_options
from data.gaps.questions import question_of, questions
from data.gaps.state import GapState, gap_outcomes, parse_gap
from data.locale import LANGUAGES, texts
from data.models import Geography, Role

CATALOGUE = load_catalogue()
CHOICES = [
    (outcome.id, option.id, by)
    for outcome in gap_outcomes(CATALOGUE)
    for option in group_options(CATALOGUE, outcome)
    for by in option.geographies or (None,)
]


@settings(max_examples=200, deadline=None)
@given(
    choice=st.sampled_from(CHOICES), lang=st.sampled_from(LANGUAGES), theme=st.sampled_from(Theme)
)
def test_a_state_survives_its_address(
    choice: tuple[str, str, Geography | None], lang: str, theme: Theme
) -> None:
    outcome, group, by = choice
    written = {"outcome": outcome, "group": group, "lang": lang, "theme": theme.value}
    if by is not None:
        written["by"] = by.value
    first = parse_gap("?" + urlencode(written), CATALOGUE)
    assert (first.state.outcome, first.state.group, first.state.by) == (outcome, group, by)
    assert first.notices == ()
    again = parse_gap(first.state.to_query(), CATALOGUE)
    assert again.state == first.state
    assert again.state.to_query() == first.state.to_query()


def test_the_default_view_has_an_empty_query() -> None:
    assert GapState().to_query() == ""
    assert parse_gap("", CATALOGUE).state == GapState()


@pytest.mark.parametrize("outcome", gap_outcomes(CATALOGUE), ids=lambda i: i.id)
def test_every_outcome_opens_by_a_grouping_it_allows(outcome) -> None:  # type: ignore[no-untyped-def]
    group = default_group(CATALOGUE, outcome)
    assert group.startswith("poverty_")
    assert CATALOGUE.indicator(group).tract_vintage == (outcome.tract_vintage or 2010)
    parsed = parse_gap(f"?outcome={outcome.id}", CATALOGUE)
    assert parsed.notices == ()
    assert parsed.state.group == group
    assert parsed.state.to_query() in ("", f"?outcome={outcome.id}")


@pytest.mark.parametrize(
    ("query", "key", "used"),
    [
        ("outcome=wealth", "unknown_outcome", "life_expectancy"),
        ("outcome=checkup_2015", "unknown_outcome", "life_expectancy"),
        ("group=zodiac", "unknown_group", "poverty_2015"),
        ("group=redlined_1939", "group_without_outcome", "poverty_2015"),
        ("group=eviction_filing_rate", "group_without_outcome", "poverty_2015"),
        ("outcome=diabetes_2015&group=ice_2019", "group_without_outcome", "poverty_2015"),
        ("by=zip", "places_without_group", "neighborhood"),
        ("group=median_income_2015&by=neighborhood", "places_without_group", "tract"),
        ("group=poverty_150&by=tract", "places_without_group", "neighborhood"),
        ("outcome=homicide_rate&by=tract", "places_without_group", "neighborhood"),
        ("lang=fr", "unknown_lang", "en"),
        ("theme=neon", "unknown_theme", "light"),
    ],
)
def test_what_cannot_be_shown_is_named(query: str, key: str, used: str) -> None:
    (notice,) = parse_gap(query, CATALOGUE).notices
    assert (notice.key, notice.used) == (f"notice.{key}", used)
    for lang in LANGUAGES:
        assert used in texts(lang).t(notice.key, value=notice.value, used=notice.used)


def test_places_do_not_matter_where_none_are_cut() -> None:
    parsed = parse_gap("group=holc_1939&by=tract", CATALOGUE)
    assert parsed.state.by is None
    assert parsed.notices == ()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_nothing_breaks_it(query: str) -> None:
    state = parse_gap(query, CATALOGUE).state
    assert (state.outcome, state.group, state.by) in CHOICES


def test_care_is_no_outcome_here() -> None:
    assert {i.role for i in gap_outcomes(CATALOGUE)} == {Role.OUTCOME}


@pytest.mark.parametrize("question", questions())
def test_a_question_survives_its_address(question: str) -> None:
    state = parse_gap(f"ask={question}&group=holc_1939&lang=es", CATALOGUE).state
    assert (state.ask, state.group) == (question, "holc_1939")
    again = parse_gap(state.to_query(), CATALOGUE)
    assert (again.state, again.notices) == (state, ())
    seen = parse_gap(state.seen().to_query(), CATALOGUE).state
    assert seen.ask == question and seen.seen().to_query() == state.seen().to_query()


def test_a_question_is_understood_by_the_names_it_had() -> None:
    meant_by = {"Grades": "1939", "holc_1939": "1939", "by_year": "change", "DEATHS": "deaths"}
    for written, meant in meant_by.items():
        assert question_of(written) == meant
    (notice,) = parse_gap("ask=weather", CATALOGUE).notices
    assert (notice.key, notice.value) == ("notice.unknown_ask", "weather")
    # what a question does not show gets no word
    assert parse_gap("ask=race&group=zodiac&by=zip", CATALOGUE).notices == ()
