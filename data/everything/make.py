"""Makes the files of everything: whole at their names or not there at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from errno import ENOSPC
from pathlib import Path

from sqlalchemy.exc import OperationalError
from xlsxwriter.exceptions import FileCreateError

from data.atlas.atlas import Atlas
from data.everything.archive import write_zip
from data.everything.parts import Everything
from data.everything.workbook import write_workbook
from data.files.names import everything_name

WRITERS: Mapping[str, Callable[[Everything, Path], None]] = {
    "zip": write_zip,
    "xlsx": write_workbook,
}


def make(database_url: str, folder: Path, endings: Iterable[str]) -> list[Path]:
    """Write the files of the extract at `database_url` into `folder`; returns them.

    Raises ExtractError, and OSError where the folder cannot be written or is full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    atlas = Atlas.open(database_url)
    atlas.check_content()
    everything = Everything(atlas)
    made = []
    for ending in endings:
        target = folder / f"{everything_name(everything.version.version)}.{ending}"
        with tempfile.TemporaryDirectory(dir=folder, prefix=f".making-{ending}-") as scratch:
            part = Path(scratch) / target.name
            try:
                WRITERS[ending](everything, part)
            except (FileCreateError, OperationalError) as error:  # how these say that it is full
                raise OSError(ENOSPC, str(error)) from error
            part.replace(target)
        made.append(target)
    return made
