"""Known holes of everything that is pinned: pip-audit for Python, npm audit for the browser's code.

Each audit ends in one of three ways, and so does the whole, by the worst: nothing is known, holes
are known, or the database could not be asked, which is not the same as nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.environment.bundles import bundles
from deploy.environment.locks import DEVELOP, ROOT, RUN

NOTHING_KNOWN, HOLES, NOT_ASKED = 0, 1, 3
_OSV = "https://api.osv.dev/v1/query"
_PATIENCE_S = 300


@dataclass(frozen=True)
class Audit:
    """What one database said of one list: holes in words, or why it could not be asked."""

    of: str
    holes: list[str]
    silent: str = ""

    @property
    def code(self) -> int:
        """The exit code that says it."""
        return NOT_ASKED if self.silent else HOLES if self.holes else NOTHING_KNOWN

    def said(self) -> str:
        """It in words."""
        if self.silent:
            return f"{self.of}: NOT CHECKED. The database could not be asked: {self.silent}"
        found = "".join(f"\n  {hole}" for hole in self.holes)
        return f"{self.of}: {len(self.holes) or 'no'} known hole(s){found}"


def python_audit(lock: Path, *, osv_url: str) -> Audit:
    """What OSV knows of the packages of `lock`."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--require-hashes"]
    command += ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    done = _run([*command, "--vulnerability-service", "osv", "--osv-url", osv_url], ROOT)
    answer = _read(done.stdout)
    if "dependencies" not in answer:
        return Audit(lock.name, [], _last_line(done.stderr))
    return Audit(
        lock.name,
        [
            f"{part['name']} {part['version']}: {hole['id']}, mended in "
            f"{', '.join(hole['fix_versions']) or 'no version yet'}"
            for part in answer["dependencies"]
            for hole in part.get("vulns", ())
        ],
    )


def browser_audit(*, registry: str) -> Audit:
    """What npm's registry knows of the bundles and of the tools in package-lock.json."""
    name = "package-lock.json and the bundles"
    npm = shutil.which("npm")
    if npm is None:
        return Audit(name, [], "npm is not installed")
    with tempfile.TemporaryDirectory() as folder:
        lock = _lock_with_bundles()
        (Path(folder) / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
        (Path(folder) / "package.json").write_text(
            json.dumps(lock["packages"][""]), encoding="utf-8"
        )
        command = [npm, "audit", "--package-lock-only", "--json", "--fetch-retries=0"]
        done = _run([*command, *(["--registry", registry] if registry else [])], Path(folder))
    answer = _read(done.stdout)
    if "vulnerabilities" not in answer:
        return Audit(name, [], str(answer.get("message") or _last_line(done.stderr)))
    return Audit(name, [_hole(part) for part in answer["vulnerabilities"].values()])


def _lock_with_bundles() -> dict[str, Any]:
    """package-lock.json as if the bundles were dependencies, as they are of every page."""
    lock: dict[str, Any] = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    wanted = {bundle.audited: bundle.version for bundle in bundles()}
    lock["packages"][""]["dependencies"] = wanted
    for name, version in wanted.items():
        lock["packages"][f"node_modules/{name}"] = {"version": version}
    return lock


def _hole(part: dict[str, Any]) -> str:
    told = [via["title"] for via in part["via"] if isinstance(via, dict)] or part["via"]
    return f"{part['name']} ({part['severity']}): {'; '.join(told)}"


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """What a tool says; where it does not end, that it was not asked."""
    try:
        return subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        silent = f"no answer within {_PATIENCE_S} s"
        return subprocess.CompletedProcess(command, NOT_ASKED, stdout="", stderr=silent)


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _last_line(text: str) -> str:
    errors = [line for line in text.splitlines() if "Tip:" not in line and line.strip()]
    return errors[-1].strip() if errors else "no answer"


def main() -> int:
    """All three audits in words on standard output; the worst code of them.

    OSV_URL and NPM_REGISTRY name mirrors of the databases.
    """
    osv_url = os.environ.get("OSV_URL") or _OSV
    audits = [python_audit(lock, osv_url=osv_url) for lock in (RUN, DEVELOP)]
    audits.append(browser_audit(registry=os.environ.get("NPM_REGISTRY", "")))
    for audit in audits:
        sys.stdout.write(f"{audit.said()}\n")
    return max(audit.code for audit in audits)
