"""Every threshold stands once, in data/rules.py: no comparison and no constant repeats one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from data import rules

ROOT = Path(__file__).parents[2]
NAMED = {name: value for name, value in vars(rules).items() if name.isupper()}
NUMBERS = {float(n) for v in NAMED.values() for n in (v if isinstance(v, tuple) else (v,))}
# The same rules in percent and as confidence; 1, 2 and 5 count pieces everywhere.
NUMBERS = (NUMBERS | {100 * n for n in NUMBERS if n < 1} | {0.95, 95.0}) - {1.0, 2.0, 5.0}
# Comparisons with the same number that are about something else: letters, pixels, the pen.
ELSE = {
    "data/search/match.py": {"length < 8"},
    "layouts/figures/explore/scatter_words.py": {"across > 0.5", "across < 0.5"},
}
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
# Names end in their unit: what has one of these is a size of the drawing.
DRAWN = ("_PX", "_METERS", "_ROWS")
SOURCES = sorted(
    file
    for name in ("data", "layouts", "callbacks")
    for file in (ROOT / name).rglob("*.py")
    if file != ROOT / "data" / "rules.py"
)


def is_rule(node: ast.expr | None) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and float(node.value) in NUMBERS
    )


def copies_in(source: str) -> Iterator[str]:
    """Comparisons with the number of a rule, by its figure or by a constant of the module, and
    defaults of `alpha`.
    """
    tree = ast.parse(source)
    constants = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_rule(node.value)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and not target.id.endswith(DRAWN)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            order = any(isinstance(op, ORDER) for op in node.ops)
            sides = (node.left, *node.comparators)
            named = any(isinstance(side, ast.Name) and side.id in constants for side in sides)
            if order and (named or any(map(is_rule, sides))):
                yield ast.unparse(node)
        elif isinstance(node, ast.arguments):
            defaults = zip(node.kwonlyargs, node.kw_defaults, strict=True)
            yield from (arg.arg for arg, value in defaults if arg.arg == "alpha" and is_rule(value))


def test_no_threshold_is_written_twice() -> None:
    found = {
        name: copies
        for file in SOURCES
        if (
            copies := set(copies_in(file.read_text(encoding="utf-8")))
            - ELSE.get(name := file.relative_to(ROOT).as_posix(), set())
        )
    }
    assert found == {}


@pytest.mark.parametrize(
    "copy",
    [
        "few = events < 10",
        "shown = not people >= 500",
        "UNDER = 0.5\nhidden = coverage < UNDER",
        "FROM: int = 20\ntested = (total >= FROM)",
        "def verdict(p, *, alpha=0.05): ...",
        "sure = p <= 0.05",
    ],
)
def test_a_copy_would_be_found(copy: str) -> None:
    assert list(copies_in(copy))


def test_every_threshold_is_read() -> None:
    """A rule that nothing reads is a rule that nothing keeps."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    assert [name for name in NAMED if name not in text] == []


def test_every_threshold_has_its_reason() -> None:
    lines = (ROOT / "data" / "rules.py").read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for before, line in pairwise(lines)
        if line[:1].isupper() and " = " in line and not before.startswith(("#", *NAMED))
    ]
    assert bare == []
