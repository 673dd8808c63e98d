"""What is left out of installed packages, and what that leaves."""

from __future__ import annotations

import sys
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest
from dash import Dash

from data.locale import LANGUAGES
from deploy.environment.locks import installed, pinned
from deploy.environment.slim import LIMIT_MB, RULES, prune, rule_of

_MB = 1_000_000
# python -m venv: pip without its compiled code.
VENV_MB = 10
FILES = {
    "made/__init__.py": "",
    "made/tests/test_it.py": "assert True",
    "made/tests/deep/data.csv": "1",
    "made/latest.py": "",
    "made/page.js": "",
    "made/page.js.map": "{}",
    "made-1.dist-info/METADATA": "Name: made\nVersion: 1\n",
}


@pytest.fixture
def package(tmp_path: Path) -> PathDistribution:
    """An installed package, as pip leaves it."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    record = "".join(f"{name},sha256=x,1\n" for name in [*FILES, "made-1.dist-info/RECORD"])
    (tmp_path / "made-1.dist-info" / "RECORD").write_text(record, encoding="utf-8")
    return PathDistribution(tmp_path / "made-1.dist-info")


def test_what_is_left_out_leaves_the_record_too(package: PathDistribution, tmp_path: Path) -> None:
    gone = prune([package])
    assert gone["tests"] == (2, 12) and gone["maps of sources"] == (1, 2)
    assert not (tmp_path / "made" / "tests").exists()
    left = {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*") if path.is_file()
    }
    named = {str(path) for path in package.files or ()}
    assert named - {"made-1.dist-info/RECORD"} == {
        "made/__init__.py",
        "made/latest.py",
        "made/page.js",
        "made-1.dist-info/METADATA",
    }
    assert left <= named
    assert set(prune([package]).values()) == {(0, 0)}


def test_languages_of_the_site_stay() -> None:
    for lang in LANGUAGES:
        assert rule_of(f"babel/locale-data/{lang}.dat") is None
    assert rule_of("babel/locale-data/root.dat") is None
    assert rule_of("babel/locale-data/fi.dat") is RULES[2]


def test_nothing_that_is_imported_is_left_out(real_app: Dash) -> None:
    """Whatever the app and the tests before have imported by now."""
    assert real_app.server
    loaded = {str(Path(module.__file__)) for module in [*sys.modules.values()] if _file(module)}
    run = {
        str(package.locate_file(path)): str(path)
        for package in map(installed, pinned())
        for path in package.files or ()
    }
    found = loaded & run.keys()
    assert len(found) > 500
    assert [run[path] for path in found if rule_of(run[path])] == []


def _file(module: object) -> bool:
    return bool(getattr(module, "__file__", None))


def test_what_runs_stays_under_its_limit() -> None:
    """The files of the locked packages that stay, and the compiled code of all that is loaded."""
    kept = sum(
        Path(str(package.locate_file(path))).stat().st_size
        for package in map(installed, pinned())
        for path in package.files or ()
        if rule_of(str(path)) is None and Path(str(package.locate_file(path))).is_file()
    )
    compiled = sum(
        Path(cached).stat().st_size
        for module in [*sys.modules.values()]
        if (cached := getattr(module, "__cached__", None)) and Path(cached).is_file()
    )
    assert kept / _MB + compiled / _MB + VENV_MB < LIMIT_MB
