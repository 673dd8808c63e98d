"""A file of everything is there whole or not at all."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError
from xlsxwriter.exceptions import FileCreateError

from data.everything import make as making

FAULTS = (
    OSError(28, "No space left on device"),
    FileCreateError("No space left on device"),
    OperationalError("VACUUM", {}, Exception("database or disk is full")),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_what_is_begun_and_not_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    held = SimpleNamespace(check_content=lambda: None, version=SimpleNamespace(version="0123"))
    monkeypatch.setattr(making.Atlas, "open", lambda _: held)
    monkeypatch.setattr(making, "Everything", lambda _: held)

    def whole(_: object, path: Path) -> None:
        path.write_bytes(b"whole")

    def half(_: object, path: Path) -> None:
        path.write_bytes(b"ha")
        raise fault

    monkeypatch.setattr(making, "WRITERS", {"zip": whole, "xlsx": half})
    with pytest.raises(OSError, match=r"full|No space"):
        making.make("sqlite://", tmp_path, ["zip", "xlsx"])
    (only,) = tmp_path.iterdir()
    assert only.suffix == ".zip" and only.read_bytes() == b"whole"
