"""The rule that finds a place by a typed name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.search.match import Key, Query, allowance, last_row, mistakes, normalise, rank

NAMES = ("armour fields", "armour hills", "eastern 49 63", "distrito 3", "the coves")
LITTLE = frozenset({"the", "neighborhood"})
WORDS = st.text("abcde ", max_size=9)


def found(text: str, names: tuple[str, ...] = NAMES) -> tuple[list[str], bool]:
    positions, literal = rank(Query.of(text, LITTLE), [[Key.of(name)] for name in names])
    return [names[position] for position in positions], literal


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("  Código   Postal ", "codigo postal"),
        ("Eastern 49-63", "eastern 49 63"),
        ("St. Catherine's", "st catherines"),
        ("18th & Vine", "18th vine"),
        ("¿Dónde?", "donde"),
        ("!?", ""),
    ],
)
def test_normalising_leaves_letters_digits_and_single_spaces(written: str, plain: str) -> None:
    assert normalise(written) == plain


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("typed", "meant", "count"),
    [
        ("armor", "armour", 1),
        ("hieghts", "heights", 1),
        ("fields", "fields", 0),
        ("", "abc", 3),
        ("ca", "abc", 3),
        ("kitten", "sitting", 3),
    ],
)
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
    assert [allowance(length) for length in (1, 2, 3, 7, 8, 60)] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ARMOUR FIELDS", ["armour fields"]),
        ("armour", ["armour fields", "armour hills"]),
        ("fields arm", ["armour fields"]),
        ("4963", ["eastern 49 63"]),
        ("49-63", ["eastern 49 63"]),
        ("Coves neighborhood", ["the coves"]),
        ("the", ["the coves"]),
    ],
)
def test_letters_that_match_are_found_in_the_order_of_the_rule(
    typed: str, expected: list[str]
) -> None:
    assert found(typed) == (expected, True)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("armor fields", ["armour fields"]),
        ("armor fi", ["armour fields"]),
        ("armorfields", ["armour fields"]),
        ("distirto 3", ["distrito 3"]),
        ("distrito 4", ["distrito 3"]),
        ("nothing like it", []),
    ],
)
def test_without_a_literal_match_small_mistakes_are_forgiven(
    typed: str, expected: list[str]
) -> None:
    assert found(typed) == (expected, False)


def test_forgiving_never_adds_to_what_matches_literally() -> None:
    assert found("64130", ("64130", "64131")) == (["64130"], True)


def test_nothing_typed_finds_nothing() -> None:
    assert found(" -- ") == ([], True)
