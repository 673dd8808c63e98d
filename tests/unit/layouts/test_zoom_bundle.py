"""The gestures of the map are the pinned ones, or the map does without."""

from __future__ import annotations

from pathlib import Path

import pytest

from layouts import plotly_bundle, zoom_bundle


def test_it_is_served_once_it_is_there(tmp_path: Path) -> None:
    assert zoom_bundle.served_asset(folder=tmp_path) == ""
    own = zoom_bundle.bundle_path(folder=tmp_path)
    own.touch()
    assert zoom_bundle.served_asset(folder=tmp_path) == f"vendor/{own.name}"


def test_another_package_than_the_pinned_ones_is_refused_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(zoom_bundle, "packed", lambda _package: b"another package")
    with pytest.raises(plotly_bundle.BundleError, match="not the pinned one"):
        zoom_bundle.fetch(folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_npm_that_is_said_and_the_set_up_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(plotly_bundle.shutil, "which", lambda _name: None)
    monkeypatch.setattr(zoom_bundle.fetch, "__kwdefaults__", {"folder": tmp_path})
    assert zoom_bundle.main() == 0
    assert "buttons and keys alone: npm is not installed" in capsys.readouterr().err


def test_every_package_is_pinned_by_its_hash() -> None:
    assert all(len(digest) == 88 for _, _, digest in zoom_bundle.PINNED)
    assert zoom_bundle.PINNED[-1][0] == "d3-zoom"
