"""The extract that ships is the one that the sources and the catalogue give."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.catalogue.loader import load_catalogue
from data.repository.engine import EXTRACT, open_engine, open_extract, sqlite_url
from data.repository.history import HISTORY, VERSIONS
from data.repository.queries import Repository

GEO = Path(__file__).resolve().parents[2] / "assets" / "geo"


@pytest.mark.sources
def test_rebuilding_gives_the_shipped_extract(tmp_path: Path) -> None:
    directory = os.environ.get("SOURCES")
    if not directory:
        pytest.skip("needs SOURCES: the directory of source files (docs/how-to/add-a-source.md)")
    from data.build.pipeline import run

    found = run(
        Path(directory),
        tmp_path / "extract",
        tmp_path / "geo",
        load_catalogue(),
        lambda _: None,
        before=EXTRACT.parent,
    )
    engine = open_engine()
    shipped = Repository(engine).meta()["content_hash"]
    engine.dispose()
    assert found == shipped
    for name in (VERSIONS, HISTORY, "manifest.json"):  # the same is no new version
        built, standing = (folder / name for folder in (tmp_path / "extract", EXTRACT.parent))
        assert built.read_bytes() == standing.read_bytes(), name
    assert open_extract(sqlite_url(tmp_path / "extract" / EXTRACT.name)).source.is_as_built
    assert {p.name for p in (tmp_path / "geo").iterdir()} == {
        p.name for p in GEO.iterdir() if p.suffix in (".json", ".geojson")
    }
