"""The source files, for tests that hold what ships to them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.build.reading import SourceDirectory
from data.catalogue.loader import load_catalogue


@pytest.fixture
def source() -> SourceDirectory:
    """The directory that SOURCES names; the test is skipped where it names none."""
    directory = os.environ.get("SOURCES")
    if not directory:
        pytest.skip("needs SOURCES: the directory of source files (docs/how-to/add-a-source.md)")
    return SourceDirectory(Path(directory), load_catalogue().expected_rows)
