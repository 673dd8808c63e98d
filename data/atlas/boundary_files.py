"""The boundaries that were built with an extract: files of the checkout, named by their content."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.repository.errors import ExtractError

_NAMED = 3


def check_files(boundaries: Mapping[str, Any], folder: Path) -> None:
    """Raise ExtractError where a file that the extract names is not there.

    An extract may come from elsewhere than the code: another checkout's lies in the database.
    """
    lacking = sorted(
        {entry["file"] for entry in boundaries.values() if not (folder / entry["file"]).is_file()}
    )
    if lacking:
        more = f" and {len(lacking) - _NAMED} more" if len(lacking) > _NAMED else ""
        raise ExtractError(
            f"the extract was built with boundaries that are not in {folder} "
            f"({', '.join(lacking[:_NAMED])}{more}): start the code that it was built with"
        )
