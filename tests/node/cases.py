"""Cases that hold for Python and for the browser code alike: cases/*.json."""

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "cases"


def cases(name: str) -> dict[str, Any]:
    """The cases of that name, as they stand in the file."""
    found: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found
