"""`make release-check` says in words what does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.release import check


def test_what_is_pinned_is_what_is_asked_for_and_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["flask>=99", "gone>=1"]')
    (tmp_path / "requirements.txt").write_text(
        "flask==1.0 \\\n    --hash=x\ncolor==1 ; python_version < '3'"
    )
    monkeypatch.setattr(check, "ROOT", tmp_path)
    said = "\n".join(check.packages())
    assert "flask>=99 is pinned as 1.0: run `make lock`" in said
    assert "gone>=1 is pinned as None" in said
    assert "flask 1.0 is pinned, " in said and "color" not in said


def test_addresses_of_every_page_are_promised(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert check.addresses() == []
    short = tmp_path / "addresses.txt"
    short.write_text("# remark\n/\n")
    monkeypatch.setattr(check, "ADDRESSES", short)
    assert check.promised() == ["/"]
    assert "add /gaps to deploy/release/addresses.txt" in check.addresses()


def test_a_check_that_fails_or_cannot_be_made_does_not_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def bad() -> list[str]:
        """All is well."""
        raise OSError("no disk")

    def good() -> list[str]:
        """All is good."""
        return []

    monkeypatch.setattr(check, "CHECKS", {"bad": bad, "good": good})
    assert check.main([]) == 1
    said = capsys.readouterr().out
    assert "NO  All is well." in said and "OSError: no disk" in said and "1 of these" in said
    assert check.main(["good"]) == 0
    assert check.main(["none"]) == 2
