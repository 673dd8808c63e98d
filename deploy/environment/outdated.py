"""What has newer versions, before anybody changes a lock."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib

from deploy.environment.locks import ROOT, EnvironmentFaultError, pinned

_PATIENCE_S = 300


def main() -> str:
    """Name, pinned version, newest version and how each package is asked for, in lines.

    Raises:
        EnvironmentFaultError: the package index could not be asked.

    """
    command = [sys.executable, "-m", "pip", "list", "--outdated", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        raise EnvironmentFaultError(f"The package index could not be asked: {last}")
    return table(json.loads(done.stdout))


def table(found: list[dict[str, str]]) -> str:
    """Lines for the packages that run and for those of developers; asked for by name come first."""
    wanted, run = _ranges(), pinned()
    lines = [
        (
            part["name"].lower() not in wanted,
            f"{part['name']:28} {part['version']:>14} -> {part['latest_version']:14} "
            f"{'runs' if part['name'].lower() in run else 'developers':11}"
            f"{wanted.get(part['name'].lower(), 'brought by another')}",
        )
        for part in found
    ]
    return "\n".join(line for _, line in sorted(lines)) or "Everything is as new as it gets."


def _ranges() -> dict[str, str]:
    """Name to range of every package that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    split = (re.match(r"([\w.-]+)(?:\[.*?\])?(.*)", line) for group in groups for line in group)
    return {found[1].lower(): found[2] for found in split if found}
