"""Words that no text of the product may use, each with its reason, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDERS = ("data/locale", "data/catalogue", "data/cities")

# Pattern -> why. Searched without regard to case in every text that a person can meet.
BANNED = {
    r"suppress|suprimi": "a rule of reliability is no rule of disclosure: too few for a rate",
    r"\breal(ly)? difference|diferencias? real": "a test tells apart, at 5 % false discoveries",
    r"\breally\b|\brealmente\b|\bde verdad\b": "the same: a test is not the truth",
    r"predomina": "a surplus is not a majority",
    r"\blives are (shorter|longer)|\bvidas son más": "life expectancy is shorter, not a life",
    r"\btied to\b|\bbecause of (poverty|race|segregation)": "an association is no cause",
}


def texts_of(tree: Any) -> Iterator[str]:
    """Every text of ours: the titles of cited papers are others' words."""
    if isinstance(tree, dict):
        cited = {"cite", "text"} if "finds" in tree else {"cite"}
        for key, value in tree.items():
            if key not in cited:
                yield from texts_of(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from texts_of(value)
    elif isinstance(tree, str):
        yield tree


@cache
def everything() -> tuple[tuple[str, str], ...]:
    """Where and what: every text of the product, read once for all patterns."""
    return tuple(_everything())


def _everything() -> Iterator[tuple[str, str]]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.yaml")):
            for text in texts_of(yaml.safe_load(file.read_text(encoding="utf-8"))):
                yield file.relative_to(ROOT).as_posix(), " ".join(text.split())
    yield "README.md", " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("pattern", BANNED)
def test_no_text_uses_a_word_that_says_too_much(pattern: str) -> None:
    found = [
        (where, text[max(0, match.start() - 60) : match.end() + 60])
        for where, text in everything()
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]
    assert found == [], BANNED[pattern]


def test_points_are_percentage_points() -> None:
    """A bare "points" after a number leaves open of what."""
    for where, text in everything():
        bare = re.search(r"\} points?\b|\} puntos?\b(?! porcentual)", text)
        assert bare is None, (where, text)


def test_killings_are_counted_where_they_happened() -> None:
    """Whoever reads "killed for every 100,000 residents" must not take them for residents."""
    for where, text in everything():
        for sentence in re.split(r"(?<=[.!?]) ", text):
            rate = re.search(r"100[,.\s]000", sentence)
            killed = re.search(r"\bkilled\b|\basesinad|\bmatad|\bmatan\b", sentence, re.IGNORECASE)
            here = re.search(r"\bhere\b|\bthere\b|\baquí\b|\ballí\b", sentence, re.IGNORECASE)
            assert not (rate and killed) or here, (where, sentence)
