"""The lock files, and what of them is installed here."""

from __future__ import annotations

from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
RUN = ROOT / "requirements.txt"
# The same and psycopg, for who keeps stories or the extract in PostgreSQL; what images hold.
POSTGRES = ROOT / "requirements-postgres.txt"
DEVELOP = ROOT / "requirements-dev.txt"


class EnvironmentFaultError(Exception):
    """Something about the environment that a person has to mend; the message says what."""


def pinned(lock: Path = RUN) -> dict[str, str]:
    """Name to version of what `lock` installs on this Python and system."""
    found = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum():
            requirement = Requirement(line.removesuffix("\\").strip())
            if requirement.marker is None or requirement.marker.evaluate():
                found[requirement.name.lower()] = str(requirement.specifier).removeprefix("==")
    return found


def installed(name: str) -> Distribution:
    """The installed package `name`. Raises EnvironmentFaultError where there is none."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        raise EnvironmentFaultError(f"{name} is not installed. Try: make lint") from None
