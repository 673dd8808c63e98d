"""Code names no indicator, and docs/how-to/add-an-indicator.md lists those that the city names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from data.catalogue.loader import load_catalogue
from data.cities.city import city

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/how-to/add-an-indicator.md"
# The same word for something else: a group that blocks are counted for, a section of the methods.
ELSE = {
    "data/models.py": {"age_65_plus"},
    "data/place/similar.py": {"age_65_plus"},
    "data/estimation/from_blocks.py": {"age_65_plus"},
    "layouts/pages/methods.py": {"life_expectancy", "shootings"},
    "data/numbers/shared.py": {"life_expectancy", "shootings"},
}


def named_by_code() -> Iterator[tuple[str, str]]:
    """File and id of every text in the code that is the id of an indicator."""
    known = set(load_catalogue().indicators)
    for folder in ("data", "layouts", "callbacks"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and node.value in known:
                    yield file.relative_to(ROOT).as_posix(), str(node.value)


def test_code_names_no_indicator() -> None:
    found = set(named_by_code())
    assert {(file, name) for file, name in found if name not in ELSE.get(file, set())} == set()
    assert {(file, name) for file, names in ELSE.items() for name in names} <= found


def test_the_guide_lists_what_the_city_names() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (`.*?`) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    listed = {key: tuple(re.findall(r"`(\w+)`", cell)) for key, cell in rows}
    own = city()
    history = own.history
    assert history is not None
    assert own.concentration is not None
    assert listed == {
        "defaults": (own.defaults.outcome, own.defaults.factor),
        "leading": (own.leading,),
        "life_expectancy": (own.life_expectancy,),
        "headline": own.headline,
        "health": own.health,
        "expected": own.expected,
        "sheet_facts": own.sheet_facts,
        "evidence": tuple(own.evidence.values()),
        "concentration": (own.concentration,),
        "change": tuple(listed["change"]),
        "history": (history.indicator, *history.now),
    }
    assert own.change is not None
    assert set(listed["change"]) == own.change.indicators
    assert {name for names in listed.values() for name in names} == own.indicators
