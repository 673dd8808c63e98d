"""No module of the project imports itself in a circle, however the import is written."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("data", "layouts", "callbacks", "deploy", "tests", "benchmarks")
FILES = [
    ROOT / "app.py",
    *(
        file
        for name in PACKAGES
        for file in (ROOT / name).rglob("*.py")
        if "node_modules" not in file.parts  # what `make bench` fetches
    ),
]


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(file): file for file in FILES}


def imports_of(source: str) -> set[str]:
    """Modules of the project that a source names, wherever the import stands: in a function or
    for types alike.
    """
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                found.add(inside if inside in MODULES else node.module)
    return found & MODULES.keys()


def graph() -> dict[str, set[str]]:
    return {
        module: imports_of(file.read_text(encoding="utf-8")) - {module}
        for module, file in MODULES.items()
    }


def test_no_module_imports_in_a_circle() -> None:
    TopologicalSorter(graph()).prepare()  # raises CycleError, which names the circle


def test_a_circle_would_be_found() -> None:
    closed = graph()
    closed["data.atlas.atlas"].add("data.services")
    with pytest.raises(ValueError, match=r"data\.services"):
        TopologicalSorter(closed).prepare()


def test_nobody_hides_an_import_from_the_reader() -> None:
    """Imports for types only were how circles were hidden."""
    hidden = [
        module
        for module, file in MODULES.items()
        if not module.startswith(("tests", "benchmarks"))
        and "if TYPE_CHECKING" in file.read_text(encoding="utf-8")
    ]
    assert hidden == []


def at_start(source: str) -> set[str]:
    """Modules that a source imports when it is imported itself: not those in its functions."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return imports_of(ast.unparse(tree))


def test_a_site_without_shared_stories_imports_no_store_of_them() -> None:
    reached, ahead = set(), {"app"}
    while ahead:
        module = ahead.pop()
        reached.add(module)
        ahead |= at_start(MODULES[module].read_text(encoding="utf-8")) - reached
    assert "callbacks.stories.opening" in reached
    store = {"data.stories.store", "data.stories.database", "callbacks.stories.counter"}
    assert store <= MODULES.keys() and not store & reached
