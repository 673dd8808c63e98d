"""Unit tests stand where what they test stands."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "tests" / "unit"


def test_unit_tests_mirror_the_tree() -> None:
    """`data/stats/margins.py` is tested in `tests/unit/data/stats`."""
    folders = {file.parent.relative_to(UNIT) for file in UNIT.rglob("test_*.py")}
    assert len(folders) > 10
    assert {str(folder) for folder in folders if not any((ROOT / folder).glob("*.py"))} == set()
