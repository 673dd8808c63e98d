"""Expected values: outputs of independent packages and worked examples of papers, as files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings

# The same examples in every run, and no timing: a busy machine is not a broken law.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

FOLDER = Path(__file__).parent / "expected"


@pytest.fixture(scope="session")
def expected_json() -> Callable[[str], Any]:
    return lambda name: json.loads((FOLDER / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def expected_csv() -> Callable[[str], pd.DataFrame]:
    return lambda name: pd.read_csv(FOLDER / name)
