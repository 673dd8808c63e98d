"""The rule that finds a place by a typed name; tests/node holds the browser to the same cases."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.search.match import Key, Query, allowance, last_row, mistakes, normalise, rank
from tests.node.cases import cases

CASES = cases("place_match")
LITTLE = frozenset(CASES["little_words"])
WORDS = st.text("abcde ", max_size=9)


def found(text: str, names: Sequence[str] = CASES["names"]) -> tuple[list[str], bool]:
    positions, literal = rank(Query.of(text, LITTLE), [[Key.of(name)] for name in names])
    return [names[position] for position in positions], literal


@pytest.mark.parametrize(("written", "plain"), CASES["normalised"])
def test_normalising_leaves_letters_digits_and_single_spaces(written: str, plain: str) -> None:
    assert normalise(written) == plain


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(("typed", "meant", "count"), CASES["mistakes"])
def test_mistakes_are_counted_as_optimal_string_alignment(
    typed: str, meant: str, count: int
) -> None:
    assert mistakes(typed, meant) == count


@given(WORDS, WORDS)
def test_mistakes_are_symmetric_zero_for_equals_and_bounded(one: str, other: str) -> None:
    count = mistakes(one, other)
    assert count == mistakes(other, one)
    assert (count == 0) == (one == other)
    assert abs(len(one) - len(other)) <= count <= max(len(one), len(other))


@given(WORDS, WORDS)
def test_the_row_holds_the_mistakes_to_every_beginning(typed: str, meant: str) -> None:
    expected = [mistakes(typed, meant[:end]) for end in range(len(meant) + 1)]
    assert last_row(typed, meant) == expected


def test_short_words_are_taken_at_their_word() -> None:
    for length, allowed in CASES["allowed"]:
        assert allowance(length) == allowed


@pytest.mark.parametrize(("typed", "expected"), CASES["literal"])
def test_letters_that_match_are_found_in_the_order_of_the_rule(
    typed: str, expected: list[str]
) -> None:
    assert found(typed) == (expected, True)


@pytest.mark.parametrize(("typed", "expected"), CASES["forgiven"])
def test_without_a_literal_match_small_mistakes_are_forgiven(
    typed: str, expected: list[str]
) -> None:
    assert found(typed) == (expected, False)


def test_forgiving_never_adds_to_what_matches_literally() -> None:
    case = CASES["never_added"]
    assert found(case["typed"], case["names"]) == (case["found"], True)
