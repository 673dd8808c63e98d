"""The slim bundle is the pinned one, or it is not used."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

from layouts import plotly_bundle


def test_pin_is_the_version_inside_the_plotly_package() -> None:
    assert get_plotlyjs_version() == plotly_bundle.PINNED_VERSION


def test_only_the_bundle_of_the_same_version_is_loaded(tmp_path: Path) -> None:
    for version in ("3.0.0", f"{plotly_bundle.PINNED_VERSION}1"):
        (tmp_path / f"plotly-geo-{version}.min.js").touch()
    assert plotly_bundle.served_asset("auto", folder=tmp_path) == ""
    own = plotly_bundle.bundle_path(folder=tmp_path)
    own.touch()
    assert plotly_bundle.served_asset("auto", folder=tmp_path) == f"vendor/{own.name}"


def test_full_loads_no_slim_bundle(tmp_path: Path) -> None:
    plotly_bundle.bundle_path(folder=tmp_path).touch()
    assert plotly_bundle.served_asset("full", folder=tmp_path) == ""


def test_another_package_is_refused() -> None:
    with pytest.raises(plotly_bundle.BundleError, match="not the pinned one"):
        plotly_bundle.check_integrity(b"another package")


def test_without_npm_the_full_bundle_serves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(plotly_bundle, "VENDOR_FOLDER", tmp_path)
    monkeypatch.setattr(plotly_bundle.shutil, "which", lambda _name: None)
    with pytest.raises(plotly_bundle.BundleError, match="npm is not installed"):
        plotly_bundle.fetch(folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
    capsys.readouterr()


def test_a_failing_npm_is_said_and_harmless(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def offline(*_args: object, **_kwargs: object) -> None:
        raise subprocess.CalledProcessError(1, "npm")

    monkeypatch.setattr(plotly_bundle.shutil, "which", lambda _name: "npm")
    monkeypatch.setattr(plotly_bundle.subprocess, "run", offline)
    with pytest.raises(plotly_bundle.BundleError, match="could not fetch"):
        plotly_bundle.fetch(folder=tmp_path)


def test_another_plotly_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(plotly_bundle, "get_plotlyjs_version", lambda: "9.9.9")
    with pytest.raises(plotly_bundle.BundleError, match=r"9\.9\.9"):
        plotly_bundle.fetch(folder=tmp_path)
