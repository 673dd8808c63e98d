"""Names as pages show them: one rule, and nothing is spelled anew."""

from __future__ import annotations

import re

import pytest

from data.cities.city import city
from data.cities.display_names import displayed

WORDS = city().name_words


@pytest.mark.parametrize(
    ("official", "shown"),
    [
        ("18th And Vine And Downtown East", "18th and Vine and Downtown East"),
        ("18TH AND VINE", "18th and Vine"),
        ("18Th And Vine", "18th and Vine"),
        ("EAST BLUE VALLEY", "East Blue Valley"),
        ("THE COVES OF THE NORTH", "The Coves of the North"),
        ("The Coves", "The Coves"),
        ("CBD Downtown", "CBD Downtown"),
        ("CBD DOWNTOWN", "CBD Downtown"),
        ("Elm Park S", "Elm Park South"),
        ("N Elm Park", "North Elm Park"),
        ("Elm Heights/Elm Pride", "Elm Heights and Elm Pride"),
        ("KCI & 2nd Creek", "KCI and 2nd Creek"),
        ("Linwood-Ivanhoe", "Linwood-Ivanhoe"),
        ("EASTERN 49-63", "Eastern 49-63"),
        ("KIRKSIDE-ON-THE-HILL", "Kirkside-on-the-Hill"),
        ("McGee", "McGee"),
        ("(unnamed)", "(unnamed)"),
        ("64130", "64130"),
    ],
)
def test_one_rule(official: str, shown: str) -> None:
    assert displayed(official, WORDS) == shown


@pytest.mark.parametrize("shown", ["18th and Vine", "The Coves", "KCI and 2nd Creek"])
def test_what_is_shown_is_shown_so_again(shown: str) -> None:
    assert displayed(shown, WORDS) == shown


def test_without_words_a_name_is_as_it_is() -> None:
    assert displayed("EAST & WEST", None) == "EAST & WEST"


def test_no_letter_is_lost() -> None:
    def letters(name: str) -> str:
        return re.sub(r"[^a-z0-9]|and", "", name.casefold())

    for name in ("Noble And Gregory Ridge", "A/B & C", "St Catherines Gardens"):
        assert letters(displayed(name, WORDS)) == letters(name)
