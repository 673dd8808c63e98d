"""A candidate extract beside the one in use: built apart, named only when it is whole."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from data.build.errors import BuildError
from data.build.pipeline import DATABASE, MANIFEST, Progress, run
from data.catalogue.loader import Catalogue
from data.repository.engine import check_content, open_engine, sqlite_url
from data.repository.errors import ExtractError
from data.repository.history import VERSIONS, History, read_history
from data.repository.queries import Repository

CANDIDATE = "candidate"
GEO = "geo"
_WORK = ".candidate-"
BUILD_ANEW = "Build it anew: make refresh SOURCES=dir"


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract that has been read and found whole."""

    folder: Path
    content_hash: str
    boundary_files: frozenset[str]
    history: History

    @property
    def database(self) -> Path:
        """Its SQLite file."""
        return self.folder / DATABASE


def build_candidate(
    sources: Path, fresh: Path, extract: Path, catalogue: Catalogue, progress: Progress
) -> Path:
    """Build into `extract`/candidate and return it; an older candidate goes when this one is whole.

    Raises BuildError.
    """
    extract.mkdir(parents=True, exist_ok=True)
    for left in extract.glob(f"{_WORK}*"):  # of a build that was killed
        shutil.rmtree(left)
    work = Path(tempfile.mkdtemp(dir=extract, prefix=_WORK))
    try:
        run(sources, work, work / GEO, catalogue, progress, fresh=fresh, before=extract)
        target = extract / CANDIDATE
        shutil.rmtree(target, ignore_errors=True)
        work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def read_extract(folder: Path, geo: Path) -> Extract:
    """Read an extract and hold it against what its build wrote. Raises BuildError."""
    try:
        engine = open_engine(sqlite_url(folder / DATABASE))
        try:
            check_content(engine)
            held = Repository(engine)
            digest = held.meta()["content_hash"]
            files = frozenset(entry["file"] for entry in held.boundaries().values())
        finally:
            engine.dispose()
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["content_hash"]
        history = read_history(folder)
    except (ExtractError, SQLAlchemyError, OSError, ValueError, KeyError) as error:
        raise BuildError(f"the extract in {folder} is not whole ({error}). {BUILD_ANEW}") from error
    if history is None:
        raise BuildError(f"the extract in {folder} is not whole (no {VERSIONS}). {BUILD_ANEW}")
    lost = sorted(name for name in files if not (geo / name).is_file())
    if said != digest or lost:
        wrong = f"{lost[0]} is missing" if lost else f"{MANIFEST} is of another extract"
        raise BuildError(f"the extract in {folder} is not whole ({wrong}). {BUILD_ANEW}")
    return Extract(folder, digest, files, history)
