"""Browser tests wait for what they need: no race is written again that a busy machine loses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BROWSER = Path(__file__).parents[1] / "browser"
# What comes too early on a busy machine, and what to write instead.
RACES = {
    r"networkidle": "at_rest(page): the network may be idle before the page has asked",
    r"set_offline\(True\)": "cut_network(page): what is still asked for would fail",
    r"\bheld\.pop\(": "the_held(held, page): the test may hear of a request after the page tells",
    r"timeout=[\d_]+\)": "the patience of every test: a number of one's own is too short somewhere",
}


@pytest.mark.parametrize("race", RACES)
def test_no_test_comes_too_early(race: str) -> None:
    found = [
        f"{path.name}:{number}: {RACES[race]}"
        for path in sorted(BROWSER.glob("test_*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(race, line) and "return held.pop()" not in line
    ]
    assert found == []
