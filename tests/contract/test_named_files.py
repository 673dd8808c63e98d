"""Every file that a text or a comment names as where to look is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("data", "layouts", "callbacks", "tests", "benchmarks", "assets", "docs")
NAMED = re.compile(rf"(?<![\w/.<-])(?:{'|'.join(FOLDERS)})/[\w/-]+\.(?:py|yaml|js|css|typ|md)\b")


def texts() -> Iterator[Path]:
    yield from (ROOT / name for name in ("README.md", "Makefile", "pyproject.toml", "app.py"))
    for folder in FOLDERS:
        for ending in ("py", "md", "yaml", "js", "css", "typ"):
            yield from (
                file
                for file in (ROOT / folder).rglob(f"*.{ending}")
                if not {"vendor", "node_modules"} & set(file.parts)
            )


def missing(text: str) -> list[str]:
    return [name for name in NAMED.findall(text) if not (ROOT / name).is_file()]


def test_named_files_are_there() -> None:
    found = {str(file.relative_to(ROOT)): missing(file.read_text("utf-8")) for file in texts()}
    assert {file: names for file, names in found.items() if names} == {}


@pytest.mark.parametrize("name", ["data/views" + ".py", "docs/how-to/add-a-planet" + ".md"])
def test_a_file_that_moved_would_be_found(name: str) -> None:
    assert missing(f"see `{name}`") == [name]
