"""Expected values: outputs of independent packages and worked examples of papers, as files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

FOLDER = Path(__file__).parent / "expected"


@pytest.fixture(scope="session")
def expected_json() -> Callable[[str], Any]:
    return lambda name: json.loads((FOLDER / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def expected_csv() -> Callable[[str], pd.DataFrame]:
    return lambda name: pd.read_csv(FOLDER / name)
